r"""Diffs: of a file for `patch` and `git apply`, of a record for reading, and in colour for a terminal.

All are made from the spans of the changes, in time linear in the document and its edits, and each hunk's
header ends in the ids of the rules whose edits lie in it.

A file's diff is one of bytes, its lines split at 0x0A alone, so that it can be applied in any encoding and
with any line ends. Inside a repository, in a folder that holds a folder of its own name, `git apply` takes
the name twice for once; there `git apply -p1` is needed.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import regex

from scrubber.document import Document
from scrubber.encodings import Encoding
from scrubber.hunks import Hunk, Row, Sides, Swap, hunks, parts, rows, sides_of
from scrubber.records import RecordedEdit
from scrubber.spans import Change, Span
from scrubber.terminal import BOLD, CYAN, GREEN, RED, REVERSE, REVERSE_OFF, escape_controls, styled

_NO_NEWLINE = "\\ No newline at end of file\n"
_TEXT = Encoding("utf-8", "surrogatepass")  # how a diff for reading spells the text, whatever the file is in

_QUOTED = regex.compile(r'[\x00-\x1f\x7f"\\]')  # as git does
_ESCAPES = {
    "\a": r"\a", "\b": r"\b", "\t": r"\t", "\n": r"\n", "\v": r"\v", "\f": r"\f", "\r": r"\r",
    '"': r"\"", "\\": r"\\",
}  # fmt: skip


def unified_diff(
    document: Document,
    net: Sequence[Change],
    edits: Sequence[RecordedEdit],
    name: str,
    context: int = 3,
) -> bytes:
    """Return the diff of a file as bytes that `patch -p1` and `git apply` turn into the result.

    ``name`` is the file's path below the current folder, with ``/``; ``net`` are the sorted, disjoint
    changes of the document's text. Empty where no byte changes.
    """
    body = _body(sides_of(document, net), _Claims(net, edits), context) if net else b""
    return os.fsencode(_header(f"a/{name}", f"b/{name}")) + body if body else b""


def text_diff(document: Document, net: Sequence[Change], edits: Sequence[RecordedEdit], name: str) -> str:
    """Return the diff of a document's text, lines split at ``\\n``.

    It is what `unified_diff` gives for a file in UTF-8 without BOM; lone surrogates stay what they are.
    """
    body = _text_body(document, net, edits)
    return _header(f"a/{name}", f"b/{name}") + body if body else ""


def record_diff(
    document: Document,
    net: Sequence[Change],
    edits: Sequence[RecordedEdit],
    name_of_file: str,
    record: int | str,
) -> str:
    """Return the diff of one record of a file, headed ``FILE:RECORD``. It is for reading: nothing applies it.

    It keeps to the form of a unified diff, so that a page that quotes a patch cannot be taken for one, and
    names a file that does not exist, so that `patch` and `git apply` fail on it loudly.
    """
    body = _text_body(document, net, edits)
    return _record_header(name_of_file, record) + body if body else ""


def render_diff(
    document: Document,
    net: Sequence[Change],
    edits: Sequence[RecordedEdit],
    name: str,
    colour: bool,
    record: int | str | None = None,
) -> str:
    r"""Return the diff as a terminal shows it, with the head of `record_diff` where ``record`` is given.

    What changed inside a line stands out. Control characters are spelt out, ``\x1b``; a ``\r`` at the end
    of a line only where line ends differ within the document or change. Nothing is cut off.
    """
    header = _header(f"a/{name}", f"b/{name}") if record is None else _record_header(name, record)
    if not net:
        return ""
    body = "".join(_Painter(_text_sides(document, net), _Claims(net, edits), colour).lines())
    shown = escape_controls(header)
    if colour:
        shown = "".join(f"{styled(line, BOLD)}\n" for line in shown.splitlines())
    return shown + body if body else ""


class _Claims:
    """Which rules had a hand in which net change."""

    def __init__(self, net: Sequence[Change], edits: Sequence[RecordedEdit]) -> None:
        self._by_change: dict[int, list[tuple[int, int, str]]] = {}
        ends = [change.span.end for change in net]
        for order, edit in enumerate(edits):
            for span in (change.origin.span for change in edit.changes):
                for index in _touched(net, ends, span):
                    claim = (span.start, order, edit.rule)
                    self._by_change.setdefault(index, []).append(claim)

    def of(self, hunk: Hunk) -> list[str]:
        """Return the ids of the rules of a hunk, in the order in which they first occur in it."""
        changes = chain.from_iterable(range(block.first, block.last) for block in hunk.blocks)
        claims = sorted(chain.from_iterable(self._by_change.get(index, ()) for index in changes))
        return list(dict.fromkeys(rule for _, _, rule in claims))


def _touched(net: Sequence[Change], ends: Sequence[int], span: Span) -> Iterator[int]:
    """Yield the net changes that meet ``span``; touching will do, for an insertion has no width."""
    index = bisect_left(ends, span.start)
    while index < len(net) and net[index].span.start <= span.end:
        yield index
        index += 1


def _title(hunk: Hunk, claims: _Claims) -> str:
    return " ".join([str(hunk), *claims.of(hunk)])


def _body(sides: Sides, claims: _Claims, context: int) -> bytes:
    body: list[bytes] = []
    for hunk in hunks(sides, context):
        body.append(f"{_title(hunk, claims)}\n".encode())
        for sign, span in parts(hunk):
            side = sides.new if sign == "+" else sides.old
            body.append(_signed(sign.encode(), side[span.start : span.end]))
    return b"".join(body)


def _signed(sign: bytes, lines: bytes) -> bytes:
    """Put the sign before each line, and say so where the last one has no end."""
    ended = lines.endswith(b"\n")
    content = lines[:-1] if ended else lines
    ending = b"\n" if ended else b"\n" + _NO_NEWLINE.encode()
    return sign + content.replace(b"\n", b"\n" + sign) + ending


def _text_sides(document: Document, net: Sequence[Change]) -> Sides:
    return sides_of(document, net, _TEXT)


def _text_body(document: Document, net: Sequence[Change], edits: Sequence[RecordedEdit]) -> str:
    return _TEXT.decode(_body(_text_sides(document, net), _Claims(net, edits), context=3)) if net else ""


def _header(old: str, new: str) -> str:
    return f"--- {_quoted(old)}\n+++ {_quoted(new)}\n"


def _record_header(name: str, record: int | str) -> str:
    whole = f"{name}:{record}"
    return f"# For reading, not for patch: record {_quoted(whole)}\n{_header(whole, whole)}"


def _quoted(name: str) -> str:
    """Quote a name where it must be; a TAB ends one that has a blank, lest that begin a date."""
    if _QUOTED.search(name) or name.endswith(" "):
        name = f'"{_QUOTED.sub(lambda match: _escape(match[0]), name)}"'
    return f"{name}\t" if " " in name else name


def _escape(character: str) -> str:
    return _ESCAPES.get(character) or f"\\{ord(character):03o}"


class _Painter:
    """Turns hunks into the lines that a terminal shows."""

    def __init__(self, sides: Sides, claims: _Claims, colour: bool) -> None:
        only_cr = b"\n" not in sides.old + sides.new and b"\r" in sides.old
        self._sides = replace(sides, newline=b"\r") if only_cr else sides
        self._ending = _common_ending(self._sides)
        self._claims = claims
        self._colour = colour

    def lines(self) -> Iterator[str]:
        for hunk in hunks(self._sides):
            title = escape_controls(_title(hunk, self._claims), keep="")
            yield f"{styled(title, CYAN) if self._colour else title}\n"
            for row in rows(self._sides, hunk):
                yield f"{self._row(row)}\n"
                if not row.content.endswith(self._sides.newline):
                    yield _NO_NEWLINE

    def _row(self, row: Row) -> str:
        ending = self._ending if row.content.endswith(self._ending) else self._sides.newline
        content = row.content.removesuffix(ending)
        if not self._colour or row.sign == " ":
            return row.sign + _shown(content)
        colour = RED if row.sign == "-" else GREEN
        return styled(row.sign + "".join(self._parts(row, content)), colour)

    def _parts(self, row: Row, content: bytes) -> Iterator[str]:
        """Yield the parts of a changed line, those that changed in reverse; a line that is all new plain."""
        at = 0
        for start, end in self._changed(row, len(content)):
            if end - start == len(content):
                break
            yield _shown(content[at:start])
            yield f"{REVERSE}{_shown(content[start:end])}{REVERSE_OFF}"
            at = end
        yield _shown(content[at:])

    def _changed(self, row: Row, size: int) -> Iterator[tuple[int, int]]:
        """Yield what of the line's first ``size`` bytes the net changes took or brought."""

        def side(swap: Swap) -> Span:
            return swap.old if row.sign == "-" else swap.new

        swaps = self._sides.swaps
        index = bisect_right(swaps, row.start, key=lambda swap: side(swap).end)
        while index < len(swaps) and side(swaps[index]).start < row.start + size:
            changed = side(swaps[index])
            start, end = max(0, changed.start - row.start), min(size, changed.end - row.start)
            if start < end:
                yield start, end
            index += 1


def _shown(content: bytes) -> str:
    return escape_controls(_TEXT.decode(content), keep="\t")


def _common_ending(sides: Sides) -> bytes:
    """Return the line end that all lines of both sides have; the bare newline where they differ."""
    for side in (sides.old, sides.new):
        if side.count(b"\r\n") != side.count(b"\n"):
            return sides.newline
    return b"\r\n" if b"\n" in sides.old else sides.newline
