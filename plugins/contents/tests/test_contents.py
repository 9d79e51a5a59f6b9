"""Lists of headings that stand again further down."""

from __future__ import annotations

import string
from bisect import bisect_left

import pytest
import scrubber_contents
from hypothesis import given, settings
from hypothesis import strategies as st
from scrubber_contents import ContentsEntries
from scrubber_contents.runs import LEAST, entry_runs, key_of

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


HEADINGS = st.one_of(
    st.sampled_from(
        [*SECTIONS, "Who Reads The Gauge?", "2.1 What the tide does", "", "3 • boats", "boats", "3 boats"]
    ),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "1. ", "• ", "Top10 ", "10 ", "a-\t", "_", "Harl "]),
        st.sampled_from(
            ["boats", "Boats", "o’clock", "quay-side", "ẞtraße", "strasse", "İzmir", "m²", "x" * 170]
        ),
        st.sampled_from(["", ".", "?", " ", "_", "…", " 3", " 3.", "\u00a0"]),
    ),
    st.text(st.sampled_from("aA1 .-•_ß\u00a0" + string.whitespace.replace("\n", "")), max_size=8),
)


@settings(max_examples=1000, deadline=None)
@given(lines=st.lists(HEADINGS, max_size=24))
def test_what_is_found_is_what_the_keys_of_all_lines_say(lines: list[str]) -> None:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    keys = [key_of(lines[at]) for at in filled]
    runs, start = [], 0
    while start < len(keys):
        end = _run_end(keys, start)
        if end - start >= LEAST:
            runs.append((filled[start], filled[end - 1] + 1))
        start = max(end, start + 1)
    assert entry_runs(lines) == runs


def _run_end(keys: list[str], start: int) -> int:
    first = _again(keys, start, start + LEAST)
    if first < 0:
        return start
    end, reached = start + 1, first
    while end < first and (again := _again(keys, end, reached + 1)) >= 0:
        end, reached = end + 1, again
    return end


def _again(keys: list[str], at: int, least: int) -> int:
    places = [place for place, key in enumerate(keys) if key and key == keys[at]]
    index = bisect_left(places, least)
    return places[index] if index < len(places) else -1
