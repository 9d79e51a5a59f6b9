"""What is different between two results for one document, edit by edit.

An edit is *the same* where both have it: the same rule, stage and change; the blank lines that go along with
a deletion make no difference. Else it is *moved* where all that it does happens in the other result too, but
by another rule, in another stage or with another extent; *lost* where only the first does it, at least in
part, and *gained* where only the second does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from scrubber.document import content_span, is_blank
from scrubber.records import RecordedEdit, Refusal
from scrubber.results import Result
from scrubber.settle import merge
from scrubber.spans import Span
from scrubber.tokens import words_of
from scrubber.values import dataclass

Kind = Literal["gained", "lost", "moved in", "moved out", "refused", "no longer refused"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "moved in", "moved out", "refused", "no longer refused")


@dataclass(frozen=True, slots=True)
class Difference:
    """One edit or refusal that only one side has. ``span`` is what it comes down to in the original.

    ``others`` are the rules that do it on the other side, ``note`` says more.
    """

    kind: Kind
    rule: str
    edit: RecordedEdit
    span: Span
    others: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two results for one document. ``same`` counts the edits that both have, by rule."""

    differences: tuple[Difference, ...]
    same: Mapping[str, int]
    more_words: int = 0
    fewer_words: int = 0
    text_differs: bool = False


@dataclass(frozen=True)
class _Side:
    """One result: what is left of its edits after those that both have, and what goes from the original."""

    result: Result
    edits: Sequence[RecordedEdit]
    gone: Sequence[Span]
    rule_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Result, edits: Sequence[RecordedEdit], renamed: Mapping[str, str]) -> _Side:
        return cls(result, edits, merge(c.span for c in result.net if len(c.span)), renamed)

    def name(self, rule: str) -> str:
        return self.rule_of.get(rule, rule)


def compare(before: Result, after: Result, renamed: Mapping[str, str] | None = None) -> Compared:
    """Compare two results for the same document. ``renamed`` maps old ids of rules to those they have now."""
    names = renamed or {}
    left, right, same = _without_same(before, after, names)
    one, other = _Side.of(before, left, names), _Side.of(after, right, {})
    found = [*_moved_and_changed(one, other), *_refusals(before, after, names)]
    if before.net == after.net:
        return Compared(tuple(found), same)
    text = before.document.text
    more = sum(_words(text, part) for span in other.gone for part in _outside(span, one.gone))
    fewer = sum(_words(text, part) for span in one.gone for part in _outside(span, other.gone))
    return Compared(tuple(found), same, more, fewer, before.text != after.text)


def _words(text: str, span: Span) -> int:
    return len(words_of(span.slice(text)))


def _change_of(edit: RecordedEdit, text: str) -> Hashable:
    """Return what two edits of the original ``text`` have in common if they do the same."""
    found = tuple(
        (change.origin.span, change.before, change.after)
        if change.after
        else content_span(text, change.origin.span)
        for change in edit.changes
        if change.after or not is_blank(change.before)
    )
    return found or tuple((change.origin.span, change.before) for change in edit.changes)


def _without_same(
    before: Result, after: Result, names: Mapping[str, str]
) -> tuple[list[RecordedEdit], list[RecordedEdit], Counter[str]]:
    """Take out of both sides the edits that both have, and count these by rule."""

    def key(edit: RecordedEdit, rule: str) -> Hashable:
        return rule, edit.stage, _change_of(edit, before.document.text)

    waiting = Counter(key(edit, names.get(edit.rule, edit.rule)) for edit in before.edits)
    same: Counter[str] = Counter()
    right, paired = [], Counter[Hashable]()
    for edit in after.edits:
        mine = key(edit, edit.rule)
        if paired[mine] < waiting[mine]:
            paired[mine] += 1
            same[edit.rule] += 1
        else:
            right.append(edit)
    left = []
    for edit in before.edits:
        mine = key(edit, names.get(edit.rule, edit.rule))
        if paired[mine]:
            paired[mine] -= 1
        else:
            left.append(edit)
    return left, right, same


def _moved_and_changed(one: _Side, other: _Side) -> Iterator[Difference]:
    """Yield what became of the edits that only one side has."""
    for edit in other.edits:
        yield _judged(edit, other, one, "gained", "moved in")
    for edit in one.edits:
        yield _judged(edit, one, other, "lost", "moved out")


def _judged(edit: RecordedEdit, own: _Side, its: _Side, alone: Kind, moved: Kind) -> Difference:
    rule, hull = own.name(edit.rule), _hull(edit)
    meeting = [other for other in its.result.edits if _meets(edit, other)]
    others = tuple(dict.fromkeys(its.name(other.rule) for other in meeting))
    part = _missing(edit, own, its)
    if part is None:
        return Difference(moved, rule, edit, hull, others, _how(edit, meeting, rule, its))
    refusal = next(
        (r for r in its.result.refused if its.name(r.edit.rule) == rule and _meets(edit, r.edit)), None
    )
    note = f"refused {_WHERE[alone]}: {refusal.kind}" if refusal else ""
    if rule in others:
        note = "it took less before" if alone == "gained" else "it takes less now"
    return Difference(alone, rule, edit, part, others, note)


_WHERE = {"gained": "before", "lost": "now"}


def _how(edit: RecordedEdit, meeting: Sequence[RecordedEdit], rule: str, its: _Side) -> str:
    """Say how an edit that moved differs from what does the same on the other side."""
    text = its.result.document.text
    alike = [other for other in meeting if _change_of(other, text) == _change_of(edit, text)]
    own = [other for other in meeting if its.name(other.rule) == rule]
    if any(other.stage != edit.stage for other in own if other in alike):
        return "in another stage"
    if own:
        return "with another extent"
    return "" if alike else "with another extent"


def _hull(edit: RecordedEdit) -> Span:
    spans = [change.origin.span for change in edit.changes]
    first = spans[0]
    return first if len(first) or len(spans) == 1 else next((span for span in spans if len(span)), first)


def _meets(edit: RecordedEdit, other: RecordedEdit) -> bool:
    """Whether two edits touch the same place; what is only deleted has to be shared in part."""
    pairs = ((c.origin.span, d.origin.span) for c in edit.changes for d in other.changes)
    return any(a == b or a.overlaps(b) for a, b in pairs)


def _missing(edit: RecordedEdit, own: _Side, its: _Side) -> Span | None:
    """Return the first part of what an edit does that does not happen on the other side; None if all does."""
    if not any(change.after for change in edit.changes):
        text = own.result.document.text
        for change in edit.changes:
            for part in _outside(change.origin.span, its.gone):
                if not is_blank(part.slice(text)):
                    return part
        return None if any(not is_blank(c.before) for c in edit.changes) else _blank_missing(edit, own, its)
    return _blank_missing(edit, own, its)


def _blank_missing(edit: RecordedEdit, own: _Side, its: _Side) -> Span | None:
    """Compare what both sides make of the places of an edit, to the character."""
    for change in edit.changes:
        span = change.origin.span
        near = (
            {c for c in side.result.net if c.span.start <= span.end and span.start <= c.span.end}
            for side in (own, its)
        )
        if next(near) != next(near):
            return span
    return None


def _outside(span: Span, gone: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of a span that lie in none of the sorted, disjoint ``gone``."""
    at = span.start
    for other in gone[max(0, bisect_right(gone, Span(at, at)) - 1) :]:
        if other.start >= span.end:
            break
        if other.start > at:
            yield Span(at, other.start)
        at = max(at, other.end)
    if at < span.end:
        yield Span(at, span.end)


def _refusals(before: Result, after: Result, names: Mapping[str, str]) -> Iterator[Difference]:
    """Yield the refusals that only one side has."""
    text = before.document.text
    sides: tuple[tuple[Kind, Result, Result], ...]
    sides = ("refused", after, before), ("no longer refused", before, after)
    for kind, own, its in sides:
        there = Counter(_refusal_key(refusal, names, text) for refusal in its.refused)
        for refusal in own.refused:
            key = _refusal_key(refusal, names, text)
            if there[key]:
                there[key] -= 1
                continue
            rule = names.get(refusal.edit.rule, refusal.edit.rule)
            note = ": ".join(filter(None, (refusal.kind, refusal.detail)))
            winner = (refusal.winner,) if refusal.winner else ()
            yield Difference(kind, rule, refusal.edit, _hull(refusal.edit), winner, note)


def _refusal_key(refusal: Refusal, names: Mapping[str, str], text: str) -> Hashable:
    edit = refusal.edit
    return names.get(edit.rule, edit.rule), refusal.kind, edit.stage, _change_of(edit, text)
