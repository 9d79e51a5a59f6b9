"""What each possible end, and each possible beginning, of the article shows: evidence of a cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from scrubber.regions.evidence import Contexts, Scale
from scrubber.regions.units import Unit
from scrubber.values import dataclass

__all__ = ["head_edges", "tail_edges"]

_LONG_WORDS = 25
_OWN = 0.5  # a paragraph that takes up so many of its words from above goes on with the article
_NEAR = 8


def tail_edges(units: Sequence[Unit], contexts: Contexts, first: int) -> list[tuple[str, ...]]:
    """Return for each index from ``first`` to the end what a tail from there shows by its edge and whole."""
    shown: list[tuple[str, ...]] = [("none",)]
    wholes = _wholes(units, contexts, max(1, first))
    for t, whole in zip(range(len(units) - 1, 0, -1), wholes, strict=False):
        shown.append((*_edge(units[t - 1], units[t]), *_cuts(units, contexts, t), *whole))
    if units and first == 0:
        shown.append(("all",))
    return shown[::-1]


def head_edges(units: Sequence[Unit], most: int) -> list[tuple[str, ...]]:
    """Return for each index up to ``most`` what a head that ends there shows by its edge."""
    size = len(units)
    inner = [tuple(_edge(units[h - 1], units[h])) for h in range(1, min(size, most + 1))]
    return [("none",), *inner, *([("all",)] if most >= size > 0 else [])]


def _edge(before: Unit, after: Unit) -> list[str]:
    said = [*_BEFORE[before.form, before.standing], *_AFTER_IT[after.form, after.standing]]
    if before.form == after.form and not (before.prose or before.sure or after.sure):
        said.append("within a run of one form")
    return said


class _Sides(dict[tuple[str, str], tuple[str, str]]):
    """What a unit of a form and a standing is called on one side of an edge: made once, asked for often."""

    def __init__(self, side: str) -> None:
        super().__init__()
        self._side = side

    def __missing__(self, shown: tuple[str, str]) -> tuple[str, str]:
        form, standing = shown
        self[shown] = named = f"{self._side}: {form}", f"{self._side}: {standing}"
        return named


_BEFORE, _AFTER_IT = _Sides("before"), _Sides("after")


def _cuts(units: Sequence[Unit], contexts: Contexts, t: int) -> Iterator[str]:
    if contexts.announced[t]:
        yield "cuts a list"
    if contexts.cited[t]:
        yield "cuts references"
    if units[t].references:
        yield "begins with references"


_PARAGRAPHS = Scale("paragraphs in a row", (0, 1, 2, 3, 5))
_LONG = Scale("long paragraphs in a row", (0, 1, 2, 3, 4))
_OWN_ROW = Scale("own paragraphs in a row", (0, 1, 2, 3, 4))
_FREE = Scale("free paragraphs in a row", (0, 1, 2, 3, 4, 5))
_FREE_WORDS = Scale("share of free words", (0, 0.03, 0.1, 0.2))
_WORDS = Scale("words of paragraphs", (0, 30, 80, 200, 400))
_LONGEST = Scale("longest paragraph", (0, 20, 30, 45, 60, 90))
_REFERENCES = Scale("headings of references", (0, 1))
_SURE = Scale("sure", (0, 1, 2, 4, 8))
_SURE_NEARBY = Scale("sure nearby", (0, 1, 2, 4)).upto(_NEAR)
_SURE_SHARE = Scale("share of sure", (0, 0.05, 0.1, 0.2, 0.4))
_TELLING = Scale("telling", (0, 1, 3, 7))
_KINDS = Scale("kinds", (0, 1, 2, 3))
_AFTER = Scale("units after the last paragraph", (0, 1, 3, 7))


@dataclass(slots=True)
class _Row:
    """The longest run of paragraphs of one sort, up to the one met last."""

    run: int = 0
    longest: int = 0

    def meet(self, counts: bool) -> None:
        self.run = self.run + 1 if counts else 0
        self.longest = max(self.longest, self.run)


@dataclass(slots=True)
class _Amounts:
    """What the units from one on to the end amount to; they are met backwards."""

    paragraphs: _Row = field(default_factory=_Row)
    long: _Row = field(default_factory=_Row)
    own: _Row = field(default_factory=_Row)
    free: _Row = field(default_factory=_Row)
    words: int = 0
    longest: int = 0
    references: int = 0
    sure: int = 0
    telling: int = 0
    kinds: set[str] = field(default_factory=set)

    def meet(self, unit: Unit, sections: Sequence[str], taken_up: float) -> bool:
        """Take in one unit more; False where nothing but the lengths of runs may have changed."""
        if not (unit.paragraph or unit.telling or unit.references):
            self.paragraphs.run = self.long.run = self.own.run = self.free.run = 0
            return False
        self.paragraphs.meet(unit.paragraph)
        self.long.meet(unit.paragraph and unit.words >= _LONG_WORDS)
        self.own.meet(unit.solid and taken_up >= _OWN)
        self.free.meet(unit.solid and not sections)
        if unit.paragraph and "in comments" not in sections:
            self.words += unit.words
            self.longest = max(self.longest, unit.words)
        self.references += unit.references
        self.sure += unit.sure
        self.telling += unit.telling
        if unit.sure and unit.sign:
            self.kinds.add(unit.sign.kind)
        return True


def _wholes(units: Sequence[Unit], contexts: Contexts, first: int) -> Iterator[tuple[str, ...]]:
    """Say of each index, from the last unit back to ``first``, what the units from there on amount to."""
    size = len(units)
    after = _AFTER.of(next((i for i, unit in enumerate(reversed(units)) if unit.solid), size))
    free_words, words = contexts.free_words, contexts.free_words[0] or 1
    amounts = _Amounts()
    sure = [0] * (_NEAR + 1)  # how many there are from each index on, of the last ones met
    rows, counts, told = _rows(amounts, 0.0), _counts(amounts), False
    for t in range(size - 1, first - 1, -1):
        if amounts.meet(units[t], contexts.sections[t], contexts.taken_up[t]) or not told:
            rows = _rows(amounts, round(free_words[t] / words, 3))
            counts = _counts(amounts)
            told = True
        sure = [amounts.sure, *sure[:_NEAR]]
        nearby = _SURE_NEARBY[amounts.sure - sure[_NEAR]]
        share = _SURE_SHARE.of(round(amounts.sure / (size - t), 3))
        yield (*rows, _SURE.of(amounts.sure), nearby, share, *counts, after)


def _rows(amounts: _Amounts, free_words: float) -> list[str]:
    return [
        _PARAGRAPHS.of(amounts.paragraphs.longest),
        _LONG.of(amounts.long.longest),
        _OWN_ROW.of(amounts.own.longest),
        _FREE.of(amounts.free.longest),
        _FREE_WORDS.of(free_words),
        _WORDS.of(amounts.words),
        _LONGEST.of(amounts.longest),
        _REFERENCES.of(amounts.references),
    ]


def _counts(amounts: _Amounts) -> list[str]:
    return [_TELLING.of(amounts.telling), _KINDS.of(len(amounts.kinds))]
