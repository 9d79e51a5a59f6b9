"""Where a span of a document lies: in its file's bytes, and in lines and columns."""

from __future__ import annotations

import codecs
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain
from operator import methodcaller

import regex

from scrubber.document import Document
from scrubber.encodings import FALLBACK, Encoding
from scrubber.records import Place
from scrubber.spans import Span

_LINE_END = regex.compile(r"\r\n|\r|\n")
_end = methodcaller("end")
_STEP = 1024  # code points between two remembered byte offsets: what a look-up encodes at the most

# Codecs that spell a text only as a whole: the bytes of its parts do not add up to its bytes.
_WHOLE = frozenset({"utf-7", "punycode", "idna"})
_UNICODE = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})


@lru_cache(maxsize=64)
def lossless(encoding: Encoding) -> Encoding:
    """Return ``encoding`` so that it also spells lone surrogates, which the text of a record may hold.

    It gives the same bytes wherever ``encoding`` gives any.
    """
    if encoding.errors == "strict" and encoding.name in _UNICODE:
        return replace(encoding, errors="surrogatepass")
    return encoding


def is_stateless(encoding: Encoding) -> bool:
    """Whether the bytes of a text are those of its parts, one after the other, wherever it is cut."""
    return encoding.name == FALLBACK or encoding.name in _UNICODE


class ByteOffsets:
    """Byte offsets of the places of a text, BOM included, in any encoding and asked in any order.

    A look-up costs the same wherever it falls; what lies before it is encoded once. In an encoding with
    shift states an escape sequence counts to the character after it.
    """

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._text = text
        self._encoding = lossless(encoding)
        self._one_each = encoding.name == FALLBACK or (encoding.name == "utf-8" and text.isascii())
        self._stateless = is_stateless(encoding)
        self._marks: list[tuple[int, int]] = []  # bytes before each step, the encoder's state there

    def at(self, offset: int) -> int:
        """Return how many bytes of the file stand before the code point at ``offset``."""
        bom = len(self._encoding.bom)
        if self._one_each:
            return bom + offset
        if self._encoding.name in _WHOLE:
            return bom + len(self._encoding.encode(self._text[:offset]))
        step = offset // _STEP
        while len(self._marks) <= step:
            self._marks.append(self._next_mark())
        before, state = self._marks[step]
        return bom + before + self._size(step * _STEP, offset, state)

    @cached_property
    def _encoder(self) -> codecs.IncrementalEncoder:
        return codecs.getincrementalencoder(self._encoding.name)(self._encoding.errors)

    def _size(self, start: int, end: int, state: int) -> int:
        part = self._text[start:end]
        if self._stateless:
            return len(self._encoding.encode(part))
        self._encoder.setstate(state)
        return len(self._encoder.encode(part, final=end == len(self._text)))

    def _next_mark(self) -> tuple[int, int]:
        """Encode one more step; return the bytes up to its end, and the state there."""
        if not self._marks:
            # A codec that writes a BOM of its own does so here, before the first character.
            return len(self._encoder.encode("")), self._state()
        before, state = self._marks[-1]
        end = len(self._marks) * _STEP
        return before + self._size(end - _STEP, end, state), self._state()

    def _state(self) -> int:
        return 0 if self._stateless else int(self._encoder.getstate())


class Places:
    """The places of one document's original text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._bytes = ByteOffsets(document.text, document.encoding)

    def at(self, span: Span) -> Place:
        """Return the place of ``span`` (code points of the document's text without BOM).

        Line and column are those of its start: 1-based, the column in code points; a line ends at LF, CRLF
        or a lone CR, and its ending belongs to it.
        """
        start = self._bytes.at(span.start)
        end = self._bytes.at(span.end) if span.end > span.start else start
        line = bisect_right(self._line_starts, span.start)
        return Place(span, start, end, line, span.start - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        ends = map(_end, _LINE_END.finditer(self._document.text))
        return array("q", chain((0,), ends))  # a quarter of what a list takes
