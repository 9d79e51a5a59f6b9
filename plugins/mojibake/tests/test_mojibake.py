"""Every case of cases.yaml, every language of clean.txt: what is mended, and above all what is left alone."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import ftfy  # noqa: F401  it registers the encodings that texts are misread in here
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrubber_mojibake import scrubber_operators, steps

from scrubber import Scrubber
from scrubber.api import Edit, PluginError
from scrubber.document import Revision
from scrubber.packs import load_packs
from scrubber.plugins import load
from scrubber.testing import check_packs, edits_of

HERE = Path(__file__).parent
SEEDS = HERE.parents[2] / "seeds"
CASES = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
ALL = [pytest.param(case, id=case["why"]) for case in CASES]
TRAPS = [case for case in CASES if not case.keys() & {"after", "unsafe"}]
CLEAN = [line.split("|", 1)[1] for line in (HERE / "clean.txt").read_text(encoding="utf-8").splitlines()]
[MEND] = scrubber_operators()


def mended(text: str, *, unsafe: bool = False) -> str:
    edits = [edit for edit in edits_of(MEND, text) if unsafe or edit.safety == "safe"]
    revision = Revision.first(text)
    changes = sorted(change for edit in edits for change in edit.changes)
    return revision.apply([revision.to_raw(change) for change in changes]).raw


def misread(text: str, encoding: str = "sloppy-windows-1252") -> str:
    return text.encode().decode(encoding)


def test_there_are_cases_and_half_of_them_are_traps() -> None:
    assert len(CASES) >= 30
    assert len(TRAPS) >= len(CASES) / 2 - 1
    assert len(CLEAN) >= 40


@pytest.mark.parametrize("case", ALL)
def test_case(case: dict[str, str]) -> None:
    assert mended(case["before"]) == case.get("after", case["before"])
    assert mended(case["before"], unsafe=True) == case.get("unsafe", mended(case["before"]))
    if not case.keys() & {"after", "unsafe"}:
        assert edits_of(MEND, case["before"]) == ()


@pytest.mark.parametrize("case", ALL)
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing(case: dict[str, str], unsafe: bool) -> None:
    once = mended(case["before"], unsafe=unsafe)
    assert mended(once, unsafe=unsafe) == once


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_in_any_language_is_left_alone(text: str) -> None:
    assert edits_of(MEND, text) == ()
    assert edits_of(MEND, text.upper()) == ()


def test_all_languages_in_one_document_are_left_alone() -> None:
    assert edits_of(MEND, "\n".join(CLEAN)) == ()


@pytest.mark.parametrize("text", CLEAN)
@pytest.mark.parametrize("times", [1, 2])
def test_each_language_comes_back(text: str, times: int) -> None:
    damaged = text
    for _ in range(times):
        damaged = misread(damaged)
    assert mended(damaged) == text


def test_edits_are_as_small_as_the_damage_and_name_the_steps() -> None:
    edits = edits_of(MEND, "Josés brother JosÃ© says itâ€™s Ã¼ber.")
    assert [(change.span.start, change.text) for edit in edits for change in edit.changes] == [
        (17, "é"), (27, "’"), (32, "ü"),
    ]  # fmt: skip
    assert all("ftfy: " in edit.reason and edit.reason.endswith("-> utf-8") for edit in edits)
    [twice] = edits_of(MEND, "A cafÃƒÂ©.")
    assert twice.reason.count("-> utf-8") == 2


WORDS = sorted({word for text in CLEAN for word in text.split()})
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
BYTES = st.lists(
    st.sampled_from(
        [*"ab .,\n", *(chr(code) for code in range(0xA0, 0x100)), *"€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x9d"]
    )
    | st.sampled_from([misread(char) for char in "é’“”–€ß£ àÅя中"]),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_words_of_all_languages_in_any_order_are_left_alone(text: str) -> None:
    assert edits_of(MEND, text) == ()


@settings(max_examples=300, deadline=None)
@given(text=BYTES, unsafe=st.booleans())
@example(text="Ã©€ Ã©ÀÃ©", unsafe=False)  # the first word's mending shows the second's damage
def test_a_second_run_over_anything_is_silent(text: str, unsafe: bool) -> None:
    once = mended(text, unsafe=unsafe)
    assert mended(once, unsafe=unsafe) == once


@settings(max_examples=300, deadline=None)
@given(text=BYTES)
def test_ascii_stays_and_every_edit_says_why(text: str) -> None:
    def visible(text: str) -> str:
        return "".join(char for char in text if char.isascii() and not char.isspace())

    assert visible(mended(text, unsafe=True)) == visible(text)
    assert all(edit.reason for edit in edits_of(MEND, text))


@settings(max_examples=200, deadline=None)
@given(clean=TEXTS, damaged=TEXTS)
def test_damage_comes_back_beside_sound_text(clean: str, damaged: str) -> None:
    """What is mended is what was there before the damage, and nothing else is touched."""
    text = f"{clean}\n{misread(damaged)}\n{clean}"
    once = mended(text)
    assert once.splitlines()[0] == once.splitlines()[-1] == clean.splitlines()[0]


@pytest.fixture(scope="module")
def scrubber() -> Iterator[Scrubber]:
    with Scrubber.from_packs("news", "mojibake") as opened:
        yield opened


@settings(max_examples=50, deadline=None)
@given(text=BYTES)
def test_what_was_done_can_be_taken_back(scrubber: Scrubber, text: str) -> None:
    assert scrubber.clean(text).revert() == text


def test_a_whole_document(scrubber: Scrubber) -> None:
    """The seed, with this pack beside the default ones; a clean seed stays as it is."""
    damaged = (SEEDS / "converted-article" / "input.txt").read_bytes()
    expected = (HERE / "converted-article.txt").read_bytes()
    assert scrubber.clean_bytes(damaged).to_bytes() == expected
    clean = (SEEDS / "careful-prose" / "input.txt").read_bytes()
    assert scrubber.clean_bytes(clean).to_bytes() == clean


@pytest.mark.parametrize("text", CLEAN)
def test_with_the_default_packs_a_second_run_is_silent(scrubber: Scrubber, text: str) -> None:
    once = scrubber.clean(misread(text))
    assert text in once.text
    assert scrubber.clean(once.text).edits == ()


def test_the_pack_holds() -> None:
    checks = list(check_packs(load_packs(("mojibake",), HERE), load()))
    assert len(checks) >= 5
    assert [check for check in checks if not check.ok] == []


def test_the_default_packs_do_without_it() -> None:
    assert "mojibake" not in {pack.id for pack in load_packs(("news",), HERE)}


@pytest.fixture
def without_ftfy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "ftfy", None)
        importlib.reload(steps)
        yield
    importlib.reload(steps)


@pytest.mark.usefixtures("without_ftfy")
def test_without_ftfy_the_run_stops_and_says_what_to_install() -> None:
    with pytest.raises(PluginError) as caught:
        Scrubber.from_packs("mojibake")
    said = str(caught.value)
    assert "plugin `mojibake`" in said
    assert "ftfy is not installed" in said
    assert "pip install 'scrubber-text[mojibake]'" in said
    assert "--without mojibake" in said
    assert "Error:" not in said


@pytest.mark.usefixtures("without_ftfy")
def test_without_ftfy_all_else_works() -> None:
    assert load().operators["mojibake.mend"]
    with Scrubber.from_packs("mojibake", without=["mojibake"]) as opened:
        assert [drop.rule for drop in opened.dropped] == ["mojibake.wrong-encoding"]
    with Scrubber.from_packs("news") as opened:
        assert opened.clean("Itâ€™s late.").edits == ()


def test_an_edit_is_an_edit() -> None:
    assert all(isinstance(edit, Edit) for edit in edits_of(MEND, "cafÃ©"))
