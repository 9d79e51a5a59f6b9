"""Why a rule does not take a line: the very parts that its conditions are made of, asked one by one.

Everything is asked in the scene as the rule saw it, so that what is told here is what decided.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TypeVar

from scrubber.compile import CompiledRule
from scrubber.conditions import Part, parts_of
from scrubber.explain.reach import pattern_reach, phrases_reach
from scrubber.explain.values import Failed
from scrubber.explain.wording import asked, condition_said, found_instead, item_said
from scrubber.matchers import Lists
from scrubber.scenes import Clock, Match, OutOfTimeError, Scene
from scrubber.sequences import Item, items_of, longest
from scrubber.specs import AnyOf, Condition, LinesSpec, PatternSpec, PhrasesSpec, UnitSpec
from scrubber.values import dataclass

__all__ = ["Asker", "Attempt"]

T = TypeVar("T")

_TOO_LONG = "how far it matches takes too long to find out"
_BY_PLUGIN = "the plugin finds nothing in it"
_MOST_STARTS = 60  # content lines above, from which a sequence that reaches the line may begin


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far a sequence of lines came: ``item`` of ``items`` is the first that failed, on content ``at``."""

    item: int
    items: int
    failed: tuple[Failed, ...]


@dataclass
class Asker:
    """Asks the conditions of rules why they do not hold; ``lists`` are those of each pack."""

    lists: Mapping[str, Lists]
    _parts: dict[int, tuple[Condition, Sequence[Part]]] = field(default_factory=dict)
    _items: dict[str, Sequence[Item]] = field(default_factory=dict)

    def of_match(self, rule: CompiledRule, scene: Scene, match: Match) -> tuple[Failed, ...]:
        """Return what of `where:` does not hold for a match, and the exception that does."""

        def ask() -> tuple[Failed, ...]:
            lacking = self._of_any(rule.spec.where, rule, scene, match)
            return (*lacking, *self._exceptions(rule.spec.unless, rule, scene, match))

        return self._in_time(scene, ask, ())

    def of_unit(self, rule: CompiledRule, scene: Scene, line: int) -> tuple[tuple[Failed, ...], int]:
        """Return what a line does not meet of a matcher made of conditions, and how many those are."""
        matcher = rule.spec.matcher
        if not isinstance(matcher, UnitSpec):
            raise AssertionError("a unit under conditions is asked for")
        match = scene.line_match(line)
        if matcher.unit == "paragraph":
            first, end = scene.paragraph_of(line)
            match = Match(scene.paragraph_span(first, end), first, end)
        nothing: tuple[Failed, ...] = ()
        failed = self._in_time(scene, lambda: self._of_one(matcher.condition, rule, scene, match), nothing)
        return failed, len(self._compiled(matcher.condition, rule, too_long=False))

    def of_sequence(self, rule: CompiledRule, scene: Scene, line: int) -> Attempt | None:
        """Return the longest way that a sequence came which begins on the line or reaches it."""
        matcher = rule.spec.matcher
        if not isinstance(matcher, LinesSpec) or scene.view.blank[line]:
            return None
        if rule.id not in self._items:
            self._items[rule.id] = items_of(matcher, self.lists[rule.spec.pack])
        target = bisect_left(scene.content, line)
        reach = min(_MOST_STARTS, sum(item.most for item in matcher.items))
        starts = range(target, max(-1, target - reach), -1)
        nothing: list[Attempt | None] = []
        tried = self._in_time(
            scene, lambda: [self._try(rule, matcher, scene, at, target) for at in starts], nothing
        )
        attempts = [attempt for attempt in tried if attempt is not None]
        return max(attempts, key=lambda attempt: attempt.item, default=None)

    def _try(
        self, rule: CompiledRule, matcher: LinesSpec, scene: Scene, start: int, target: int
    ) -> Attempt | None:
        failed: set[tuple[int, int]] = set()
        items = self._items[rule.id]
        if longest(items, 0, start, scene, failed) is not None or not failed:
            return None
        item, at = max(failed)
        while at < len(scene.content) and items[item].holds(scene, scene.line_match(scene.content[at])):
            at += 1
        if at < target:
            return None  # it ends before the line
        spec = matcher.items[item]
        if at >= len(scene.content):
            end = Failed(spec.condition.location, item_said(spec), "the document ends", line=at)
            return Attempt(item, len(items), (end,))
        asked_line = scene.content[at]
        parts = self._of_one(spec.condition, rule, scene, scene.line_match(asked_line))
        moved = tuple(replace(part, line=asked_line + 1) for part in parts)
        return Attempt(item, len(items), moved)

    def how_far(self, rule: CompiledRule, scene: Scene, line: int) -> str:
        """Say how far a phrase or a pattern comes on a line that it does not match."""
        matcher, lists = rule.spec.matcher, self.lists[rule.spec.pack]
        text = scene.line_text(line)
        if isinstance(matcher, PhrasesSpec):
            return self._in_time(scene, lambda: phrases_reach(matcher, lists, text), _TOO_LONG)
        if isinstance(matcher, PatternSpec) and matcher.unit != "text":
            return self._in_time(scene, lambda: pattern_reach(matcher, lists, text, scene.clock), _TOO_LONG)
        return "the pattern is found nowhere in it" if isinstance(matcher, PatternSpec) else _BY_PLUGIN

    @staticmethod
    def _in_time(scene: Scene, ask: Callable[[], T], default: T) -> T:
        """Ask with a clock of its own, and give the scene its own back."""
        clock, scene.clock = scene.clock, Clock.for_text(scene.view.text)
        try:
            return ask()
        except OutOfTimeError:
            return default
        finally:
            scene.clock = clock

    def _compiled(self, condition: Condition, rule: CompiledRule, too_long: bool) -> Sequence[Part]:
        known = self._parts.get(id(condition))
        if known is None:
            parts = tuple(parts_of(condition, self.lists[rule.spec.pack], too_long=too_long))
            known = self._parts[id(condition)] = (condition, parts)
        return known[1]

    def _of_one(
        self, condition: Condition, rule: CompiledRule, scene: Scene, match: Match
    ) -> tuple[Failed, ...]:
        return tuple(
            Failed(part.location, asked(part), found_instead(part, scene, match), key=part.key)
            for part in self._compiled(condition, rule, too_long=False)
            if not part.holds(scene, match)
        )

    def _of_any(
        self, conditions: AnyOf, rule: CompiledRule, scene: Scene, match: Match
    ) -> tuple[Failed, ...]:
        """Of several conditions the one tells that lacks least; nothing where one holds."""
        each = [self._of_one(condition, rule, scene, match) for condition in conditions]
        return min(each, key=len, default=())

    def _exceptions(
        self, conditions: AnyOf, rule: CompiledRule, scene: Scene, match: Match
    ) -> Iterator[Failed]:
        for condition in conditions:
            if all(part.holds(scene, match) for part in self._compiled(condition, rule, too_long=True)):
                yield Failed(condition.location, condition_said(condition), "that holds", exception=True)
                return
