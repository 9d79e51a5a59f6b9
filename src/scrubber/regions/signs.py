"""Sure marks of page furniture: phrases by language and kind, read from the lists beside this module.

A phrase says what kind of furniture a line is, never whose: the lists hold no site's name. A section that
ends in `=` holds single words, for what a line's words tell of it where no phrase fits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from scrubber.values import dataclass

_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u200b": ""}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+")
_EDGES = " \t:.!*<>«»‹›←→↑↓↗|•·-–—_[]+…⟶▶►▼▸"
_NO_DIGITS = bytes(code for code in range(128) if not chr(code).isdigit())
_START = 120  # code points
_LONGEST = 240  # code points; what is longer is prose whatever it begins with


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of furniture; ``sure`` where an article hardly ever holds such a line itself.

    ``phrase`` is the phrase of the lists that says so.
    """

    kind: str
    sure: bool
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase cut at its `*`; one part is the whole line."""

    parts: tuple[str, ...]
    sign: Sign

    def matches(self, folded: str) -> bool:
        first, last = self.parts[0], self.parts[-1]
        if len(self.parts) == 1:
            return folded == first
        if not folded.startswith(first) or not folded.endswith(last):
            return False
        at = len(first)
        if first[-1:].isalnum() and folded[at : at + 1].isalnum():
            return False
        for part in self.parts[1:-1]:
            found = folded.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return at + len(last) <= len(folded)


@dataclass(frozen=True, slots=True)
class _Signs:
    """All phrases: whole lines by their text, those open at the end by their first word (with how they begin)
    and the rest by their longest.

    ``marks`` are the words of the last, if all are letters; ``longest`` is the length of the longest whole
    line or beginning.
    """

    whole: Mapping[str, Sign]
    begun: Mapping[str, tuple[tuple[str, ...], tuple[_Phrase, ...]]]
    held: Mapping[str, tuple[_Phrase, ...]]
    marks: frozenset[str] | None
    longest: int


_NONE: tuple[tuple[str, ...], tuple[_Phrase, ...]] = ((), ())


def sign_of(folded: str, letters: Collection[str] | None = None) -> Sign | None:
    """Return the kind of furniture that a folded line surely or often is, or None.

    The sure kinds go before the others. Lines of more than 240 code points have none. Who has them gives the
    ``letters`` of the line, which are its runs of letters: then it is seldom cut into words.
    """
    if len(folded) > _LONGEST:
        return None
    signs = _signs()
    if sign := signs.whole.get(folded):
        return sign
    first = _WORD.search(folded)
    heads, phrases = signs.begun.get(first.group(), _NONE) if first else _NONE
    for phrase in phrases if folded.startswith(heads) else ():
        if phrase.matches(folded):
            return phrase.sign
    if letters is not None and signs.marks is not None and signs.marks.isdisjoint(letters):
        return None
    for word in _WORD.findall(folded):
        for phrase in signs.held.get(word, ()):
            if phrase.matches(folded):
                return phrase.sign
    return None


def may_bear(text: str, letters: Collection[str]) -> bool:
    """Whether a line that is not folded may bear a sign: False only where it surely bears none.

    A long one is told from how it begins, and from its ``letters``, which are its runs of letters in lower
    case.
    """
    signs = _signs()
    apart = "\u200b" not in text and signs.marks is not None and signs.marks.isdisjoint(letters)
    if not apart or len(text) <= _START:
        return sign_of(fold(text)) is not None
    start = fold(text[:_START])
    first = _WORD.search(start)
    # The last characters of what was cut off may be others in the whole line: the end of a number.
    if not first or max(first.end(), signs.longest) > len(start) - 4:
        return sign_of(fold(text)) is not None
    heads, _ = signs.begun.get(first.group(), _NONE)
    return start.startswith(heads)


def fold(line: str) -> str:
    """Return the line as phrases are compared: lower case, numbers as `0`, the ends bare of marks."""
    return _fold(line).strip(_EDGES)


def _fold(text: str) -> str:
    if text.isascii():
        folded = text.lower()
        numbers = bool(folded.encode().translate(None, _NO_DIGITS))
    else:
        for curly, straight in _STRAIGHT.items():
            text = text.replace(curly, straight)
        folded, numbers = text.casefold(), True
    return " ".join((_NUMBER.sub("0", folded) if numbers else folded).split())


@cache
def _signs() -> _Signs:
    whole: dict[str, Sign] = {}
    begun: dict[str, list[_Phrase]] = {}
    held: dict[str, list[_Phrase]] = {}
    for text, sign in sorted(_phrases(), key=lambda pair: not pair[1].sure):
        parts = tuple(_part(part) for part in text.split("*"))
        words = _WORD.findall(text)
        if len(parts) == 1:
            whole.setdefault(parts[0], sign)
        elif parts[0]:
            begun.setdefault(words[0], []).append(_Phrase(parts, sign))
        else:
            held.setdefault(max(words, key=len), []).append(_Phrase(parts, sign))
    marks = frozenset(held) if all(map(str.isalpha, held)) else None
    longest = max(map(len, [*whole, *(phrase.parts[0] for some in begun.values() for phrase in some)]))
    heads = {word: tuple(phrase.parts[0] for phrase in some) for word, some in begun.items()}
    opened = {word: (heads[word], tuple(some)) for word, some in begun.items()}
    return _Signs(whole, opened, _frozen(held), marks, longest)


def _frozen(phrases: Mapping[str, list[_Phrase]]) -> dict[str, tuple[_Phrase, ...]]:
    return {word: tuple(some) for word, some in phrases.items()}


def _part(text: str) -> str:
    """Fold a part of a phrase and keep the blanks at its ends: they part it from the open text."""
    folded = _fold(text)
    if not folded:
        return ""
    return " " * text[:1].isspace() + folded + " " * text[-1:].isspace()


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the single words that the lists of all languages give for ``kind``, in lower case."""
    entries = (text for section, mark, text in _entries() if mark == "=" and section == kind)
    return frozenset(word for text in entries for word in text.split())


def _phrases() -> Iterator[tuple[str, Sign]]:
    """Yield every phrase of every language with its sign."""
    for section, mark, text in _entries():
        if mark != "=":
            yield text, Sign(section, mark == "!", text)


@cache
def _entries() -> Sequence[tuple[str, str, str]]:
    """Return the lines of all lists, each with its section and the mark behind the section's name."""
    entries = []
    for entry in sorted(Path(__file__).with_name("signs").glob("*.txt")):
        section = mark = ""
        for line in entry.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section, _, mark = line[1:].partition("]")
                mark = mark.strip()
            elif line.strip() and not line.startswith("#"):
                entries.append((section, mark, line.strip()))
    return entries
