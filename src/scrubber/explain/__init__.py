"""Why a line went or stayed, and what became of a document.

The document is cleaned by the same interpreter as ever, with somebody watching: what is told of a rule is
what it decided, in the text as it saw it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scrubber.compile import Plan
from scrubber.document import Document, Revision
from scrubber.explain.account import account_of
from scrubber.explain.values import DocumentStory, LineStory, Verdict
from scrubber.explain.watch import LineWatch, origins_of
from scrubber.pipeline import Cleaner
from scrubber.results import Result

__all__ = ["count_lines", "explain_document", "explain_lines"]


def count_lines(document: Document) -> int:
    """Return how many lines a document has; a final line end begins none."""
    return len(Revision.first(document.text).lines)


def explain_lines(
    plan: Plan,
    document: Document,
    numbers: Sequence[int],
    *,
    unsafe: bool = False,
    guards: Collection[str] = (),
    detailed: Collection[str] = (),
) -> list[LineStory]:
    """Clean a document and tell of some of its lines, numbered from 1, why they went or stayed.

    ``unsafe`` and ``guards`` are those of the run that is explained. ``detailed`` are ids of rules of which
    even a matcher that does not match is asked how far it comes. Raises PluginError where a plugin cannot
    be opened.
    """
    watch = LineWatch(plan, document, numbers, detailed)
    with Cleaner(plan, unsafe=unsafe, watch=watch) as cleaner:
        result = cleaner.clean(document, guards)
    return [_line_story(watch, result, number) for number in numbers]


def explain_document(
    plan: Plan, document: Document, *, unsafe: bool = False, guards: Collection[str] = ()
) -> DocumentStory:
    """Clean a document and tell what became of it. Raises PluginError where a plugin cannot be opened."""
    watch = LineWatch(plan, document, ())
    with Cleaner(plan, unsafe=unsafe, watch=watch) as cleaner:
        return account_of(watch, cleaner.clean(document, guards), plan)


def _line_story(watch: LineWatch, result: Result, number: int) -> LineStory:
    text = result.document.text
    origin = origins_of(text)[number - 1]
    before = origin.slice(text).rstrip("\r\n")
    final = Revision.first(text).apply(result.net)
    after = tuple(final.lines[line].span.slice(final.text) for line in final.lines_from(origin))
    verdict: Verdict = "goes" if not after else "stays" if after == (before,) else "changes"
    layout = next((stage.ground.view.layout for stage in watch.stages), None)
    said = f"{layout.kind}: {layout.reason}" if layout else ""
    return LineStory(number, before, verdict, after, said, watch.stories(number), result.left_alone)
