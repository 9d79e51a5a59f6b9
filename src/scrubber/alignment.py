"""Which parts of one sequence stand in another too: a longest common subsequence, always an exact one.

It is computed with a whole row of the table in one integer (Hyyrö's bit-vector algorithm), and where the
table would be too large to keep, the sequences are halved (Hirschberg): the memory is bounded, the length the
same whatever the size.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate

Pair = tuple[int, int]

TABLE_BITS = 64_000_000
"""A table of up to so many bits is kept whole: 8 MB."""


def aligned(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    """Return the pairs of indices of a longest common subsequence, in order.

    >>> aligned("harbour", "arbor")
    [(1, 0), (2, 1), (3, 2), (4, 3), (6, 4)]
    """
    return list(_aligned(one, other, 0, 0))


def aligned_groups(one: Sequence[Sequence[Hashable]], other: Sequence[Sequence[Hashable]]) -> list[Pair]:
    """Align items that come in groups, such as words in lines, and return pairs of their running numbers.

    Groups that are equal are found first, then single items between them: what is equal as a whole is not
    torn to match a word here and a word there.
    """
    starts = [0, *accumulate(map(len, one))]
    other_starts = [0, *accumulate(map(len, other))]
    pairs: list[Pair] = []
    at, other_at = 0, 0
    equal = aligned([tuple(group) for group in one], [tuple(group) for group in other])
    for group, its_equal in [*equal, (len(one), len(other))]:
        left = [item for part in one[at:group] for item in part]
        right = [item for part in other[other_at:its_equal] for item in part]
        pairs += _aligned(left, right, starts[at], other_starts[other_at])
        if group < len(one):
            length = len(one[group])
            pairs += [(starts[group] + n, other_starts[its_equal] + n) for n in range(length)]
        at, other_at = group + 1, its_equal + 1
    return pairs


def _aligned(one: Sequence[Hashable], other: Sequence[Hashable], at: int, other_at: int) -> Iterator[Pair]:
    """Yield the pairs, each index counted from ``at`` and ``other_at``."""
    lead = _shared(one, other)
    yield from ((at + n, other_at + n) for n in range(lead))
    one, other = one[lead:], other[lead:]
    trail = _shared(one[::-1], other[::-1])
    yield from _core(one[: len(one) - trail], other[: len(other) - trail], at + lead, other_at + lead)
    ends = at + lead + len(one) - trail, other_at + lead + len(other) - trail
    yield from ((ends[0] + n, ends[1] + n) for n in range(trail))


def _shared(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        count += 1
    return count


def _core(one: Sequence[Hashable], other: Sequence[Hashable], at: int, other_at: int) -> Iterator[Pair]:
    if not one or not other:
        return
    if len(one) == 1 or len(one) * len(other) <= TABLE_BITS:
        yield from ((at + n, other_at + m) for n, m in _traced(one, other))
        return
    half = len(one) // 2
    before = _lengths(one[:half], other)
    after = _lengths(one[half:][::-1], other[::-1])[::-1]
    cut = max(range(len(before)), key=lambda n: before[n] + after[n])
    yield from _aligned(one[:half], other[:cut], at, other_at)
    yield from _aligned(one[half:], other[cut:], at + half, other_at + cut)


def _rows(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[int]:
    """Yield a row of the table for each item of ``one``; a bit is 0 where it grows at that of ``other``."""
    places: dict[Hashable, int] = {}
    for number, item in enumerate(other):
        places[item] = places.get(item, 0) | 1 << number
    full = (1 << len(other)) - 1
    row = full
    for item in one:
        meets = row & places.get(item, 0)
        row = ((row + meets) | (row - meets)) & full
        yield row


def _lengths(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[int]:
    """Return the lengths of the longest common subsequences of ``one`` and each beginning of ``other``."""
    *_, row = _rows(one, other)
    bits = f"{row:0{len(other)}b}"[::-1]
    return [0, *accumulate(bit == "0" for bit in bits)]


def _traced(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    rows = list(_rows(one, other))
    pairs = []
    row, column = len(one), len(other)
    while row and column:
        if rows[row - 1] >> (column - 1) & 1:
            column -= 1
            continue
        row -= 1
        if not row or rows[row - 1] >> (column - 1) & 1:
            column -= 1
            pairs.append((row, column))
    return pairs[::-1]
