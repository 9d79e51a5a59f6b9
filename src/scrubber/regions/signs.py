"""Sure marks of page furniture: phrases by language and kind, read from the lists beside this module.

A phrase says what kind of furniture a line is, never whose: the lists hold no site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u200b": ""}
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_KEY = re.compile(r"\w+")
_EDGES = " \t:.!*<>«»‹›←→↑↓↗|•·-–—_[]+…⟶▶►▼▸"
_LONGEST = 240  # code points; what is longer is prose whatever it begins with


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of furniture; ``sure`` where an article hardly ever holds such a line itself."""

    kind: str
    sure: bool


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
    """All phrases: whole lines by their text, the others by their first word ("" where it is open)."""

    whole: Mapping[str, Sign]
    open: Mapping[str, tuple[_Phrase, ...]]


def sign_of(line: str) -> Sign | None:
    """Return the kind of furniture that a line surely or often is, or None.

    Compared folded: case, quotes, numbers, blanks and the marks at the line's ends do not count. The sure
    kinds go before the others. Lines of more than 240 code points have none.
    """
    if len(line) > _LONGEST:
        return None
    return _sign_of_folded(fold(line))


def fold(line: str) -> str:
    """Return the line as phrases are compared: lower case, numbers as `0`, the ends bare of marks."""
    return _fold(line).strip(_EDGES)


def _fold(text: str) -> str:
    return " ".join(_NUMBER.sub("0", text.translate(_STRAIGHT).casefold()).split())


def _sign_of_folded(folded: str) -> Sign | None:
    signs = _signs()
    if sign := signs.whole.get(folded):
        return sign
    key = _KEY.match(folded)
    for first in (key.group() if key else "", ""):
        for phrase in signs.open.get(first, ()):
            if phrase.matches(folded):
                return phrase.sign
    return None


@cache
def _signs() -> _Signs:
    whole: dict[str, Sign] = {}
    by_word: dict[str, list[_Phrase]] = {}
    for text, sign in sorted(_phrases(), key=lambda pair: not pair[1].sure):
        parts = tuple(_part(part) for part in text.split("*"))
        if len(parts) == 1:
            whole.setdefault(parts[0], sign)
            continue
        key = _KEY.match(parts[0])
        by_word.setdefault(key.group() if key else "", []).append(_Phrase(parts, sign))
    return _Signs(whole, {word: tuple(phrases) for word, phrases in by_word.items()})


def _part(text: str) -> str:
    """Fold a part of a phrase and keep the blanks at its ends: they part it from the open text."""
    folded = _fold(text)
    if not folded:
        return ""
    return " " * text[:1].isspace() + folded + " " * text[-1:].isspace()


def _phrases() -> Iterator[tuple[str, Sign]]:
    """Yield every phrase of every language with its sign."""
    for entry in sorted(files(__package__).joinpath("signs").iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".txt"):
            continue
        sign = Sign("", False)
        for line in entry.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                kind, _, strength = line[1:].partition("]")
                sign = Sign(kind, strength.strip() == "!")
            elif line.strip() and not line.startswith("#"):
                yield line.strip(), sign
