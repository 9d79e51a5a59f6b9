"""Running a plan over documents: the plain interpreter.

Documents go through in batches, because plugins are called with batches; what becomes of a document never
depends on the others. Every stage reads one text: its rules match, then propose, then all is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from types import TracebackType
from typing import Protocol, Self

from scrubber.api import Needs
from scrubber.compile import CompiledRule, Plan, StagePlan
from scrubber.conditions import in_language, span_match
from scrubber.document import Document, Revision
from scrubber.line_index import LineIndex
from scrubber.links import matches_any
from scrubber.places import Places
from scrubber.records import RecordedChange, RecordedEdit, Refusal, RefusalKind
from scrubber.results import Result
from scrubber.scenes import Clock, Match, OutOfTimeError, Scene
from scrubber.sessions import Failure, Sessions, meets
from scrubber.settle import Proposal, Settlement, Terms, settle, united
from scrubber.spans import Change, Edit, Safety, Span, by_place
from scrubber.specs import Budget, DropSpec, Stage
from scrubber.values import dataclass
from scrubber.views import View


@dataclass
class _State:
    """One document on its way through the stages."""

    document: Document
    revision: Revision
    off: frozenset[str]
    skipped: tuple[str, ...]
    places: Places
    edits: list[RecordedEdit] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    failure: tuple[RefusalKind, str] | None = None
    scene: Scene = field(init=False)
    woken: Collection[int] = ()
    _read: Revision | None = None  # what the scene was made of
    proposals: list[Proposal] = field(default_factory=list)

    def enter_stage(self, index: LineIndex, watched: bool) -> None:
        self.proposals = []
        if self._read is self.revision:
            self.scene = self.scene.again()
            return
        marks: dict[str, list[Span]] = {}
        self.scene = Scene(View(self.revision, self.document.meta, marks), index, watched, marks=marks)
        self._read = self.revision

    def fail(self, kind: RefusalKind, why: str) -> None:
        self.failure = (kind, why)


class Watch(Protocol):
    """Whoever follows one document through its stages: told all that is decided, and deciding nothing."""

    def enter(self, stage: StagePlan, scene: Scene) -> None:
        """A stage begins; nothing has looked at its text yet."""
        ...

    def passed_over(self, rule: CompiledRule, why: str) -> None:
        """A rule does not run on the document."""
        ...

    def looked(self, rule: CompiledRule, scene: Scene, found: Sequence[Match], held: Sequence[Match]) -> None:
        """A rule has matched ``found``; the conditions hold for ``held``. The scene is as the rule saw it."""
        ...

    def settled(self, scene: Scene, proposals: Sequence[Proposal], settlement: Settlement) -> None:
        """What the rules of the stage propose is decided."""
        ...


class Cleaner:
    """A plan with its plugins opened: cleans documents. Close it, or use it as a context manager.

    ``unsafe`` applies unsafe edits too; ``only`` lets no other rules than these propose edits (they may
    still mark): what a rule's examples are run with. ``watch`` is told of all that happens to a document; a
    cleaner that has one cleans one document at a time. Raises PluginError where one cannot be opened.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        unsafe: bool = False,
        only: Collection[str] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._plan = plan
        self._unsafe = unsafe
        self._only = only
        self._watch = watch
        self._sessions = Sessions()
        rules = plan.rules
        self._specs = {rule.id: rule.spec for rule in rules}
        self._budgets: dict[str, Budget] = {r.id: r.spec.budget for r in rules if r.spec.budget}
        self._respects = {r.id: [guard.value for guard in r.spec.respect] for r in rules if r.spec.respect}
        for rule in rules:
            if rule.plugin is not None:  # one that cannot be opened must show before anything is cleaned
                self._sessions.open(rule.id, rule.plugin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the plugins' sessions."""
        self._sessions.close()

    def clean(self, document: Document, guards: Collection[str] = ()) -> Result:
        """Clean one document; ``guards`` are those that every edit in it respects."""
        return self.clean_batch([document], guards)[0]

    def clean_batch(self, documents: Sequence[Document], guards: Collection[str] = ()) -> list[Result]:
        """Clean documents, each by itself; the results stand in the order of the documents."""
        states = [self._enter(document) for document in documents]
        for stage in self._plan.stages:
            if stage.rules:
                self._run_stage(stage, [s for s in states if s.failure is None], guards)
        return [_result(state) for state in states]

    def _enter(self, document: Document) -> _State:
        skipped = self._plan.skipped_packs(document.meta)
        off = self._plan.switched_off(document.meta)
        return _State(document, Revision.first(document.text), off, skipped, Places(document))

    def _run_stage(self, stage: StagePlan, states: Sequence[_State], guards: Collection[str]) -> None:
        for state in states:
            state.enter_stage(self._plan.index, self._watch is not None)
            if self._watch is not None:
                self._watch.enter(stage, state.scene)
            state.woken = stage.woken_in(state.scene)
        for at in sorted(set().union(*(state.woken for state in states))):
            rule = stage.evaluation[at]
            woken = [state for state in states if at in state.woken and state.failure is None]
            takes_part = [s for s in woken if self._may_find(rule, s) and not self._barred(rule, s)]
            if rule.plugin is None:
                for state in takes_part:
                    self._run_rule(rule, state)
            else:
                self._run_plugin(rule, takes_part)
        protected = self._protected(states, guards)
        for state, spans in zip(states, protected, strict=True):
            self._settle(stage.stage, state, spans, guards)

    def _may_find(self, rule: CompiledRule, state: _State) -> bool:
        """Whether a document shows all that a rule wants."""
        return state.scene.is_watched or all(want.shown_by(state.scene) for want in rule.wants)

    def _barred(self, rule: CompiledRule, state: _State) -> str:
        """Say why a rule does not run on a document; "" where it does."""
        why = ""
        if rule.spec.pack in state.skipped:
            why = "the pack is for another language or site"
        elif state.off and matches_any(rule.id, state.off):
            why = "a pack switches it off on this site"
        elif rule.plugin is not None and not _needs_met(rule.plugin.provided.value.needs, state):
            why = "nothing of what the plugin needs is here"
        if why and self._watch is not None:
            self._watch.passed_over(rule, why)
        return why

    def _run_rule(self, rule: CompiledRule, state: _State) -> None:
        """Let a rule match and propose in one document; out of time or memory, the document is left alone."""
        state.scene.clock = Clock.for_text(state.revision.text)
        try:
            found = rule.find(state.scene) if rule.find else ()
            self._take(rule, state, list(found))
        except OutOfTimeError:
            state.fail("timed out", f"rule {rule.id} ran out of its time ({state.scene.clock.limit:.0f} s)")
        except MemoryError:
            state.fail("left alone", f"memory ran out in rule {rule.id}")

    def _take(self, rule: CompiledRule, state: _State, found: Sequence[Match]) -> None:
        """Keep the matches whose conditions hold, and propose what the rule does with each."""
        if not found and self._watch is None:
            return
        scene = state.scene
        held = [match for match in found if rule.where(scene, match) and not rule.unless(scene, match)]
        if self._watch is not None:
            self._watch.looked(rule, scene, found, held)
        if not held:
            return
        scene.note(rule.id, rule.mark, held)
        if not self._may_edit(rule):
            return
        rest = isinstance(rule.spec.action, DropSpec) and rule.spec.action.unit == "rest"
        reach = 0
        for match in held:
            if rest and match.span.end <= reach:
                continue  # it lies in what the match before drops, and would drop the same up to its end
            changes = rule.act(scene, match)
            reach = changes[-1].span.end if changes else reach
            edit = Edit(changes, _reason(rule, scene, match), rule.spec.safety)
            self._propose(rule, state, edit)

    def _may_edit(self, rule: CompiledRule) -> bool:
        return rule.edits and (self._only is None or rule.id in self._only)

    def _propose(self, rule: CompiledRule, state: _State, edit: Edit) -> None:
        """Enter an edit, unless it changes nothing or repeats one of the rule's own."""
        text = state.revision.text
        changes = tuple([change for change in edit.changes if change.alters(text)])
        if not changes:
            return
        last = state.proposals[-1] if state.proposals else None
        if last is not None and last.order == rule.order and last.edit.changes == changes:
            return
        whole = edit if len(changes) == len(edit.changes) else replace(edit, changes=changes)
        state.proposals.append(Proposal(rule.order, rule.id, whole))

    def _run_plugin(self, rule: CompiledRule, states: Sequence[_State]) -> None:
        if rule.plugin is None or not states:
            return
        views = [state.scene.view for state in states]
        if rule.is_operator:
            for state, edits in zip(states, self._sessions.propose(rule.id, rule.plugin, views), strict=True):
                if isinstance(edits, Failure):
                    state.fail("left alone", f"{edits} (rule {rule.id})")
                else:
                    self._take_edits(rule, state, edits)
            return
        for state, spans in zip(states, self._sessions.mark(rule.id, rule.plugin, views), strict=True):
            if isinstance(spans, Failure):
                state.fail("left alone", f"{spans} (rule {rule.id})")
            else:
                self._take_spans(rule, state, spans)

    def _take_spans(self, rule: CompiledRule, state: _State, spans: Sequence[Span]) -> None:
        if not spans and self._watch is None:
            return
        with self._bounded(rule, state):
            self._take(rule, state, [span_match(state.scene, span) for span in sorted(spans) if len(span)])

    @staticmethod
    @contextmanager
    def _bounded(rule: CompiledRule, state: _State) -> Iterator[None]:
        """Ask the conditions of a plugin's rule: their time begins now, without what the plugin took."""
        state.scene.clock = Clock.for_text(state.revision.text)
        try:
            yield
        except OutOfTimeError:
            state.fail("timed out", f"a condition of rule {rule.id} ran out of its time")
        except MemoryError:
            state.fail("left alone", f"memory ran out in a condition of rule {rule.id}")

    def _take_edits(self, rule: CompiledRule, state: _State, edits: Sequence[Edit]) -> None:
        """Take an operator's edits; its conditions are asked of the lines that each edit touches."""
        if not edits and self._watch is None:
            return
        with self._bounded(rule, state):
            self._take_each(rule, state, edits)

    def _take_each(self, rule: CompiledRule, state: _State, edits: Sequence[Edit]) -> None:
        scene = state.scene
        found, held = [], []
        for edit in sorted(edits, key=lambda edit: edit.changes):
            hull = span_match(scene, Span(edit.changes[0].span.start, edit.changes[-1].span.end))
            found.append(hull)
            if not rule.where(scene, hull) or rule.unless(scene, hull):
                continue
            held.append(hull)
            scene.note(rule.id, None, [span_match(scene, change.span) for change in edit.changes])
            if self._may_edit(rule):
                safety: Safety = "unsafe" if "unsafe" in (edit.safety, rule.spec.safety) else "safe"
                reason = edit.reason or rule.spec.description
                self._propose(rule, state, replace(edit, safety=safety, reason=reason))
        if self._watch is not None:
            self._watch.looked(rule, scene, found, held)

    def _protected(
        self, states: Sequence[_State], guards: Collection[str]
    ) -> list[dict[str, Sequence[Span]]]:
        """Ask guards what they protect, each of the documents in which it may refuse something."""
        protected: list[dict[str, Sequence[Span]]] = [{} for _ in states]
        counting = [self._guards_of(state, guards) for state in states]
        for name in sorted(set().union(*counting)):
            guard = self._plan.guards[name]
            asked = [at for at, names in enumerate(counting) if name in names and states[at].failure is None]
            found = self._sessions.protect(guard, [states[at].scene.view for at in asked])
            for at, spans in zip(asked, found, strict=True):
                if isinstance(spans, Failure):
                    states[at].fail("left alone", f"{spans} (guard {name})")
                else:
                    protected[at][name] = spans
        return protected

    def _guards_of(self, state: _State, guards: Collection[str]) -> set[str]:
        if not state.proposals or state.failure is not None:
            return set()
        rules = {proposal.rule for proposal in state.proposals}
        return {*guards, *(name for rule in rules for name in self._respects.get(rule, ()))}

    def _settle(
        self, stage: Stage, state: _State, protected: dict[str, Sequence[Span]], guards: Collection[str]
    ) -> None:
        """Decide about the stage's proposals and make the next revision; a failed document gets none."""
        state.proposals.sort(key=lambda p: (p.order, [by_place(change) for change in p.edit.changes]))
        if state.failure is not None:
            kind, why = state.failure
            state.refused += [self._refusal(stage, state, p, kind, why) for p in state.proposals]
            return
        if not state.proposals:
            return
        holds = state.document.encoding.holds
        terms = Terms(self._unsafe, holds, protected, tuple(guards), self._respects, self._budgets)
        settlement = settle(state.scene, state.proposals, terms)
        if self._watch is not None:
            self._watch.settled(state.scene, state.proposals, settlement)
        for refused in settlement.refused:
            state.refused.append(
                self._refusal(stage, state, refused.proposal, refused.kind, refused.detail, refused.winner)
            )
        state.edits += [self._recorded(stage, state, proposal) for proposal in settlement.applied]
        state.revision = state.revision.apply(_together(state.revision, settlement.applied))

    def _refusal(
        self, stage: Stage, state: _State, proposal: Proposal, kind: RefusalKind, why: str, winner: str = ""
    ) -> Refusal:
        return Refusal(self._recorded(stage, state, proposal), kind, why, winner)

    def _recorded(self, stage: Stage, state: _State, proposal: Proposal) -> RecordedEdit:
        """Return a proposal with its provenance."""
        revision, edit = state.revision, proposal.edit
        changes = []
        for change in map(revision.to_raw, edit.changes):
            origin = state.places.at(revision.origin(change.span))
            changes.append(RecordedChange(change.span, origin, change.span.slice(revision.raw), change.text))
        rule_hash = self._specs[proposal.rule].hash
        return RecordedEdit(
            proposal.rule, rule_hash, stage, tuple(changes), edit.reason, edit.safety, edit.score
        )


def _together(revision: Revision, applied: Iterable[Proposal]) -> list[Change]:
    """Return the changes of the revision's raw text that all applied edits make at once."""
    return united([revision.to_raw(change) for proposal in applied for change in proposal.edit.changes])


def _needs_met(needs: Needs, state: _State) -> bool:
    if needs.languages and not in_language(state.document.meta.lang, needs.languages):
        return False
    return meets(state.scene.view, needs)


def _reason(rule: CompiledRule, scene: Scene, match: Match) -> str:
    """Say why: what the rule is for, and what its place was judged on where its conditions ask for one."""
    reason = rule.spec.description or f"matches rule {rule.id}"
    if rule.asks_for_region:
        region = scene.view.regions
        judged = region.reason(match.first)
        reason += f" ({region.places(match.first)[-1]}{': ' + judged if judged else ''})"
    return reason


def _result(state: _State) -> Result:
    """Return what became of a document; one that failed keeps its text, and its edits count as refused."""
    if state.failure is not None:
        kind, why = state.failure
        taken_back = [Refusal(edit, kind, why) for edit in state.edits]
        refused = (*taken_back, *state.refused)
        return Result(
            state.document, state.document.text, (), refused, left_alone=why, skipped_packs=state.skipped
        )
    net = state.revision.net_changes()
    return Result(
        state.document,
        state.revision.raw,
        tuple(state.edits),
        tuple(state.refused),
        net,
        skipped_packs=state.skipped,
    )
