"""What checks and templates ask of a rule's matcher: slots that are there, and numbers where they compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.errors import Location, Problem, RuleError, listed, nearest
from scrubber.nodes import ScalarNode, offset_location
from scrubber.patterns import compile_pattern
from scrubber.phrases import Phrase
from scrubber.schema.actions import template_slots
from scrubber.schema.reading import Reading
from scrubber.slots import KINDS
from scrubber.specs import Check, MatcherSpec, PatternSpec, PhrasesSpec
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Slots:
    """The names that a matcher gives to parts of its match.

    ``every`` are those that each of its phrases has, ``some`` those that any has; ``numbers`` of them hold
    whole numbers, or may (what a group of a pattern holds is only known when it matches).
    """

    every: frozenset[str] = frozenset()
    some: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


def slots_of(matcher: MatcherSpec, reading: Reading) -> Slots | None:
    """Return the slots of a matcher's phrases or the groups of its pattern; other matchers have none.

    None where the matcher itself is wrong, which its reader has told.
    """
    try:
        if isinstance(matcher, PatternSpec):
            groups = frozenset(compile_pattern(matcher.pattern, matcher.unit, reading.lists).groups)
            return Slots(groups, groups, groups)
        if isinstance(matcher, PhrasesSpec):
            return _slots_of_phrases([reading.phrase(text) for text in matcher.phrases])
    except RuleError:
        return None
    return Slots()


def _slots_of_phrases(phrases: Sequence[Phrase]) -> Slots:
    named = [dict(phrase.slots) for phrase in phrases]
    some = frozenset(name for slots in named for name in slots)
    every = frozenset(name for name in some if all(name in slots for slots in named))
    others = {name for slots in named for name, kind in slots.items() if not _is_number(kind)}
    return Slots(every, some, some - others)


def _is_number(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].numeric


def check_problems(check: Check, slots: Slots) -> Iterator[Problem]:
    """Yield a problem for each term of a check that can never compare."""
    for name in dict.fromkeys(term for term in check.terms if isinstance(term, str)):
        problem = _absent(name, slots, check.location)
        if problem:
            yield problem
        elif name not in slots.numbers:
            found = f"`{name}` in a check holds no number"
            yield Problem(check.location, found, "a slot such as `{int}` or `{year}`")
    if all(isinstance(term, int) for term in check.terms):
        yield Problem(check.location, "a check that compares no slot", "a slot's name, as in `a <= b`")


def template_problems(template: ScalarNode, slots: Slots) -> Iterator[Problem]:
    """Yield a problem for each name in a template that the matcher does not give."""
    for name, offset in template_slots(template.value):
        problem = _absent(name, slots, offset_location(template, offset))
        if problem:
            yield problem


def _absent(name: str, slots: Slots, place: Location) -> Problem | None:
    if name in slots.every:
        return None
    if name in slots.some:
        remedy = "name it in each phrase, or make two rules"
        return Problem(place, f"slot `{name}` is not in every phrase of the rule", "one that is", remedy)
    expected = listed(sorted(slots.every)) or "no names: this matcher has no slots or groups"
    return Problem(place, f"unknown slot `{name}`", expected, nearest(name, slots.some))
