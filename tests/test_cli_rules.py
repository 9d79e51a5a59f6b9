"""`scrubber rules`, `scrubber test` and `scrubber plugins`; help and version."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Scrubber


def test_rules_are_listed_in_the_order_they_run(scrubber: Scrubber, pack: Path) -> None:
    ran = scrubber("rules", "--pack", pack)
    assert ran.code == 0
    assert ran.text.splitlines() == [
        "remove  gazette.tide-box  safe    drop line   Drop the tide box that is set into every article.",
        "remove  gazette.sign-off  unsafe  drop line   Drop the reporter's sign-off.",
        "mend    gazette.dollar    safe    drop match  Close the gap inside money.",
        "",
        "3 rules",
    ]


def test_one_rule_is_shown_with_its_examples_and_its_place(scrubber: Scrubber, pack: Path) -> None:
    ran = scrubber("rules", "gazette.tide-box", "--pack", pack)
    assert ran.code == 0
    for part in (
        "gazette.tide-box\n",
        "  Drop the tide box that is set into every article.\n",
        "  stage    remove\n",
        "  action   drop line\n",
        f"  written  {pack / 'rules.yaml'}:1:3\n",
        "    line High water: .*\n",
        "      One.\n    - High water: 4:10\n",
        "  keeps\n    The high water came.\n",
    ):
        assert part in ran.text


def test_rules_as_json(scrubber: Scrubber, pack: Path) -> None:
    listed = json.loads(scrubber("rules", "--json", "--pack", pack).out)
    assert [rule["id"] for rule in listed] == ["gazette.tide-box", "gazette.sign-off", "gazette.dollar"]
    assert listed[1] == {
        "id": "gazette.sign-off", "pack": "gazette", "stage": "remove", "safety": "unsafe", "action": "drop line",
        "description": "Drop the reporter's sign-off.", "source": f"{pack / 'rules.yaml'}:7:3", "edits": True,
    }  # fmt: skip
    one = json.loads(scrubber("rules", "gazette.dollar", "--json", "--pack", pack).out)
    assert one["examples"] == [{"before": "It cost $ 5.\n", "after": "It cost $5.\n"}]
    assert one["keep"] == ["It cost $5."]


def test_the_settings_count_for_rules_too(folder: Path, scrubber: Scrubber, pack: Path) -> None:
    (folder / "scrubber.yaml").write_text(f"packs: ['{pack}']\nignore: [gazette.dollar]\n")
    lines = scrubber("rules").text.splitlines()
    assert [line.split()[1] for line in lines[:3]] == [
        "gazette.tide-box",
        "gazette.sign-off",
        "gazette.dollar",
    ]
    assert "(ignored)" in lines[2]


def test_an_unknown_rule_is_told_with_the_nearest(scrubber: Scrubber, pack: Path) -> None:
    ran = scrubber("rules", "gazette.tidebox", "--pack", pack)
    assert ran.code == 2 and "did you mean `gazette.tide-box`?" in ran.err


def test_the_default_packs_are_listed(scrubber: Scrubber) -> None:
    ids = [line.split()[1] for line in scrubber("rules").text.splitlines() if line.count("  ") > 2]
    assert len(ids) > 40
    assert {rule.partition(".")[0] for rule in ids} == {"places", "web", "news"}


def test_examples_that_hold(scrubber: Scrubber, pack: Path) -> None:
    ran = scrubber("test", pack)
    assert ran.code == 0
    assert ran.text == "6 checks of 3 rules: all hold\n"
    assert "ok    gazette.tide-box  (2 checks)\n" in scrubber("test", pack, "--verbose").text
    assert scrubber("test", pack, "--quiet").out == b""


def test_an_example_that_fails_is_shown_with_its_place_and_difference(scrubber: Scrubber, pack: Path) -> None:
    rules = pack / "rules.yaml"
    rules.write_text(rules.read_text().replace('after: "It cost $5.\\n"', 'after: "It cost 5.\\n"'))
    ran = scrubber("test", pack)
    assert ran.code == 1
    assert "FAIL  gazette.dollar  (1 of 2 checks)\n" in ran.text
    assert f"      {rules}:20:14: example 1\n" in ran.text
    assert "        -It cost 5.\n        +It cost $5.\n" in ran.text
    assert ran.text.endswith("6 checks of 3 rules: 1 failed, in 1 rule\n")
    assert "gazette.tide-box" not in scrubber("test", pack, "--quiet").text


@pytest.mark.parametrize("given", ["packs", "packs/gazette", "packs/gazette/rules.yaml"])
def test_packs_are_named_by_folder_or_file(
    tmp_path: Path, scrubber: Scrubber, pack: Path, given: str
) -> None:
    ran = scrubber("test", tmp_path / given)
    assert ran.code == 0 and "6 checks of 3 rules: all hold" in ran.text


def test_a_rule_file_alone_is_tested_alone(scrubber: Scrubber, pack: Path) -> None:
    rule = (pack / "rules.yaml").read_text().split("- id: sign-off")[0].replace("tide-box", "more")
    (pack / "more.yaml").write_text(rule)
    (pack / "pack.yaml").write_text("id: gazette\nrules: [rules.yaml, more.yaml]\n")
    assert "2 checks of 1 rule: all hold" in scrubber("test", pack / "more.yaml").text


def test_what_no_example_needs_is_a_warning_and_a_failure_where_strictness_is_asked_for(
    scrubber: Scrubber, pack: Path
) -> None:
    rules = pack / "rules.yaml"
    rules.write_text(rules.read_text().replace("'High water: .*'", "'High water: .*|Low water: .*'"))
    told = (
        "  gazette.tide-box\n"
        f"      {rules}:3:25: nothing notices the loss of the alternative `Low water: .*`\n"
        "        add an example that only this makes hold, or delete it\n\n"
        "6 checks of 3 rules: all hold; 1 warning, in 1 rule"
    )
    ran = scrubber("test", pack)
    assert (ran.code, ran.text) == (0, f"warn{told}\n")
    assert scrubber("test", pack, "--quiet").text == ""
    ran = scrubber("test", pack, "--strict")
    assert (ran.code, ran.text) == (1, f"FAIL{told}, count as failures\n")


def test_many_warnings_are_counted_and_shown_whole_on_demand(scrubber: Scrubber, pack: Path) -> None:
    rules = pack / "rules.yaml"
    many = "|".join(f"Word{number}" for number in range(14))
    rules.write_text(rules.read_text().replace("'High water: .*'", f"'High water: .*|{many}'"))
    shown = scrubber("test", pack).text
    assert shown.count("nothing notices") == 10
    assert "      and 4 warnings more in gazette: see them with --verbose\n" in shown
    for all_of_them in ("--verbose", "--strict"):
        assert scrubber("test", pack, all_of_them).text.count("nothing notices") == 14


def test_rules_that_never_get_to_act_are_told(scrubber: Scrubber, pack: Path) -> None:
    rules = pack / "rules.yaml"
    rules.write_text(
        rules.read_text() + rules.read_text().split("- id: sign-off")[0].replace("tide-box", "tides")
    )
    ran = scrubber("test", pack, "--strict")
    assert ran.code == 1 and f"      {rules}:21:3: always pre-empted by gazette.tide-box\n" in ran.text


def test_a_pack_that_does_not_load_hides_no_other(tmp_path: Path, scrubber: Scrubber, pack: Path) -> None:
    torn = pack.parent / "a-torn-one"
    torn.mkdir()
    (torn / "pack.yaml").write_text("id: torn\nrules: [rules.yaml]\n")
    (torn / "rules.yaml").write_text((pack / "rules.yaml").read_text().replace("drop: match", "dropp: match"))
    ran = scrubber("test", pack.parent)
    assert ran.code == 2
    assert (
        ran.err.count(f"{torn}/rules.yaml:18:3: unknown key `dropp`") == 1
        and "did you mean `drop`?" in ran.err
    )
    assert ran.text == "6 checks of 3 rules: all hold\n"
    assert scrubber("test", torn).text == ""


def test_several_packs_have_a_line_each(scrubber: Scrubber, pack: Path) -> None:
    other = pack.parent / "courier"
    other.mkdir()
    (other / "pack.yaml").write_text("id: courier\nrules: [rules.yaml]\n")
    (other / "rules.yaml").write_text((pack / "rules.yaml").read_text().split("- id: sign-off")[0])
    assert scrubber("test", pack.parent).text == (
        "courier: 2 checks of 1 rule: all hold\n"
        "gazette: 6 checks of 3 rules: all hold\n"
        "\n"
        "8 checks of 4 rules: all hold\n"
    )


def test_the_outcome_as_json(scrubber: Scrubber, pack: Path) -> None:
    rules = pack / "rules.yaml"
    text = rules.read_text().replace("'High water: .*'", "'High water: .*|Low'")
    rules.write_text(text.replace('after: "It cost $5.\\n"', 'after: "It cost 5.\\n"'))
    ran = scrubber("test", pack, "--json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert found["packs"] == [{"pack": "gazette", "rules": 3, "checks": 6, "failed": 1, "warnings": 1}]
    (failure,), (warning,) = found["failures"], found["warnings"]
    assert (failure["rule"], failure["line"], failure["what"]) == ("gazette.dollar", 20, "example 1")
    assert failure["file"] == str(rules) and "+It cost $5." in failure["diff"]
    assert (warning["column"], warning["remedy"][:14]) == (25, "add an example")
    (pack / "pack.yaml").write_text("id: gazette\nrules: [nowhere.yaml]\n")
    ran = scrubber("test", pack, "--json")
    assert ran.code == 2 and "there is no file `nowhere.yaml`" in json.loads(ran.out)["problems"][0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["."], "there is no pack in .\n  a pack is a folder with a pack.yaml that names its rule files"),
        (["no/such.yaml"], "there is no file or folder no/such.yaml"),
        (["newz"], "did you mean `news`?"),
        (["-q", "-v"], "--quiet and --verbose"),
    ],
)
def test_what_cannot_be_tested(scrubber: Scrubber, arguments: list[str], said: str) -> None:
    ran = scrubber("test", *arguments)
    assert ran.code == 2 and ran.out == b"" and said in ran.err


def test_plugins_are_listed_without_running_them(scrubber: Scrubber) -> None:
    names = [line.split()[:2] for line in scrubber("plugins").text.splitlines()]
    assert ["honorifics", "scrubber-text"] in names and ["markdown", "scrubber-text"] in names


def test_a_plugin_tells_what_it_adds(scrubber: Scrubber) -> None:
    ran = scrubber("plugins", "honorifics")
    assert ran.code == 0 and "  operator honorifics.move\n" in ran.text
    ran = scrubber("plugins", "honorific")
    assert ran.code == 2 and "did you mean `honorifics`?" in ran.err


def test_a_plugin_left_out_takes_its_rules_with_it_and_they_are_named(
    folder: Path, scrubber: Scrubber
) -> None:
    (folder / "a.txt").write_text("The council met on Monday.\n")
    ran = scrubber("apply", "a.txt", "--without", "honorifics")
    assert ran.code == 0
    assert "does not run: it needs the plugin honorifics\n" in ran.err
    assert not [
        line
        for line in scrubber("rules", "--without", "honorifics").text.splitlines()
        if "honorifics" in line
    ]


@pytest.mark.parametrize("command", [(), ("apply",), ("rules",), ("test",), ("plugins",)])
def test_help_is_plain_and_complete(scrubber: Scrubber, command: tuple[str, ...]) -> None:
    ran = scrubber(*command, "--help")
    assert ran.code == 0 and ran.err == ""
    assert ran.text.startswith(f"Usage: {' '.join(('scrubber', *command))}")
    assert "╭" not in ran.text and "\x1b" not in ran.text and "<list" not in ran.text


def test_the_version_is_that_of_the_distribution(scrubber: Scrubber) -> None:
    from importlib.metadata import version

    assert scrubber("--version").out == f"scrubber {version('scrubber-text')}\n".encode()


def test_no_command_shows_what_there_is(scrubber: Scrubber) -> None:
    ran = scrubber()
    assert ran.code == 2 and "Commands:" in ran.err


def test_help_and_version_load_neither_the_engine_nor_any_plugin() -> None:
    code = (
        "import sys; from scrubber.cli import main; code = main(sys.argv[1:]); "
        "loaded = {'regex', 'yaml', 'pluggy', 'rich', 'scrubber_honorifics'} & set(sys.modules); "
        "sys.exit(f'loaded: {sorted(loaded)}' if loaded or code else 0)"
    )
    for arguments in (["--help"], ["--version"], ["apply", "--help"]):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
