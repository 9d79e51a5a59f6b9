"""Biographies for scrubber: the notes on who wrote a text, as they stand below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.api import API, Context, Marker, Needs, NoOptions, Span, View, hookimpl
from scrubber_biographies.notes import note_runs

__all__ = ["API", "BiographyNotes", "scrubber_markers"]


class BiographyNotes:
    """Finds the notes on the authors at the end of an English text, with their headings and name lines.

    Misfires where an article's very last paragraph brings in somebody new and only says what they are, and
    where a publisher counts the note as a part of the article.
    """

    name = "biographies.notes"
    Options = NoOptions
    needs = Needs(languages=("en",))

    def open(self, options: NoOptions, context: Context) -> BiographyNotes:
        """Return the marker itself: it keeps nothing."""
        return self

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the spans of the notes, whole lines with their ends."""
        for view in views:
            wrapped = view.layout.kind == "wrapped"
            runs = [] if wrapped else note_runs(view.line_texts)
            yield [view.span_of_lines(first, end) for first, end in runs]

    def close(self) -> None:
        """There is nothing to let go of."""


@hookimpl
def scrubber_markers() -> Sequence[Marker]:
    """Give the marker."""
    return [BiographyNotes()]
