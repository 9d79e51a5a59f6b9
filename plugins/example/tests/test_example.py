"""What the plugin finds, asked in the way that scrubber asks."""

from __future__ import annotations

import io

import pytest
import scrubber_example
from scrubber_example.doubled import Doubled, DoubledOptions
from scrubber_example.fortune import Fortune
from scrubber_example.quoted import Quoted
from scrubber_example.shouting import Shouting, ShoutingOptions

from scrubber.api import Fields, Record, Unreadable
from scrubber.testing import edited, edits_of, spans_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We met in the the harbour.", "We met in the harbour."),
        ("The the ferry is late.", "The ferry is late."),
        ("Boats and\u00a0and nets.", "Boats and nets."),
        ("It is a a a pity.", "It is a pity."),
        ("All that that implies.", "All that that implies."),
        ("The The play tonight.", "The The play tonight."),
        ("He gave A, a copy.", "He gave A, a copy."),
        ("In the\nthe harbour.", "In the\nthe harbour."),
        ("Grade a a-levels.", "Grade a a-levels."),
        ("Breathe the air of of-late.", "Breathe the air of of-late."),
        ("", ""),
    ],
)
def test_doubled_words(before: str, after: str) -> None:
    assert edited(Doubled(), before) == after
    assert edits_of(Doubled(), after) == ()


def test_a_stammer_in_speech_is_only_proposed() -> None:
    safeties = [edit.safety for edit in edits_of(Doubled(), "“The the ferry,” he said.\nOn the the pier.\n")]
    assert safeties == ["unsafe", "safe"]


def test_the_words_can_be_chosen() -> None:
    options = DoubledOptions(words=("in",))
    assert edited(Doubled(), "In in the the sea.", options) == "In the the sea."
    with pytest.raises(ValueError, match="without words"):
        DoubledOptions(words=())


@pytest.mark.parametrize(
    ("text", "least", "found"),
    [
        ("ORDER NOW\nand save.\n", 8, ["ORDER NOW"]),
        ("USA\n", 8, []),
        ("USA\n", 3, ["USA"]),
        ("12345678 !!\n", 1, []),
        ("ÄRGER IM HAFEN", 8, ["ÄRGER IM HAFEN"]),
        ("", 8, []),
    ],
)
def test_shouting(text: str, least: int, found: list[str]) -> None:
    assert [span.slice(text) for span in spans_of(Shouting(), text, ShoutingOptions(least))] == found


def test_quoted_lines_are_protected_with_their_ends() -> None:
    text = "I wrote:\n> the the ferry\n  >> was late\nYours"
    assert [span.slice(text) for span in spans_of(Quoted(), text)] == ["> the the ferry\n", "  >> was late\n"]


SAYINGS = [
    b"One.\n%\nTwo.\n",
    b"One.\n%\n%\nThree.\n%\n",
    b"One.\r\n%\r\nTwo,\r\n100 % sure.\r\n",
    b"Only one.",
    b"",
    b"Caf\xe9.\n%\nTh\xc3\xa9.\n",
]


@pytest.mark.parametrize("data", SAYINGS)
def test_a_collection_comes_back_byte_for_byte(data: bytes) -> None:
    records = list(Fortune().read(io.BytesIO(data), Fields()))
    parts = [r.raw if isinstance(r, Unreadable) else Fortune().write(r, r.document.text) for r in records]
    assert b"".join(parts) == data
    assert [record.number for record in records] == list(range(1, len(records) + 1))


def test_each_saying_is_a_document() -> None:
    records = Fortune().read(io.BytesIO(b"One.\n%\nTwo.\n%\n"), Fields())
    found = [(r.number, r.document.text, r.document.meta.id) for r in records if isinstance(r, Record)]
    assert found == [(1, "One.\n", "1"), (2, "Two.\n", "2")]


def test_a_saying_in_another_encoding_is_named_and_passed_through() -> None:
    fields = Fields(encoding="utf-8")
    first, second = Fortune().read(io.BytesIO(b"One.\n%\nCaf\xe9.\n"), fields)
    assert isinstance(first, Record)
    assert isinstance(second, Unreadable)
    assert (second.why, second.raw) == ("the bytes are not utf-8", b"Caf\xe9.\n")


def test_the_hooks_give_one_of_each() -> None:
    hooks = [name for name in scrubber_example.__all__ if name.startswith("scrubber_")]
    given = [(hook, [thing.name for thing in getattr(scrubber_example, hook)()]) for hook in hooks]
    assert given == [
        ("scrubber_formats", ["fortune"]),
        ("scrubber_guards", ["example.quoted"]),
        ("scrubber_markers", ["example.shouting"]),
        ("scrubber_operators", ["example.doubled"]),
    ]
