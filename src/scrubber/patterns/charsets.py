"""Sets of characters as patterns write them, known well enough to prove things about them.

A set is never taken for smaller than it is. So "these two are disjoint", "this one is empty" and "this one
holds nothing but blanks" are proofs, while "they overlap" may be a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from scrubber.document import BLANKS
from scrubber.values import dataclass

_LAST = 0x10FFFF
_COUNTED = 512  # ranges of more characters are not looked at one by one

# Unicode in four cells: digits, the other word characters, white space, and all else.
_KINDS = (("digit", r"\d"), ("word", r"\w"), ("space", r"\s"))
_CELLS = [(name, regex.compile(pattern)) for name, pattern in _KINDS]
EVERY_CELL = frozenset({"digit", "word", "space", "other"})

_SHORTHANDS = {
    "d": {"digit"},
    "w": {"digit", "word"},
    "s": {"space"},
    "h": {"space"},
    "D": EVERY_CELL - {"digit"},
    "W": EVERY_CELL - {"digit", "word"},
    "S": EVERY_CELL - {"space"},
}
_PROPERTIES = [
    (regex.compile("L[ultmo]?|M[nce]?"), {"word"}),
    (regex.compile("Nd"), {"digit"}),
    (regex.compile("N[lo]?"), EVERY_CELL - {"space"}),
    (regex.compile("P[cdseifo]?|S[mcko]?"), {"word", "other"}),
    (regex.compile("Z[slp]?"), {"space"}),
]
# Beside their other case, these match under "ignore case" too.
_ALSO = {"i": "İı", "k": "\u212a", "s": "ſ"}

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CharSet:
    """The characters of ``ranges`` (inclusive), and those of ``cells`` that are not in ``minus``."""

    cells: frozenset[str] = frozenset()
    ranges: tuple[Range, ...] = ()
    minus: tuple[Range, ...] = ()

    def __or__(self, other: CharSet) -> CharSet:
        return union((self, other))

    def complement(self) -> CharSet:
        """The characters that are not in the set, whose cells must be whole."""
        return CharSet(EVERY_CELL - self.cells, (), self.ranges)

    def is_empty(self) -> bool:
        """Whether the set is shown to hold no character."""
        return not self.ranges and (not self.cells or _covers_all(self.minus))

    def disjoint(self, other: CharSet) -> bool:
        """Whether the two are shown to share no character."""
        if self.cells & other.cells and not (_covers_all(self.minus) or _covers_all(other.minus)):
            return False
        if any(a <= d and c <= b for a, b in self.ranges for c, d in other.ranges):
            return False
        return _outside(self.ranges, other) and _outside(other.ranges, self)

    def within(self, characters: str) -> bool:
        """Whether the set is not empty and shown to hold only these; white space counts as `BLANKS` do."""
        cells = {"space"} if set(BLANKS) <= set(characters) else set()
        if self.is_empty() or not self.cells <= cells:
            return False
        return _size(self.ranges) <= _COUNTED and all(map(characters.__contains__, _characters(self.ranges)))


def union(sets: Iterable[CharSet]) -> CharSet:
    """Return a set that holds what any of these holds."""
    known = list(sets)
    with_cells = [one for one in known if one.cells]
    return CharSet(
        frozenset(cell for one in with_cells for cell in one.cells),
        tuple(dict.fromkeys(span for one in known for span in one.ranges)),
        with_cells[0].minus if len(with_cells) == 1 else (),
    )


EMPTY = CharSet()
ANY = CharSet(EVERY_CELL)
DOT = CharSet(EVERY_CELL, minus=((0x0A, 0x0A),))


def characters(text: str, *, ignore_case: bool = False) -> CharSet:
    """Return the set of the characters of ``text``."""
    ranges = [(ord(character), ord(character)) for character in text]
    return any_case(ranges) if ignore_case else CharSet(ranges=tuple(ranges))


def any_case(ranges: Iterable[Range]) -> CharSet:
    """Return the set of the characters in ``ranges`` in either case; beyond ASCII anything may match."""
    kept = tuple(ranges)
    if any(high > 0x7F for _, high in kept):
        return CharSet(EVERY_CELL) if any(map(_cased, kept)) else CharSet(ranges=kept)
    letters = (character for character in _characters(kept) if character.isalpha())
    others = (c.swapcase() + _ALSO.get(c.lower(), "") for c in letters)
    return CharSet(ranges=kept + tuple((ord(c), ord(c)) for c in "".join(others)))


def shorthand(letter: str) -> CharSet | None:
    """Return the set of `\\d`, `\\S` and the like, or None."""
    cells = _SHORTHANDS.get(letter)
    return CharSet(frozenset(cells)) if cells is not None else None


def property_set(name: str) -> CharSet:
    """Return the set of a general category such as `L` or `Lu`; of another property, every character."""
    cells = next((cells for names, cells in _PROPERTIES if names.fullmatch(name)), EVERY_CELL)
    return CharSet(frozenset(cells))


def _cased(span: Range) -> bool:
    """Whether a range may hold a character that has another case."""
    if _size((span,)) > _COUNTED:
        return True
    return any(c.lower() != c or c.upper() != c or c.casefold() != c for c in _characters((span,)))


@lru_cache(maxsize=4096)
def _cell(character: str) -> str:
    return next((name for name, pattern in _CELLS if pattern.match(character)), "other")


def _outside(ranges: tuple[Range, ...], other: CharSet) -> bool:
    """Whether no character of ``ranges`` lies in the cells of ``other``."""
    if not other.cells:
        return True
    if _size(ranges) > _COUNTED:
        return False
    return all(
        _cell(character) not in other.cells or any(low <= ord(character) <= high for low, high in other.minus)
        for character in _characters(ranges)
    )


def _size(ranges: Iterable[Range]) -> int:
    return sum(high - low + 1 for low, high in ranges)


def _characters(ranges: Iterable[Range]) -> Iterable[str]:
    return (chr(point) for low, high in ranges for point in range(low, high + 1))


def _covers_all(ranges: Iterable[Range]) -> bool:
    following = 0
    for low, high in sorted(ranges):
        if low > following:
            return False
        following = max(following, high + 1)
    return following > _LAST
