"""What holds between rules: the order in which they run, what they refer to, and how they are picked.

Two orders come out of the packs. The *printed* order decides who wins where edits meet: stage, then packs as
given, then rules as written, `runs_before:` and `runs_after:` apart. The *evaluation* order of a stage sets
each rule after those whose marks and matches it asks for; it decides nothing but that.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Literal

from scrubber.errors import Problem, RuleError, UsageError, nearest
from scrubber.specs import (
    STAGES,
    Condition,
    DropSpec,
    LinesSpec,
    MarkSpec,
    PackSpec,
    RuleSpec,
    Stage,
    Text,
    UnitSpec,
)
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """The rules of all packs: ``rules`` in the printed order, ``evaluation`` for each stage."""

    rules: tuple[RuleSpec, ...]
    evaluation: Mapping[Stage, tuple[RuleSpec, ...]]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mark or a rule that a rule asks for; ``name`` is the full name at its place."""

    kind: Literal["mark", "rule"]
    name: Text


@dataclass(frozen=True, slots=True)
class _Edge:
    """``first`` comes before ``second``, because of what is written at ``place``."""

    first: str
    second: str
    place: Text


def link(packs: Sequence[PackSpec]) -> Order:
    """Check what packs say of each other and set their rules in order.

    Raises RuleError with every problem found: ids given twice, marks and rules that are not there or belong
    to another stage, references and orders that go in a circle, `off:` that switches off nothing.
    """
    rules = [rule for pack in packs for rule in pack.rules]
    problems = [*_doubles(packs, rules), *_old_ids(rules), *_off(packs, rules)]
    if problems:
        raise RuleError(problems)
    known = {rule.id: rule for rule in rules}
    marking = _marking(rules)
    problems += _unresolved(rules, known, marking)
    order = _edges_of_order(rules, known, problems)
    printed = _sorted(rules, order, _priorities(rules), "before", problems)
    evaluation: dict[Stage, tuple[RuleSpec, ...]] = {}
    for stage in STAGES:
        of_stage = [rule for rule in printed if rule.stage == stage]
        edges = list(_edges_of_reference(of_stage, marking))
        marks_first = {r.id: (not isinstance(r.action, MarkSpec), at) for at, r in enumerate(of_stage)}
        evaluation[stage] = tuple(_sorted(of_stage, edges, marks_first, "asks for", problems))
    if problems:
        raise RuleError(problems)
    return Order(tuple(printed), evaluation)


def _doubles(packs: Sequence[PackSpec], rules: Sequence[RuleSpec]) -> Iterator[Problem]:
    seen: dict[str, PackSpec | RuleSpec] = {}
    everything: list[PackSpec | RuleSpec] = [*packs, *rules]
    for one in everything:
        what = "pack" if isinstance(one, PackSpec) else "rule"
        if one.id in seen:
            expected = f"an id of its own; the first is at {seen[one.id].location}"
            yield Problem(one.location, f"a second {what} with the id `{one.id}`", expected)
        seen.setdefault(one.id, one)


def _old_ids(rules: Sequence[RuleSpec]) -> Iterator[Problem]:
    live = {rule.id for rule in rules}
    for rule in rules:
        for old in rule.was:
            if old in live:
                found = f"`was: {old}` of `{rule.id}`, but a rule with that id is there"
                yield Problem(rule.location, found, "an id that is no longer used")


def _off(packs: Sequence[PackSpec], rules: Sequence[RuleSpec]) -> Iterator[Problem]:
    for pack in packs:
        for name in pack.off:
            if not any(matches_any(rule.id, (name.value,)) for rule in rules):
                renamed = next((rule.id for rule in rules if name.value in rule.was), "")
                hint = f"it is called `{renamed}` now" if renamed else _hint(name.value, rules)
                yield Problem(
                    name.location,
                    f"`off: {name.value}` switches off nothing",
                    "the id of a rule or a pack that is loaded",
                    hint or "name its pack in `uses:`",
                )


def matches_any(rule_id: str, names: Iterable[str]) -> bool:
    """Whether one of ``names`` means the rule: its full id, its pack's id, or a glob over full ids.

    >>> matches_any("news.byline", ["news"]), matches_any("news.byline", ["*.by*"])
    (True, True)
    """
    pack = rule_id.rpartition(".")[0]
    return any(name in (rule_id, pack) or fnmatchcase(rule_id, name) for name in names)


def select_rules(
    rules: Sequence[RuleSpec], select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[RuleSpec, ...]:
    """Return the rules that ``select`` names (all where it is empty) and ``ignore`` does not, in order.

    A name is a full id, a pack's id, a glob over full ids, or an id that a rule once had (`was:`). Raises
    UsageError for names that mean no rule.
    """
    unknown = [name for name in (*select, *ignore) if not any(_means(name, rule) for rule in rules)]
    if unknown:
        expected = "a rule's full id, a pack's id or a glob"
        raise UsageError(
            [Problem(None, f"no rule is called `{n}`", expected, _hint(n, rules)) for n in unknown]
        )
    picked = [rule for rule in rules if not select or any(_means(name, rule) for name in select)]
    return tuple(rule for rule in picked if not any(_means(name, rule) for name in ignore))


def _means(name: str, rule: RuleSpec) -> bool:
    return name in rule.was or matches_any(rule.id, (name,))


def _hint(name: str, rules: Iterable[RuleSpec]) -> str:
    ids = [rule.id for rule in rules]
    same = next((full for full in ids if full.rpartition(".")[2] == name), "")
    return f"did you mean `{same}`?" if same else nearest(name, [*ids, *{i.rpartition(".")[0] for i in ids}])


def references(rule: RuleSpec) -> Iterator[Reference]:
    """Yield every mark and rule that a rule's conditions, items and `stop_at:` ask for."""
    for condition in _conditions(rule):
        for neighbour in condition.neighbours:
            if neighbour.mark is not None:
                yield Reference("mark", neighbour.mark)
            if neighbour.rule is not None:
                yield Reference("rule", neighbour.rule)
        yield from (Reference("mark", mark) for mark in condition.marks)
        yield from (Reference("rule", other) for other in condition.rules)


def _conditions(rule: RuleSpec) -> Iterator[Condition]:
    yield from (*rule.where, *rule.unless)
    if isinstance(rule.matcher, LinesSpec):
        yield from (item.condition for item in rule.matcher.items)
    if isinstance(rule.matcher, UnitSpec):
        yield rule.matcher.condition
    if isinstance(rule.action, DropSpec):
        yield from rule.action.stop_at


def _marking(rules: Iterable[RuleSpec]) -> Mapping[str, Sequence[RuleSpec]]:
    """Return the rules that set each mark."""
    marking: dict[str, list[RuleSpec]] = {}
    for rule in rules:
        if isinstance(rule.action, MarkSpec):
            marking.setdefault(rule.action.name.value, []).append(rule)
    return marking


def _unresolved(
    rules: Iterable[RuleSpec], known: Mapping[str, RuleSpec], marking: Mapping[str, Sequence[RuleSpec]]
) -> Iterator[Problem]:
    for rule in rules:
        for asked in references(rule):
            name = asked.name.value
            marks = asked.kind == "mark"
            givers = marking.get(name, ()) if marks else [known[name]] if name in known else ()
            if not givers:
                yield _unknown(asked.kind, asked.name, marking if marks else known)
            elif all(giver.stage != rule.stage for giver in givers):
                found = f"{asked.kind} `{name}` belongs to stage `{givers[0].stage}`"
                expected = f"one of stage `{rule.stage}`, that of `{rule.id}`"
                remedy = "a stage knows its own marks and matches only: give both rules the same `stage:`"
                yield Problem(asked.name.location, found, expected, remedy)


def _unknown(kind: str, name: Text, known: Iterable[str]) -> Problem:
    remedy = nearest(name.value, known) or f"a {kind} of another pack needs that pack in `uses:`"
    return Problem(name.location, f"unknown {kind} `{name.value}`", f"a {kind} that is loaded", remedy)


def _edges_of_order(
    rules: Iterable[RuleSpec], known: Mapping[str, RuleSpec], problems: list[Problem]
) -> list[_Edge]:
    """Return what `runs_before:` and `runs_after:` ask for; keep problems of ids and stages."""
    edges = []
    for rule in rules:
        asked = [(name, True) for name in rule.runs_before] + [(name, False) for name in rule.runs_after]
        for name, before in asked:
            other = known.get(name.value)
            if other is None:
                problems.append(_unknown("rule", name, known))
                continue
            first, second = (rule, other) if before else (other, rule)
            if STAGES.index(first.stage) > STAGES.index(second.stage):
                found = f"`{first.id}` cannot run before `{second.id}`"
                expected = f"stage `{second.stage}` runs before stage `{first.stage}`"
                problems.append(Problem(name.location, found, "", f"{expected}: change the `stage:` of one"))
            elif first.stage == second.stage:
                edges.append(_Edge(first.id, second.id, name))
    return edges


def _priorities(rules: Sequence[RuleSpec]) -> Mapping[str, tuple[int, int]]:
    """Return each rule's place: its stage, and the place it was written at.

    Who asks to run before another takes that one's place, so that it is the asking rule that moves.
    """
    written = {rule.id: at for at, rule in enumerate(rules)}
    stages = {rule.id: rule.stage for rule in rules}
    wanted = {
        rule.id: {name.value for name in rule.runs_before if stages.get(name.value) == rule.stage}
        for rule in rules
    }

    def place(start: str) -> int:
        """Return the first place among the rule and all that it must precede."""
        seen, waiting = {start}, [start]
        while waiting:
            new = wanted[waiting.pop()] - seen
            seen |= new
            waiting += new
        return min(written[one] for one in seen)

    return {rule.id: (STAGES.index(rule.stage), place(rule.id)) for rule in rules}


def _edges_of_reference(
    rules: Sequence[RuleSpec], marking: Mapping[str, Sequence[RuleSpec]]
) -> Iterator[_Edge]:
    ids = {rule.id for rule in rules}
    for rule in rules:
        for asked in references(rule):
            name = asked.name.value
            givers = [giver.id for giver in marking.get(name, ())] if asked.kind == "mark" else [name]
            yield from (_Edge(giver, rule.id, asked.name) for giver in givers if giver in ids)


def _sorted(
    rules: Sequence[RuleSpec],
    edges: Sequence[_Edge],
    priority: Mapping[str, tuple[int, int]],
    verb: str,
    problems: list[Problem],
) -> list[RuleSpec]:
    """Sort so that every edge holds, else by priority, else as given; a circle becomes a problem."""
    numbers = {rule.id: at for at, rule in enumerate(rules)}
    after: dict[str, list[str]] = {rule.id: [] for rule in rules}
    waiting = dict.fromkeys(after, 0)
    for edge in edges:
        after[edge.first].append(edge.second)
        waiting[edge.second] += 1
    ready = [(priority[rule.id], numbers[rule.id]) for rule in rules if not waiting[rule.id]]
    heapq.heapify(ready)
    done: list[RuleSpec] = []
    while ready:
        rule = rules[heapq.heappop(ready)[1]]
        done.append(rule)
        for later in after[rule.id]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(ready, (priority[later], numbers[later]))
    if len(done) < len(rules):
        left = {one for one, count in waiting.items() if count}
        problems.append(_circle([e for e in edges if e.first in left and e.second in left], verb))
    return done


def _circle(edges: Sequence[_Edge], verb: str) -> Problem:
    """Walk back from any rule that waits until one comes up again: from there it is a circle."""
    before: dict[str, _Edge] = {}
    for edge in edges:
        before.setdefault(edge.second, edge)
    trail: list[_Edge] = []
    at = min(before)
    while at not in [edge.second for edge in trail]:
        trail.append(before[at])
        at = before[at].first
    circle = trail[[edge.second for edge in trail].index(at) :]
    names = [at, *(edge.first for edge in circle)]
    if verb == "before":
        names.reverse()
    found = f"rules in a circle: {f' {verb} '.join(names)}"
    return Problem(min(edge.place.location for edge in circle), found, "an order", "take one of them out")
