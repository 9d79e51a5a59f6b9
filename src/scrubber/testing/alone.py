"""A plan cut down to one rule and what it refers to: it does what it does in the whole, and costs little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from scrubber.actions import action
from scrubber.compile import CompiledRule, Plan, StagePlan
from scrubber.links import references
from scrubber.specs import Condition, DropSpec, LinesSpec, MarkSpec, PluginSpec, RuleSpec, UnitSpec


def alone(plan: Plan, rule: CompiledRule) -> Plan:
    """Return the plan of ``rule``, the rules that it refers to and, where lines are counted, all that mark.

    The rule's edits are those that it makes in the whole plan: only rules of its own stage can tell it
    anything, marked lines are not counted among neighbours, and plugins see every mark.
    """
    stage = next(stage for stage in plan.stages if stage.stage == rule.spec.stage)
    needed = _needed(rule.spec, stage)

    def kept(rules: Iterable[CompiledRule]) -> tuple[CompiledRule, ...]:
        return tuple(one for one in rules if one.id in needed)

    return replace(plan, stages=(StagePlan(stage.stage, kept(stage.rules), kept(stage.evaluation)),))


def swapped(plan: Plan, rule: CompiledRule) -> Plan:
    """Return ``plan`` with ``rule`` in the place of the one that has its id."""

    def with_it(rules: Sequence[CompiledRule]) -> tuple[CompiledRule, ...]:
        return tuple(rule if other.id == rule.id else other for other in rules)

    stages = [replace(s, rules=with_it(s.rules), evaluation=with_it(s.evaluation)) for s in plan.stages]
    return replace(plan, stages=tuple(stages))


def armed(rule: CompiledRule) -> CompiledRule:
    """Let a rule that only marks drop what it marks, so that its `keep:` lines can fail."""
    if rule.mark is None:
        return rule
    return replace(rule, act=action(DropSpec("match"), rule.spec.matcher, {}))


def dependents(plan: Plan, rule: CompiledRule) -> list[CompiledRule]:
    """Return the rules that ask for the mark or the matches of ``rule``, straight or by way of others."""
    found: dict[str, CompiledRule] = {rule.id: rule}
    waiting = [rule]
    while waiting:
        given = _given_by(waiting.pop())
        for other in plan.rules:
            if other.id not in found and given & _asked_by(other.spec):
                found[other.id] = other
                waiting.append(other)
    return [one for one in found.values() if one is not rule]


def _given_by(rule: CompiledRule) -> set[tuple[str, str]]:
    return {("rule", rule.id)} | ({("mark", rule.mark)} if rule.mark else set())


def _asked_by(spec: RuleSpec) -> set[tuple[str, str]]:
    return {(asked.kind, asked.name.value) for asked in references(spec)}


def _needed(spec: RuleSpec, stage: StagePlan) -> Collection[str]:
    """Return the ids of the rules of a stage without which a rule would not match as it does."""
    by_id = {rule.id: rule.spec for rule in stage.rules}
    needed: set[str] = set()
    waiting = [spec]
    while waiting:
        one = waiting.pop()
        if one.id not in needed:
            needed.add(one.id)
            waiting += _givers(one, by_id.values())
    return needed


def _givers(spec: RuleSpec, rules: Iterable[RuleSpec]) -> Iterator[RuleSpec]:
    asked = _asked_by(spec)
    sees_marks = isinstance(spec.matcher, PluginSpec) or any(c.neighbours for c in _conditions(spec))
    for rule in rules:
        mark = rule.action.name.value if isinstance(rule.action, MarkSpec) else ""
        if ("rule", rule.id) in asked or (mark and (sees_marks or ("mark", mark) in asked)):
            yield rule


def _conditions(spec: RuleSpec) -> Iterator[Condition]:
    yield from (*spec.where, *spec.unless)
    if isinstance(spec.matcher, LinesSpec):
        yield from (item.condition for item in spec.matcher.items)
    if isinstance(spec.matcher, UnitSpec):
        yield spec.matcher.condition
    if isinstance(spec.action, DropSpec):
        yield from spec.action.stop_at
