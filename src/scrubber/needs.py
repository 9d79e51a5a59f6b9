"""What a line must hold for a phrase or a pattern to match it, found before anything is matched.

A need is a set of pieces, each a run of word characters, one other sign, or DIGIT: of every line that
matches, some word holds one of them. A piece may begin with FIRST or end with LAST: then it is the first word
of the line that begins with it, or the last one that ends with it. What is not known to be needed is left
out, so that a need may let lines through that do not match, and never keeps one away that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scrubber.patterns.syntax import Anchor, Atomic, Chars, Either, Listed, Look, Node, Repeat
from scrubber.patterns.widths import flat
from scrubber.phrase_syntax import Blank, Choice, Literal, Part, Parts, SlotPart
from scrubber.slots import DATE, FIRST_DIGIT, KINDS, TIME
from scrubber.slots import DIGIT as DIGIT_TRAIT

DIGIT = "\\d"
"""The piece that every word with a digit holds."""

FIRST, LAST = "\x02", "\x03"
"""What stands before a piece that the line begins with, and behind one that it ends with."""

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


def words_at_edges(words: Sequence[str]) -> tuple[str, ...]:
    """Return the first and the last word of a line as pieces with FIRST and LAST are looked for in them."""
    return (FIRST + words[0], words[-1] + LAST) if words else ()


def _folded(line: str) -> str:
    """Fold case so that all that a pattern which ignores case takes for one is one, `İ` and `ı` included."""
    if line.isascii():
        return line.lower()
    return line.casefold().replace("i\u0307", "i").replace("ı", "i")


def pattern_needs(root: Node, lists: Lists, *, whole: bool = True) -> tuple[Need, ...]:
    """Return the needs of a pattern, those first that fewest lines meet.

    ``whole`` is whether it takes the whole of a line or a paragraph: its ends are theirs then.
    """
    parts = tuple(flat(root))
    edges = [_edge(parts, lists, last) for last in (False, True)] if whole else []
    return _best([*_of_node(root, lists), *filter(None, edges)])


def phrase_needs(parts: Parts, lists: Lists) -> tuple[Need, ...]:
    """Return the needs of a phrase, those first that fewest lines meet."""
    first, last = _first_of(parts, lists), _last_of(parts, lists)
    return _best([*_of_parts(parts, lists), *filter(None, (first, last))])


def any_needs(needs: Sequence[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Return what a line needs to match one of several, of which each has its needs."""
    joined = _union([next(iter(each), frozenset()) for each in needs])
    return () if joined is None else (joined,)


def _best(needs: Iterable[Need]) -> tuple[Need, ...]:
    found = {need for need in needs if need and len(need) <= _MOST_PIECES and rarity(need)[0] > 0}
    said_by_edges = [{piece.strip(FIRST + LAST) for piece in need} for need in found if _at_edge(need)]
    left = [need for need in found if _at_edge(need) or not any(need >= bare for bare in said_by_edges)]
    return tuple(sorted(left, key=_rank, reverse=True)[:_MOST_NEEDS])


def _rank(need: Need) -> tuple[float, int, list[str]]:
    return (*rarity(need), sorted(need))


def _at_edge(need: Need) -> bool:
    return any(FIRST in piece or LAST in piece for piece in need)


def rarity(need: Need) -> tuple[float, int]:
    """Return how seldom a need is likely to be met: by the piece of it that most lines hold."""
    return min(map(_piece_rarity, need)), -len(need)


def _piece_rarity(piece: str) -> float:
    if piece == DIGIT:
        return 1.5
    bare = piece.strip(FIRST + LAST)
    at_edge = piece != bare
    if bare in ".,":
        return 0
    if bare in _COMMON:
        return 2.0 * at_edge
    return (len(bare) if bare[0].isalnum() else 2) + at_edge


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


def _edge(parts: Sequence[Node], lists: Lists, last: bool) -> Need | None:
    """Return the words one of which a unit begins with, or ends with, that parts one after another take."""
    run = ""
    for at, part in enumerate(reversed(parts) if last else parts):
        text = _plain(part)
        if not text and not run:
            if isinstance(part, Anchor | Look):
                continue
            others = parts[: len(parts) - 1 - at] if last else parts[at + 1 :]
            return _edge_of(part, others, lists, last)
        if not text:
            break
        run = text + run if last else run + text
    return _edge_need(run, last)


def _edge_of(part: Node, others: Sequence[Node], lists: Lists, last: bool) -> Need | None:
    if isinstance(part, Listed):
        return _united(_edge_need(entry, last) for entry in lists.get(part.name, ()))
    if isinstance(part, Either):
        return _united(_edge(tuple(flat(branch)), lists, last) for branch in part.branches)
    if not isinstance(part, Atomic | Repeat):
        return None
    body = _edge(tuple(flat(part.body)), lists, last)
    if isinstance(part, Repeat) and not part.least:
        return _united((body, _edge(others, lists, last)))
    return body


def _edge_need(text: str, last: bool) -> Need | None:
    """Return the need of a unit that begins or ends with ``text``."""
    words = tokens(text)
    if not words or (text[-1] if last else text[0]).isspace():
        return None
    word = words[-1] if last else words[0]
    if not (word.isdecimal() or _UNSURE.isdisjoint(word)):
        return None
    return frozenset({word + LAST if last else FIRST + word})


def _first_of(parts: Parts, lists: Lists) -> Need | None:
    """Return the words one of which a line begins with that is a phrase of these parts."""
    return _edge_of_phrase([part for part in parts if not isinstance(part, Blank)], lists, False)


def _last_of(parts: Parts, lists: Lists) -> Need | None:
    """Return the words one of which it ends with; a final colon may follow them."""
    found = _edge_of_phrase([part for part in reversed(parts) if not isinstance(part, Blank)], lists, True)
    return found and found | {":" + LAST, "\uff1a" + LAST}


def _edge_of_phrase(parts: Sequence[Part], lists: Lists, last: bool) -> Need | None:
    if not parts:
        return None
    part = parts[0]
    if isinstance(part, Literal):
        return _edge_need(part.text, last)
    if isinstance(part, SlotPart):
        return None if part.kind in KINDS else _united(_edge_need(text, last) for text in lists[part.kind])
    if not isinstance(part, Choice):
        return None
    edge = _last_branch if last else _first_of
    found = _united(edge(branch, lists) for branch in part.branches)
    return _united((found, _edge_of_phrase(parts[1:], lists, last))) if part.optional else found


def _last_branch(parts: Parts, lists: Lists) -> Need | None:
    return _edge_of_phrase([part for part in reversed(parts) if not isinstance(part, Blank)], lists, True)


def _united(needs: Iterable[Need | None]) -> Need | None:
    known = list(needs)
    return _union([need or frozenset() for need in known])


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
