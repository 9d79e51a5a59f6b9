"""Whole documents: a run turns each seed into its right answer, to the byte, and then rests.

It is the default run, or one with each of the packs that the seed's `packs.txt` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from scrubber.document import Document
from scrubber.library import Scrubber

SEEDS = Path(__file__).parent.parent / "seeds"
NAMES = sorted(path.parent.name for path in SEEDS.glob("*/input.txt"))


def packs_of(name: str) -> list[str]:
    listed = SEEDS / name / "packs.txt"
    return listed.read_text(encoding="utf-8").split() if listed.exists() else ["news"]


RUNS = [(name, pack) for name in NAMES for pack in packs_of(name)]


@pytest.fixture(scope="module")
def scrubbers() -> Iterator[Callable[[str], Scrubber]]:
    with ExitStack() as stack:
        yield cache(lambda pack: stack.enter_context(Scrubber.from_packs(pack)))


@pytest.fixture
def scrubber(scrubbers: Callable[[str], Scrubber], pack: str) -> Scrubber:
    return scrubbers(pack)


def seed(name: str) -> tuple[bytes, bytes]:
    folder = SEEDS / name
    return (folder / "input.txt").read_bytes(), (folder / "expected.txt").read_bytes()


def test_there_are_seeds_of_both_kinds() -> None:
    clean = [name for name in NAMES if len(set(seed(name))) == 1]
    assert len(NAMES) >= 12
    assert len(clean) >= 8
    assert len(NAMES) - len(clean) >= 8


def test_a_clean_german_page_is_left_alone_by_the_default_run_too() -> None:
    clean = [name for name in NAMES if name.startswith("german") and len(set(seed(name))) == 1]
    assert len(clean) >= 3
    assert [packs_of(name) for name in clean] == [["news", "german"]] * len(clean)


def test_the_seeds_are_described() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in readme] == []


@pytest.mark.parametrize(("name", "pack"), RUNS)
def test_a_seed_comes_out_right(scrubber: Scrubber, name: str) -> None:
    given, expected = seed(name)
    result = scrubber.clean_bytes(given)
    assert result.left_alone == ""
    assert result.to_bytes() == expected


@pytest.mark.parametrize(("name", "pack"), RUNS)
def test_a_second_run_changes_nothing(scrubber: Scrubber, name: str) -> None:
    _, expected = seed(name)
    result = scrubber.clean_bytes(expected)
    assert [edit.rule for edit in result.edits] == []
    assert result.to_bytes() == expected


@pytest.mark.parametrize(("name", "pack"), RUNS)
def test_line_ends_make_no_difference(scrubber: Scrubber, name: str) -> None:
    given, expected = map(other_line_ends, seed(name))
    assert scrubber.clean_bytes(given).to_bytes() == expected


@pytest.mark.parametrize(("name", "pack"), RUNS)
def test_a_missing_final_newline_makes_no_difference(scrubber: Scrubber, name: str) -> None:
    given, expected = seed(name)
    cut = without_final_newline(given)
    last_line_stays = without_final_newline(expected).split(b"\n")[-1] in cut.split(b"\n")[-1]
    wanted = without_final_newline(expected) if last_line_stays else expected
    assert scrubber.clean_bytes(cut).to_bytes() == wanted


@pytest.mark.parametrize(("name", "pack"), RUNS)
def test_what_was_done_can_be_taken_back(scrubber: Scrubber, name: str) -> None:
    given, _ = seed(name)
    assert scrubber.clean_bytes(given).revert() == Document.from_bytes(given).text


def other_line_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def without_final_newline(data: bytes) -> bytes:
    return data.removesuffix(b"\n").removesuffix(b"\r")
