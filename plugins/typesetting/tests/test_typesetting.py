"""Every case of cases.yaml: what is mended, and above all what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrubber_typesetting import compounds, cut_words, scrubber_operators

from scrubber import Scrubber
from scrubber.api import Change, Edit
from scrubber.document import Revision
from scrubber.packs import load_packs
from scrubber.testing import edits_of, view_of

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
ALL = [
    pytest.param(name, case, id=f"{name}: {case['why']}") for name, cases in CASES.items() for case in cases
]
OPERATORS = {operator.name.removeprefix("typesetting."): operator for operator in scrubber_operators()}
LISTS = {pack.id: pack.lists for pack in load_packs(("news",), HERE)}["news"]


def proposed(name: str, text: str) -> tuple[Edit, ...]:
    return edits_of(OPERATORS[name], text, lists=LISTS)


def mended(name: str, text: str, *, unsafe: bool = False) -> str:
    edits = [edit for edit in proposed(name, text) if unsafe or edit.safety == "safe"]
    revision = Revision.first(text)
    changes: list[Change] = sorted(change for edit in edits for change in edit.changes)
    return revision.apply([revision.to_raw(change) for change in changes]).raw


@pytest.mark.parametrize("name", CASES)
def test_there_are_cases_and_half_of_them_are_traps(name: str) -> None:
    traps = [case for case in CASES[name] if not case.keys() & {"after", "unsafe"}]
    assert len(CASES[name]) >= 20
    assert len(traps) * 2 >= len(CASES[name])


def test_every_operator_has_cases() -> None:
    assert set(CASES) == set(OPERATORS)


@pytest.mark.parametrize(("name", "case"), ALL)
def test_case(name: str, case: dict[str, str]) -> None:
    assert mended(name, case["before"]) == case.get("after", case["before"])
    assert mended(name, case["before"], unsafe=True) == case.get("unsafe", mended(name, case["before"]))
    if not case.keys() & {"after", "unsafe"}:
        assert proposed(name, case["before"]) == ()


@pytest.mark.parametrize(("name", "case"), ALL)
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing(name: str, case: dict[str, str], unsafe: bool) -> None:
    once = mended(name, case["before"], unsafe=unsafe)
    assert mended(name, once, unsafe=unsafe) == once


@pytest.mark.parametrize(("name", "case"), ALL)
def test_line_ends_make_no_difference(name: str, case: dict[str, str]) -> None:
    expected = mended(name, case["before"]).replace("\n", "\r\n")
    assert mended(name, case["before"].replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(("name", "case"), ALL)
def test_every_edit_says_why(name: str, case: dict[str, str]) -> None:
    assert [edit for edit in proposed(name, case["before"]) if len(edit.reason.split()) < 4] == []


ENTITIES = "&amp; &amp;amp; &#39; &#38; &#x26; amp; # lt; &lt; &nbsp; &eacute; &acirc;&#128; copy; & ; Fish ="
WORDS = """
    govern- ment government - – state owned state-owned company led well known well-known the of , . ?
    quay- side quayside re- form govern\u00ad in- to into
"""
PIECES = [*ENTITIES.split(), *WORDS.split(), "\n", "\n\n", "  ", "-\n", "\u00ad\n", " - "]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES) | st.characters(exclude_characters="\r"), max_size=40).map("".join),
)
NAMES = st.sampled_from(sorted(OPERATORS))
PLAIN = st.text(st.characters(exclude_characters="&-–‐\u00ad¬\r"), max_size=200)


@settings(max_examples=1000, deadline=None)
@given(text=TEXTS)
@example("the govern- ment and govern- " + "ment" * 9)
@example("govern- " + "a" * 31 + " re- form")
def test_round_the_signs_stand_all_cuts_and_all_dashes(text: str) -> None:
    cuts = [cut.span() for cut in cut_words._CUT.finditer(text)]
    assert [cut.span() for cut in cut_words._found(text)] == cuts
    dashed = {text.count("\n", 0, dash.start("gap")) for dash in compounds._DASH.finditer(text)}
    assert dashed <= set(compounds._lines_with_gaps(view_of(text)))


@settings(max_examples=500, deadline=None)
@given(name=NAMES, text=TEXTS, unsafe=st.booleans())
def test_a_second_run_over_anything_is_silent(name: str, text: str, unsafe: bool) -> None:
    once = mended(name, text, unsafe=unsafe)
    assert mended(name, once, unsafe=unsafe) == once


@settings(max_examples=200, deadline=None)
@given(name=NAMES, text=PLAIN)
def test_text_without_the_signs_of_damage_is_left_alone(name: str, text: str) -> None:
    assert proposed(name, text) == ()


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_cut_words_and_compounds_lose_and_make_no_letter(text: str) -> None:
    def letters(text: str) -> str:
        return "".join(char for char in text if char.isalnum())

    for name in ("cut-words", "compounds"):
        assert letters(mended(name, text, unsafe=True)) == letters(text)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_lines_stay_lines(text: str) -> None:
    """A cut word's line ends behind the word; a line goes only where nothing is left of it."""
    before, after = text.split("\n"), mended("cut-words", text, unsafe=True).split("\n")
    assert len(before) - len(after) <= text.count("-\n") + text.count("\u00ad\n") + text.count("- ")
    assert len(after) <= len(before)


@pytest.fixture(scope="module")
def scrubber() -> Iterator[Scrubber]:
    with Scrubber.from_packs("news", "mojibake") as opened:
        yield opened


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
@example(text="á\x80\x80&acirc;&#128;&nbsp;")
def test_with_all_packs_it_can_be_taken_back_and_rests(scrubber: Scrubber, text: str) -> None:
    once = scrubber.clean(text)
    assert once.revert() == text
    ours = ("web.entities", "news.cut-word", "news.spaced-compound", "mojibake.wrong-encoding")
    assert [edit.rule for edit in scrubber.clean(once.text).edits if edit.rule in ours] == []
