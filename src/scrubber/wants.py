"""What a document must show for a rule to find anything in it: asked before the rule is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from scrubber.line_index import LineIndex
from scrubber.needs import Need, rarity
from scrubber.scenes import Scene
from scrubber.specs import Place
from scrubber.values import dataclass

_TELLING = 2.5  # what is not rarer than that is not asked for


@dataclass(frozen=True, slots=True)
class Want:
    """Things of which a document must show one.

    ``looks`` are numbers of looks that must have found something, ``needs`` those of needs that some line has
    to meet, ``marks`` and ``rules`` names of what must have been marked or matched, ``places`` are where
    some line must lie, ``texts`` what the text holds.
    """

    looks: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()
    marks: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    texts: tuple[str, ...] = ()

    @property
    def is_for_lines(self) -> bool:
        """Whether nothing but what single lines show is asked for."""
        return not (self.marks or self.rules or self.places or self.texts)

    def shown_by(self, scene: Scene) -> bool:
        """Whether the document may show one of them."""
        if self.looks and not self.looks.isdisjoint(scene.found):
            return True
        if self.needs and not self.needs.isdisjoint(scene.met):
            return True
        if any(scene.marked.get(name) for name in self.marks):
            return True
        if any(scene.matched.get(name) for name in self.rules):
            return True
        if self.texts and held_of(self.texts, scene):
            return True
        return bool(self.places) and not self.places.isdisjoint(scene.places)


Wants = tuple[Want, ...]
"""All of them must be shown; none at all are by every document."""


def held_of(texts: tuple[str, ...], scene: Scene) -> Sequence[str]:
    """Return those of ``texts`` that the text of a document holds."""
    text = scene.view.text
    if scene.is_set_plainly:
        texts = _plain(texts)
    return [each for each in texts if each in text]


@lru_cache(maxsize=4096)
def _plain(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if text.replace("\n", "").isprintable())


def found_by(number: int | None) -> Wants:
    """Return the want of something found by the look of this number; none where there is no number."""
    return () if number is None else (Want(looks=frozenset({number})),)


def met_by_a_line(needs: Sequence[Need], index: LineIndex) -> Wants:
    """Return the want of a line that meets the first of ``needs``; none where it is met everywhere."""
    if not needs or rarity(needs[0])[0] < _TELLING:
        return ()
    return met_by(index.add(needs[:1]))


def met_by(numbers: Sequence[int]) -> Wants:
    """Return the want of a line that meets the first of the needs of these numbers; none without any."""
    return (Want(needs=frozenset(numbers[:1])),) if numbers else ()


def any_want(alternatives: Iterable[Wants]) -> Wants:
    """Return what must be shown where one of several is enough, of which each has its wants."""
    each = list(alternatives)
    if len(each) == 1:
        return each[0]
    if not all(each):
        return ()
    firsts = [wants[0] for wants in each]
    joined = Want(
        frozenset().union(*(want.looks for want in firsts)),
        frozenset().union(*(want.needs for want in firsts)),
        frozenset().union(*(want.marks for want in firsts)),
        frozenset().union(*(want.rules for want in firsts)),
        frozenset().union(*(want.places for want in firsts)),
        tuple(text for want in firsts for text in want.texts),
    )
    return (joined,) if firsts else ()
