"""How a document sets its paragraphs, and the shape of a single line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scrubber.document import is_blank


@dataclass(frozen=True, slots=True)
class Layout:
    """How paragraphs are set, and why that was judged so.

    "blocks": blank lines part them; "lines": each line is one; "wrapped": as blocks, with prose broken at
    a column, so that a line end is only a wrap.
    """

    kind: Literal["blocks", "lines", "wrapped"]
    reason: str


def judge_layout(lines: Sequence[str]) -> Layout:
    """Judge the layout of a document from its lines (without their ends)."""
    if any(is_blank(line) for line in lines[1:-1]):
        return Layout("blocks", "blank lines part the paragraphs")
    return Layout("lines", "no blank lines: each line is a paragraph")


def paragraph_ranges(lines: Sequence[str], layout: Layout) -> tuple[tuple[int, int], ...]:
    """Return the paragraphs as half-open ranges of line indices."""
    ranges = []
    start = None
    for index, line in enumerate(lines):
        if is_blank(line):
            if start is not None:
                ranges.append((start, index))
            start = None
        elif layout.kind == "lines":
            ranges.append((index, index + 1))
        elif start is None:
            start = index
    if start is not None:
        ranges.append((start, len(lines)))
    return tuple(ranges)
