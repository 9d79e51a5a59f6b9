"""A marker: lines all in capitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubber.api import Context, Needs, Span, View


@dataclass(frozen=True, slots=True)
class ShoutingOptions:
    """``least`` is how many letters a line must have, so that "USA" is no shouting."""

    least: int = 8


class Shouting:
    """Finds lines of which every letter is a capital. Headlines may be set so: ask for a place as well."""

    name = "example.shouting"
    Options = ShoutingOptions
    needs = Needs()

    def open(self, options: ShoutingOptions, context: Context) -> ShoutingSession:
        """Return a session."""
        return ShoutingSession(options.least)


@dataclass(frozen=True, slots=True)
class ShoutingSession:
    """The marker at work."""

    least: int

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the shouting lines of each view, without their line ends."""
        for view in views:
            pairs = zip(view.lines, view.line_texts, strict=True)
            yield [line.span for line, text in pairs if self._shouts(text)]

    def close(self) -> None:
        """There is nothing to let go of."""

    def _shouts(self, text: str) -> bool:
        return text.isupper() and sum(map(str.isalpha, text)) >= self.least
