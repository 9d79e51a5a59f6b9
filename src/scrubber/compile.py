"""From specs to a plan: every rule compiled, in the order it runs and the order it is evaluated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Any

from scrubber.actions import Action, action
from scrubber.api import Context, Guard
from scrubber.conditions import Holds, any_of, in_domain, in_language, wants_of
from scrubber.document import Meta
from scrubber.errors import Problem, RuleError, ScrubberError, listed, nearest
from scrubber.line_index import PLAIN, LineIndex
from scrubber.links import link, select_rules
from scrubber.matchers import Bound, Bounds, Find, Finder, finder
from scrubber.options import read_options
from scrubber.plugins import Provided, Registry
from scrubber.scenes import Match, Scene
from scrubber.sequences import lines_finder, unit_finder
from scrubber.specs import (
    STAGES,
    LinesSpec,
    MarkSpec,
    PackSpec,
    PluginSpec,
    RuleSpec,
    Stage,
    Text,
    UnitSpec,
)
from scrubber.values import dataclass
from scrubber.wants import Wants, any_want


@dataclass(frozen=True, slots=True)
class PluginUse:
    """A plugin that a rule runs, with its validated options and what it is opened with."""

    provided: Provided[Any]
    options: object
    context: Context


@dataclass(frozen=True)
class CompiledRule:
    """A rule ready to run. Exactly one of ``find`` and ``plugin`` is given.

    In a document that does not show all of its ``wants`` it finds nothing.
    """

    spec: RuleSpec
    order: int
    find: Find | None
    plugin: PluginUse | None
    where: Holds
    unless: Holds
    act: Action
    wants: Wants = ()
    edits: bool = True  # False where it was not selected: it still matches and marks

    @property
    def id(self) -> str:
        """The rule's full id."""
        return self.spec.id

    @cached_property
    def asks_for_region(self) -> bool:
        """Whether a place in the document is part of what the rule finds."""
        return self.spec.asks_for_region

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
    _by_look: Mapping[int, frozenset[int]] = field(init=False, repr=False)
    _by_need: Mapping[int, frozenset[int]] = field(init=False, repr=False)
    _awake: frozenset[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_look: dict[int, frozenset[int]] = {}
        by_need: dict[int, frozenset[int]] = {}
        awake = set[int]()
        for at, rule in enumerate(self.evaluation):
            want = next((want for want in rule.wants if want.is_for_lines), None)
            if want is None:
                awake.add(at)
                continue
            for number in want.looks:
                by_look[number] = by_look.get(number, frozenset()) | {at}
            for number in want.needs:
                by_need[number] = by_need.get(number, frozenset()) | {at}
        object.__setattr__(self, "_by_look", by_look)
        object.__setattr__(self, "_by_need", by_need)
        object.__setattr__(self, "_awake", frozenset(awake))

    def woken_in(self, scene: Scene) -> Collection[int]:
        """Return the places in ``evaluation`` of the rules that may find something, going by single lines.

        Whoever watches sees every rule asked.
        """
        if scene.is_watched:
            return range(len(self.evaluation))
        looks, needs = self._by_look.keys() & scene.found.keys(), self._by_need.keys() & scene.met
        return self._awake.union(
            *map(self._by_look.__getitem__, looks), *map(self._by_need.__getitem__, needs)
        )


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
    guards: Mapping[str, Provided[Guard]]
    index: LineIndex
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
    plain: bool = False,
) -> Plan:
    """Link and compile packs. Raises RuleError with all that is wrong, before anything is cleaned.

    A rule that is not selected, or ignored, edits nothing but still marks what others refer to. Rules that
    need a plugin which was left out are dropped and told in ``Plan.dropped``. A ``plain`` plan tries every
    rule on every line, and comes to the same edits.
    """
    order = link(packs)
    dropped = tuple(_dropped(order.rules, registry))
    gone = {drop.rule for drop in dropped}
    editing = {rule.id for rule in select_rules(order.rules, select, ignore)}
    lists = {pack.id: pack.lists for pack in packs}
    folders = {pack.id: pack.folder for pack in packs}
    problems: list[Problem] = []
    index = LineIndex(plain=plain)
    compiled: dict[str, CompiledRule] = {}
    for number, spec in enumerate(rule for rule in order.rules if rule.id not in gone):
        context = Context(lists[spec.pack], folders[spec.pack])
        try:
            compiled[spec.id] = _compile(spec, number, registry, context, spec.id in editing, index)
        except ScrubberError as error:
            problems += error.problems
    problems += _missing_plugins(packs, registry)
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
    return Plan(tuple(packs), stages, registry.guards, index, dropped)


def _compile(
    spec: RuleSpec, order: int, registry: Registry, context: Context, edits: bool, index: LineIndex
) -> CompiledRule:
    lists = context.lists
    plugin = _plugin_use(spec.matcher, registry, context) if isinstance(spec.matcher, PluginSpec) else None
    found = Finder(_nothing) if plugin else _finder(spec, lists, index)
    act = action(spec.action, spec.matcher, lists, index)
    where = any_of(spec.where, lists, index)
    unless = any_of(spec.unless, lists, index, too_long=True) if spec.unless else (lambda scene, match: False)
    wants = (*found.wants, *any_want(wants_of(condition, lists, index) for condition in spec.where))
    find = None if plugin else found.find
    return CompiledRule(spec, order, find, plugin, where, unless, act, wants, edits)


def _nothing(scene: Scene) -> Iterator[Match]:
    yield from ()


def recompiled(rule: CompiledRule, spec: RuleSpec, lists: Mapping[str, Sequence[str]]) -> CompiledRule:
    """Return ``rule`` as ``spec`` has it: what is the same in both is not compiled again.

    A plugin and its options stay those of ``rule``. Raises RuleError where something cannot be compiled.
    """
    old = rule.spec
    same = spec.matcher is old.matcher
    found_as_before = rule.plugin or (same and _bounds_of(spec) == _bounds_of(old))
    unless = any_of(spec.unless, lists, too_long=True) if spec.unless else (lambda scene, match: False)
    return replace(
        rule,
        spec=spec,
        find=rule.find if found_as_before else _finder(spec, lists).find,
        where=rule.where if spec.where is old.where else any_of(spec.where, lists),
        unless=rule.unless if spec.unless is old.unless else unless,
        act=rule.act if same and spec.action is old.action else action(spec.action, spec.matcher, lists),
        wants=(),
    )


def _finder(spec: RuleSpec, lists: Mapping[str, Sequence[str]], index: LineIndex = PLAIN) -> Finder:
    matcher = spec.matcher
    if isinstance(matcher, UnitSpec):
        return unit_finder(matcher, lists, index)
    if isinstance(matcher, LinesSpec):
        return lines_finder(matcher, lists, index)
    if isinstance(matcher, PluginSpec):
        raise AssertionError("plugins find by themselves")
    return finder(matcher, lists, index, _bounds_of(spec))


def _bounds_of(spec: RuleSpec) -> Bounds:
    """Return what a rule's `where:` says of the lines that it may find; nothing where one may be any."""
    bounds = (Bound(each.regions, each.min_words, each.max_words) for each in spec.where)
    different = tuple(dict.fromkeys(bounds))
    return () if Bound() in different else different


def _plugin_use(matcher: PluginSpec, registry: Registry, context: Context) -> PluginUse:
    """Look a plugin up and validate its options. Raises RuleError."""
    known: Mapping[str, Provided[Any]] = registry.markers if matcher.kind == "marker" else registry.operators
    provided = known.get(matcher.name.value)
    if provided is None:
        raise RuleError(_unknown(matcher.kind, matcher.name, known))
    options = read_options(provided.value.Options, matcher.options, matcher.options_location)
    return PluginUse(provided, options, context)


def _unknown(kind: str, name: Text, known: Iterable[str]) -> Problem:
    names = sorted(known)
    expected = listed(names) if names else f"an installed plugin that gives {kind}s"
    return Problem(name.location, f"unknown {kind} `{name.value}`", expected, nearest(name.value, names))


def _dropped(rules: Iterable[RuleSpec], registry: Registry) -> Iterable[Dropped]:
    for rule in rules:
        names = [rule.matcher.name.value] if isinstance(rule.matcher, PluginSpec) else []
        for name in [*names, *(guard.value for guard in rule.respect)]:
            if plugin := registry.left_out(name):
                yield Dropped(rule.id, plugin)
                break


def _missing_plugins(packs: Iterable[PackSpec], registry: Registry) -> Iterable[Problem]:
    """Name each plugin that a pack says it needs and that is not there."""
    installed = {info.name for info in registry.plugins}
    for pack in packs:
        for plugin in pack.plugins:
            if plugin.value not in installed and plugin.value not in registry.without:
                hint = nearest(plugin.value, installed) or "install the distribution that gives it"
                yield Problem(
                    plugin.location, f"pack `{pack.id}` needs the plugin `{plugin.value}`", "", hint
                )


def _unknown_guards(rules: Iterable[RuleSpec], registry: Registry) -> Iterable[Problem]:
    for rule in rules:
        for guard in rule.respect:
            if guard.value not in registry.guards and not registry.left_out(guard.value):
                yield _unknown("guard", guard, registry.guards)
