"""A place of a text that something was done to, shown with what stands round it, short enough for a list."""

from __future__ import annotations

from bisect import bisect_right

import regex

from scrubber.document import is_blank
from scrubber.spans import Span
from scrubber.values import dataclass

BESIDE = 60
"""Code points that are shown of a line before and after a place within it."""
NEAR = 120
"""Code points that are shown of the line above, its end, and of the one below, its beginning."""
LINES, WIDTH = 4, 200
"""Lines that are shown of a place, and code points of each."""

_LINE_END = regex.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place: ``gone`` stood between ``left`` and ``right`` on its lines, and ``came`` stands there now.

    ``line`` and ``column`` are those of its start, from 1. ``above`` and ``below`` are the next lines that
    are not blank. All texts are cut to a length for showing; ``more`` counts the lines left out of ``gone``.
    """

    line: int
    column: int
    above: str
    left: str
    gone: tuple[str, ...]
    came: str
    right: str
    below: str
    more: int = 0

    @property
    def is_whole_lines(self) -> bool:
        """Whether nothing is left of the lines, and nothing came."""
        return bool(self.gone) and is_blank(self.left + self.right) and not self.came


def excerpt(text: str, span: Span, came: str = "") -> Excerpt:
    """Return the place of ``span`` in ``text``, where ``came`` has been put."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    ends = [*(found.start() for found in _LINE_END.finditer(text)), len(text)]
    first = bisect_right(starts, span.start) - 1
    gone = _LINE_END.split(span.slice(text).rstrip("\r\n"))
    last = first + len(gone) - 1
    shown = tuple(_head(line, WIDTH) for line in gone if not is_blank(line))
    left, right = text[starts[first] : span.start], text[span.end : ends[max(first, last)]]
    return Excerpt(
        first + 1,
        span.start - starts[first] + 1,
        _tail(_neighbour(text, starts, ends, first, -1), NEAR),
        _tail(left, BESIDE),
        shown[:LINES],
        _head(" ".join(came.split()) if "\n" in came or "\r" in came else came, WIDTH),
        _head(right, BESIDE),
        _head(_neighbour(text, starts, ends, last, 1), NEAR),
        max(0, len(shown) - LINES),
    )


def _head(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _tail(text: str, length: int) -> str:
    return text if len(text) <= length else f"…{text[-length:]}"


def _neighbour(text: str, starts: list[int], ends: list[int], line: int, step: int) -> str:
    """Return the next line in a direction that is not blank; "" where there is none."""
    at = line + step
    while 0 <= at < len(starts):
        found = text[starts[at] : ends[at]]
        if not is_blank(found):
            return found.strip()
        at += step
    return ""


def rows(place: Excerpt) -> list[str]:
    """Return the lines of an excerpt for reading.

    Context is indented; "- " begins a line that is gone as a whole, "~ " one of which a part is: the part
    stands in ``[- -]``, what came in ``{+ +}``.
    """
    found = [f"  {place.above}"] if place.above else []
    if place.is_whole_lines:
        found += [f"- {line.strip()}" for line in place.gone]
    else:
        gone = f"[-{' / '.join(place.gone)}-]" if place.gone else ""
        came = f"{{+{place.came}+}}" if place.came else ""
        found.append(f"~ {place.left}{gone}{came}{place.right}")
    if place.more:
        found.append(f"  (and {place.more} more {'line' if place.more == 1 else 'lines'})")
    return [*found, f"  {place.below}"] if place.below else found


def as_data(place: Excerpt) -> dict[str, object]:
    """Return an excerpt as JSON says it."""
    return {
        "line": place.line,
        "column": place.column,
        "above": place.above,
        "left": place.left,
        "removed": list(place.gone),
        "inserted": place.came,
        "right": place.right,
        "below": place.below,
        "more_lines": place.more,
    }
