"""Which lines of a document may match which matchers, told from their words in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scrubber.needs import DIGIT, Need, tokens

_MOST_WORDS = 100_000
_MOST_LETTERS = 60  # of a word that pieces are looked for in: a longer one may hold any


class LineIndex:
    """The needs of all matchers of a plan, and the lines that meet them.

    Each need has a number. Words recur, so what a word meets is kept, for a bounded number of words. A
    ``plain`` index takes no needs, so that every matcher is tried on every line: the reference that whatever
    an index leaves out is held to.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self.plain = plain
        self._numbers: dict[Need, int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._words: dict[str, tuple[int, ...]] = {}
        self._longest = 0
        self.met_by = lru_cache(maxsize=4096)(self._met_by)

    def add(self, needs: Sequence[Need]) -> tuple[int, ...]:
        """Enter the needs of a matcher and return their numbers."""
        return () if self.plain else tuple(map(self._number, needs))

    def meets(self, text: str, needs: Sequence[int]) -> bool:
        """Whether a text meets all needs of these numbers."""
        return self.met_by(text).issuperset(needs)

    def _number(self, need: Need) -> int:
        if need not in self._numbers:
            number = self._numbers[need] = len(self._numbers)
            for piece in need:
                self._pieces[piece] = (*self._pieces.get(piece, ()), number)
            self._longest = max(self._longest, *map(len, need))
            self._words.clear()
            self.met_by.cache_clear()
        return self._numbers[need]

    def _met_by(self, line: str) -> frozenset[int]:
        """Return the numbers of the needs that a line meets."""
        words, met = self._words, set[int]()
        for word in set(tokens(line)):
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
