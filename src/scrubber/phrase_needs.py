"""What a line needs for a phrase to match it, found from the phrase's parts before anything is matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scrubber.needs import DIGIT, LAST, Need, best, edge_need, pieces_of, rarest, united
from scrubber.phrase_syntax import Blank, Choice, Literal, Part, Parts, SlotPart
from scrubber.slots import DATE, FIRST_DIGIT, KINDS, TIME
from scrubber.slots import DIGIT as DIGIT_TRAIT

Lists = Mapping[str, Sequence[str]]

_FINAL_COLON = frozenset({":" + LAST, "：" + LAST})


def phrase_needs(parts: Parts, lists: Lists) -> tuple[Need, ...]:
    """Return the needs of a phrase, those first that fewest lines meet."""
    first, last = (_edge(_without_blanks(parts, last), lists, last) for last in (False, True))
    return best([*_of_parts(parts, lists, True, True), first, last and last | _FINAL_COLON])


def _of_parts(parts: Parts, lists: Lists, left: bool, right: bool) -> Iterator[Need]:
    """Yield the needs of parts one after another.

    ``left`` and ``right`` are whether no word of the line can begin before them or go on behind them.
    """
    for at, part in enumerate(parts):
        from_start = isinstance(parts[at - 1], Blank) if at else left
        to_end = isinstance(parts[at + 1], Blank) if at + 1 < len(parts) else right
        if isinstance(part, Literal):
            yield from pieces_of(part.text, from_start=from_start, to_end=to_end)
        elif isinstance(part, SlotPart):
            yield from _of_slot(part.kind, lists, from_start, to_end)
        elif isinstance(part, Choice) and not part.optional:
            each = (rarest(_of_parts(branch, lists, from_start, to_end)) for branch in part.branches)
            if (need := united(each)) is not None:
                yield need


def _of_slot(kind: str, lists: Lists, left: bool, right: bool) -> Iterator[Need]:
    slot = KINDS.get(kind)
    if slot and slot.traits & (DIGIT_TRAIT | FIRST_DIGIT | DATE | TIME):
        yield frozenset({DIGIT})
    entries = slot.needs if slot else lists[kind]
    whole = slot is None  # of a built-in slot they are parts
    need = united(
        rarest(pieces_of(entry, from_start=whole and left, to_end=whole and right)) for entry in entries
    )
    if need is not None:
        yield need


def _without_blanks(parts: Parts, last: bool) -> Sequence[Part]:
    return [part for part in (reversed(parts) if last else parts) if not isinstance(part, Blank)]


def _edge(inwards: Sequence[Part], lists: Lists, last: bool) -> Need | None:
    """Return the words one of which a line begins with, or ends with, that is made of these parts.

    They are given from that end inwards, without the blanks between them.
    """
    if not inwards:
        return None
    part = inwards[0]
    if isinstance(part, Literal):
        return edge_need(part.text, last=last, bounded=False)
    if isinstance(part, SlotPart):
        entries = () if part.kind in KINDS else lists[part.kind]
        return united(edge_need(entry, last=last, bounded=False) for entry in entries)
    if not isinstance(part, Choice):
        return None
    found = united(_edge(_without_blanks(branch, last), lists, last) for branch in part.branches)
    return united((found, _edge(inwards[1:], lists, last))) if part.optional else found
