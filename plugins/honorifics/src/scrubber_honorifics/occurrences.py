"""Finds the titles in a text, and the names that directly follow them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from scrubber.api import Span
from scrubber_honorifics.lexicon import Lexicon
from scrubber_honorifics.prose import Passage, fold, is_possessive, name_at
from scrubber_honorifics.titles import Title

_BETWEEN_TITLES = regex.compile(r"[^\S\n]{1,2}")
_LINE_GAP = regex.compile(r"[^\S\n]{1,4}")
_WRAP_GAP = regex.compile(r"[^\S\n]{0,4}\n?[^\S\n]{0,8}(?<=\s)")
_PARTICLE = regex.compile(r"(\p{Ll}+)(?:[^\S\n]{1,2}|-(?=\p{Lu}))")
_INITIALS = regex.compile(r"(?:\p{Lu}\.-?[^\S\n]{0,2}){1,4}(?=\p{Lu})")
_MOST_NAMES = 5
_MOST_TITLES = 4


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Titles that stand together ("Lt. Col."), in order; ``span`` covers them and the last one's stop.

    ``plural`` and ``stopped`` (a full stop of its own) are those of the last.
    """

    span: Span
    titles: tuple[Title, ...]
    plural: bool
    stopped: bool

    @property
    def title(self) -> Title:
        """The title that stands nearest to the name."""
        return self.titles[-1]

    @property
    def key(self) -> str:
        """The titles without number and stops: the same for every way of writing them."""
        return self.title.form


@dataclass(frozen=True, slots=True)
class NamePhrase:
    """The name at a place: its capitalised words, initials and particles apart, and where it ends.

    ``particle``: it begins with a small word such as "van". ``possessive``: an ending follows.
    """

    words: tuple[Span, ...]
    particle: bool
    initials: bool
    possessive: bool

    @property
    def end(self) -> int:
        """The offset after the last word, before a possessive ending."""
        return self.words[-1].end


@cache
def _pattern(lexicon: Lexicon) -> tuple[regex.Pattern[str], dict[str, tuple[Title, bool]]]:
    forms = {title.form: (title, False) for title in lexicon.titles}
    forms |= {title.plural: (title, True) for title in lexicon.titles if title.plural}
    source = r"(?<![\w.’'&@#/\\‐-])(?P<form>\L<forms>)(?P<stop>\.?)(?![\w’'‐-])"
    return regex.compile(source, forms=list(forms)), forms


def find_titles(text: str, lexicon: Lexicon) -> tuple[Occurrence, ...]:
    """Return every title of ``text`` in order; titles that stand side by side count as one."""
    found: list[Occurrence] = []
    for one in _single_titles(text, lexicon):
        last = found[-1] if found else None
        if (
            last
            and len(last.titles) < _MOST_TITLES
            and _BETWEEN_TITLES.fullmatch(text, last.span.end, one.span.start)
        ):
            span = Span(last.span.start, one.span.end)
            found[-1] = Occurrence(span, (*last.titles, *one.titles), one.plural, one.stopped)
        else:
            found.append(one)
    return tuple(found)


def _single_titles(text: str, lexicon: Lexicon) -> Iterator[Occurrence]:
    pattern, forms = _pattern(lexicon)
    for match in pattern.finditer(text):
        title, plural = forms[match["form"]]
        stopped = bool(match["stop"]) and (title.abbreviated or plural)
        end = match.end() if stopped else match.end("form")
        yield Occurrence(Span(match.start(), end), (title,), plural, stopped)


def follower_start(passage: Passage, occurrence: Occurrence) -> int | None:
    """Return where what follows the title begins: in its line, or its paragraph where lines are wrapped."""
    gap = (_WRAP_GAP if passage.wrapped else _LINE_GAP).match(passage.text, occurrence.span.end)
    if gap is None or gap.end() == occurrence.span.end or gap.end() == len(passage.text):
        return None
    return None if passage.text[gap.end()] == "\n" else gap.end()


def read_name(text: str, at: int, lexicon: Lexicon) -> NamePhrase | None:
    """Read the name that begins at ``at``: particles, initials, then up to five capitalised words.

    A weekday or month at its end belongs to the sentence ("Mr. Hale Tuesday told"), not to the name.
    """
    start, particle = _skip_particles(text, at, lexicon)
    initial = _INITIALS.match(text, start)
    words = _capitalised_run(text, initial.end() if initial else start)
    while len(words) > 1 and fold(words[-1].slice(text)) in lexicon.days:
        words.pop()
    if not words:
        return None
    return NamePhrase(tuple(words), particle, initial is not None, is_possessive(text, words[-1].end))


def _skip_particles(text: str, at: int, lexicon: Lexicon) -> tuple[int, bool]:
    start = at
    for _ in range(3):
        match = _PARTICLE.match(text, start)
        if match is None or match[1] not in lexicon.particles:
            break
        start = match.end()
    return start, start > at


def _capitalised_run(text: str, at: int) -> list[Span]:
    words: list[Span] = []
    place: int | None = at
    while place is not None and len(words) < _MOST_NAMES:
        name = name_at(text, place, len(text))
        if name is None:
            break
        words.append(name)
        gap = None if is_possessive(text, name.end) else _BETWEEN_TITLES.match(text, name.end)
        initial = _INITIALS.match(text, gap.end()) if gap else None
        place = initial.end() if initial else gap.end() if gap else None
    return words
