"""Following a document through its stages, to tell of some of its lines all that was decided about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace

from scrubber.compile import CompiledRule, Plan, StagePlan
from scrubber.document import Document, Revision, content_span
from scrubber.explain.misses import Asker, Attempt
from scrubber.explain.standing import Ground
from scrubber.explain.values import Bearing, Claim, Miss, Rule, StageStory, Standing
from scrubber.explain.wording import action_said
from scrubber.places import Places
from scrubber.scenes import Match, Scene
from scrubber.settle import Proposal, Refused, Settlement
from scrubber.spans import Change, Span
from scrubber.specs import LinesSpec, UnitSpec
from scrubber.values import dataclass
from scrubber.views import View

__all__ = ["LineWatch", "named", "origins_of"]

_SAY_WHAT = {"phrases", "line", "paragraph", "text"}  # where these fail, a rule is about something else


def named(rule: CompiledRule) -> Rule:
    """Return a rule as explanations name it."""
    return Rule(rule.id, rule.spec.location, rule.spec.stage, action_said(rule.spec), rule.edits)


@dataclass
class _Told:
    """What is known of one line in one stage so far; ``lines`` are the stage's lines that hold it."""

    lines: tuple[int, ...]
    claims: list[Claim] = field(default_factory=list)
    bearings: dict[str, Bearing] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    unmatched: int = 0


@dataclass
class _Stage:
    plan: StagePlan
    ground: Ground
    told: Mapping[int, _Told]
    watched: Collection[int]
    barred: Counter[str] = field(default_factory=Counter)


class LineWatch:
    """Watches some lines of one document, by their numbers from 1; `pipeline.Watch` says what it is told.

    ``detailed`` are rules of which even a matcher that does not match is asked how far it comes.
    """

    def __init__(
        self, plan: Plan, document: Document, numbers: Collection[int], detailed: Collection[str] = ()
    ) -> None:
        self._rules = {rule.id: rule for rule in plan.rules}
        self._lists = {pack.id: pack.lists for pack in plan.packs}
        self._places = Places(document)
        self._numbers = numbers
        self._detailed = detailed
        self._asker = Asker(self._lists)
        self.origins = origins_of(document.text)
        self.stages: list[_Stage] = []

    def enter(self, stage: StagePlan, scene: Scene) -> None:
        """A stage begins: find the lines that hold something of those that are watched."""
        revision = scene.view.revision
        told = {n: _Told(revision.lines_from(self.origins[n - 1])) for n in self._numbers}
        watched = {line for each in told.values() for line in each.lines}
        self.stages.append(_Stage(stage, Ground.of(scene.view), told, watched))

    def passed_over(self, rule: CompiledRule, why: str) -> None:
        """A rule does not run on the document."""
        self.stages[-1].barred[why] += 1
        if rule.id in self._detailed:
            for told in self.stages[-1].told.values():
                told.misses.append(Miss(named(rule), near=False, detail=why))

    def looked(self, rule: CompiledRule, scene: Scene, found: Sequence[Match], held: Sequence[Match]) -> None:
        """A rule has matched: see what of it stands on the lines, and what keeps it from them."""
        stage = self.stages[-1]
        holding, finding = _by_line(held, stage.watched), _by_line(found, stage.watched)
        for told in stage.told.values():
            if any(line in holding for line in told.lines):
                told.bearings[rule.id] = _bearing(rule)
                continue
            misses = [match for line in told.lines for match in finding.get(line, ())]
            miss = self._failing(rule, scene, misses) if misses else self._unmatched(rule, scene, told)
            if miss is None or not (miss.near or rule.id in self._detailed):
                told.unmatched += 1
            else:
                told.misses.append(miss)

    def _failing(self, rule: CompiledRule, scene: Scene, misses: Sequence[Match]) -> Miss:
        each = [self._asker.of_match(rule, scene, match) for match in misses]
        return Miss(named(rule), near=True, failed=min(each, key=len), matched=True)

    def _unmatched(self, rule: CompiledRule, scene: Scene, told: _Told) -> Miss | None:
        """Say how far a matcher came on the line, where it is made of conditions or was asked for."""
        matcher = rule.spec.matcher
        line = next((line for line in told.lines if not scene.view.blank[line]), None)
        if line is None:
            return Miss(named(rule), near=False, detail="the line is blank")
        if isinstance(matcher, UnitSpec):
            failed, asked = self._asker.of_unit(rule, scene, line)
            near = len(failed) == 1 < asked and failed[0].key not in _SAY_WHAT
            return Miss(named(rule), near, failed)
        if isinstance(matcher, LinesSpec):
            return self._sequence(rule, scene, self._asker.of_sequence(rule, scene, line))
        if rule.id in self._detailed:
            return Miss(named(rule), near=False, detail=self._asker.how_far(rule, scene, line))
        return None

    def _sequence(self, rule: CompiledRule, scene: Scene, attempt: Attempt | None) -> Miss:
        if attempt is None:
            return Miss(named(rule), near=False, detail="no line of its sequence is there")
        failed = tuple(
            replace(each, line=self.number_of(scene.view, each.line - 1)) for each in attempt.failed
        )
        detail = f"{attempt.item} of the {attempt.items} items of its sequence are there"
        near = attempt.item == attempt.items - 1 > 0 and len(failed) == 1
        return Miss(named(rule), near, failed, detail)

    def number_of(self, view: View, line: int) -> int:
        """Return the number of the line that a stage's line came from; 0 for one that is not there."""
        if not 0 <= line < len(view.lines):
            return 0
        return self._numbers_of(view, view.lines[line].span)[0]

    def _numbers_of(self, view: View, span: Span) -> tuple[int, int]:
        """Return the first and the last line of the document that a span of a stage's text came from."""
        revision = view.revision
        origin = revision.origin(revision.to_raw(Change(span)).span)
        last = max(origin.start, origin.end - 1)
        return self._places.at(Span(origin.start, origin.start)).line, self._places.at(Span(last, last)).line

    def settled(self, scene: Scene, proposals: Sequence[Proposal], settlement: Settlement) -> None:
        """All is decided: enter what happens to the lines, and what was refused."""
        decided = [
            *((proposal, None) for proposal in settlement.applied),
            *((refused.proposal, refused) for refused in settlement.refused),
        ]
        for told in self.stages[-1].told.values():
            for proposal, refused in decided:
                change = _touching(scene, proposal, told.lines)
                if change is not None:
                    told.claims.append(self._claim(scene, proposal, change, refused))

    def _claim(self, scene: Scene, proposal: Proposal, change: Change, refused: Refused | None) -> Claim:
        edit = proposal.edit
        hull = Span(edit.changes[0].span.start, edit.changes[-1].span.end)
        content = content_span(scene.view.text, hull)  # blank lines that go along are not told
        behind = Span(
            hull.start, min(hull.end + 1, len(scene.view.text))
        )  # nothing but blanks: lines are joined
        first, last = self._numbers_of(scene.view, content if len(content) else behind)
        return Claim(
            rule=named(self._rules[proposal.rule]),
            reason=edit.reason,
            safety=edit.safety,
            lines=(first, last),
            before=change.span.slice(scene.view.text),
            after=change.text,
            refusal=refused.kind if refused else "",
            detail=refused.detail if refused else "",
            winner=refused.winner if refused else "",
            score=edit.score,
        )

    def stories(self, number: int) -> tuple[StageStory, ...]:
        """Return what each stage made of a watched line, those left out that hold nothing of it any more."""
        return tuple(
            self._story(stage, stage.told[number]) for stage in self.stages if stage.told[number].lines
        )

    def _story(self, stage: _Stage, told: _Told) -> StageStory:
        claiming = {claim.rule.id for claim in told.claims}
        view = stage.ground.view
        return StageStory(
            stage.plan.stage,
            tuple(view.line_texts[line] for line in told.lines),
            self._standing(stage.ground, told.lines),
            tuple(told.claims),
            tuple(each for each in told.bearings.values() if each.mark or each.rule.id not in claiming),
            tuple(sorted(told.misses, key=lambda miss: (not miss.near, not miss.matched, len(miss.failed)))),
            told.unmatched,
            dict(stage.barred),
        )

    def _standing(self, ground: Ground, lines: Sequence[int]) -> Standing | None:
        line = next((line for line in lines if not ground.view.blank[line]), None)
        standing = ground.standing(line) if line is not None else None
        if standing is None:
            return None
        out, kept = (self.number_of(ground.view, line) for line in standing.rivals)
        return replace(standing, rivals=(out, kept))


def origins_of(text: str) -> list[Span]:
    """Return the span of each line of a document with its ending."""
    first = Revision.first(text)
    return [first.to_raw(Change(Span(line.span.start, line.end))).span for line in first.lines]


def _by_line(matches: Sequence[Match], watched: Collection[int]) -> Mapping[int, Sequence[Match]]:
    """Return the matches that stand on each of the lines that are watched."""
    found: dict[int, list[Match]] = {}
    for match in matches:
        for line in range(match.first, match.end):
            if line in watched:
                found.setdefault(line, []).append(match)
    return found


def _bearing(rule: CompiledRule) -> Bearing:
    if rule.mark is not None:
        return Bearing(named(rule), mark=rule.mark)
    if not rule.edits:
        return Bearing(named(rule), silent="it was told not to edit")
    return Bearing(named(rule), silent="it would change nothing")


def _touching(scene: Scene, proposal: Proposal, lines: Sequence[int]) -> Change | None:
    """Return the first change of an edit that touches one of the lines."""
    for change in proposal.edit.changes:
        if any(_touches(scene, change, line) for line in lines):
            return change
    return None


def _touches(scene: Scene, change: Change, index: int) -> bool:
    """Whether a change alters a line: its content, its ending, or what stands at its edges."""
    line, span = scene.view.lines[index], change.span
    if change.text:
        return span.start <= line.span.end and line.span.start <= span.end
    if span.end == line.span.start and span.start < span.end:  # a line end taken away joins two lines
        return span.start > scene.view.lines[scene.view.line_at(span.start)].span.start
    return span.start < line.end and line.span.start < span.end
