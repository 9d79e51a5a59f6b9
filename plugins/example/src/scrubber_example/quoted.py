"""A guard: the lines of a letter that quote another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.api import Context, Needs, NoOptions, Span, View


class Quoted:
    """Protects lines that begin with `>`, as mail quotes: somebody else's words are not ours to mend."""

    name = "example.quoted"
    Options = NoOptions
    needs = Needs(literals=(">",))

    def open(self, options: NoOptions, context: Context) -> Quoted:
        """Return the guard itself: it keeps nothing."""
        return self

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the quoting lines of each view with their ends."""
        for view in views:
            quoting = (at for at, text in enumerate(view.line_texts) if text.lstrip().startswith(">"))
            yield [view.span_of_lines(at, at + 1) for at in quoting]

    def close(self) -> None:
        """There is nothing to let go of."""
