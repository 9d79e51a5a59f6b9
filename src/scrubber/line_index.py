"""Which lines of a document may match which matchers, told from their words in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple

from scrubber.folding import folded
from scrubber.needs import DIGIT, END, FIRST, LAST, START, Need, delimited, tokens, words_at_edges
from scrubber.slots import LEADS, leads_of, traits_of
from scrubber.specs import Way
from scrubber.values import dataclass

_MOST_WORDS = 100_000
_HINT = 3  # so many letters of a piece say whether it is worth a look
_NO_WIDTH = "\u200b\u2060\ufeff"
_DIGIT = re.compile(r"\d")
_KEPT_LINES = 8_192
_KEPT_LENGTH = 240  # code points: lines that recur are short
_KEPT_LONG, _LONG = 256, 4_000  # longer lines are asked about again while their document is cleaned

Look = Callable[[str, Sequence[int] | None], object]
"""What a matcher finds in a line, None for nothing. It is told which of its ways are still in question, None
where all are."""


class Facts(NamedTuple):
    """What an index knows of a line: the needs that it meets, and what the looks found, by their numbers."""

    met: frozenset[int]
    found: Mapping[int, object]


@dataclass(frozen=True, slots=True)
class _Open:
    """A way that is open once its rarest need is met, if the others are too."""

    look: int
    number: int
    others: frozenset[int]
    traits: int


class _Ways:
    """Ways by their longest line, the shortest first."""

    def __init__(self) -> None:
        self._ways: list[_Open] = []
        self._longest: list[float] = []

    def add(self, way: _Open, longest: int | None) -> None:
        at = bisect_left(self._longest, inf if longest is None else longest)
        self._longest.insert(at, inf if longest is None else longest)
        self._ways.insert(at, way)

    def for_size(self, size: int) -> Sequence[_Open]:
        """Return the ways that a line of so many characters is not too long for."""
        return self._ways[bisect_left(self._longest, size) :]


class _Pieces:
    """Pieces by where they stand in a word, with the numbers of the needs that each meets.

    They are sorted in when a word is first asked about: of some kinds of words a short run has none.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, int]] = []
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._whole: set[str] = set()
        # The others by their first letters; those at a word's end by its last; signs and pairs as they are.
        self._first: dict[str, list[str]] = {}
        self._last: dict[str, list[str]] = {}
        self._inner: dict[str, list[str]] = {}
        self._signs: set[str] = set()
        self._pairs: list[str] = []

    def add(self, piece: str, number: int) -> None:
        self._waiting.append((piece, number))

    def _sort_in(self) -> None:
        for piece, number in self._waiting:
            known = self._numbers.get(piece)
            if known is None:
                self._enter(piece)
            self._numbers[piece] = (*known, number) if known else (number,)
        self._waiting.clear()

    def _enter(self, piece: str) -> None:
        starts, ends = piece.startswith((START, FIRST)), piece.endswith((END, LAST))
        if starts and ends:
            self._whole.add(piece)
        elif starts:
            self._first.setdefault(piece[:_HINT], []).append(piece)
        elif ends:
            self._last.setdefault(piece[-_HINT:], []).append(piece)
        elif len(piece) == 1:
            self._signs.add(piece)
        elif len(piece) < _HINT:
            self._pairs.append(piece)
        else:
            self._inner.setdefault(piece[:_HINT], []).append(piece)

    def met_in(self, text: str) -> set[int]:
        """Return the numbers of the needs of which ``text`` holds a piece.

        What may stand anywhere in a word is not looked for in the words of a line's edges: those are among
        its words too.
        """
        if self._waiting:
            self._sort_in()
        found = [text] if text in self._whole else []
        for size in (2, _HINT):
            if (some := self._first.get(text[:size])) is not None:
                found += filter(text.startswith, some)
            if (some := self._last.get(text[-size:])) is not None:
                found += filter(text.endswith, some)
        if FIRST not in text and LAST not in text:
            found += self._anywhere_in(text)
        return {number for piece in found for number in self._numbers[piece]} if found else set()

    def _anywhere_in(self, text: str) -> list[str]:
        found = [pair for pair in self._pairs if pair in text]
        if not self._signs.isdisjoint(text):
            found += [sign for sign in self._signs if sign in text]
        hints = [text[at : at + _HINT] for at in range(len(text) - _HINT + 1)]
        if not self._inner.keys().isdisjoint(hints):
            for hint in self._inner.keys() & hints:
                found += filter(text.__contains__, self._inner[hint])
        return found


class _Words(dict[str, tuple[int, ...]]):
    """The numbers of the needs that words meet, found out when a word is first asked for."""

    def __init__(self) -> None:
        self.pieces: set[str] = set()
        self._digits: dict[str, set[int]] = {DIGIT: set(), FIRST + DIGIT: set(), DIGIT + LAST: set()}
        self._marked = _Pieces()
        self._bare = _Pieces()  # without the marks of a word's ends

    def add(self, piece: str, number: int) -> None:
        self.pieces.add(piece)
        if piece in self._digits:
            self._digits[piece].add(number)
            return
        self._marked.add(piece, number)
        self._bare.add(piece.strip(START + END), number)

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        # Beyond ASCII engines do not agree where words end.
        met = self._marked.met_in(delimited(word)) if word.isascii() else self._bare.met_in(word)
        if _DIGIT.search(word):
            met |= self._met_by_digits(word)
        self[word] = found = tuple(met)
        return found

    def _met_by_digits(self, word: str) -> set[int]:
        met = set(self._digits[DIGIT])
        if word.startswith(FIRST) and word[1].isdecimal():
            met |= self._digits[FIRST + DIGIT]
        if word.endswith(LAST) and word[-2].isdecimal():
            met |= self._digits[DIGIT + LAST]
        return met


class LineIndex:
    """The needs of all matchers of a plan, and what their looks find in a line.

    Each need has a number, and so has each look. Words and short lines recur, so what is found out about
    them is kept, for a bounded number of them. A ``plain`` index takes none, so that every matcher is tried
    on every line: the reference that whatever an index leaves out is held to.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self.plain = plain
        self._numbers: dict[Need, int] = {}
        self._words = _Words()
        self.tests: dict[Hashable, Callable[..., bool]] = {}
        """Tests of a unit's text that several conditions ask, by what they are."""
        self._looks: list[Look] = []
        self._always: list[_Ways] = []
        self._by_need: dict[int, _Ways] = {}  # by the number of their rarest need
        self._kept = lru_cache(maxsize=_KEPT_LINES)(self._find_out)
        self._kept_long = lru_cache(maxsize=_KEPT_LONG)(self._find_out)
        self._kept_last = lru_cache(maxsize=2)(self._find_out)  # of any length: no more of them than that

    @property
    def pieces(self) -> Sequence[str]:
        """All pieces that lines are looked through for."""
        return tuple(self._words.pieces)

    def add(self, needs: Sequence[Need]) -> tuple[int, ...]:
        """Enter needs and return their numbers."""
        return () if self.plain else tuple(map(self._number, needs))

    def enter(self, ways: Sequence[Way], look: Look) -> int | None:
        """Enter a look and return its number; None where it has to be tried on every line.

        It is asked of lines that allow one of its ways, and what it finds must depend on the line alone.
        """
        if self.plain:
            return None
        number = len(self._looks)
        self._looks.append(look)
        for at, way in enumerate(ways):
            needs = self.add(way.needs)
            opened = self._by_need.setdefault(needs[0], _Ways()) if needs else self._without_needs()
            opened.add(_Open(number, at, frozenset(needs[1:]), way.traits), way.longest)
        self._forget()
        return number

    def _without_needs(self) -> _Ways:
        if not self._always:
            self._always.append(_Ways())
        return self._always[0]

    def meets(self, text: str, needs: Sequence[int]) -> bool:
        """Whether a text meets all needs of these numbers."""
        return self.facts(text).met.issuperset(needs)

    def facts(self, line: str) -> Facts:
        """Return what is known of a line, given without the blanks at its edges."""
        if len(line) <= _KEPT_LENGTH:
            return self._kept(line)
        return self._kept_long(line) if len(line) <= _LONG else self._kept_last(line)

    def _find_out(self, line: str) -> Facts:
        spoken = tokens(line)
        words = {*spoken, *words_at_edges(spoken)}
        met = frozenset().union(*map(self._words.__getitem__, words))
        found = {}
        for number, allowed in self._open_ways(met, line).items():
            what = self._looks[number](line, allowed)
            if what is not None:
                found[number] = what
        return Facts(met, found)

    def _open_ways(self, met: frozenset[int], line: str) -> Mapping[int, Sequence[int]]:
        """Return the open ways of each look that has one."""
        ways: dict[int, list[int]] = {}
        in_question = [*self._always, *map(self._by_need.__getitem__, self._by_need.keys() & met)]
        if not in_question:
            return ways
        size, leads = _size(line), leads_of(line)
        for some in in_question:
            for way in some.for_size(size):
                if way.others <= met and _shows(way.traits, leads, line):
                    ways.setdefault(way.look, []).append(way.number)
        return ways

    def _number(self, need: Need) -> int:
        if need not in self._numbers:
            number = self._numbers[need] = len(self._numbers)
            for piece in need:
                self._words.add(piece, number)
            self._words.clear()
            self._forget()
        return self._numbers[need]

    def _forget(self) -> None:
        self._kept.cache_clear()
        self._kept_long.cache_clear()
        self._kept_last.cache_clear()


def _shows(wanted: int, leads: int, line: str) -> bool:
    """Whether a line with these leads has all traits that are wanted; what costs least is asked first."""
    if not wanted:
        return True
    return not wanted & LEADS & ~leads and not wanted & ~traits_of(folded(line))


def _size(line: str) -> int:
    """Return how many characters of a line are surely not blank."""
    if line.isprintable():  # then a blank is a space
        return len(line) - line.count(" ")
    return len("".join(line.split())) - sum(map(line.count, _NO_WIDTH))


PLAIN = LineIndex(plain=True)
"""The index that takes no needs."""
