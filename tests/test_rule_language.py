"""The page on the rule language: its pack loads and passes its own tests, and it names every key there is."""

import re
from pathlib import Path

import pytest

from scrubber import strictyaml
from scrubber.links import link
from scrubber.packs import load_pack
from scrubber.plugins import load
from scrubber.schema import conditions, manifest, matching, rules
from scrubber.slots import KINDS
from scrubber.specs import REGIONS, SHAPES, STAGES, PackSpec
from scrubber.testing import check_packs

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "rule-language.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```\w+\n# ([\w./-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def pack(tmp_path: Path) -> PackSpec:
    for name, text in FILES:
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load_pack(tmp_path)


def test_the_pack_on_the_page_loads(pack: PackSpec) -> None:
    assert len(FILES) >= 5
    assert [rule.id for rule in link([pack]).rules] == [
        "tidewater.credit",
        "tidewater.counter",
        "tidewater.more-stories",
        "tidewater.money",
    ]


def test_the_examples_on_the_page_hold(pack: PackSpec) -> None:
    checks = list(check_packs([pack], load()))
    assert len(checks) >= 10
    assert not [f"{check.rule}: {check.what}\n{check.diff}" for check in checks if not check.ok]


WORDS = {
    *manifest.KEYS, *rules.KEYS, *conditions.UNLESS, *conditions.OF_PARAGRAPH, *matching.MATCHERS, *REGIONS,
    *SHAPES, *STAGES, "optional", "times", "within", "before", "after", "at", "url",
}  # fmt: skip


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_key_and_word_is_in_a_table(word: str) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    prose = PAGE if word == "within" else "\n".join(rows)
    assert f"`{word}`" in prose


def test_every_kind_of_slot_is_named() -> None:
    assert all(f"`{{{kind}}}`" in PAGE for kind in KINDS)


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    assert f"from 1 to\n{conditions.MAX_WITHIN};" in PAGE
    assert f"at most {matching.MAX_TIMES}." in PAGE
    assert f"more than {strictyaml.MAX_ALIASED:,} values" in PAGE
