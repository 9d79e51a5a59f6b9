"""From specs to a plan: every rule compiled, in the order it runs and the order it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrubber.actions import Action, action
from scrubber.api import Context
from scrubber.conditions import Holds, any_of, in_domain, in_language
from scrubber.errors import Problem, RuleError, ScrubberError, nearest
from scrubber.links import link, select_rules
from scrubber.matchers import Finder, finder
from scrubber.options import read_options
from scrubber.plugins import Provided, Registry
from scrubber.document import Meta
from scrubber.sequences import lines_finder, unit_finder
from scrubber.specs import (
    STAGES,
    LinesSpec,
    MarkSpec,
    PackSpec,
    PluginSpec,
    RuleSpec,
    Stage,
    UnitSpec,
)


@dataclass(frozen=True, slots=True)
class PluginUse:
    """A plugin that a rule runs, with its validated options and what it is opened with."""

    provided: Provided
    options: object
    context: Context


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to run. Exactly one of ``find`` and ``plugin`` is given."""

    spec: RuleSpec
    order: int
    find: Finder | None
    plugin: PluginUse | None
    where: Holds
    unless: Holds
    act: Action

    @property
    def id(self) -> str:
        """The rule's full id."""
        return self.spec.id

    @property
    def mark(self) -> str | None:
        """The full name of the mark that the rule sets, or None."""
        return self.spec.action.name.value if isinstance(self.spec.action, MarkSpec) else None

    @property
    def is_operator(self) -> bool:
        """Whether a plugin proposes the edits itself."""
        return isinstance(self.spec.matcher, PluginSpec) and self.spec.matcher.kind == "operator"


@dataclass(frozen=True, slots=True)
class StagePlan:
    """The rules of one stage: ``rules`` in the printed order, ``evaluation`` after what each refers to."""

    stage: Stage
    rules: tuple[CompiledRule, ...]
    evaluation: tuple[CompiledRule, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A rule that does not run because the plugin it needs was left out."""

    rule: str
    plugin: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a run does, in order. ``guards`` are the guards that rules or formats may name."""

    packs: tuple[PackSpec, ...]
    stages: tuple[StagePlan, ...]
    guards: Mapping[str, Provided]
    dropped: tuple[Dropped, ...] = ()

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """All rules in the order they run."""
        return tuple(rule for stage in self.stages for rule in stage.rules)

    def skipped_packs(self, meta: Meta) -> tuple[str, ...]:
        """Return the packs that do not apply to a document: it is in another language or from elsewhere."""
        return tuple(
            pack.id
            for pack in self.packs
            if (pack.languages and not in_language(meta.lang, pack.languages))
            or (pack.domains and not in_domain(meta.url, pack.domains))
        )

    def switched_off(self, meta: Meta) -> frozenset[str]:
        """Return the ids and globs of the rules that a pack switches off for a document's site."""
        return frozenset(
            off.value
            for pack in self.packs
            if pack.domains and in_domain(meta.url, pack.domains)
            for off in pack.off
        )


def compile_plan(
    packs: Sequence[PackSpec],
    registry: Registry,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Plan:
    """Link and compile packs. Raises RuleError with all that is wrong, before anything is cleaned.

    A rule that is not selected, or ignored, edits nothing but still marks what others refer to. Rules that
    need a plugin named in ``without`` are dropped and told in ``Plan.dropped``.
    """
    order = link(packs)
    dropped = tuple(_without(order.rules, without))
    gone = {drop.rule for drop in dropped}
    editing = {rule.id for rule in select_rules(order.rules, select, ignore)}
    lists = {pack.id: pack.lists for pack in packs}
    folders = {pack.id: pack.folder for pack in packs}
    problems: list[Problem] = []
    compiled: dict[str, CompiledRule] = {}
    for number, spec in enumerate(rule for rule in order.rules if rule.id not in gone):
        context = Context(lists[spec.pack], folders[spec.pack])
        try:
            compiled[spec.id] = _compile(spec, number, registry, context, spec.id in editing)
        except ScrubberError as error:
            problems += error.problems
    problems += _unknown_guards(order.rules, registry)
    if problems:
        raise RuleError(problems)
    stages = tuple(
        StagePlan(
            stage,
            tuple(compiled[r.id] for r in order.rules if r.stage == stage and r.id in compiled),
            tuple(compiled[r.id] for r in order.evaluation[stage] if r.id in compiled),
        )
        for stage in STAGES
    )
    return Plan(tuple(packs), stages, registry.guards, dropped)


def _compile(
    spec: RuleSpec, order: int, registry: Registry, context: Context, edits: bool
) -> CompiledRule:
    lists = context.lists
    plugin = _plugin_use(spec.matcher, registry, context) if isinstance(spec.matcher, PluginSpec) else None
    find = None if plugin else _finder(spec, lists)
    act = action(spec.action, spec.matcher, lists) if edits else (lambda scene, match: ())
    unless = any_of(spec.unless, lists) if spec.unless else (lambda scene, match: False)
    return CompiledRule(spec, order, find, plugin, any_of(spec.where, lists), unless, act)
