"""An operator: small words that stand there twice, "in the the harbour"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubber.api import Context, Edit, Needs, Span, View


@dataclass(frozen=True, slots=True)
class DoubledOptions:
    """``words`` are the words that no sentence has twice in a row.

    "had", "that" and "is" are not among them: "all that that is", "what it is is this".
    """

    words: tuple[str, ...] = ("the", "a", "an", "of", "and")

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError("without words there is nothing to find")


class Doubled:
    """Removes a small word that repeats the one before it, with nothing but a blank between them.

    Only a repetition in lower case goes, so that "The The" and "A, a" stay. It misfires on a line of verse
    or speech that stammers, and is therefore unsafe where the line holds a quotation mark.
    """

    name = "example.doubled"
    Options = DoubledOptions
    needs = Needs()

    def open(self, options: DoubledOptions, context: Context) -> DoubledSession:
        """Build the pattern, once for all documents."""
        words = "|".join(map(re.escape, options.words))
        again = r"(?:[ \u00a0]+(?-i:(?=[a-z]))\1\b)+"
        return DoubledSession(re.compile(rf"\b({words}){again}(?!['’-])", re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class DoubledSession:
    """The operator at work; it keeps nothing from one document to the next."""

    pattern: re.Pattern[str]

    def propose(self, views: Sequence[View]) -> Iterator[Sequence[Edit]]:
        """Yield the edits of each view."""
        for view in views:
            yield [self._edit(view, match) for match in self.pattern.finditer(view.text)]

    def close(self) -> None:
        """There is nothing to let go of."""

    def _edit(self, view: View, match: re.Match[str]) -> Edit:
        line = view.line_texts[view.line_at(match.start())]
        spoken = any(mark in line for mark in '"“”„«»')
        repeated = Span(match.end(1), match.end())
        reason = f"“{match[1]}” stands there more than once"
        return view.edit(repeated, reason=reason, safety="unsafe" if spoken else "safe")
