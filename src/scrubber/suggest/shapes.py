"""The shape of a line: its words, and what stands in the place of slots of the phrase language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import regex

from scrubber.folding import folded
from scrubber.slots import BLANKS, KINDS
from scrubber.values import dataclass

FREE = "free"
"""A run of words that is not the same from line to line: a `{name}` or `{words}`, as its values show."""

_SPECIAL = regex.compile(r"[\[\]{}|\\]")
_VALUES = {
    "email": KINDS["email"].pattern,
    "url": KINDS["url"].pattern,
    "date": KINDS["date"].pattern,
    "time": KINDS["time"].pattern,
    # digits alone are a number, however many
    "hex": rf"(?=[0-9-]*[A-Fa-f]|[0-9]{{13}}){KINDS['hex'].pattern}",
    "int": KINDS["int"].pattern,
}
_VALUE = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _VALUES.items())
_WORD = (
    r"(?:\p{Lu}|Dr|Mr|Mrs|Ms|Prof|St)\.(?=[\s\p{L}])"
    r"|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’‐-][\p{L}\p{M}\p{N}]+)*"
)
_TOKEN = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?:{_VALUE})(?![\p{{L}}\p{{N}}])|(?P<word>{_WORD})|(?P<mark>[^{BLANKS}])"
)
_NAME = regex.compile(KINDS["name"].pattern)
_YEAR = regex.compile(KINDS["year"].pattern)
_PARTICLES = frozenset(
    [
        "af",
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "du",
        "el",
        "la",
        "le",
        "of",
        "ten",
        "ter",
        "van",
        "vom",
        "von",
        "y",
        "zu",
        "zum",
    ]
)
_MOST_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a value of a line. ``kind`` is "word", "mark" or the kind of slot that it fits."""

    text: str
    kind: str
    start: int
    end: int
    spaced: bool

    @property
    def is_value(self) -> bool:
        """Whether it is a date, a number or the like."""
        return self.kind in _VALUES


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a phrase: a literal ``text``, or the kind of a ``slot``; ``spaced``: after a blank."""

    text: str
    slot: str
    spaced: bool

    @property
    def key(self) -> tuple[str, str, bool]:
        """What makes two pieces the same."""
        return folded(self.text), self.slot, self.spaced


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line as pieces; ``values`` are the texts of its slots, in order."""

    pieces: Pieces
    values: tuple[str, ...]

    @property
    def key(self) -> tuple[tuple[str, str, bool], ...]:
        """What lines of one shape share."""
        return tuple(piece.key for piece in self.pieces)


def tokens_of(line: str) -> tuple[Token, ...]:
    """Cut a line into words, marks and values; () for one with more than 60. Its final colon is left out."""
    tokens: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(line):
        tokens.append(Token(found[0], found.lastgroup or "mark", *found.span(), found.start() > end))
        end = found.end()
        if len(tokens) > _MOST_TOKENS:
            return ()
    if tokens and tokens[-1].text in (":", "："):
        tokens.pop()
    return tuple(tokens)


def with_values(tokens: Sequence[Token]) -> Shaped:
    """Return the shape in which dates, numbers and the like are slots, and every word itself."""
    pieces = tuple(
        Piece("", token.kind, token.spaced) if token.is_value else Piece(token.text, "", token.spaced)
        for token in tokens
    )
    return Shaped(pieces, tuple(token.text for token in tokens if token.is_value))


def with_free_runs(line: str, tokens: Sequence[Token], fixed: Collection[str]) -> Shaped:
    """Return the shape in which words that are not ``fixed`` are free too, a run of them as one."""
    free = [token.kind == "word" and token.text not in fixed for token in tokens]
    for at in range(1, len(tokens) - 1):  # a particle does not part a name
        if folded(tokens[at].text) in _PARTICLES and free[at - 1] and free[at + 1]:
            free[at] = _is_capital(tokens[at - 1]) and _is_capital(tokens[at + 1])
    return _freed(line, tokens, free)


def with_names(line: str, tokens: Sequence[Token]) -> Shaped:
    """Return the shape in which two capitalised words or more in a row are free, but for the line's first."""
    capital = [at > 0 and _is_capital(token) for at, token in enumerate(tokens)]
    free = [
        own and (capital[at - 1] or (at + 1 < len(tokens) and capital[at + 1]))
        for at, own in enumerate(capital)
    ]
    return _freed(line, tokens, free)


def _freed(line: str, tokens: Sequence[Token], free: Sequence[bool]) -> Shaped:
    pieces: list[Piece] = []
    spans: list[tuple[int, int]] = []
    running = False
    for token, is_free in zip(tokens, free, strict=True):
        if is_free and running and token.spaced:
            spans[-1] = spans[-1][0], token.end
            continue
        running = is_free
        if is_free or token.is_value:
            pieces.append(Piece("", FREE if is_free else token.kind, token.spaced))
            spans.append((token.start, token.end))
        else:
            pieces.append(Piece(token.text, "", token.spaced))
    return Shaped(tuple(pieces), tuple(line[start:end] for start, end in spans))


def _is_capital(token: Token) -> bool:
    return token.kind == "word" and token.text[:1].isupper()


def refined(shaped: Sequence[Shaped]) -> Pieces:
    """Return the pieces of lines of one shape, each slot as narrow as its values allow.

    A slot that holds the same in all lines is no slot; numbers that are years all are `{year}`; a free run is
    a `{name}` where four of five are.
    """
    columns = iter(zip(*(line.values for line in shaped), strict=True))
    return tuple(_refined(piece, next(columns)) if piece.slot else piece for piece in shaped[0].pieces)


def _refined(piece: Piece, values: Sequence[str]) -> Piece:
    if len({folded(value) for value in values}) == 1:
        return Piece(values[0], "", piece.spaced)
    if piece.slot == "int" and all(map(_YEAR.fullmatch, values)):
        return replace(piece, slot="year")
    if piece.slot == FREE:
        names = sum(_NAME.fullmatch(value) is not None for value in values)
        return replace(piece, slot="name" if names * 5 >= len(values) * 4 else "words")
    return piece


def phrase_of(pieces: Iterable[Piece]) -> str:
    """Write pieces in the phrase language."""
    parts = (
        (" " if piece.spaced else "") + (f"{{{piece.slot}}}" if piece.slot else escaped(piece.text))
        for piece in pieces
    )
    return "".join(parts).strip()


def escaped(text: str) -> str:
    r"""Return literal text as a phrase spells it.

    >>> escaped("Home | [News]")
    'Home \\| \\[News\\]'
    """
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def name_runs(pieces: Pieces) -> Iterable[Pieces]:
    """Yield the pieces with each run of two to five capitalised words, or parts of names, as a `{name}`."""
    for start in range(len(pieces)):
        for end in range(start + 2, min(start + 5, len(pieces)) + 1):
            run = pieces[start:end]
            if not all(piece.spaced or at == 0 for at, piece in enumerate(run)):
                break
            if not all(piece.slot == "name" or piece.text[:1].isalpha() for piece in run):
                break
            if _is_name(run):
                yield (*pieces[:start], Piece("", "name", run[0].spaced), *pieces[end:])


def _is_name(run: Sequence[Piece]) -> bool:
    """Whether pieces, of which one is literal at the least, are a name as they stand."""
    spelt = " ".join("Ada" if piece.slot else piece.text for piece in run)
    literal = [piece.text for piece in run if not piece.slot]
    return bool(literal) and spelt[:1].isupper() and _NAME.fullmatch(spelt) is not None
