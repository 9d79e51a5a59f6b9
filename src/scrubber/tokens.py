"""The words of a text, with their places: what texts are measured and compared by.

A word is a run of letters, digits and marks; in a script that writes no blanks between words each character
is one. Words are compared by their ``keys``: case and compatibility forms make no difference. Blanks and
punctuation are no words.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import regex

from scrubber.spans import Span
from scrubber.values import dataclass

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{_UNSPACED}]|[\w--[{_UNSPACED}]]+", regex.VERSION1)
_LINE_END = regex.compile(r"\r\n|\r|\n")

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in order: what each is compared by, where it starts and ends, and its line.

    Offsets are code points, lines are counted from 0; a line ends at LF, CRLF or a lone CR.
    """

    keys: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.keys)

    def within(self, span: Span) -> range:
        """Return the indices of the words that share a character with ``span``."""
        first = bisect_right(self.ends, span.start)
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def by_line(self, indices: Iterable[int]) -> list[list[str]]:
        """Return the keys of some words, in order, those of one line together."""
        groups: list[list[str]] = []
        last = -1
        for at in indices:
            if self.lines[at] != last:
                groups.append([])
                last = self.lines[at]
            groups[-1].append(self.keys[at])
        return groups


def words_of(text: str) -> Words:
    """Return the words of a text.

    >>> words_of("Don’t STOP,\\nﬁne").keys
    ['don', 't', 'stop', 'fine']
    """
    spans = [found.span() for found in _WORD.finditer(text)]
    line_ends = [found.end() for found in _LINE_END.finditer(text)]
    return Words(
        [_key(text[start:end]) for start, end in spans],
        [start for start, _ in spans],
        [end for _, end in spans],
        [bisect_right(line_ends, start) for start, _ in spans],
    )


def _key(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def shingles(keys: Sequence[str], size: int = 4) -> list[Shingle]:
    """Return the runs of ``size`` words; a shorter text is one run, an empty one none."""
    if len(keys) < size:
        return [tuple(keys)] if keys else []
    return list(zip(*(keys[at:] for at in range(size)), strict=False))
