"""What a pack's rules do when all run together over all that the pack shows: who never gets to act and why.

A rule that holds by itself may be dead in company: another edits its text first, claims it, or drops all that
it would drop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scrubber.compile import CompiledRule, Plan
from scrubber.document import Document
from scrubber.phrases import parse_phrase, samples
from scrubber.pipeline import Cleaner
from scrubber.records import RecordedEdit
from scrubber.results import Result
from scrubber.scenes import Match, Scene
from scrubber.settle import merge
from scrubber.spans import Change, Span
from scrubber.specs import REGIONS, STAGES, Example, PackSpec, PhrasesSpec, Region
from scrubber.testing.alone import alone, swapped
from scrubber.testing.checks import Check
from scrubber.testing.stock import document_of
from scrubber.values import dataclass

_BATCH = 64
_NAMED = 3


def check_together(plan: Plan, pack: PackSpec) -> Iterator[Check]:
    """Run the whole plan over all that the rules of ``pack`` show, and find rules that never get to act.

    One check for each rule of the pack: it fires on something, and no other rule always pre-empts it. Another
    does where every edit that the rule makes by itself is refused because the other stands first, finds its
    text changed by the other already, or removes nothing that the other, which stands first, does not remove
    too. All edits are allowed, but no unsafe one is held against a safe one. What a rule's phrases match is
    shown as a line by itself and at each place in an article, and only as far as the examples leave a doubt.
    """
    rules = [rule for rule in plan.rules if rule.spec.pack == pack.id]
    fired: set[str] = set()
    watched = plan
    for rule in rules:
        watched = swapped(watched, _watched(rule, fired))
    shown = [document_of(pack, said) for rule in rules for said in (*rule.spec.examples, *rule.spec.keep)]
    with Cleaner(watched, unsafe=True) as cleaner:
        company = _Company(plan, fired, cleaner, shown, _clean(cleaner, shown))
        for rule in rules:
            yield _checked(rule, company.shown_phrases(rule, pack))


def _checked(rule: CompiledRule, company: _Company) -> Check:
    place = rule.spec.location
    if company.is_well(rule):
        return Check(rule.id, place, True, "it fires, and no other rule always pre-empts it", warning=True)
    winners = company.winners(rule) if rule.mark is None else []
    if winners:
        what = f"always pre-empted by {_named(winners)}"
        remedy = "show what only this rule finds, let it run first (`runs_before:`), or delete it"
        return Check(rule.id, place, False, what, remedy=remedy, warning=True)
    if rule.id in company.fired:
        return Check(rule.id, place, True, "it fires", warning=True)
    what = "nothing that the pack shows makes this rule fire"
    where = " to a rule that asks for the mark" if rule.mark is not None else ""
    return Check(rule.id, place, False, what, remedy=f"add an example{where}, or delete it", warning=True)


def _named(winners: Sequence[str]) -> str:
    """Return the rules that come first, most frequent first: "a, b and 2 more"."""
    if len(winners) > _NAMED:
        return f"{', '.join(winners[:_NAMED])} and {len(winners) - _NAMED} more"
    return " and ".join(filter(None, [", ".join(winners[:-1]), winners[-1]]))


def _documents_of_phrases(rule: CompiledRule, pack: PackSpec) -> Iterator[list[Document]]:
    """Yield for each phrase a line that it matches, by itself and at each place in an article."""
    if not isinstance(rule.spec.matcher, PhrasesSpec):
        return
    places: Sequence[Region | None] = (None, *REGIONS)
    for text in rule.spec.matcher.phrases:
        line = samples(parse_phrase(text, pack.lists))[0]
        yield [document_of(pack, Example(line, line, text.location, place)) for place in places]


def _watched(rule: CompiledRule, fired: set[str]) -> CompiledRule:
    """Return the rule with an action that notes that the rule fired."""

    def act(scene: Scene, match: Match) -> tuple[Change, ...]:
        fired.add(rule.id)
        return rule.act(scene, match)

    return replace(rule, act=act)


def _clean(cleaner: Cleaner, documents: Sequence[Document]) -> list[Result]:
    batches = (documents[at : at + _BATCH] for at in range(0, len(documents), _BATCH))
    return [result for batch in batches for result in cleaner.clean_batch(batch)]


@dataclass(frozen=True, slots=True)
class _Company:
    """All rules over documents, and what came of it. ``fired`` grows with what is cleaned."""

    plan: Plan
    fired: set[str]
    cleaner: Cleaner
    documents: Sequence[Document]
    results: Sequence[Result]

    def shown_phrases(self, rule: CompiledRule, pack: PackSpec) -> _Company:
        """Return the company with what the phrases of ``rule`` match too, up to what makes it act freely."""
        grown = self
        for documents in _documents_of_phrases(rule, pack):
            if grown.is_well(rule):
                break
            results = _clean(self.cleaner, documents)
            grown = replace(
                grown, documents=[*grown.documents, *documents], results=[*grown.results, *results]
            )
        return grown

    def is_well(self, rule: CompiledRule) -> bool:
        """Whether a rule marked something, or made an edit that did something no rule before it did."""
        if rule.mark is not None:
            return rule.id in self.fired
        earlier = self._earlier(rule)
        return any(
            edit.rule == rule.id and not _covered(edit, result, earlier)
            for result in self.results
            for edit in result.edits
        )

    def winners(self, rule: CompiledRule) -> list[str]:
        """Return the rules that come before the edits that ``rule`` makes by itself, most frequent first."""
        with Cleaner(alone(self.plan, rule), unsafe=True, only={rule.id}) as cleaner:
            by_itself = _clean(cleaner, self.documents)
        found: Counter[str] = Counter()
        for mine, together in zip(by_itself, self.results, strict=True):
            found.update({name for edit in mine.edits for name in self._before(rule, edit, together)})
        return [name for name, _ in found.most_common()]

    def _before(self, rule: CompiledRule, edit: RecordedEdit, together: Result) -> Iterator[str]:
        """Yield who came before an edit: those it lost to, or those that first changed its text."""
        earlier = self._earlier(rule)
        lost = [refusal.winner for refusal in together.refused if refusal.edit.rule == rule.id]
        if beaten := earlier & set(lost):
            yield from beaten
            return
        spans = [change.origin.span for change in edit.changes]
        met = [other for other in together.edits if other.rule in earlier and _touches(other, spans)]
        stages = [STAGES.index(other.stage) for other in met]
        yield from (o.rule for o, stage in zip(met, stages, strict=True) if stage == min(stages))

    def _earlier(self, rule: CompiledRule) -> set[str]:
        """Return the rules that stand before ``rule`` and act wherever it may."""
        safe = rule.spec.safety == "safe"
        others = (other for other in self.plan.rules if other.order < rule.order)
        return {other.id for other in others if not safe or other.spec.safety == "safe"}


def _covered(edit: RecordedEdit, result: Result, earlier: set[str]) -> bool:
    """Whether an edit only removes what rules before it remove in the same stage."""
    others: Iterable[RecordedEdit] = (
        other for other in result.edits if other.rule in earlier and other.stage == edit.stage
    )
    removed = merge(change.at for other in others for change in other.changes if not change.after)
    return all(
        not change.after and any(s.start <= change.at.start and change.at.end <= s.end for s in removed)
        for change in edit.changes
    )


def _touches(edit: RecordedEdit, spans: Sequence[Span]) -> bool:
    """Whether an edit changes text at one of ``spans`` of the original."""
    theirs = [change.origin.span for change in edit.changes]
    return any(a.start <= b.end and b.start <= a.end for a in theirs for b in spans)
