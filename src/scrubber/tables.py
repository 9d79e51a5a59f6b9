"""Tables for people: aligned, and no wider than they may be."""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.terminal import BOLD, styled
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a report may be, 0 for as wide as it gets, and whether it is coloured."""

    width: int = 0
    colour: bool = False

    def style(self, text: str, *codes: str) -> str:
        """Return a text in a style, where there are styles."""
        return styled(text, *codes) if self.colour else text

    def bold(self, text: str) -> str:
        """Return a heading."""
        return self.style(text, BOLD)


def fitted(rows: Sequence[Sequence[str]], width: int = 0, spare: int | None = None) -> list[str]:
    """Return the lines of a table, the first column to the left and all others to the right.

    Where it is wider than ``width`` (0: it never is), the column ``spare`` is left out, and then what stands
    in the first column is cut, to 12 characters at the least.

    >>> fitted([("rule", "edits"), ("gazette.tide-box", "4")], 20)
    ['rule           edits', 'gazette.tide…      4']
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    if width and spare is not None and _width(columns) > width:
        del columns[spare]
    if width and (over := _width(columns) - width) > 0:
        room = max(12, _longest(columns[0]) - over)
        columns[0] = [cell if len(cell) <= room else f"{cell[: room - 1]}…" for cell in columns[0]]
    sizes = [_longest(column) for column in columns]
    return [_line(row, sizes) for row in zip(*columns, strict=True)]


def _line(row: Sequence[str], sizes: Sequence[int]) -> str:
    first, *others = row
    cells = [first.ljust(sizes[0]), *(c.rjust(size) for c, size in zip(others, sizes[1:], strict=True))]
    return "  ".join(cells).rstrip()


def _longest(column: Sequence[str]) -> int:
    return max(map(len, column))


def _width(columns: Sequence[Sequence[str]]) -> int:
    return sum(map(_longest, columns)) + 2 * (len(columns) - 1)
