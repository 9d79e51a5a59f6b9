"""Places of a text, shown with what stands round them."""

from __future__ import annotations

import pytest

from scrubber.excerpts import as_data, excerpt, rows
from scrubber.spans import Span
from scrubber.tables import fitted

TEXT = "The ferry came in.\r\n\r\nHigh water: 4:10\r\nLow water: 9:20\r\n\r\nIt left at $ 5 a head.\r\n"


def place_of(part: str) -> Span:
    start = TEXT.index(part)
    return Span(start, start + len(part))


def test_whole_lines_are_shown_as_lines_between_their_neighbours() -> None:
    place = excerpt(TEXT, place_of("High water: 4:10\r\nLow water: 9:20\r\n"))
    assert (place.line, place.column) == (3, 1)
    assert rows(place) == [
        "  The ferry came in.",
        "- High water: 4:10",
        "- Low water: 9:20",
        "  It left at $ 5 a head.",
    ]


def test_a_part_of_a_line_stands_in_brackets() -> None:
    assert rows(excerpt(TEXT, place_of("$ 5"), "$5")) == [
        "  Low water: 9:20",
        "~ It left at [-$ 5-]{+$5+} a head.",
    ]
    there = place_of("It left").start
    assert rows(excerpt(TEXT, Span(there, there), "Then "))[-1] == "~ {+Then +}It left at $ 5 a head."


def test_long_texts_are_cut() -> None:
    text = "\n".join(["x" * 500] * 9)
    place = excerpt(text, Span(0, len(text)))
    assert [len(line) for line in place.gone] == [201] * 4
    assert place.more == 5
    inside = excerpt("y" * 300, Span(140, 150))
    assert len(inside.left) == len(inside.right) == 61
    assert as_data(inside)["removed"] == ["y" * 10]


@pytest.mark.parametrize("text", ["", "\n", "\r\r", "a", "a\n"])
def test_every_place_of_every_text_can_be_shown(text: str) -> None:
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            place = excerpt(text, Span(start, end), "b")
            assert place.line >= 1 and place.column >= 1


def test_a_table_gives_up_a_column_and_then_the_ends_of_names() -> None:
    table = [("rule", "seen", "edits"), ("gazette.tide-box", "3", "4")]
    assert fitted(table) == ["rule              seen  edits", "gazette.tide-box     3      4"]
    assert fitted(table, 24, spare=1) == ["rule              edits", "gazette.tide-box      4"]
    assert fitted(table, 20, spare=1) == ["rule           edits", "gazette.tide…      4"]
