"""Notes on authors: who has one, where it begins and what belongs to it.

A note says in the present tense what somebody is or does, names somebody of whom the text has not told, and
stands where nothing of the article follows. Each of these alone is true of many sentences; all at once they
are hardly ever true of one that the author wrote for the readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from scrubber_biographies.occupations import OTHER, WRITING
from scrubber_biographies.opening import DOES, HEADING, OPENING, PARTICLES

MOST_BELOW = 25
"""Units: nothing further from the end is looked at."""

MOST_NOTES = 4
"""More people than this are those whom the article is about, if no line says that they wrote it."""

LEAST_PARAGRAPHS, LEAST_WORDS = 3, 60
"""An article of this size has to stand above."""

MOST_BETWEEN = 4
"""Units without prose between the article and a note: below more, nobody can tell what the place is."""

_ABOVE_NAME = 4
"""Units: so far below the line that brings in a name may others go on with it."""

LONGEST = 1200
"""A note has fewer code points."""

_OPENING_WITHIN = 300
"""Code points of a line: so far its opening may reach."""

_PROSE_WORDS, _LABEL_WORDS, _LINE_WORDS = 10, 3, 14

_NAME = (
    r"(?P<name>(?:(?:Dr|Prof|Mr|Mrs|Ms|Rev|Sir)\.?\h)?\p{Lu}[\p{L}.’'-]*+"
    rf"(?:\h(?:(?:{PARTICLES})\h){{0,2}}\p{{Lu}}[\p{{L}}.’'-]*+){{1,3}})"
)
_ASIDE = r"(?:,?\h?\([^()]{1,60}\),?|,[^.;:!?“”\"]{1,90},)?"
_OPENING = regex.compile(
    rf"[^\p{{L}}\p{{N}}“”\"]{{0,3}}(?:(?i:{HEADING}):?\h)?"
    rf"(?:{_NAME}|(?P<role>The (?:author|writer|columnist))){_ASIDE}\h{DOES}\b"
)
_ABOUT = regex.compile(rf"(?i)\W{{0,3}}{HEADING}\W{{0,3}}(?P<rest>.{{0,60}})")
_SEQUEL = regex.compile(
    r"(?:He|She|They|His|Her|Their|Prior to|Before joining|Previously|Follow|Contact|Reach|E-?mail|Write to"
    r"|(?:When|While|If) (?:not|he|she|they)\b|In (?:his|her|their)\b|Originally from|Outside of"
    r"|A (?:graduate|native)\b)"
)
_WORK = regex.compile(
    r"\b(?:covers|writes|reports|edits|blogs|contributes|has (?:written|covered|reported))\b"
)
_ACADEMIC = regex.compile(
    r"\b(?i:professor|lecturer|fellow|faculty|scholar|instructor)\b.{0,80}\b(?:at|of|with)\b"
)
_LIFE = regex.compile(
    r"\b(?i:(?:years|decades) of (?:experience|expertise)|passion(?:ate)? (?:for|about)"
    r"|speciali[sz](?:es|ing) in|expertise|award-winning|freelance|degree in|on a mission)\b"
)
_HANDLE = regex.compile(r"(?:^|\W)@\w{3}|\w@\w|\b(?i:follow|contact|reach|e-?mail) (?i:him|her|them)\b")
_TELLING = regex.compile(
    r"\b(?i:said|says|told|asked|added|replied|yesterday|tonight|last (?:week|month|night))\b"
)
_ADDRESS = regex.compile(r"\b(?i:you|your|we|our|us|newsletter|copyright|rights reserved)\b|©|@|https?:")
_CREDITS = regex.compile(
    r"(?i)\W*(?:.{3,80} contributed to this|(?:additional )?reporting by|this (?:article|story|post)) ?"
)
_NO_NAME = regex.compile(
    r"(?i:an?|and|as|at|but|by|for|from|he|her|his|how|if|in|it|its|my|no|on|our|she|so|that|the|their|there"
    r"|these|they|this|those|to|we|what|when|where|which|while|who|why|with|you|your)\b"
)
_WORD = regex.compile(r"[\p{L}\p{N}](?:[\p{L}\p{N}’'.-]*[\p{L}\p{N}])?")
_ENDS = regex.compile(r"[.!?…][\"”’'»)\]*_]*\s*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line that is not blank: its index, its text, how many words it has and whether it ends a sentence."""

    line: int
    text: str
    words: int
    sentence: bool

    @property
    def prose(self) -> bool:
        """Whether it is as long as a paragraph."""
        return self.words >= (_PROSE_WORDS if self.sentence else 2 * _PROSE_WORDS)


@dataclass(frozen=True, slots=True)
class Note:
    """A line that may open a note: which unit it is, and the name in it, "" for `The author`."""

    unit: int
    name: str

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1] if self.name else ""


class Run(NamedTuple):
    """A half-open range of lines: a note with its heading above it and what goes on with it.

    ``shown`` is whether more than its own words show it: a heading or its person's name above it, or a way to
    reach them in it. A bare note may be the last thing that the author tells.
    """

    first: int
    end: int
    shown: bool


def note_runs(lines: Sequence[str]) -> list[Run]:
    """Return the notes at the end of a text.

    >>> article = ["The tide comes twice a day, and it leaves a line of weed along the wall. " * 3] * 3
    >>> note_runs([*article, "Nadia Fennel", "Nadia Fennel is a reporter who covers the harbour."])
    [Run(first=3, end=5, shown=True)]
    >>> note_runs([*article, "Nadia Fennel is in the harbour."])
    []
    """
    last = _last_texts(lines, MOST_BELOW + _ABOVE_NAME + 1)
    if not OPENING.search("\n" + "\n".join(last[-MOST_BELOW:])) or not _notes([_unit(0, t) for t in last]):
        return []
    units = [_unit(index, line.strip()) for index, line in enumerate(lines) if line.strip()]
    notes = _notes(units)
    if not notes or not _shows_article(units[: notes[0].unit]):
        return []
    told = " ".join(unit.text for unit in units[: notes[0].unit] if unit.prose)
    listed = len(notes) > MOST_NOTES or _lists_people(units[: _below(units)])
    runs: list[Run] = []
    for note in notes:
        if not _is_told(told, note.surname) and _is_sure(units, note, listed):
            first, end = _reach(units, note)
            if not any(unit.prose for unit in units[max(0, first - MOST_BETWEEN - 1) : first]):
                continue
            text = units[note.unit].text
            shown = first < note.unit or bool(_ABOUT.match(text) or _HANDLE.search(text)) or not note.name
            runs.append(Run(units[first].line, units[end - 1].line + 1, shown))
    return runs


def _last_texts(lines: Sequence[str], most: int) -> list[str]:
    """Return the last lines that are not blank, in order, without the blanks at their edges."""
    filled = filter(None, map(str.strip, reversed(lines)))
    return list(islice(filled, most))[::-1]


def _notes(units: Sequence[Unit]) -> list[Note]:
    """Return the lines at the end that may open notes. Nothing far above the end has a say in it."""
    return [note for at in range(_below(units), len(units)) if (note := _note(units, at))]


def _unit(line: int, text: str) -> Unit:
    return Unit(line, text, len(text.split()), _ENDS.search(text[-20:]) is not None)


def _below(units: Sequence[Unit]) -> int:
    """Return the first unit from which on none has the shape of a paragraph of the article."""
    at = len(units)
    while at and len(units) - at < MOST_BELOW and _may_be_below(units, at - 1):
        at -= 1
    while at < len(units) and _SEQUEL.match(units[at].text) and units[at].prose:
        at += 1  # goes on with what is above the end
    return at


def _may_be_below(units: Sequence[Unit], at: int) -> bool:
    unit = units[at]
    if _note(units, at):
        return True
    if _TELLING.search(unit.text) or unit.text[0] in '“"‘':
        return False
    if not unit.sentence:
        return unit.words < 2 * _PROSE_WORDS
    return bool(
        unit.words <= _LABEL_WORDS
        or _SEQUEL.match(unit.text)
        or _ADDRESS.search(unit.text)
        or _CREDITS.match(unit.text)
        or _goes_on(units, at)
    )


def _goes_on(units: Sequence[Unit], at: int) -> bool:
    """Whether a unit begins with a part of the name that a note not far above it brought in."""
    opening = units[at].text.split()[0].removesuffix("’s").removesuffix("'s")
    notes = (_note(units, above) for above in range(max(0, at - _ABOVE_NAME), at))
    return any(note and opening in note.name.split() for note in notes)


def _note(units: Sequence[Unit], at: int) -> Note | None:
    """Return the note that the unit opens, if it has the form of one."""
    text = units[at].text
    if len(text) > LONGEST or units[at].words < 5:
        return None
    name = _name_in(text)
    return None if name is None else Note(at, name)


@lru_cache(maxsize=1024)  # a line is asked about from several sides, and both markers ask
def _name_in(text: str) -> str | None:
    """Return the name that a line brings in as a note does, "" for a role; None where it is no such line."""
    opening = _OPENING.match(text[:_OPENING_WITHIN])
    if not opening or _TELLING.search(text):
        return None
    name = opening["name"] or ""
    if _NO_NAME.match(name):
        return None
    return name if opening["role"] or _says_what(text) else None


def _says_what(text: str) -> bool:
    said = text[:300]
    return bool(
        _WORK.search(said[:200]) or _occupations(text) or _ACADEMIC.search(said) or _LIFE.search(said)
    )


def _occupations(text: str) -> set[str]:
    words = {word.casefold() for word in _WORD.findall(text[:300])}
    return (words | {word.removesuffix("s") for word in words}) & (WRITING | OTHER)


def _shows_article(units: Sequence[Unit]) -> bool:
    words = [unit.words for unit in units if unit.prose]
    return len(words) >= LEAST_PARAGRAPHS and sum(words) >= LEAST_WORDS


def _is_told(told: str, surname: str) -> bool:
    """Whether the article's sentences have the name among their words."""
    if not surname or surname not in told:
        return False
    words = (word.removesuffix("’s").removesuffix("'s") for word in _WORD.findall(told))
    return surname[0].isupper() and surname in words


def _lists_people(units: Sequence[Unit]) -> bool:
    """Whether the article itself says of people what they are, at the beginnings of its paragraphs."""
    return any(_note(units, at) is not None for at in range(len(units)))


def _is_sure(units: Sequence[Unit], note: Note, listed: bool) -> bool:
    """Whether enough tells that the person is the author and not one of the article's own."""
    text = units[note.unit].text
    above = units[note.unit - 1].text
    if above.endswith(":") and not _ABOUT.match(above):
        return False
    if (
        not note.name
        or _ABOUT.match(text)
        or _headed(units, note)
        or _HANDLE.search(text)
        or _signed(units, note)
    ):
        return True
    if listed:
        return False
    found = _occupations(text)
    tells = (_WORK, _ACADEMIC, _LIFE)
    return bool(
        found & WRITING or len(found) > 1 or above == note.name or any(one.search(text) for one in tells)
    )


def _headed(units: Sequence[Unit], note: Note) -> bool:
    """Whether a heading above says that what follows is on the author."""
    return any(_ABOUT.match(units[at].text) for at in range(max(0, note.unit - 4), note.unit))


def _signed(units: Sequence[Unit], note: Note) -> bool:
    """Whether a short line far above has the name, as bylines have."""
    return any(
        note.name in unit.text
        for unit in units[: max(0, note.unit - 3)]
        if unit.words <= _LINE_WORDS and not unit.sentence
    )


def _reach(units: Sequence[Unit], note: Note) -> tuple[int, int]:
    """Return where the note with its heading begins, and where what goes on with it ends."""
    first, end = note.unit, note.unit + 1
    for at in range(note.unit - 1, max(-1, note.unit - 4), -1):
        if units[at].sentence or units[at].words > _LINE_WORDS:
            break
        if (note.name and note.name in units[at].text) or _ABOUT.match(units[at].text):
            first = at
    while end < len(units) and not _TELLING.search(units[end].text) and _continues(units, end):
        end += 1
    return first, end


def _continues(units: Sequence[Unit], at: int) -> bool:
    return (
        units[at].sentence
        and _note(units, at) is None
        and bool(_SEQUEL.match(units[at].text) or _goes_on(units, at))
    )
