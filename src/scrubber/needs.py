"""What a line must hold for a phrase or a pattern to match it, found before anything is matched.

A need is a set of pieces, each a run of word characters, one other sign, or DIGIT: of every line that
matches, some word holds one of them. What is not known to be needed is left out, so that a need may let lines
through that do not match, and never keeps one away that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scrubber.patterns.syntax import Atomic, Chars, Either, Listed, Look, Node, Repeat
from scrubber.patterns.widths import flat
from scrubber.phrase_syntax import Choice, Literal, Parts, SlotPart
from scrubber.slots import DATE, FIRST_DIGIT, KINDS, TIME
from scrubber.slots import DIGIT as DIGIT_TRAIT

DIGIT = "\\d"
"""The piece that every word with a digit holds."""

Need = frozenset[str]
Lists = Mapping[str, Sequence[str]]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_NEEDS = 3
_MOST_PIECES = 2_000
_DIGITS = "0123456789"
# Phrases take one quote for another, and a blank is none or many.
_UNSURE = frozenset("'‘’‚‛ʼ′`´\"“”„‟″\u0307")
# Words that stand in every other line tell little.
_COMMON = frozenset(
    """
    a about all an and are as at be been by can do for from has have his i in is it its more new no
    not of on one or our out s said t that the their they this to up us was we were which who will
    with you your
    """.split()  # noqa: SIM905  (it is read as rows)
)


def tokens(line: str) -> list[str]:
    """Return the words and the other signs of a line, its case folded: what pieces are looked for in.

    >>> tokens("© 2021 Tarn Valley Post")
    ['©', '2021', 'tarn', 'valley', 'post']
    """
    return _TOKEN.findall(_folded(line))


def _folded(line: str) -> str:
    """Fold case so that all that a pattern which ignores case takes for one is one, `İ` and `ı` included."""
    if line.isascii():
        return line.lower()
    return line.casefold().replace("i\u0307", "i").replace("ı", "i")


def pattern_needs(root: Node, lists: Lists) -> tuple[Need, ...]:
    """Return the needs of a pattern that takes the whole of a line, those first that fewest lines meet."""
    return _best(_of_node(root, lists))


def phrase_needs(parts: Parts, lists: Lists) -> tuple[Need, ...]:
    """Return the needs of a phrase, those first that fewest lines meet."""
    return _best(_of_parts(parts, lists))


def any_needs(needs: Sequence[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Return what a line needs to match one of several, of which each has its needs."""
    joined = _union([next(iter(each), frozenset()) for each in needs])
    return () if joined is None else (joined,)


def _best(needs: Iterable[Need]) -> tuple[Need, ...]:
    found = {need for need in needs if need and len(need) <= _MOST_PIECES and rarity(need)[0] > 0}
    return tuple(sorted(found, key=rarity, reverse=True)[:_MOST_NEEDS])


def rarity(need: Need) -> tuple[float, int]:
    """Return how seldom a need is likely to be met: by the piece of it that most lines hold."""
    return min(map(_piece_rarity, need)), -len(need)


def _piece_rarity(piece: str) -> float:
    if piece in _COMMON or piece in ".,":
        return 0
    if piece == DIGIT:
        return 1.5
    return len(piece) if piece[0].isalnum() else 2


def _rarest(needs: Iterable[Need]) -> Need:
    return max(needs, key=rarity, default=frozenset())


def _of_node(root: Node, lists: Lists) -> Iterator[Need]:
    run = ""
    for part in flat(root):
        text = _plain(part)
        if text:
            run += text
            continue
        yield from _pieces(run)
        run = ""
        yield from _of_part(part, lists)
    yield from _pieces(run)


def _of_part(part: Node, lists: Lists) -> Iterator[Need]:
    if isinstance(part, Chars) and _only_digits(part):
        yield frozenset({DIGIT})
    elif isinstance(part, Listed):
        if (need := _of_entries(lists.get(part.name, ()))) is not None:
            yield need
    elif isinstance(part, Either):
        if (need := _union([_rarest(_of_node(branch, lists)) for branch in part.branches])) is not None:
            yield need
    elif (
        isinstance(part, Atomic)
        or (isinstance(part, Repeat) and part.least > 0)
        or (isinstance(part, Look) and not part.negative)
    ):
        yield from _of_node(part.body, lists)


def _plain(part: Node) -> str:
    if not isinstance(part, Chars) or not part.text:
        return ""
    return part.text if not part.ignore_case or part.text.isascii() else ""


def _only_digits(part: Chars) -> bool:
    chars = part.chars
    if chars.cells:
        return chars.cells == {"digit"} and not chars.ranges
    return bool(chars.ranges) and all(chr(low) >= "0" and chr(high) <= "9" for low, high in chars.ranges)


def _of_parts(parts: Parts, lists: Lists) -> Iterator[Need]:
    for part in parts:
        if isinstance(part, Literal):
            yield from _pieces(part.text)
        elif isinstance(part, SlotPart):
            yield from _of_slot(part.kind, lists)
        elif isinstance(part, Choice) and not part.optional:
            best = [
                max(_of_parts(branch, lists), key=rarity, default=frozenset()) for branch in part.branches
            ]
            if (need := _union(best)) is not None:
                yield need


def _of_slot(kind: str, lists: Lists) -> Iterator[Need]:
    if kind not in KINDS:
        if (need := _of_entries(lists[kind])) is not None:
            yield need
        return
    slot = KINDS[kind]
    if slot.traits & (DIGIT_TRAIT | FIRST_DIGIT | DATE | TIME):
        yield frozenset({DIGIT})
    if slot.needs and (need := _of_entries(slot.needs)) is not None:
        yield need


def _of_entries(entries: Iterable[str]) -> Need | None:
    return _union([_rarest(_pieces(entry)) for entry in entries])


def _union(needs: Sequence[Need]) -> Need | None:
    """Return the need that is met where one of several is; None where one of them is not known."""
    return frozenset().union(*needs) if needs and all(needs) else None


def _pieces(text: str) -> Iterator[Need]:
    for piece in tokens(text):
        if piece.isdecimal() or _UNSURE.isdisjoint(piece):
            yield frozenset({piece})
