"""Tables of contents for scrubber: lists of headings that stand again, in the same order, further down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.api import API, Context, Marker, Needs, NoOptions, Span, View, hookimpl
from scrubber_contents.runs import entry_runs

__all__ = ["API", "ContentsEntries", "scrubber_markers"]


class ContentsEntries:
    """Finds runs of three or more lines that stand again below the run, one after another.

    Misfires on tables whose rows begin with the same cells, and on choruses: a rule should ask for a label.
    """

    name = "contents.entries"
    Options = NoOptions
    needs = Needs()

    def open(self, options: NoOptions, context: Context) -> ContentsEntries:
        """Return the marker itself: it keeps nothing."""
        return self

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the spans of the runs, whole lines with their ends."""
        for view in views:
            yield [view.span_of_lines(first, end) for first, end in entry_runs(view.line_texts)]

    def close(self) -> None:
        """There is nothing to let go of."""


@hookimpl
def scrubber_markers() -> Sequence[Marker]:
    """Give the marker."""
    return [ContentsEntries()]
