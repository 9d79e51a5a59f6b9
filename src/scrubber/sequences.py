"""Matchers made of conditions: units that meet them, and sequences of lines that meet one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubber.conditions import Holds, all_of, line_match
from scrubber.matchers import Finder, Lists
from scrubber.scenes import Match, Scene
from scrubber.spans import Span
from scrubber.specs import LinesSpec, UnitSpec


@dataclass(frozen=True, slots=True)
class Item:
    """An item of `lines:`, ready to be asked."""

    holds: Holds
    least: int
    most: int


def unit_finder(spec: UnitSpec, lists: Lists) -> Finder:
    """Compile `line:` or `paragraph:` given as conditions."""
    holds = all_of(spec.condition, lists)

    def find(scene: Scene) -> Iterator[Match]:
        for match in _units(spec.unit, scene):
            if holds(scene, match):
                yield match

    return find


def _units(unit: str, scene: Scene) -> Iterator[Match]:
    if unit == "paragraph":
        for first, end in scene.view.paragraphs:
            yield Match(scene.paragraph_span(first, end), first, end)
        return
    for line in scene.content:
        yield line_match(scene, line)


def items_of(spec: LinesSpec, lists: Lists) -> list[Item]:
    """Compile the items of `lines:`."""
    return [Item(all_of(item.condition, lists), item.least, item.most) for item in spec.items]


def lines_finder(spec: LinesSpec, lists: Lists) -> Finder:
    """Compile `lines:`. Matches are leftmost, each item takes as many lines as it can, none overlap."""
    items = items_of(spec, lists)

    def find(scene: Scene) -> Iterator[Match]:
        at = 0
        failed: set[tuple[int, int]] = set()
        while at < len(scene.content):
            end = longest(items, 0, at, scene, failed)
            if end is None or end == at:
                at += 1
                continue
            first, last = scene.content[at], scene.content[end - 1]
            span = Span(scene.stripped[first].start, scene.stripped[last].end)
            yield Match(span, first, last + 1)
            at = end

    return find


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
        if not items[item].holds(scene, line_match(scene, scene.content[at + run])):
            break
        run += 1
    for taken in range(run, items[item].least - 1, -1):
        end = longest(items, item + 1, at + taken, scene, failed)
        if end is not None:
            return end
    failed.add((item, at))
    return None
