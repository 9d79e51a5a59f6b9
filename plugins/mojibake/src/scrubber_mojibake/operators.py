"""The operator: what is damaged in a view, as edits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrubber.api import Change, Context, Edit, Needs, NoOptions, Safety, Span, View
from scrubber_mojibake.steps import require

if TYPE_CHECKING:
    from scrubber_mojibake.runs import Run

_ENOUGH = 3
"""How many different runs of one kind in a document make sure what none of them makes sure alone."""

_SPOKEN_OF = re.compile(
    r"\b(?:mojibake|utf-?8|unicode|charsets?|latin-?1|windows-?125\d|cp-?125\d|iso[- ]?8859|code ?pages?"
    r"|character (?:sets?|encodings?)|encod(?:ing|ed) (?:error|problem|as|in)|ftfy)\b",
    re.IGNORECASE,
)


class Mend:
    """Mends text that was read in a wrong encoding: "itâ€™s" for "it’s".

    One edit for each damaged run, with ftfy's steps as its reason. Unsafe where the code page is not
    windows-1252 and the document shows too little of it, and in a text that speaks of encodings.
    """

    name = "mojibake.mend"
    Options = NoOptions
    needs = Needs()

    def open(self, options: NoOptions, context: Context) -> Mend:
        """Return the operator itself: it keeps nothing. Raises PluginError where ftfy is not installed."""
        require()
        return self

    def propose(self, views: Sequence[View]) -> Iterator[Sequence[Edit]]:
        """Yield the edits of each view."""
        for view in views:
            yield list(_edits(view))

    def close(self) -> None:
        """There is nothing to let go of."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A damaged run with the offset of its line."""

    run: Run
    at: int


def _edits(view: View) -> Iterator[Edit]:
    if view.text.isascii():
        return
    from scrubber_mojibake.runs import runs_of  # only now: ASCII needs none of it

    found = [
        _Found(run, line.span.start)
        for line, text in zip(view.lines, view.line_texts, strict=True)
        for run in runs_of(text)
    ]
    different = {(_kind(one), one.run.span.slice(view.line_texts[view.line_at(one.at)])) for one in found}
    counts = Counter(kind for kind, _ in different)
    spoken_of = bool(found) and _SPOKEN_OF.search(view.text) is not None
    for one in found:
        sure = one.run.sure or counts[_kind(one)] >= _ENOUGH
        yield _edit(view, one, "safe" if sure and not spoken_of else "unsafe")


def _kind(found: _Found) -> str:
    return found.run.how.encoding


def _edit(view: View, found: _Found, safety: Safety) -> Edit:
    span = Span(found.at + found.run.span.start, found.at + found.run.span.end)
    reason = f"read in a wrong encoding; ftfy: {found.run.how}"
    return view.edit(Change(span, found.run.text), reason=reason, safety=safety)
