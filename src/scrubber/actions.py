"""Actions: what a rule does with a match, as a proposed edit. No action changes anything by itself."""

from __future__ import annotations

from collections.abc import Callable

import regex

from scrubber.conditions import any_of
from scrubber.line_index import PLAIN, LineIndex
from scrubber.matchers import Lists
from scrubber.scenes import Match, Scene
from scrubber.spans import Change, Span
from scrubber.specs import ActionSpec, DropSpec, JoinSpec, LinesSpec, MatcherSpec, ReplaceSpec

Changes = tuple[Change, ...]
Action = Callable[[Scene, Match], Changes]

_SLOT = regex.compile(r"\{\{|\}\}|\{(\w+)\}")


def action(spec: ActionSpec | None, matcher: MatcherSpec, lists: Lists, index: LineIndex = PLAIN) -> Action:
    """Compile an action into a function from a match to its changes; none at all for a mark."""
    if isinstance(spec, DropSpec):
        return _drop(spec, lists, index)
    if isinstance(spec, ReplaceSpec):
        return lambda scene, match: _replace(spec.template.value, scene, match)
    if isinstance(spec, JoinSpec):
        within = isinstance(matcher, LinesSpec)
        return lambda scene, match: _join(spec, scene, match, within)
    return lambda scene, match: ()


def _drop(spec: DropSpec, lists: Lists, index: LineIndex = PLAIN) -> Action:
    if spec.unit == "rest":
        # a line too long to be judged ends what is dropped: it may be the one to stop at
        stops = any_of(spec.stop_at, lists, index, too_long=True) if spec.stop_at else None

        def rest(scene: Scene, match: Match) -> Changes:
            end = len(scene.view.lines)
            if stops is not None:
                found = (at for at in scene.below(match.end) if stops(scene, scene.line_match(at)))
                end = next(found, end)
            return _lines(scene, match.first, end)

        return rest
    if spec.unit == "paragraph":
        return _drop_paragraph
    if spec.unit == "line":
        return lambda scene, match: _lines(scene, match.first, match.end)
    return _drop_match


def _drop_match(scene: Scene, match: Match) -> Changes:
    """Drop whole lines with their ends; a part of a line goes alone."""
    if match.whole_lines:
        return _lines(scene, match.first, match.end)
    return (Change(match.span),)


def _drop_paragraph(scene: Scene, match: Match) -> Changes:
    """Drop the paragraphs that the match stands in; a plugin's span on blank lines stands in none."""
    stands = [line for line in range(match.first, match.end) if not scene.view.blank[line]]
    if not stands:
        return ()
    first, _ = scene.paragraph_of(stands[0])
    _, end = scene.paragraph_of(stands[-1])
    return _lines(scene, first, end)


def _lines(scene: Scene, first: int, end: int) -> Changes:
    return (Change(scene.view.span_of_lines(first, end)),)


def _replace(template: str, scene: Scene, match: Match) -> Changes:
    before = match.span.slice(scene.view.text)
    after = _SLOT.sub(lambda found: _filled(found, match), template)
    return trimmed(match.span, before, after)


def _filled(found: regex.Match[str], match: Match) -> str:
    name = found[1]
    return found[0][0] if name is None else match.slots.get(name, "")


def trimmed(span: Span, before: str, after: str) -> Changes:
    """Return the least change that turns ``before``, standing at ``span``, into ``after``."""
    low = 0
    while low < min(len(before), len(after)) and before[low] == after[low]:
        low += 1
    high = 0
    while high < min(len(before), len(after)) - low and before[-1 - high] == after[-1 - high]:
        high += 1
    if low == len(before) == len(after):
        return ()
    return (Change(Span(span.start + low, span.end - high), after[low : len(after) - high]),)


def _join(spec: JoinSpec, scene: Scene, match: Match, within: bool) -> Changes:
    """Replace all that stands between two lines by the separator.

    A `lines:` match joins its first line to the one after it, or its last to the one before.
    """
    if spec.to == "next":
        upper = match.first if within else match.end - 1
        lower = next(iter(scene.below(upper + 1)), None)
    else:
        lower = match.end - 1 if within else match.first
        upper = next(iter(scene.above(lower)), -1)
    if lower is None or upper < 0:
        return ()
    between = Span(scene.stripped[upper].end, scene.stripped[lower].start)
    return (Change(between, spec.separator),)
