"""Lists of headings that stand again further down."""

from __future__ import annotations

import pytest
import scrubber_contents
from scrubber_contents import ContentsEntries
from scrubber_contents.runs import entry_runs, key_of

from scrubber.api import API
from scrubber.testing import spans_of

ENTRIES = ["What the tide does", "Who reads the gauge", "When the office shuts"]
SECTIONS = [line for entry in ENTRIES for line in (entry, "It is told in a sentence.")]


def test_the_plugin_keeps_the_contract() -> None:
    assert scrubber_contents.API == API
    text = "Contents\n" + "".join(f"{line}\n" for line in ENTRIES + SECTIONS)
    assert [text[span.start : span.end] for span in spans_of(ContentsEntries(), text)] == [
        "What the tide does\nWho reads the gauge\nWhen the office shuts\n"
    ]


@pytest.mark.parametrize(
    ("lines", "runs"),
    [
        (ENTRIES + SECTIONS, [(0, 3)]),
        (["Contents", "", *ENTRIES, "", "A sentence between.", *SECTIONS], [(2, 5)]),
        (["1. What the tide does", "2) Who reads the gauge", "• When the office shuts", *SECTIONS], [(0, 3)]),
        (ENTRIES[:2] + SECTIONS, []),
        (ENTRIES[::-1] + SECTIONS, []),
        (SECTIONS, []),
        (["a", "a", "a", "a"], []),
        ([*ENTRIES, "Not below", *SECTIONS], [(0, 3)]),
        ([], []),
    ],
)
def test_a_run_stands_again_below_itself_and_in_order(lines: list[str], runs: list[tuple[int, int]]) -> None:
    assert entry_runs(lines) == runs


def test_a_row_of_marks_or_a_sentence_of_some_length_is_no_heading() -> None:
    assert [key_of("* * *"), key_of("word " * 60)] == ["", ""]
