"""Who claimed which places of a text first: what decides between edits that meet, in n log n however they do.

Bounds are code points. A claim of characters holds the stretches between its bounds, and its bounds from the
first to the last; a claim of no width, where text is put in, only its bound. Claims of characters meet where
they share a stretch; one of no width meets whatever holds its bound: touching is enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from scrubber.spans import Span

_NOBODY = 1 << 62


class Cells:
    """Cells in a row, each held by the first who took it. Takers are numbers that come in ascending order."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._free = list(range(count + 1))  # a taken cell leads on to the next that is free
        self._first = [_NOBODY] * (2 * count)  # a tree: each node has the least of its two, cells come last

    def take(self, first: int, last: int, taker: int) -> None:
        """Let ``taker`` have what is free of the cells ``first`` to ``last``."""
        cell = self._free_from(first)
        while cell <= last:
            self._free[cell] = cell + 1
            node = cell + self._count
            while node and self._first[node] == _NOBODY:  # whoever came before is less
                self._first[node] = taker
                node //= 2
            cell = self._free_from(cell + 1)

    def taker(self, cell: int) -> int | None:
        """Return who took a cell."""
        first = self._first[cell + self._count]
        return None if first == _NOBODY else first

    def first_in(self, first: int, last: int) -> int:
        """Return the first who took any of these cells, a great number where nobody did."""
        least = _NOBODY
        low, high = first + self._count, last + self._count + 1
        while low < high:
            if low & 1:
                least = min(least, self._first[low])
                low += 1
            if high & 1:
                high -= 1
                least = min(least, self._first[high])
            low //= 2
            high //= 2
        return least

    def _free_from(self, cell: int) -> int:
        free = self._free
        while free[cell] != cell:
            free[cell] = free[free[cell]]  # halve the way for those who come after
            cell = free[cell]
        return cell


class Claims:
    """The claims that were made on a text by numbered claimants, who come in ascending order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Make room for claims of these ``spans``; others cannot be made or asked about."""
        self._bounds: Sequence[int] = sorted({offset for span in spans for offset in (span.start, span.end)})
        self._text = Cells(2 * len(self._bounds))  # each bound and the stretch after it
        self._points = Cells(len(self._bounds))

    def add(self, span: Span, claimant: int) -> None:
        """Enter a claim."""
        start, end = self._cells(span)
        if start == end:
            self._points.take(start, end, claimant)
        else:
            self._text.take(2 * start, 2 * end, claimant)

    def first_met(self, span: Span) -> int | None:
        """Return the first claimant whose claim a claim of ``span`` would meet."""
        start, end = self._cells(span)
        inner = (2 * start, 2 * end) if start == end else (2 * start + 1, 2 * end - 1)
        first = min(self._text.first_in(*inner), self._points.first_in(start, end))
        return None if first == _NOBODY else first

    def _cells(self, span: Span) -> tuple[int, int]:
        return bisect_left(self._bounds, span.start), bisect_left(self._bounds, span.end)
