"""A document and the revisions that its stages make of it.

There are three coordinate systems and this module is the only place that converts between them:

* *original*: code points of the document's text as it came, line ends included;
* *raw*: code points of one revision with its real line ends, ``\\r\\n`` counting two;
* *text*: code points of the same revision with every line end as ``\\n``: what rules and plugins see.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from typing import overload

import regex

from scrubber.encodings import UTF8, Encoding, decode
from scrubber.spans import Change, Span
from scrubber.values import dataclass

_LINE_END = regex.compile(r"\r\n|\r|\n")

BLANKS = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"  # Unicode White_Space
    "\u200b\u2060\ufeff"  # and what has no width at all
)
"""The characters that are blank. `str.isspace` also counts the separators U+001C to U+001F, which are not."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a document besides its text; empty where unknown. ``lang`` is a code such as "en"."""

    id: str = ""
    url: str = ""
    lang: str = ""
    date: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its metadata. ``text`` has no BOM and keeps each line's own ending."""

    text: str
    meta: Meta = Meta()
    encoding: Encoding = UTF8

    @classmethod
    def from_bytes(cls, data: bytes, meta: Meta = Meta(), encoding: str | None = None) -> Document:  # noqa: B008  frozen
        """Decode ``data`` without loss. Raises DocumentError where a named encoding does not fit."""
        text, found = decode(data, encoding)
        return cls(text, meta, found)

    def to_bytes(self, text: str) -> bytes:
        """Return ``text`` as this document's own bytes, BOM included."""
        return self.encoding.bom + self.encoding.encode(text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a revision: ``span`` is its content, ``end`` the offset after its line end."""

    index: int
    span: Span
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a revision: the original's characters (``text`` None) or what edits put for ``origin``."""

    origin: Span
    text: str | None = None

    @property
    def size(self) -> int:
        """Length in code points of the revision."""
        return len(self.origin) if self.text is None else len(self.text)


def is_blank(text: str) -> bool:
    """Whether ``text`` holds nothing but Unicode white space, zero-width blanks and BOMs."""
    return not text.strip(BLANKS)


def content_span(text: str, span: Span) -> Span:
    """Return ``span`` without the blanks at its edges; empty at its start where it is all blank."""
    tail = span.slice(text).lstrip(BLANKS)
    if not tail:
        return Span(span.start, span.start)
    start = span.end - len(tail)
    return Span(start, start + len(tail.rstrip(BLANKS)))


class Lines(Sequence[Line]):
    """The lines of a normalised text: an empty one has none, a final ``\\n`` begins none.

    A `Line` is made when it is asked for: of each only its text and its place are kept. ``texts`` are the
    lines without their ends.
    """

    def __init__(self, text: str) -> None:
        texts = text.split("\n")
        if not texts[-1]:
            texts.pop()
        self.texts = tuple(texts)
        # where each line starts, which is where the one before it ends, and where the last one ends
        self._bounds = array("q", accumulate(map((1).__add__, map(len, texts)), initial=0))
        self._bounds[-1] = len(text)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        at = range(len(self))[index]
        return self._line(at) if isinstance(at, int) else tuple(map(self._line, at))

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, range(len(self)))

    def _line(self, index: int) -> Line:
        start = self._bounds[index]
        return Line(index, Span(start, start + len(self.texts[index])), self._bounds[index + 1])

    def at(self, offset: int) -> int:
        """Return the index of the line that ``offset`` lies in, 0 where there is none."""
        return max(0, bisect_right(self._bounds, offset, hi=len(self)) - 1)

    def whole(self, first: int, end: int) -> Span:
        """Return the span of the lines ``first`` up to, not including, ``end``: with their line ends."""
        return Span(self._bounds[first], self._bounds[end])


_MOST_CONTENTS = 100_000


class Contents(dict[int, Span]):
    """The spans of lines without the blanks at their edges; of a blank one an empty span at its start.

    They are found when they are asked for, and so many at most are kept.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def __missing__(self, index: int) -> Span:
        if len(self) >= _MOST_CONTENTS:
            self.clear()
        text, start = self._lines.texts[index], self._lines.whole(index, index).start
        tail = text.lstrip(BLANKS)
        lead = len(text) - len(tail) if tail else 0
        self[index] = span = Span(start + lead, start + lead + len(tail.rstrip(BLANKS)))
        return span


@dataclass(frozen=True)
class Revision:
    """One state of a document's text: what a stage reads, and where each character came from.

    ``raw`` has real line ends, ``text`` has ``\\n`` for each; ``pieces`` tie ``raw`` to the original.
    """

    original: str
    raw: str
    pieces: tuple[Piece, ...]
    newline: str
    text: str = field(init=False)
    _doubled: Sequence[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        text, doubled = _normalise(self.raw)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "_doubled", doubled)

    @classmethod
    def first(cls, original: str) -> Revision:
        """The revision in which nothing has been edited."""
        pieces = (Piece(Span(0, len(original))),) if original else ()
        return cls(original, original, pieces, dominant_newline(original))

    @cached_property
    def token(self) -> int:
        """A number that edits made for this text carry; another text has another."""
        return hash((self.text, len(self.pieces)))

    @cached_property
    def lines(self) -> Lines:
        """The lines of ``text``."""
        return Lines(self.text)

    def line_at(self, offset: int) -> int:
        """Return the index of the line that ``offset`` (code points of ``text``) lies in."""
        return self.lines.at(offset)

    def to_raw(self, change: Change) -> Change:
        """Return a change of ``text`` as a change of ``raw``, its line ends spelt as the document's own."""
        if not self._doubled and (self.newline == "\n" or not change.text):
            return change
        span = Span(self._raw_offset(change.span.start), self._raw_offset(change.span.end))
        return Change(span, change.text.replace("\n", self.newline))

    def _raw_offset(self, offset: int) -> int:
        return offset + bisect_left(self._doubled, offset)

    @cached_property
    def _piece_starts(self) -> Sequence[int]:
        starts, at = [], 0
        for piece in self.pieces:
            starts.append(at)
            at += piece.size
        return starts

    def origin(self, span: Span) -> Span:
        """Return the span of the original from which the ``raw`` span came, the least that holds it."""
        if not self.pieces:
            return Span(0, len(self.original))
        if len(self.pieces) == 1 and self.pieces[0].text is None:  # so it is before the first edit
            shift = self.pieces[0].origin.start
            return Span(span.start + shift, span.end + shift)
        first = max(0, bisect_right(self._piece_starts, span.start) - 1)
        start = self._origin_start(first, span.start)
        if len(span) == 0:
            return Span(start, start)
        last = bisect_left(self._piece_starts, span.end) - 1
        piece = self.pieces[last]
        if piece.text is not None:
            return Span(start, max(start, piece.origin.end))
        return Span(start, piece.origin.start + span.end - self._piece_starts[last])

    def _origin_start(self, index: int, offset: int) -> int:
        piece = self.pieces[index]
        if piece.text is None:
            return piece.origin.start + offset - self._piece_starts[index]
        inside = offset - self._piece_starts[index]
        return piece.origin.start if inside < piece.size else piece.origin.end

    def lines_from(self, origin: Span) -> tuple[int, ...]:
        """Return the lines that hold something of a span of the original, or what was put in its place."""
        found: dict[int, None] = {}
        for piece, at in zip(self.pieces, self._piece_starts, strict=True):
            low, high = max(piece.origin.start, origin.start), min(piece.origin.end, origin.end)
            put_in = not len(piece.origin) and origin.start <= piece.origin.start < origin.end
            if low >= high and not put_in:
                continue
            shift = at - piece.origin.start
            held = Span(low + shift, high + shift) if piece.text is None else Span(at, at + piece.size)
            found |= dict.fromkeys(self._lines_of_raw(held))
        return tuple(found)

    def _lines_of_raw(self, span: Span) -> range:
        first, last = self._text_offset(span.start), self._text_offset(max(span.start, span.end - 1))
        return range(self.line_at(first), self.line_at(last) + 1)

    def _text_offset(self, raw: int) -> int:
        """Return the offset of ``text`` for one of ``raw``; the two of a ``\\r\\n`` have the same."""
        doubled = bisect_right(range(len(self._doubled)), raw, key=lambda at: self._doubled[at] + at + 1)
        return raw - doubled

    def apply(self, changes: Sequence[Change]) -> Revision:
        """Return the revision that sorted, disjoint ``changes`` of ``raw`` make of this one."""
        if not changes:
            return self
        pieces = _merged(self._carve(changes))
        raw = "".join(p.origin.slice(self.original) if p.text is None else p.text for p in pieces)
        return Revision(self.original, raw, pieces, self.newline)

    def _carve(self, changes: Sequence[Change]) -> Iterable[Piece]:
        at = 0
        for change in changes:
            yield from self._cut(Span(at, change.span.start))
            if change.text:
                yield Piece(self.origin(change.span), change.text)
            at = change.span.end
        yield from self._cut(Span(at, len(self.raw)))

    def _cut(self, span: Span) -> Iterable[Piece]:
        """Yield the parts of the pieces that lie in ``span``."""
        if not len(span):
            return
        index = bisect_right(self._piece_starts, span.start) - 1
        while index < len(self.pieces) and self._piece_starts[index] < span.end:
            piece, at = self.pieces[index], self._piece_starts[index]
            low, high = max(0, span.start - at), min(piece.size, span.end - at)
            if piece.text is None:
                yield Piece(Span(piece.origin.start + low, piece.origin.start + high))
            else:
                yield Piece(piece.origin, piece.text[low:high])
            index += 1

    def net_changes(self) -> tuple[Change, ...]:
        """Return the sorted, disjoint changes of the original that give this revision's ``raw`` at once."""
        changes = []
        at, text = 0, ""
        for piece in self.pieces:
            if piece.text is not None:
                text += piece.text
                continue
            if text or piece.origin.start > at:
                changes.append(Change(Span(at, piece.origin.start), text))
            at, text = piece.origin.end, ""
        if text or at < len(self.original):
            changes.append(Change(Span(at, len(self.original)), text))
        return tuple(changes)


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join kept pieces that meet again, so that pieces do not grow with stages."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before and before.text is None and piece.text is None and before.origin.end == piece.origin.start:
            merged[-1] = Piece(Span(before.origin.start, piece.origin.end))
        else:
            merged.append(piece)
    return tuple(merged)


def _normalise(raw: str) -> tuple[str, Sequence[int]]:
    """Return ``raw`` with every line end as ``\\n``, and where in the result one stands for ``\\r\\n``."""
    if "\r" not in raw:
        return raw, ()
    doubled, shift = [], 0
    at = raw.find("\r\n")
    while at >= 0:
        doubled.append(at - shift)
        shift += 1
        at = raw.find("\r\n", at + 2)
    return raw.replace("\r\n", "\n").replace("\r", "\n"), doubled


def dominant_newline(text: str) -> str:
    """Return the line end that ``text`` uses most, the first of equals; ``\\n`` where it has none."""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    first = _LINE_END.search(text)
    most = max(counts.values())
    if first is None:
        return "\n"
    return first[0] if counts[first[0]] == most else next(end for end, n in counts.items() if n == most)
