"""Hunks of whole lines, made from the spans of the changes: what did not change is never compared.

All offsets here count bytes, and a line ends at one byte (0x0A unless said otherwise): what `patch` and
`git apply` take for a line, in whatever encoding the file is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from scrubber.document import Document
from scrubber.encodings import Encoding
from scrubber.places import ByteOffsets, is_stateless, lossless
from scrubber.spans import Change, Span
from scrubber.values import dataclass

Sign = Literal[" ", "-", "+"]


@dataclass(frozen=True, slots=True)
class Swap:
    """Where ``old`` stood in the original, ``new`` stands in the result.

    ``first`` and ``last`` say which net changes that comes from, as a half-open range of their indices.
    """

    old: Span
    new: Span
    first: int
    last: int

    def grown(self, lead: int = 0, trail: int = 0) -> Swap:
        """Return the swap with so many unchanged bytes more on either side."""
        old = Span(self.old.start - lead, self.old.end + trail)
        new = Span(self.new.start - lead, self.new.end + trail)
        return Swap(old, new, self.first, self.last)

    def through(self, other: Swap) -> Swap:
        """Return one swap that reaches to the end of ``other``, which comes later."""
        old = Span(self.old.start, other.old.end)
        return Swap(old, Span(self.new.start, other.new.end), self.first, other.last)


@dataclass(frozen=True, slots=True)
class Sides:
    """The original and the result, and the sorted, disjoint swaps that lead from one to the other."""

    old: bytes
    new: bytes
    swaps: Sequence[Swap]
    newline: bytes = b"\n"


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changed lines with their context: ``blocks`` are whole lines; line numbers are 0-based."""

    blocks: tuple[Swap, ...]
    old: Span
    new: Span
    old_line: int
    new_line: int
    old_count: int
    new_count: int

    def __str__(self) -> str:
        old = _range(self.old_line, self.old_count)
        return f"@@ -{old} +{_range(self.new_line, self.new_count)} @@"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a hunk. ``start`` is where it starts: in the result for "+", else in the original."""

    sign: Sign
    start: int
    content: bytes


def sides_of(document: Document, net: Sequence[Change], encoding: Encoding | None = None) -> Sides:
    """Return both sides as bytes of ``encoding``, by default the document's own, BOM included.

    ``net`` are the sorted, disjoint changes of the document's text.
    """
    encoding = lossless(encoding or document.encoding)
    if is_stateless(encoding):
        return _spelt_by_parts(document.text, net, encoding)
    result = _applied(document.text, net)
    swaps = _swaps(net, ByteOffsets(document.text, encoding), ByteOffsets(result, encoding))
    old, new = (encoding.bom + encoding.encode(side) for side in (document.text, result))
    return Sides(old, new, _checked(old, new, list(swaps)))


def hunks(sides: Sides, context: int = 3) -> Iterator[Hunk]:
    """Yield the hunks in order, each with up to ``context`` unchanged lines before and after."""
    old_at = new_at = old_line = new_line = 0
    for blocks in _grouped(sides, context):
        lead = blocks[0].old.start - _back(sides, blocks[0].old.start, context)
        trail = _forward(sides, blocks[-1].old.end, context) - blocks[-1].old.end
        whole = blocks[0].through(blocks[-1]).grown(lead, trail)
        old_line += sides.old.count(sides.newline, old_at, whole.old.start)
        new_line += sides.new.count(sides.newline, new_at, whole.new.start)
        old_at, new_at = whole.old.start, whole.new.start
        counts = _count(sides.old, whole.old, sides.newline), _count(sides.new, whole.new, sides.newline)
        yield Hunk(tuple(blocks), whole.old, whole.new, old_line, new_line, *counts)


def parts(hunk: Hunk) -> Iterator[tuple[Sign, Span]]:
    """Yield the runs of lines of a hunk: context, and of each block what goes before what comes.

    What comes, "+", is a span of the result, the others are spans of the original; none is empty.
    """
    at = hunk.old.start
    for block in hunk.blocks:
        runs: tuple[tuple[Sign, Span], ...]
        runs = (" ", Span(at, block.old.start)), ("-", block.old), ("+", block.new)
        yield from ((sign, span) for sign, span in runs if len(span))
        at = block.old.end
    if at < hunk.old.end:
        yield " ", Span(at, hunk.old.end)


def rows(sides: Sides, hunk: Hunk) -> Iterator[Row]:
    """Yield the lines of a hunk one by one."""
    for sign, span in parts(hunk):
        at = span.start
        for line in _lines(sides.new if sign == "+" else sides.old, span, sides.newline):
            yield Row(sign, at, line)
            at += len(line)


def _spelt_by_parts(text: str, net: Sequence[Change], encoding: Encoding) -> Sides:
    swaps: list[Swap] = []
    old, new = [encoding.bom], [encoding.bom]
    at, old_at, new_at = 0, len(encoding.bom), len(encoding.bom)
    for index, change in enumerate(net):
        kept = encoding.encode(text[at : change.span.start])
        gone, came = encoding.encode(change.span.slice(text)), encoding.encode(change.text)
        old += kept, gone
        new += kept, came
        old_start, new_start = old_at + len(kept), new_at + len(kept)
        at, old_at, new_at = change.span.end, old_start + len(gone), new_start + len(came)
        swaps.append(Swap(Span(old_start, old_at), Span(new_start, new_at), index, index + 1))
    rest = encoding.encode(text[at:])
    return Sides(b"".join(old) + rest, b"".join(new) + rest, swaps)


def _applied(text: str, net: Sequence[Change]) -> str:
    parts: list[str] = []
    at = 0
    for change in net:
        parts += text[at : change.span.start], change.text
        at = change.span.end
    return "".join(parts) + text[at:]


def _swaps(net: Sequence[Change], old: ByteOffsets, new: ByteOffsets) -> Iterator[Swap]:
    shift = 0
    for index, change in enumerate(net):
        start, end = change.span.start + shift, change.span.start + shift + len(change.text)
        shift += len(change.text) - len(change.span)
        gone = Span(old.at(change.span.start), old.at(change.span.end))
        yield Swap(gone, Span(new.at(start), new.at(end)), index, index + 1)


def _checked(old: bytes, new: bytes, swaps: Sequence[Swap]) -> Sequence[Swap]:
    """Widen swaps until all that lies between them is equal on both sides.

    In an encoding with shift states a change can alter how its line goes on.
    """
    ends = Span(len(old), len(old)), Span(len(new), len(new))
    start = Swap(Span(0, 0), Span(0, 0), 0, 0)
    checked = [start]
    for swap in (*swaps, Swap(*ends, len(swaps), len(swaps))):
        last = checked[-1]
        if old[last.old.end : swap.old.start] == new[last.new.end : swap.new.start]:
            checked.append(swap)
        elif _same_after_a_line(old, new, last, swap):
            checked[-1:] = [_to_line_end(old, new, last), swap]
        else:
            checked[-1] = last.through(swap)
    return [swap for swap in checked if len(swap.old) or len(swap.new)]


def _to_line_end(old: bytes, new: bytes, swap: Swap) -> Swap:
    old_end = old.find(b"\n", swap.old.end) + 1 or len(old)
    new_end = new.find(b"\n", swap.new.end) + 1 or len(new)
    return Swap(Span(swap.old.start, old_end), Span(swap.new.start, new_end), swap.first, swap.last)


def _same_after_a_line(old: bytes, new: bytes, last: Swap, swap: Swap) -> bool:
    longer = _to_line_end(old, new, last)
    if longer.old.end > swap.old.start or longer.new.end > swap.new.start:
        return False
    return old[longer.old.end : swap.old.start] == new[longer.new.end : swap.new.start]


def _grouped(sides: Sides, context: int) -> Iterator[list[Swap]]:
    """Yield runs of blocks that stand so near that their contexts would meet."""
    group: list[Swap] = []
    for block in _blocks(sides):
        gap = sides.old.count(sides.newline, group[-1].old.end, block.old.start) if group else 0
        if gap > 2 * context:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _blocks(sides: Sides) -> Iterator[Swap]:
    for block in _widened(sides):
        trimmed = _trimmed(sides, block)
        if len(trimmed.old) or len(trimmed.new):
            yield trimmed


def _widened(sides: Sides) -> Iterator[Swap]:
    """Widen each swap to whole lines; those that share a line or stand in neighbouring ones are one."""
    held: Swap | None = None
    for swap in sides.swaps:
        if held is None:
            held = swap.grown(lead=_lead(sides, 0, swap))
            continue
        trail = _trail(sides, held, swap.old.start)
        lead = 0 if trail is None else _lead(sides, held.old.end + trail, swap)
        if trail is None or swap.old.start - lead == held.old.end + trail:
            held = held.through(swap)
        else:
            yield held.grown(trail=trail)
            held = swap.grown(lead=lead)
    if held is not None:
        trail = _trail(sides, held, len(sides.old))
        yield held.grown(trail=len(sides.old) - held.old.end if trail is None else trail)


def _lead(sides: Sides, floor: int, swap: Swap) -> int:
    """Return how many bytes of its line stand before the swap; a line starts at ``floor``."""
    newline = sides.old.rfind(sides.newline, floor, swap.old.start)
    return swap.old.start - (floor if newline < 0 else newline + 1)


def _trail(sides: Sides, swap: Swap, limit: int) -> int | None:
    """Return how many bytes after the swap end its line on both sides; None where ``limit`` comes first."""
    if _starts_line(sides, sides.old, swap.old.end) and _starts_line(sides, sides.new, swap.new.end):
        return 0
    newline = sides.old.find(sides.newline, swap.old.end, limit)
    return None if newline < 0 else newline + 1 - swap.old.end


def _starts_line(sides: Sides, side: bytes, offset: int) -> bool:
    return offset == 0 or side[offset - 1 : offset] == sides.newline


def _trimmed(sides: Sides, block: Swap) -> Swap:
    """Take off the lines at both ends of the block that came out as they were."""
    if not len(block.old) or not len(block.new):
        return block
    old = _lines(sides.old, block.old, sides.newline)
    new = _lines(sides.new, block.new, sides.newline)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    lead = sum(map(len, old[:head]))
    return block.grown(-lead, -sum(map(len, old[len(old) - tail :])))


def _shared(old: Iterable[bytes], new: Iterable[bytes]) -> int:
    count = 0
    for ours, theirs in zip(old, new, strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _lines(side: bytes, span: Span, newline: bytes) -> list[bytes]:
    """Split a part of a side into lines that keep their ends."""
    *lines, last = side[span.start : span.end].split(newline)
    whole = [line + newline for line in lines]
    return [*whole, last] if last else whole


def _back(sides: Sides, offset: int, lines: int) -> int:
    while lines and offset:
        offset = sides.old.rfind(sides.newline, 0, offset - 1) + 1
        lines -= 1
    return offset


def _forward(sides: Sides, offset: int, lines: int) -> int:
    while lines and offset < len(sides.old):
        offset = sides.old.find(sides.newline, offset) + 1 or len(sides.old)
        lines -= 1
    return offset


def _count(side: bytes, span: Span, newline: bytes) -> int:
    unended = len(span) > 0 and side[span.end - 1 : span.end] != newline
    return side.count(newline, span.start, span.end) + unended


def _range(line: int, count: int) -> str:
    """Spell a range of lines as `diff -u` does: an empty one is named by the line before it."""
    start = line + 1 if count else line
    return str(start) if count == 1 else f"{start},{count}"
