"""Matchers made of conditions: units that meet them, and sequences of lines that meet one after another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from scrubber.conditions import Holds, all_of, lines_for, wants_of
from scrubber.line_index import PLAIN, LineIndex
from scrubber.matchers import Finder, Lists
from scrubber.scenes import Match, Scene
from scrubber.spans import Span
from scrubber.specs import LinesSpec, UnitSpec
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """An item of `lines:`, ready to be asked."""

    holds: Holds
    least: int
    most: int


def unit_finder(spec: UnitSpec, lists: Lists, index: LineIndex = PLAIN) -> Finder:
    """Compile `line:` or `paragraph:` given as conditions."""
    holds = all_of(spec.condition, lists, index)
    lines = lines_for(spec.condition, lists, index)

    def find(scene: Scene) -> Iterator[Match]:
        for match in _units(spec.unit, scene, lines):
            if holds(scene, match):
                yield match

    return Finder(find, wants_of(spec.condition, lists, index))


def _units(unit: str, scene: Scene, lines: Callable[[Scene], Iterable[int]]) -> Iterator[Match]:
    if unit == "paragraph":
        for first, end in scene.view.paragraphs:
            yield Match(scene.paragraph_span(first, end), first, end)
        return
    for line in lines(scene):
        yield scene.line_match(line)


def items_of(spec: LinesSpec, lists: Lists, index: LineIndex = PLAIN) -> list[Item]:
    """Compile the items of `lines:`."""
    return [Item(all_of(item.condition, lists, index), item.least, item.most) for item in spec.items]


def lines_finder(spec: LinesSpec, lists: Lists, index: LineIndex = PLAIN) -> Finder:
    """Compile `lines:`. Matches are leftmost, each item takes as many lines as it can, none overlap."""
    items = items_of(spec, lists, index)
    starts = lines_for(spec.items[0].condition, lists, index) if spec.items[0].least else _every_line

    def find(scene: Scene) -> Iterator[Match]:
        at = 0
        failed: set[tuple[int, int]] = set()
        for start in starts(scene):
            if scene.content[at] > start:
                continue
            at = bisect_left(scene.content, start, at)
            end = longest(items, 0, at, scene, failed)
            if end is None or end == at:
                continue
            first, last = scene.content[at], scene.content[end - 1]
            span = Span(scene.stripped[first].start, scene.stripped[last].end)
            yield Match(span, first, last + 1)
            if end == len(scene.content):
                return
            at = end

    needed = [item.condition for item in spec.items if item.least]
    return Finder(find, tuple(want for each in needed for want in wants_of(each, lists, index)))


def _every_line(scene: Scene) -> Sequence[int]:
    return scene.content


def longest(
    items: Sequence[Item], item: int, at: int, scene: Scene, failed: set[tuple[int, int]]
) -> int | None:
    """Return where the sequence from ``item`` on ends when it begins at content line ``at``, or None.

    Tries the longest run of each item first. What has failed once is remembered in ``failed``, items with
    places, so that the walk over a document is bounded by its lines times the items' bounds.
    """
    if item == len(items):
        return at
    if (item, at) in failed:
        return None
    run = 0
    while run < items[item].most and at + run < len(scene.content):
        if not items[item].holds(scene, scene.line_match(scene.content[at + run])):
            break
        run += 1
    for taken in range(run, items[item].least - 1, -1):
        end = longest(items, item + 1, at + taken, scene, failed)
        if end is not None:
            return end
    failed.add((item, at))
    return None
