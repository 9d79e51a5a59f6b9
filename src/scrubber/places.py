"""Where a span of a document lies: in its file's bytes, and in lines and columns."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

import regex

from scrubber.document import Document
from scrubber.encodings import FALLBACK, Encoding
from scrubber.records import Place
from scrubber.spans import Span

_LINES = regex.compile(r"[^\r\n]*+(?:\r\n|\r|\n)")
_STEP = 1024  # code points between two remembered byte offsets: what a look-up encodes at the most

# Codecs that spell a text only as a whole: the bytes of its parts do not add up to its bytes.
_WHOLE = frozenset({"utf-7", "punycode", "idna"})
_UNICODE = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})


def lossless(encoding: Encoding) -> Encoding:
    """Return ``encoding`` so that it also spells lone surrogates, which the text of a record may hold.

    It gives the same bytes wherever ``encoding`` gives any.
    """
    if encoding.errors == "strict" and encoding.name in _UNICODE:
        return replace(encoding, errors="surrogatepass")
    return encoding


class ByteOffsets:
    """Byte offsets of the places of a text, BOM included, in any encoding and asked in any order.

    A look-up costs the same wherever it falls; what lies before it is encoded once. In an encoding with
    shift states an escape sequence counts to the character after it.
    """

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._text = text
        self._encoding = lossless(encoding)
        self._one_each = encoding.name == FALLBACK or (encoding.name == "utf-8" and text.isascii())
        self._marks: list[tuple[int, int]] = []  # bytes before each step, the encoder's state there

    def at(self, offset: int) -> int:
        """Return how many bytes of the file stand before the code point at ``offset``."""
        bom = len(self._encoding.bom)
        if self._one_each:
            return bom + offset
        if self._encoding.name in _WHOLE:
            return bom + len(self._encoding.encode(self._text[:offset]))
        return bom + self._spelt(offset)

    @cached_property
    def _encoder(self) -> codecs.IncrementalEncoder:
        return codecs.getincrementalencoder(self._encoding.name)(self._encoding.errors)

    def _spelt(self, offset: int) -> int:
        step = offset // _STEP
        while len(self._marks) <= step:
            self._remember()
        before, state = self._marks[step]
        self._encoder.setstate(state)
        rest = self._text[step * _STEP : offset]
        return before + len(self._encoder.encode(rest, final=offset == len(self._text)))

    def _remember(self) -> None:
        """Encode one more step and remember where it ends."""
        self._encoder.reset()
        if not self._marks:
            # A codec that writes a BOM of its own does so here, before the first character.
            before = len(self._encoder.encode(""))
        else:
            before, state = self._marks[-1]
            self._encoder.setstate(state)
            start = (len(self._marks) - 1) * _STEP
            before += len(self._encoder.encode(self._text[start : start + _STEP]))
        self._marks.append((before, int(self._encoder.getstate())))


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
    def _line_starts(self) -> list[int]:
        lines = map(len, _LINES.findall(self._document.text))
        return list(accumulate(lines, initial=0))
