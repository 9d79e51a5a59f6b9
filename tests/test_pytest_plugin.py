"""`pytest --scrubber-packs`: packs run as tests, beside other tests or alone, and disturb nobody who does not ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scrubber import pytest_packs
from scrubber.plugins import load

pytest_plugins = ["pytester"]

# What a run inside this process imports is forgotten after it; this way all of them share one engine.
assert pytest_packs.NAME and load().plugins

MANIFEST = "id: gazette\nrules: [tides.yaml]\n"
TIDES = """\
- id: tide-box
  description: Drop the tide box that is set into every article.
  phrases: ['High water {time}']
  drop: line
  keep: ['High water is at noon.', 'The high water came.']
- id: dollar
  description: Close the gap inside money.
  stage: mend
  text: '(?<=\\$) (?=\\d)'
  drop: match
  keep: ['It cost $5.']
  examples: [{before: "It cost $ 5.\\n", after: "It cost $5.\\n"}]
"""
DEAD = TIDES.replace("(?=\\d)'", "(?=\\d)|(?<=£) (?=\\d)'")
WRONG = TIDES.replace('after: "It cost $5.', 'after: "It cost 5.')


def write_pack(folder: Path, rules: str = TIDES, manifest: str = MANIFEST) -> None:
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(manifest)
    (folder / "tides.yaml").write_text(rules)


@pytest.fixture
def rules(pytester: pytest.Pytester) -> Path:
    """A folder with one pack below it, in the folder that pytest is run in."""
    folder = pytester.path / "rules"
    write_pack(folder / "gazette")
    return folder


def outcome(result: pytest.RunResult, **expected: int) -> str:
    result.assert_outcomes(**expected)
    return str(result.stdout)


def test_each_phrase_example_and_keep_is_a_test(pytester: pytest.Pytester, rules: Path) -> None:
    shown = outcome(pytester.runpytest_inprocess("--scrubber-packs", rules, "-v"), passed=5)
    for case in ("tide-box::phrase 1", "tide-box::keep 2", "dollar::example 1", "dollar::keep 1"):
        assert f"rules/gazette/pack.yaml::gazette.{case} PASSED" in shown


def test_a_failure_is_the_difference_and_no_traceback(pytester: pytest.Pytester, rules: Path) -> None:
    (rules / "gazette" / "tides.yaml").write_text(WRONG)
    shown = outcome(pytester.runpytest_inprocess("--scrubber-packs", rules), passed=4, failed=1)
    assert "rules/gazette/tides.yaml:12:14: gazette.dollar: example 1\n" in shown
    assert "    -It cost 5.\n    +It cost $5.\n" in shown
    assert "gazette.dollar: example 1 _" in shown
    assert "Traceback" not in shown and "runtest" not in shown


def test_a_pack_runs_beside_the_other_tests(pytester: pytest.Pytester, rules: Path) -> None:
    pytester.makepyfile(test_one="def test_one(): pass")
    outcome(pytester.runpytest_inprocess("--scrubber-packs", rules / "gazette" / "tides.yaml"), passed=6)
    outcome(pytester.runpytest_inprocess("--scrubber-packs", rules, "test_one.py"), passed=6)


def test_packs_in_the_settings_run_where_nothing_else_is_named(
    pytester: pytest.Pytester, rules: Path
) -> None:
    pytester.makeini("[pytest]\nscrubber_packs = rules\ntestpaths = tests\n")
    (pytester.mkdir("tests") / "test_one.py").write_text("def test_one(): pass\n")
    outcome(pytester.runpytest_inprocess(), passed=6)
    outcome(pytester.runpytest_inprocess("tests"), passed=1)
    outcome(pytester.runpytest_inprocess("rules/gazette/pack.yaml"), passed=5)
    outcome(pytester.runpytest_inprocess("--scrubber-packs", "rules", "tests", "rules"), passed=6)


def test_one_rule_or_one_case_is_named_by_its_id(pytester: pytest.Pytester, rules: Path) -> None:
    pack = "rules/gazette/pack.yaml"
    for name, passed in (("gazette.tide-box", 3), ("gazette.tide-box::keep 2", 1)):
        outcome(pytester.runpytest_inprocess("--scrubber-packs", rules, f"{pack}::{name}"), passed=passed)
    outcome(pytester.runpytest_inprocess("--scrubber-packs", rules, "-k", "dollar"), passed=2, deselected=3)


def test_strictness_adds_what_nothing_needs_and_what_never_acts(
    pytester: pytest.Pytester, rules: Path
) -> None:
    strict = ("--scrubber-packs", rules, "--scrubber-strict")
    outcome(pytester.runpytest_inprocess(*strict), passed=8)
    (rules / "gazette" / "tides.yaml").write_text(
        DEAD + DEAD.partition("- id: dollar")[0].replace("id: t", "id: second-t")
    )
    shown = outcome(pytester.runpytest_inprocess(*strict), passed=10, failed=2)
    assert "gazette.dollar: nothing notices the loss of the alternative `(?<=£) (?=\\d)`" in shown
    assert "gazette.second-tide-box: always pre-empted by gazette.tide-box" in shown
    pytester.makeini("[pytest]\nscrubber_packs = rules\nscrubber_strict = true\n")
    outcome(pytester.runpytest_inprocess(), passed=10, failed=2)


def test_a_pack_that_does_not_load_hides_no_other(pytester: pytest.Pytester, rules: Path) -> None:
    write_pack(
        rules / "torn", TIDES.replace("drop: line", "dropp: line"), MANIFEST.replace("gazette", "torn")
    )
    shown = outcome(
        pytester.runpytest_inprocess("--scrubber-packs", rules, "--continue-on-collection-errors"),
        passed=5,
        errors=1,
    )
    assert "tides.yaml:4:3: unknown key `dropp` in a rule" in shown and "did you mean `drop`?" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("named", ["nowhere", "empty"])
def test_what_is_no_pack_is_a_usage_error(pytester: pytest.Pytester, named: str) -> None:
    pytester.mkdir("empty")
    result = pytester.runpytest_inprocess("--scrubber-packs", named)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert named in str(result.stderr) and "Traceback" not in str(result.stderr)


def test_it_works_in_parallel(pytester: pytest.Pytester, rules: Path) -> None:
    outcome(pytester.runpytest_subprocess("--scrubber-packs", rules, "-n", "2", "-W", "error"), passed=5)


def test_it_can_be_switched_off(pytester: pytest.Pytester, rules: Path) -> None:
    result = pytester.runpytest_subprocess("-p", "no:scrubber", "--scrubber-packs", rules)
    assert "unrecognized arguments: --scrubber-packs" in str(result.stderr)


def test_without_the_option_nothing_of_the_engine_is_loaded(pytester: pytest.Pytester, rules: Path) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            assert sorted(name for name in sys.modules if name.startswith("scrubber")) == [
                "scrubber", "scrubber.pytest_plugin"
            ]
        """
    )
    outcome(pytester.runpytest_subprocess("-W", "error"), passed=1)


def test_the_command_itself_tells_of_a_failure_with_its_exit_code(tmp_path: Path) -> None:
    write_pack(tmp_path / "rules" / "gazette", WRONG)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--scrubber-packs", "rules"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 failed, 4 passed" in done.stdout
