"""Lines that recur across documents: exactly, or in a shape that the phrase language can say.

From the narrow to the wide, and each line counts for the narrowest that has support: the line itself, the
line with its dates and numbers as slots, the line with the words that vary as `{name}` or `{words}`, and
last a beginning that recurs before whatever follows it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from scrubber.errors import Location, RuleError
from scrubber.folding import folded
from scrubber.layout import shape_of
from scrubber.phrases import PhraseMatcher, compile_phrases, parse_phrase
from scrubber.specs import Text
from scrubber.suggest.shapes import (
    Piece,
    Pieces,
    Shaped,
    Token,
    name_runs,
    phrase_of,
    refined,
    tokens_of,
    with_free_runs,
    with_names,
    with_values,
)
from scrubber.suggest.sheets import Sheet, Spot, is_short
from scrubber.values import dataclass

_DELIMITERS = frozenset(":：|»>–—•·")
_LEAD_TOKENS = 7  # a beginning with a delimiter has it among its first tokens
_ALIKE = 3  # so many lines that differ in a name alone are one shape
_DOMINANT = 0.9


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A line or a shape that recurs: the pieces of its phrase, and the lines that it matches."""

    pieces: Pieces
    lines: Mapping[Spot, str]

    @property
    def texts(self) -> list[str]:
        """The lines themselves, the most frequent first."""
        return [text for text, _ in Counter(self.lines.values()).most_common()]

    @property
    def phrase(self) -> str:
        """The shape in the phrase language."""
        return phrase_of(self.pieces)

    @property
    def documents(self) -> int:
        """In how many documents it stands."""
        return len({spot.sheet for spot in self.lines})

    @property
    def slots(self) -> tuple[str, ...]:
        """The kinds of its slots, in order."""
        return tuple(piece.slot for piece in self.pieces if piece.slot)

    @property
    def words(self) -> tuple[str, ...]:
        """Its literal words, folded."""
        return tuple(folded(piece.text) for piece in self.pieces if piece.text[:1].isalpha())

    @property
    def is_exact(self) -> bool:
        """Whether it is the same line everywhere."""
        return not self.slots

    @property
    def is_open(self) -> bool:
        """Whether any words at all may stand in one of its slots."""
        return "words" in self.slots


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that may recur."""

    spot: Spot
    text: str
    tokens: tuple[Token, ...]


Shaping = Callable[[_Entry], Shaped | None]


def find(sheets: Sequence[Sheet], least: int) -> list[Recurrence]:
    """Return what recurs in ``least`` documents or more, each line counted for one of them."""
    rest = list(_entries(sheets))
    found: list[Recurrence] = []
    for shaping_of in (_by_values, _by_free_runs, _by_names, _by_mark, _by_first_words):
        recurrences = list(_clusters(rest, shaping_of(rest, least), least))
        taken = {spot for recurrence in recurrences for spot in recurrence.lines}
        rest = [entry for entry in rest if entry.spot not in taken]
        found += recurrences
    return _with_strays(_united(found, rest), rest)


def _entries(sheets: Sequence[Sheet]) -> Iterator[_Entry]:
    for number, sheet in enumerate(sheets):
        for at, line in enumerate(sheet.lines):
            if is_short(line) and (tokens := tokens_of(line)):
                yield _Entry(Spot(number, at), line, tokens)


def _by_values(entries: Sequence[_Entry], least: int) -> Shaping:
    return lambda entry: with_values(entry.tokens)


def _by_free_runs(entries: Sequence[_Entry], least: int) -> Shaping:
    fixed = _fixed_words(entries, least)
    return lambda entry: with_free_runs(entry.text, entry.tokens, fixed)


def _by_names(entries: Sequence[_Entry], least: int) -> Shaping:
    return lambda entry: with_names(entry.text, entry.tokens)


def _fixed_words(entries: Iterable[_Entry], least: int) -> set[str]:
    """Return the words that stand in short lines of ``least`` documents or more, as they are spelt."""
    sheets: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for token in entry.tokens:
            if token.kind == "word":
                sheets[token.text].add(entry.spot.sheet)
    return {word for word, stands in sheets.items() if len(stands) >= least}


def _by_mark(entries: Sequence[_Entry], least: int) -> Shaping:
    """The shape of a line up to its first colon, stroke or dash, with any words after it."""

    def shaping(entry: _Entry) -> Shaped | None:
        marks = [at for at, token in enumerate(entry.tokens[:_LEAD_TOKENS]) if token.text in _DELIMITERS]
        return _lead(entry, marks[0] + 1) if marks and marks[0] else None

    return shaping


def _by_first_words(entries: Sequence[_Entry], least: int) -> Shaping:
    """The shape of a line by its first two words, with any words after them."""

    def shaping(entry: _Entry) -> Shaped | None:
        words = [token.kind == "word" for token in entry.tokens[:3]]
        if len(words) < 3 or not all(words) or shape_of(entry.text) == "prose":
            return None
        return _lead(entry, 2)

    return shaping


def _lead(entry: _Entry, size: int) -> Shaped | None:
    if len(entry.tokens) <= size:
        return None
    lead = with_values(entry.tokens[:size])
    rest = entry.tokens[size]
    value = entry.text[rest.start : entry.tokens[-1].end]
    return Shaped((*lead.pieces, Piece("", "words", rest.spaced)), (*lead.values, value))


def _clusters(entries: Sequence[_Entry], shaping: Shaping, least: int) -> Iterator[Recurrence]:
    """Yield the shapes with support."""
    clusters: dict[Hashable, list[tuple[_Entry, Shaped]]] = defaultdict(list)
    for entry in entries:
        if shaped := shaping(entry):
            clusters[shaped.key].append((entry, shaped))
    for cluster in clusters.values():
        if _documents(entry for entry, _ in cluster) >= least:
            recurrence = _recurrence(cluster)
            if recurrence and recurrence.documents >= least:
                yield recurrence


def _documents(entries: Iterable[_Entry]) -> int:
    return len({entry.spot.sheet for entry in entries})


def _recurrence(cluster: Sequence[tuple[_Entry, Shaped]]) -> Recurrence | None:
    """Make a recurrence of lines of one shape: the line itself where nearly all are the same."""
    texts = Counter(folded(entry.text) for entry, _ in cluster)
    top, count = texts.most_common(1)[0]
    if count >= len(cluster) * _DOMINANT:
        cluster = [pair for pair in cluster if folded(pair[0].text) == top]
    pieces = refined([shaped for _, shaped in cluster])
    if not _says_anything(pieces):
        return None
    return recurrence_of(pieces, {entry.spot: entry.text for entry, _ in cluster})


def _says_anything(pieces: Pieces) -> bool:
    """Whether a phrase has something of its own: `{name}` or `{words}` alone would be any line."""
    literal = any(piece.text[:1].isalnum() for piece in pieces)
    values = any(piece.slot not in ("", "name", "words", "int", "year") for piece in pieces)
    numbers = all(piece.slot in ("int", "year") or piece.text for piece in pieces)
    open_words = sum(piece.slot == "words" for piece in pieces)
    return (literal and open_words <= 1) or (not open_words and (values or numbers))


def recurrence_of(pieces: Pieces, lines: Mapping[Spot, str]) -> Recurrence | None:
    """Return the recurrence of those ``lines`` that the phrase matches, or None where it is no phrase."""
    matcher = matcher_of(phrase_of(pieces))
    if matcher is None:
        return None
    held = {spot: text for spot, text in lines.items() if matcher.match(text)}
    return Recurrence(pieces, dict(sorted(held.items())))


@lru_cache(maxsize=512)
def matcher_of(phrase: str) -> PhraseMatcher | None:
    """Return what matches a phrase, or None where the language has no such phrase."""
    try:
        read = parse_phrase(Text(phrase, Location(Path("draft"), 1, 1)), {})
    except RuleError:
        return None
    return compile_phrases([read], {})


def _united(found: Sequence[Recurrence], rest: Sequence[_Entry]) -> list[Recurrence]:
    """Make one of lines that differ in nothing but a name: each is some author's, or some place's.

    Lines too rare to recur by themselves count among those that differ.
    """
    alike: dict[Hashable, dict[int, Pieces]] = defaultdict(dict)
    for number, recurrence in enumerate(found):
        for pieces in name_runs(recurrence.pieces):
            if any(piece.text[:1].isalpha() for piece in pieces):
                alike[tuple(piece.key for piece in pieces)][number] = pieces
    gone: set[int] = set()
    united: list[Recurrence] = []
    for members in sorted(alike.values(), key=len, reverse=True):
        left = [number for number in members if number not in gone]
        if left and (one := _one_of(members[left[0]], [found[number] for number in left], rest)):
            united.append(one)
            gone.update(left)
    return [*united, *(recurrence for at, recurrence in enumerate(found) if at not in gone)]


def _one_of(pieces: Pieces, members: Sequence[Recurrence], rest: Sequence[_Entry]) -> Recurrence | None:
    """Return the recurrence of a shape with a name, if three names or more stand in its place."""
    lines = {spot: text for member in members for spot, text in member.lines.items()}
    matcher = matcher_of(phrase_of(pieces))
    if len(members) < _ALIKE and matcher is not None:
        lines |= {entry.spot: entry.text for entry in rest if matcher.match(entry.text)}
    one = recurrence_of(pieces, lines)
    return one if one is not None and _names_in(one) >= _ALIKE else None


def _names_in(recurrence: Recurrence) -> int:
    """Count the lines that are not the same but for their dates and numbers."""
    return len({with_values(tokens_of(text)).key for text in recurrence.lines.values()})


def _with_strays(found: Sequence[Recurrence], rest: Sequence[_Entry]) -> list[Recurrence]:
    """Give each phrase with slots the lines that it matches and that had too little support themselves."""
    matchers = [None if recurrence.is_exact else matcher_of(recurrence.phrase) for recurrence in found]
    strays: list[dict[Spot, str]] = [{} for _ in found]
    for entry in rest:
        for lines, matcher in zip(strays, matchers, strict=True):
            if matcher is not None and matcher.match(entry.text):
                lines[entry.spot] = entry.text
    return [
        replace(recurrence, lines=dict(sorted({**recurrence.lines, **lines}.items())))
        for recurrence, lines in zip(found, strays, strict=True)
    ]
