"""The short account of a whole document: how it was judged, what rules did to it, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from scrubber.compile import Plan
from scrubber.document import Revision, content_span
from scrubber.explain.standing import Ground
from scrubber.explain.values import Applied, DocumentStory, Refused, Stretch
from scrubber.explain.watch import LineWatch, named, origins_of
from scrubber.records import RecordedEdit
from scrubber.results import Result
from scrubber.spans import Span

__all__ = ["account_of"]


def account_of(watch: LineWatch, result: Result, plan: Plan) -> DocumentStory:
    """Return the account of a document that was cleaned under the eyes of ``watch``."""
    ground = next((stage.ground for stage in watch.stages if stage.plan.stage == "remove"), None)
    ground = ground or next((stage.ground for stage in watch.stages), None)
    gone, changed = _counted(result)
    doing = {edit.rule for edit in result.edits} | {refusal.edit.rule for refusal in result.refused}
    return DocumentStory(
        lines=len(origins_of(result.document.text)),
        layout=f"{ground.view.layout.kind}: {ground.view.layout.reason}" if ground else "",
        regions=tuple(_regions(watch, ground)) if ground else (),
        applied=tuple(_applied(result, plan)),
        refused=tuple(_refused(result, plan)),
        skipped=result.skipped_packs,
        silent=sum(rule.id not in doing for rule in plan.rules),
        changed=changed,
        gone=gone,
        left_alone=result.left_alone,
    )


def _counted(result: Result) -> tuple[int, int]:
    """Count the lines that are gone and those that are other than they were."""
    text = result.document.text
    final = Revision.first(text).apply(result.net)
    gone = changed = 0
    for origin in origins_of(text):
        lines = final.lines_from(origin)
        after = [final.lines[line].span.slice(final.text) for line in lines]
        gone += not after
        changed += bool(after) and after != [origin.slice(text).rstrip("\r\n")]
    return gone, changed


def _regions(watch: LineWatch, ground: Ground) -> Iterator[Stretch]:
    """Yield each stretch of lines that rules call the same, in order."""
    view, regions = ground.view, ground.view.regions
    content = [line for line in range(len(view.lines)) if not view.blank[line]]
    for places, group in groupby(content, key=regions.places):
        lines = list(group)
        first, last = watch.number_of(view, lines[0]), watch.number_of(view, lines[-1])
        title = places == ("body",) and lines[0] in regions.titles
        reason = "it may be the headline" if title else regions.reason(lines[0])
        outside = [ground.outside(line) for line in lines]
        yield Stretch(places, first, last, reason, (min(outside), max(outside)))


def _applied(result: Result, plan: Plan) -> Iterator[Applied]:
    for rule in plan.rules:
        lines = _lines(edit for edit in result.edits if edit.rule == rule.id)
        if lines:
            yield Applied(named(rule), lines)


def _refused(result: Result, plan: Plan) -> Iterator[Refused]:
    rules = {rule.id: rule for rule in plan.rules}
    reasons = dict.fromkeys((r.edit.rule, r.kind, r.detail) for r in result.refused)
    for rule, kind, detail in reasons:
        own = (r.edit for r in result.refused if (r.edit.rule, r.kind, r.detail) == (rule, kind, detail))
        yield Refused(named(rules[rule]), kind, detail, _lines(own))


def _lines(edits: Iterable[RecordedEdit]) -> tuple[int, ...]:
    return tuple(_line(edit) for edit in edits)


def _line(edit: RecordedEdit) -> int:
    """The first line of an edit that is not blank, if one is not."""
    first = edit.changes[0]
    content = content_span(first.before, Span(0, len(first.before)))
    blank = first.before[: content.start] if len(content) else ""
    return first.origin.line + len(Revision.first(blank).lines)
