"""Which lines of a document may match which matchers, told from their words in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrubber.needs import DIGIT, Need, tokens, words_at_edges

_MOST_WORDS = 100_000
_MOST_LETTERS = 60  # of a word that pieces are looked for in: a longer one may hold any
_KEPT_LINES = 32_768
_KEPT_LENGTH = 240  # code points: lines that recur are short
_KEPT_LONG = 256  # longer lines are asked about again while their document is cleaned

Look = Callable[[str, Sequence[int] | None], object]
"""What a matcher finds in a line, None for nothing. It is told which of its ways are still in question, None
where all are."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an index knows of a line: the needs that it meets, and what the looks found, by their numbers."""

    met: frozenset[int]
    found: Mapping[int, object]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which a look may find something: the needs that are left once its rarest one is met."""

    look: int
    number: int
    rest: frozenset[int]


class LineIndex:
    """The needs of all matchers of a plan, and what their looks find in a line.

    Each need has a number, and so has each look. Words and short lines recur, so what is found out about
    them is kept, for a bounded number of them. A ``plain`` index takes none, so that every matcher is tried
    on every line: the reference that whatever an index leaves out is held to.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self.plain = plain
        self._numbers: dict[Need, int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._words: dict[str, tuple[int, ...]] = {}
        self._longest = 0
        self._looks: list[Look] = []
        self._ways: dict[int, list[_Way]] = {}  # by the number of their rarest need
        self._always: list[_Way] = []
        self._kept = lru_cache(maxsize=_KEPT_LINES)(self._find_out)
        self._kept_long = lru_cache(maxsize=_KEPT_LONG)(self._find_out)

    @property
    def pieces(self) -> Sequence[str]:
        """All pieces that lines are looked through for."""
        return tuple(self._pieces)

    def add(self, needs: Sequence[Need]) -> tuple[int, ...]:
        """Enter needs and return their numbers."""
        return () if self.plain else tuple(map(self._number, needs))

    def enter(self, ways: Sequence[Sequence[Need]], look: Look) -> int | None:
        """Enter a look and return its number; None where it has to be tried on every line.

        ``ways`` are the needs of each way to match, those first that fewest lines meet. The look is asked of
        lines that meet all needs of a way, and has to come to the same whatever other line it is asked of.
        """
        if self.plain:
            return None
        number = len(self._looks)
        self._looks.append(look)
        for at, needs in enumerate(ways):
            numbers = self.add(needs)
            way = _Way(number, at, frozenset(numbers[1:]))
            (self._ways.setdefault(numbers[0], []) if numbers else self._always).append(way)
        self._forget()
        return number

    def meets(self, text: str, needs: Sequence[int]) -> bool:
        """Whether a text meets all needs of these numbers."""
        return self.facts(text).met.issuperset(needs)

    def facts(self, line: str) -> Facts:
        """Return what is known of a line, given without the blanks at its edges."""
        return self._kept(line) if len(line) <= _KEPT_LENGTH else self._kept_long(line)

    def _find_out(self, line: str) -> Facts:
        met = self._met_by(line)
        ways: dict[int, list[int]] = {}
        for way in self._open_ways(met):
            ways.setdefault(way.look, []).append(way.number)
        found = {}
        for number, allowed in ways.items():
            what = self._looks[number](line, sorted(allowed))
            if what is not None:
                found[number] = what
        return Facts(met, found)

    def _open_ways(self, met: frozenset[int]) -> Iterator[_Way]:
        yield from self._always
        for need in met:
            for way in self._ways.get(need, ()):
                if way.rest <= met:
                    yield way

    def _number(self, need: Need) -> int:
        if need not in self._numbers:
            number = self._numbers[need] = len(self._numbers)
            for piece in need:
                self._pieces[piece] = (*self._pieces.get(piece, ()), number)
            self._longest = max(self._longest, *map(len, need))
            self._words.clear()
            self._forget()
        return self._numbers[need]

    def _forget(self) -> None:
        self._kept.cache_clear()
        self._kept_long.cache_clear()

    def _met_by(self, line: str) -> frozenset[int]:
        """Return the numbers of the needs that a line meets."""
        words, met = self._words, set[int]()
        spoken = tokens(line)
        for word in {*spoken, *words_at_edges(spoken)}:
            found = words.get(word)
            met.update(self._of_word(word) if found is None else found)
        return frozenset(met)

    def _of_word(self, word: str) -> tuple[int, ...]:
        if len(word) > _MOST_LETTERS:
            return self._of_long_word(word)
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        pieces = self._pieces
        met = set(pieces.get(DIGIT, ())) if any(map(str.isdecimal, word)) else set()
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                if (numbers := pieces.get(word[start:end])) is not None:
                    met.update(numbers)
        self._words[word] = found = tuple(met)
        return found

    def _of_long_word(self, word: str) -> tuple[int, ...]:
        met = set(self._pieces.get(DIGIT, ())) if any(map(str.isdecimal, word)) else set()
        for piece, numbers in self._pieces.items():
            if piece in word:
                met.update(numbers)
        return tuple(met)


PLAIN = LineIndex(plain=True)
"""The index that takes no needs."""
