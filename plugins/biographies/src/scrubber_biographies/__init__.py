"""Biographies for scrubber: the notes on who wrote a text, as they stand below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self

from scrubber.api import API, Context, Marker, Needs, NoOptions, Span, View, hookimpl
from scrubber_biographies.opening import OPENING

if TYPE_CHECKING:
    from scrubber_biographies.notes import Run

__all__ = ["API", "BareBiographyNotes", "BiographyNotes", "scrubber_markers"]


class BiographyNotes:
    """Finds the notes on the authors at the end of an English text that a heading, a name above them or a way
    to reach somebody shows to be such, with those lines.

    Misfires where a publisher counts the note as a part of the article.
    """

    name = "biographies.notes"
    Options = NoOptions
    needs = Needs(languages=("en",), patterns=(OPENING,))

    def open(self, options: NoOptions, context: Context) -> Self:
        """Return the marker itself: it keeps nothing."""
        return self

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the spans of the notes, whole lines with their ends."""
        for view in views:
            yield [view.span_of_lines(run.first, run.end) for run in _runs(view) if run.shown]

    def close(self) -> None:
        """There is nothing to let go of."""


class BareBiographyNotes:
    """Finds notes on the authors at the end of an English text that nothing but their words shows to be such.

    Misfires where an article's very last paragraph brings in somebody new and only says what they are, and
    where a magazine sets such a line as the end of the article.
    """

    name = "biographies.bare-notes"
    Options = NoOptions
    needs = Needs(languages=("en",), patterns=(OPENING,))

    def open(self, options: NoOptions, context: Context) -> Self:
        """Return the marker itself: it keeps nothing."""
        return self

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the spans of the notes, whole lines with their ends."""
        for view in views:
            yield [view.span_of_lines(run.first, run.end) for run in _runs(view) if not run.shown]

    def close(self) -> None:
        """There is nothing to let go of."""


def _runs(view: View) -> Sequence[Run]:
    """Return the notes at the end of the text, and those at the end of what stands above the page's tail.

    Where the tail is known it is as if it had gone: what is found does not hang on what others remove.
    """
    if view.layout.kind == "wrapped":
        return []
    # Only now: few texts have an opening, and to make ready for what may follow it takes a short run long.
    from scrubber_biographies.notes import note_runs

    ends = {len(view.lines), view.regions.tail_start}
    return sorted({run for end in ends for run in note_runs(view.line_texts[:end])})


@hookimpl
def scrubber_markers() -> Sequence[Marker]:
    """Give the marker."""
    return [BiographyNotes(), BareBiographyNotes()]
