"""Longest common subsequences: exact, in order, and the same length whatever the memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber import alignment
from scrubber.alignment import Pair, aligned, aligned_groups

letters = st.lists(st.sampled_from("abc"), max_size=14)
groups = st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=3), max_size=6)


def longest(one: Sequence[str], other: Sequence[str]) -> int:
    """The length by the textbook's table."""
    row = [0] * (len(other) + 1)
    for item in one:
        last, row = row, [0]
        for at, its in enumerate(other, 1):
            row.append(last[at - 1] + 1 if item == its else max(last[at], row[at - 1]))
    return row[-1]


def is_common(pairs: Sequence[Pair], one: Sequence[str], other: Sequence[str]) -> bool:
    rising = all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    return rising and all(one[at] == other[its] for at, its in pairs)


@given(letters, letters)
def test_what_is_found_is_common_and_as_long_as_can_be(one: list[str], other: list[str]) -> None:
    pairs = aligned(one, other)
    assert is_common(pairs, one, other)
    assert len(pairs) == longest(one, other)


@given(letters, letters)
def test_halving_finds_as_much_as_the_whole_table(one: list[str], other: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "TABLE_BITS", 4)
        pairs = aligned(one, other)
    assert is_common(pairs, one, other)
    assert len(pairs) == longest(one, other)


@given(groups, groups)
def test_groups_are_aligned_item_by_item(one: list[list[str]], other: list[list[str]]) -> None:
    flat, its_flat = [x for group in one for x in group], [x for group in other for x in group]
    assert is_common(aligned_groups(one, other), flat, its_flat)
    assert len(aligned_groups(one, one)) == len(flat)


def test_a_group_that_is_equal_is_not_torn_for_a_longer_match() -> None:
    one = [["the", "news", "of", "today"], ["the", "mayor"]]
    assert aligned_groups(one, [["the", "mayor"]]) == [(4, 0), (5, 1)]


def test_long_sequences_take_no_long_time() -> None:
    one = [number * number % 1009 for number in range(20_000)]
    other = [item for at, item in enumerate(one) if at % 7]
    assert len(aligned(one, other)) == len(other)
