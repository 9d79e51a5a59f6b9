"""From proposed edits to the edits that happen: who is refused and why, and what becomes of blank lines.

Deletions that overlap are no conflict: their union goes. Where text that an edit brings in, or an edit of
several changes, meets another edit's claim, the rule that stands first in the printed order wins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice
from operator import attrgetter

from scrubber.claims import Cells, Claims
from scrubber.layout import word_count
from scrubber.records import RefusalKind
from scrubber.scenes import Scene
from scrubber.spans import Change, Edit, Span, by_place
from scrubber.specs import Budget
from scrubber.values import dataclass

FREE_WORDS = 60
"""Prose words that any rule may remove from a document, however short it is, unless nothing would be left."""
DEFAULT_SHARE = 0.25
"""The share of a document's prose words that a rule without a `budget:` may remove from its body."""
WHOLE_DOCUMENT = 40
"""Prose words from which on a body that would lose all of them counts as a document eaten."""

_start = attrgetter("start")
_bounds = attrgetter("start", "end")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit with the rule that proposes it; ``order`` is the rule's place in the printed order."""

    order: int
    rule: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that does not happen, and why."""

    proposal: Proposal
    kind: RefusalKind
    detail: str = ""
    winner: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run allows: unsafe edits or not, what the encoding can spell, what is protected, budgets.

    ``protected`` maps a guard's name to the spans that it protects; ``respects`` a rule's id to the guards
    that it respects beside those in ``always``.
    """

    unsafe: bool = False
    holds: Callable[[str], bool] = lambda text: True
    protected: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    always: Collection[str] = ()
    respects: Mapping[str, Collection[str]] = field(default_factory=dict)
    budgets: Mapping[str, Budget] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome of a stage: proposals that happen, blank lines included, and those that do not."""

    applied: tuple[Proposal, ...]
    refused: tuple[Refused, ...]


def settle(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Settlement:
    """Decide which proposals happen. ``proposals`` stand in the printed order, each rule's by place.

    It takes n log n steps for n edits, however they meet, and one for each line of prose that each claims:
    only edits of many lines each that bring in text, one inside the other, come to more.
    """
    refused: list[Refused] = []
    passed: Sequence[Proposal] = proposals
    for sieve in (_unsafe, _guarded, _unspellable, _over_budget, _lost):
        found = {id(refusal.proposal): refusal for refusal in sieve(scene, passed, terms)}
        refused += found.values()
        passed = [proposal for proposal in passed if id(proposal) not in found]
    return Settlement(tuple(with_blank_lines(scene, passed, terms)), tuple(refused))


def _unsafe(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Iterator[Refused]:
    if not terms.unsafe:
        for proposal in proposals:
            if proposal.edit.safety == "unsafe":
                yield Refused(proposal, "unsafe", "applied only with --unsafe")


def _guarded(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Iterator[Refused]:
    protected = {name: merge(spans) for name, spans in terms.protected.items()}
    for proposal in proposals:
        found = (
            guard
            for change in proposal.edit.changes
            for guard in _guards_of(proposal, change.span, protected, terms)
        )
        for guard in islice(found, 1):
            yield Refused(proposal, "guard", guard)


def _guards_of(
    proposal: Proposal, span: Span, protected: Mapping[str, Sequence[Span]], terms: Terms
) -> list[str]:
    """Return the guards that keep the rule of ``proposal`` from altering ``span``."""
    guards = [*terms.always, *terms.respects.get(proposal.rule, ())]
    return [guard for guard in guards if _alters(span, protected.get(guard, ()))]


def _alters(span: Span, merged: Sequence[Span]) -> bool:
    """Whether a change at ``span`` alters one of the merged spans; at their edges it does not."""
    at = bisect_right(merged, span.start, key=_start)
    around = merged[max(0, at - 1) : at + 1]
    return any(span.start < other.end and other.start < span.end for other in around)


def _unspellable(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Iterator[Refused]:
    for proposal in proposals:
        for change in proposal.edit.changes:
            if change.text and not terms.holds(change.text):
                yield Refused(proposal, "cannot be encoded", f"the document's encoding lacks {change.text!r}")
                break


def _over_budget(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Iterator[Refused]:
    """Refuse all edits of a rule that would remove too much prose from the body."""
    by_rule: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_rule.setdefault(proposal.rule, []).append(proposal)
    for rule, own in by_rule.items():
        removed = _prose_removed(scene, own)
        if not removed:
            continue
        budget = terms.budgets.get(rule)
        if budget is None and removed < WHOLE_DOCUMENT:
            continue  # allowed whatever the document has, so nobody has to count that
        total = sum(map(scene.prose_words, scene.content))
        allowed = _allowed(budget, total)
        if removed > allowed:
            detail = f"would remove {removed} of {total} words of prose in the body; {allowed} are allowed"
            yield from (Refused(proposal, "budget", detail) for proposal in own)


def _allowed(budget: Budget | None, total: int) -> int:
    if budget is None:
        free = FREE_WORDS if total < WHOLE_DOCUMENT else min(FREE_WORDS, total - 1)
        return max(free, int(total * DEFAULT_SHARE))
    return budget.words if budget.words is not None else int(total * (budget.share or 0.0))


def _prose_removed(scene: Scene, proposals: Iterable[Proposal]) -> int:
    """Count the words of body prose that go: those deleted, and those replaced by fewer words.

    A word is counted once, however often it is claimed.
    """
    changes = [change for p in proposals for change in p.edit.changes if len(change.span)]
    replaced = (change for change in changes if change.text)
    deleted = merge(change.span for change in changes if not change.text)
    return _prose_in(scene, deleted) + sum(
        max(0, _prose_in(scene, [change.span]) - word_count(change.text)) for change in replaced
    )


def _prose_in(scene: Scene, spans: Iterable[Span]) -> int:
    removed = 0
    for span in spans:
        first, last = scene.view.line_at(span.start), scene.view.line_at(span.end - 1)
        for line in range(first, last + 1):
            words = scene.prose_words(line)
            if not words:
                continue
            whole = scene.stripped[line]
            if span.contains(whole):
                removed += words
            else:
                start, end = max(span.start, whole.start), min(span.end, whole.end)
                removed += word_count(scene.view.text[start:end])
    return removed


def _lost(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Iterator[Refused]:
    """Refuse what meets the claim of a proposal that stands before it and happens.

    Deletions never stand in each other's way. However the claims meet, it takes n log n steps for n claims,
    and n for those that meet none but deletions.
    """
    contested = _contested(proposals)
    spans = [change.span for index in contested for change in proposals[index].edit.changes]
    all_claims, bringing = Claims(spans), Claims(spans)
    for index in contested:
        edit = proposals[index].edit
        rivals = bringing if edit.is_deletion else all_claims
        met = [first for c in edit.changes if (first := rivals.first_met(c.span)) is not None]
        if met:
            rule = proposals[min(met)].rule
            yield Refused(proposals[index], "lost", f"{rule} stands first and claims the same text", rule)
            continue
        for claims in (all_claims,) if edit.is_deletion else (all_claims, bringing):
            for change in edit.changes:
                claims.add(change.span, index)


def _contested(proposals: Sequence[Proposal]) -> list[int]:
    """Return, in order, the proposals that touch others, where not all of those are deletions."""
    brings = [not proposal.edit.is_deletion for proposal in proposals]
    if not any(brings):
        return []
    claims = sorted(
        (change.span.start, change.span.end, index)
        for index, proposal in enumerate(proposals)
        for change in proposal.edit.changes
    )
    contested: set[int] = set()
    together: set[int] = set()
    reach = -1
    for start, end, index in claims:
        if start > reach:
            contested |= _at_odds(together, brings)
            together = set()
        together.add(index)
        reach = max(reach, end)
    return sorted(contested | _at_odds(together, brings))


def _at_odds(together: set[int], brings: Sequence[bool]) -> set[int]:
    return together if len(together) > 1 and any(brings[index] for index in together) else set()


def merge(spans: Iterable[Span], apart: Collection[int] = ()) -> list[Span]:
    """Return the union of ``spans`` as sorted spans that neither overlap nor touch, but for those ``apart``.

    Spans that only touch, at one of the offsets in ``apart``, stay two: something is put in between them.
    """
    merged: list[Span] = []
    for span in sorted(spans, key=_bounds):
        last = merged[-1] if merged else None
        if last and (span.start < last.end or (span.start == last.end and span.start not in apart)):
            merged[-1] = Span(last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return merged


def united(changes: Sequence[Change]) -> list[Change]:
    """Return the sorted, disjoint changes that are all of ``changes`` at once: deletions as their union."""
    kept = [change for change in changes if not change.is_deletion]
    points = {change.span.start for change in kept}
    deleted = merge((change.span for change in changes if change.is_deletion), points)
    return sorted([*kept, *map(Change, deleted)], key=by_place)


def with_blank_lines(scene: Scene, proposals: Sequence[Proposal], terms: Terms) -> Iterator[Proposal]:
    """Add to the proposals the blank lines that dropped lines leave over.

    Between two kept lines remain as many as the larger of the two runs that met there, none where the
    document's start or end was dropped. Each belongs to the edit above it, at the start to the one below;
    what a guard protects from that edit stays.
    """
    extra: dict[int, list[Span]] = {}
    surplus = list(_surplus(scene, _dropped_lines(scene, proposals)))
    if surplus:
        owners = _owners(scene, proposals, sorted({near for _, near in surplus}))
        inserted = merge(c.span for p in proposals for c in p.edit.changes if c.text)
        protected = {name: merge(spans) for name, spans in terms.protected.items()}
        for line, near in surplus:
            span = scene.view.span_of_lines(line, line + 1)
            owner = owners.get(near)
            if owner is None or _alters(span, inserted):
                continue
            if not _guards_of(proposals[owner], span, protected, terms):
                extra.setdefault(owner, []).append(span)
    for index, proposal in enumerate(proposals):
        yield _joined(proposal, extra[index]) if index in extra else proposal


def _dropped_lines(scene: Scene, proposals: Sequence[Proposal]) -> list[int]:
    """Return the lines, not blank, that the deletions cover with their line ends."""
    dropped = []
    for span in merge(c.span for p in proposals for c in p.edit.changes if not c.text and len(c.span)):
        for line in range(scene.view.line_at(span.start), scene.view.line_at(span.end - 1) + 1):
            if not scene.view.blank[line] and span.contains(scene.view.span_of_lines(line, line + 1)):
                dropped.append(line)
    return dropped


def _owners(scene: Scene, proposals: Sequence[Proposal], lines: Sequence[int]) -> dict[int, int]:
    """Return the first proposal, in order, that deletes something of each of these sorted lines."""
    cells = Cells(len(lines))
    for index, proposal in enumerate(proposals):
        for change in proposal.edit.changes:
            if len(change.span) and not change.text:
                first, last = scene.view.line_at(change.span.start), scene.view.line_at(change.span.end - 1)
                cells.take(bisect_left(lines, first), bisect_right(lines, last) - 1, index)
    owners = ((line, cells.taker(at)) for at, line in enumerate(lines))
    return {line: owner for line, owner in owners if owner is not None}


def _surplus(scene: Scene, dropped: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each blank line that has to go with the dropped line that it goes with."""
    gone = set(dropped)
    count = len(scene.view.lines)
    at = 0
    while at < len(dropped):
        start, end = _gap(scene, gone, dropped[at])
        inside = [line for line in dropped[at : bisect_right(dropped, end)] if line < end]
        blanks = [line for line in range(start, end) if scene.view.blank[line]]
        if start > 0 and end < count:
            upper, lower = inside[0] - start, end - 1 - inside[-1]
            kept = {*range(start, inside[0]), *range(end - max(0, lower - upper), end)}
            blanks = [line for line in blanks if line not in kept]
        for line in blanks:
            yield line, inside[max(0, bisect_left(inside, line) - 1)]
        at += len(inside)


def _gap(scene: Scene, gone: set[int], line: int) -> tuple[int, int]:
    """Return the run of blank and dropped lines round ``line``, half-open."""
    start, end = line, line + 1
    while start > 0 and scene.view.blank[start - 1]:
        start -= 1
    while end < len(scene.view.lines) and (scene.view.blank[end] or end in gone):
        end += 1
    return start, end


def _joined(proposal: Proposal, extra: Sequence[Span]) -> Proposal:
    """Add deletions to a proposal, joined with its own where they meet."""
    changes = united([*proposal.edit.changes, *map(Change, extra)])
    return replace(proposal, edit=replace(proposal.edit, changes=tuple(changes)))
