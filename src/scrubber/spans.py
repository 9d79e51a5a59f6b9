"""The values that say what would change: spans, changes and edits.

All offsets are half-open and count code points of the text that a rule read: the text of one stage of
one document, in which every line end is ``\\n``.
"""

from __future__ import annotations

from typing import Literal

from scrubber.values import dataclass

Safety = Literal["safe", "unsafe"]


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A half-open range of code points; ``start == end`` is a place between two characters."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def slice(self, text: str) -> str:
        """Return the part of ``text`` that the span covers."""
        return text[self.start : self.end]


# Spans and changes are made by the hundred thousand: the slots are set without looking for them each time,
# which takes half the time of what a frozen dataclass does.
_set_start, _set_end = (Span.__dict__[name].__set__ for name in ("start", "end"))


@dataclass(frozen=True, slots=True, order=True, init=False)
class Change:
    """One contiguous replacement: what stands in ``span`` becomes ``text``."""

    span: Span
    text: str = ""

    def __init__(self, span: Span, text: str = "") -> None:
        _set_span(self, span)
        _set_text(self, text)

    @property
    def is_deletion(self) -> bool:
        """Whether the change only takes text away."""
        return not self.text

    def alters(self, text: str) -> bool:
        """Whether something else stands in ``text`` once the change is made."""
        return len(self.span) != len(self.text) or self.span.slice(text) != self.text


_set_span, _set_text = (Change.__dict__[name].__set__ for name in ("span", "text"))


def by_place(change: Change) -> tuple[int, int, str]:
    """Return a key that sorts changes as they sort themselves, and takes less time to compare."""
    return change.span.start, change.span.end, change.text


@dataclass(frozen=True, slots=True)
class Edit:
    """What a rule proposes: one or more changes that happen together or not at all.

    ``changes`` are sorted and do not overlap. ``revision`` is the token of the text that the edit was
    made for: an edit made for another text is stale. ``score`` is a plugin's own measure of its
    certainty, 0 to 1, or None.
    """

    changes: tuple[Change, ...]
    reason: str = ""
    safety: Safety = "safe"
    score: float | None = None
    revision: int = 0

    @property
    def is_deletion(self) -> bool:
        """Whether every change only takes text away."""
        return all(change.is_deletion for change in self.changes)


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that a rule or a plugin has named, for other rules to refer to; it changes nothing."""

    name: str
    span: Span
