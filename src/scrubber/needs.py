"""What a line must hold for a matcher to match it: needs, and the words that they are looked for in.

A need is a set of pieces, each a run of word characters, one other sign, or DIGIT: of every line that
matches, some word holds one of them. A piece may begin with START or end with END: then a word has to begin
or to end with it; with FIRST the first word of the line has to, with LAST the last. What is not known to be
needed is left out, so that a need may let lines through that do not match, and never keeps one away that
does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

DIGIT = "\\d"
"""The piece that every word with a digit holds; with FIRST or LAST the digit stands at the line's edge."""

FIRST, LAST, START, END = "\x02", "\x03", "\x04", "\x05"

Need = frozenset[str]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_NEEDS = 3
_MOST_PIECES = 2_000
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
    """Return the first and the last word of a line, told from the others by FIRST and LAST."""
    return (FIRST + words[0], words[-1] + LAST) if words else ()


def delimited(word: str) -> str:
    """Return a word of a line, or of its edges, as pieces are looked for in it: with both its ends marked.

    Beyond ASCII it is not for certain what engines take for a part of a word, so that only the edges of the
    line are.
    """
    if not word.isascii():
        return word
    return f"{'' if word.startswith(FIRST) else START}{word}{'' if word.endswith(LAST) else END}"


def _folded(line: str) -> str:
    """Fold case so that all that a pattern which ignores case takes for one is one, `İ` and `ı` included."""
    if line.isascii():
        return line.lower()
    return line.casefold().replace("i\u0307", "i").replace("ı", "i")


def pieces_of(text: str, *, from_start: bool, to_end: bool) -> Iterable[Need]:
    """Yield the needs of a line that holds ``text``.

    ``from_start`` is whether no word of the line can begin before it, ``to_end`` whether none can go on
    behind it.
    """
    words = tokens(text)
    starts, ends = from_start or text[:1].isspace(), to_end or text[-1:].isspace()
    for at, word in enumerate(words):
        if _is_sure(word):
            before = START if at > 0 or starts else ""
            after = END if at < len(words) - 1 or ends else ""
            yield frozenset({_marked(before, word, after)})


def edge_need(text: str, *, last: bool, bounded: bool) -> Need | None:
    """Return the need of a line that begins, or ends, with ``text``, if there is one.

    ``bounded`` is whether no word of the line can go on at the other end of the text.
    """
    words = tokens(text)
    if not words or (text[-1] if last else text[0]).isspace():
        return None
    word = words[-1] if last else words[0]
    if not _is_sure(word):
        return None
    ends = bounded or len(words) > 1 or (text[0] if last else text[-1]).isspace()
    if last:
        return frozenset({_marked(START if ends else "", word, LAST)})
    return frozenset({_marked(FIRST, word, END if ends else "")})


def _is_sure(word: str) -> bool:
    return word.isdecimal() or _UNSURE.isdisjoint(word)


def _marked(before: str, word: str, after: str) -> str:
    if word.isascii():
        return before + word + after
    return before * (before == FIRST) + word + after * (after == LAST)


def any_needs(needs: Sequence[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Return what a line needs to match one of several, of which each has its needs."""
    joined = united(next(iter(each), None) for each in needs)
    return () if joined is None else (joined,)


def united(needs: Iterable[Need | None]) -> Need | None:
    """Return the need that is met where one of several is; None where one of them is not known."""
    known = list(needs)
    return frozenset().union(*filter(None, known)) if known and all(known) else None


def best(needs: Iterable[Need | None]) -> tuple[Need, ...]:
    """Return the few needs that fewest lines meet, the rarest first."""
    found = {need for need in needs if need and len(need) <= _MOST_PIECES and rarity(need)[0] > 0}
    by_edges = [{_bare(piece) for piece in need} for need in found if _is_at_edge(need)]
    left = [need for need in found if _is_at_edge(need) or not _implied(need, by_edges)]
    return tuple(sorted(left, key=_rank, reverse=True)[:_MOST_NEEDS])


def _implied(need: Need, by_edges: Iterable[set[str]]) -> bool:
    own = {_bare(piece) for piece in need}
    return any(own >= words for words in by_edges)


def _rank(need: Need) -> tuple[float, int, list[str]]:
    return (*rarity(need), sorted(need))


def rarest(needs: Iterable[Need]) -> Need:
    """Return the need that fewest lines meet; an empty one where there is none."""
    return max(needs, key=rarity, default=frozenset())


def rarity(need: Need) -> tuple[float, int]:
    """Return how seldom a need is likely to be met: by the piece of it that most lines hold."""
    return min(map(_piece_rarity, need)), -len(need)


def _piece_rarity(piece: str) -> float:
    bare = _bare(piece)
    if bare == DIGIT:
        return 1.5 + (piece != DIGIT)
    more = (FIRST in piece or LAST in piece) + 0.25 * ((START in piece) + (END in piece))
    if bare in ".,":
        return 2.0 * (FIRST in piece)
    if bare in _COMMON:
        return 2.5 if more >= 1 else 0.5
    if bare.isdecimal():  # a year's beginning, mostly
        return 1.5 + more / 2
    return (len(bare) if bare[0].isalnum() else 2) + more


def _bare(piece: str) -> str:
    return piece.strip(FIRST + LAST + START + END)


def _is_at_edge(need: Need) -> bool:
    return any(FIRST in piece or LAST in piece for piece in need)
