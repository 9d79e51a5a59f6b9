"""What a rule is made of, piece by piece, and the rule without each: entries, conditions, alternatives.

Word lists and phrases are no such pieces: each of them is an example of itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal, TypeVar

from scrubber.errors import Location
from scrubber.patterns import alternatives_of
from scrubber.specs import (
    AnyOf,
    Condition,
    DropSpec,
    LineItem,
    LinesSpec,
    Neighbour,
    PatternSpec,
    PhrasesSpec,
    RuleSpec,
    UnitSpec,
)
from scrubber.values import dataclass

T = TypeVar("T")
Steps = tuple[str | int, ...]
Proof = Literal["keep", "example", "stop"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a part is written: ``steps`` of keys and places in lists from the mapping at ``base`` on.

    ``offset`` is how many characters into the string that is there the part begins. Without one, steps that
    end with a key mean the key itself.
    """

    base: Location
    steps: Steps = ()
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a rule, and the rule without it.

    ``proof`` is what would fail without it: a `keep`, because the rule then finds more; an example, because
    it finds less; or an example of where it stops.
    """

    what: str
    place: Pointer
    spec: RuleSpec
    proof: Proof


@dataclass(frozen=True, slots=True)
class _Cut:
    """A condition without a piece of it; ``wider``: what is left holds more often."""

    what: str
    place: Pointer
    left: Condition
    wider: bool


def parts(spec: RuleSpec) -> Iterator[Part]:
    """Yield every piece of a rule that something should notice the loss of, in the order of the keys."""
    yield from _of_matcher(spec)
    yield from _of_where(spec)
    yield from _of_unless(spec)
    yield from _of_stop(spec)


def _of_matcher(spec: RuleSpec) -> Iterator[Part]:
    matcher = spec.matcher
    if isinstance(matcher, PatternSpec):
        for what, offset, left in _alternatives(matcher):
            place = Pointer(spec.location, (matcher.unit,), offset)
            yield Part(what, place, replace(spec, matcher=left), "example")
    elif isinstance(matcher, UnitSpec):
        for cut in _cuts(matcher.condition):
            yield _part(cut, replace(spec, matcher=replace(matcher, condition=cut.left)))
    elif isinstance(matcher, LinesSpec):
        for at, item in enumerate(matcher.items):
            yield from _of_item(spec, matcher, at, item)


def _of_item(spec: RuleSpec, matcher: LinesSpec, at: int, item: LineItem) -> Iterator[Part]:
    def with_items(*items: LineItem) -> RuleSpec:
        return replace(spec, matcher=LinesSpec((*matcher.items[:at], *items, *matcher.items[at + 1 :])))

    for cut in _cuts(item.condition):
        yield _part(cut, with_items(replace(item, condition=cut.left)))
    if any(other.least for other in (*matcher.items[:at], *matcher.items[at + 1 :])):
        proof: Proof = "example" if item.least == 0 else "keep"
        yield Part("this item of `lines:`", Pointer(item.condition.location), with_items(), proof)


def _part(cut: _Cut, spec: RuleSpec, *, wider: Proof = "keep", narrower: Proof = "example") -> Part:
    return Part(cut.what, cut.place, spec, wider if cut.wider else narrower)


def _of_where(spec: RuleSpec) -> Iterator[Part]:
    for at, condition in enumerate(spec.where):
        for cut in _cuts(condition):
            yield _part(cut, replace(spec, where=_with(spec.where, at, cut.left)))
    if len(spec.where) > 1:
        for at, condition in enumerate(spec.where):
            left = replace(spec, where=_with(spec.where, at))
            yield Part("this entry of `where:`", Pointer(condition.location), left, "example")


def _of_unless(spec: RuleSpec) -> Iterator[Part]:
    for at, condition in enumerate(spec.unless):
        left = replace(spec, unless=_with(spec.unless, at))
        yield Part("this entry of `unless:`", Pointer(condition.location), left, "keep")
        for cut in _inner_cuts(condition):
            left = replace(spec, unless=_with(spec.unless, at, cut.left))
            yield _part(cut, left, wider="example", narrower="keep")


def _of_stop(spec: RuleSpec) -> Iterator[Part]:
    action = spec.action
    if not isinstance(action, DropSpec):
        return
    for at, condition in enumerate(action.stop_at):
        left = replace(spec, action=replace(action, stop_at=_with(action.stop_at, at)))
        yield Part("this entry of `stop_at:`", Pointer(condition.location), left, "stop")
        for cut in _inner_cuts(condition):
            left = replace(spec, action=replace(action, stop_at=_with(action.stop_at, at, cut.left)))
            yield _part(cut, left, narrower="stop", wider="stop")


def _with(conditions: AnyOf, at: int, *instead: Condition) -> AnyOf:
    return (*conditions[:at], *instead, *conditions[at + 1 :])


def _inner_cuts(condition: Condition) -> Iterator[_Cut]:
    """Yield the cuts that leave something: a condition of one key stands or falls as a whole."""
    nothing = Condition(condition.location)
    return (cut for cut in _cuts(condition) if cut.left != nothing)


def _cuts(condition: Condition) -> Iterator[_Cut]:
    yield from _named_cuts(condition)
    yield from _number_cuts(condition)
    yield from _neighbour_cuts(condition)
    yield from _matcher_cuts(condition)


_NAMED = {
    "region": "regions",
    "shape": "shapes",
    "domain": "domains",
    "lang": "langs",
    "mark": "marks",
    "rule": "rules",
}


def _named_cuts(condition: Condition) -> Iterator[_Cut]:
    """Cut the keys that name one of several things: each name of several, and the key as a whole."""
    for key, attribute in _NAMED.items():
        names: tuple[Any, ...] = getattr(condition, attribute)

        def left(names: tuple[Any, ...], attribute: str = attribute) -> Condition:
            return _changed(condition, attribute, names)

        for what, step, wider, rest in _members(key, names):
            yield _Cut(what, Pointer(condition.location, step), left(rest), wider)


def _members(key: str, names: tuple[Any, ...]) -> Iterator[tuple[str, Steps, bool, tuple[Any, ...]]]:
    if names:
        yield f"`{key}:`", (key,), True, ()
    for at, name in enumerate(names if len(names) > 1 else ()):
        what = f"`{getattr(name, 'value', name)}` in `{key}:`"
        yield what, (key, at), False, (*names[:at], *names[at + 1 :])


def _changed(value: T, attribute: str, to: object) -> T:
    changes: dict[str, Any] = {attribute: to}
    changed: T = replace(value, **changes)  # type: ignore[type-var]
    return changed


def _number_cuts(condition: Condition) -> Iterator[_Cut]:
    for key in ("min_words", "max_words"):
        if getattr(condition, key) is not None:
            place = Pointer(condition.location, (key,))
            yield _Cut(f"`{key}:`", place, _changed(condition, key, None), True)
    for at in range(len(condition.checks)):
        left = replace(condition, checks=(*condition.checks[:at], *condition.checks[at + 1 :]))
        yield _Cut("this `check:`", Pointer(condition.location, ("check", at)), left, True)


def _neighbour_cuts(condition: Condition) -> Iterator[_Cut]:
    seen: dict[str, int] = {}
    for at, neighbour in enumerate(condition.neighbours):
        number = seen[neighbour.direction] = seen.get(neighbour.direction, -1) + 1
        steps: Steps = (neighbour.direction, number)

        def left(*instead: Neighbour, at: int = at) -> Condition:
            others = (*condition.neighbours[:at], *instead, *condition.neighbours[at + 1 :])
            return replace(condition, neighbours=others)

        yield _Cut(f"this `{neighbour.direction}:`", Pointer(condition.location, steps), left(), True)
        for what, step, wider, regions in _members("region", neighbour.regions):
            place = Pointer(condition.location, (*steps, *step))
            yield _Cut(what, place, left(replace(neighbour, regions=regions)), wider)
        if isinstance(neighbour.matcher, PatternSpec):
            for what, offset, matcher in _alternatives(neighbour.matcher):
                place = Pointer(condition.location, (*steps, matcher.unit), offset)
                yield _Cut(what, place, left(replace(neighbour, matcher=matcher)), False)


def _matcher_cuts(condition: Condition) -> Iterator[_Cut]:
    for at, matcher in enumerate(condition.matchers):
        key = "phrases" if isinstance(matcher, PhrasesSpec) else matcher.unit

        def left(*instead: PatternSpec, at: int = at) -> Condition:
            others = (*condition.matchers[:at], *instead, *condition.matchers[at + 1 :])
            return replace(condition, matchers=others)

        yield _Cut(f"`{key}:`", Pointer(condition.location, (key,)), left(), True)
        if isinstance(matcher, PatternSpec):
            for what, offset, rest in _alternatives(matcher):
                yield _Cut(what, Pointer(condition.location, (key,), offset), left(rest), False)


_SHOWN = 40


def _alternatives(spec: PatternSpec) -> Iterator[tuple[str, int, PatternSpec]]:
    """Yield each alternative at the top of a pattern: what to call it, its offset, and what is left."""
    for one in alternatives_of(spec.pattern.value):
        short = one.text if len(one.text) <= _SHOWN else f"{one.text[: _SHOWN - 1]}…"
        left = replace(spec, pattern=replace(spec.pattern, value=one.rest))
        yield f"the alternative `{short}`", one.start, left
