"""Short texts of which a unit holds one wherever a pattern matches: what a search can look for beforehand.

They say more than words do of a pattern that looks for signs, such as a blank before a comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from scrubber.document import BLANKS
from scrubber.patterns.charsets import CharSet
from scrubber.patterns.syntax import Anchor, Atomic, Chars, Either, Look, Node, Repeat
from scrubber.patterns.widths import flat

Texts = frozenset[str]

_MOST = 128
_NOTHING = frozenset({""})
_SPACES = "".join(dict.fromkeys(BLANKS + "\u180e" + "".join(filter(str.isspace, map(chr, range(0x3001))))))
_LETTERS = 4  # so many in a row are rare enough to be looked for
# Pairs of signs that stand in nearly every text.
_COMMON = {
    *(mark + " " for mark in ".,:;?!)\"'’”-"),
    *(" " + mark for mark in "(\"'‘“-"),
    ".\n",
}


def needed_texts(root: Node) -> tuple[str, ...]:
    """Return texts of which every match holds, or stands beside, one in its unit; () if none are known."""
    best = _rarest(_runs(tuple(flat(root))))
    return tuple(sorted(best)) if best and _rarity(best) > 0 else ()


def _runs(parts: Sequence[Node]) -> Iterator[Texts]:
    """Yield the sets of texts that parts one after another amount to, as far as each is known."""
    run = _NOTHING
    for part in parts:
        exact = _exact(part)
        if exact is not None and len(run) * len(exact) <= _MOST:
            run = _product(run, exact)
        else:
            yield run
            run = exact if exact is not None and len(exact) <= _MOST else _NOTHING
        ahead = _ahead(part)
        for begun in filter(None, (ahead, frozenset(text[:1] for text in ahead))):
            if len(run) * len(begun) <= _MOST:
                yield _product(run, begun)
        yield from _inside(part)
    yield run


def _inside(part: Node) -> Iterator[Texts]:
    if isinstance(part, Either):
        each = [_rarest(_runs(tuple(flat(branch)))) for branch in part.branches]
        if all(each) and sum(map(len, each)) <= _MOST:
            yield frozenset().union(*each)
    elif isinstance(part, Atomic) or (isinstance(part, Repeat) and part.least):
        yield from _runs(tuple(flat(part.body)))


def _exact(part: Node) -> Texts | None:
    """Return all texts that a part can take; None where they are too many or not known."""
    if isinstance(part, Anchor | Look):
        return _NOTHING
    if isinstance(part, Chars):
        return _characters(part.chars)
    if isinstance(part, Atomic):
        return _exact_all(flat(part.body))
    if isinstance(part, Either):
        each = [_exact_all(flat(branch)) for branch in part.branches]
        known = [texts for texts in each if texts is not None]
        joined = frozenset().union(*known)
        return joined if len(known) == len(each) and len(joined) <= _MOST else None
    if isinstance(part, Repeat) and part.most == 1:
        once = _exact_all(flat(part.body))
        return once if part.least or once is None else once | _NOTHING
    return None


def _exact_all(parts: Iterable[Node]) -> Texts | None:
    whole = _NOTHING
    for part in parts:
        exact = _exact(part)
        if exact is None or len(whole) * len(exact) > _MOST:
            return None
        whole = _product(whole, exact)
    return whole


def _ahead(part: Node) -> Texts:
    """Return the texts with one of which what follows begins, as far as a lookahead says so."""
    if isinstance(part, Look) and not part.behind and not part.negative:
        return _beginning(tuple(flat(part.body)))
    if isinstance(part, Either) and _exact(part) == _NOTHING:
        each = [[_ahead(inner) for inner in flat(branch)] for branch in part.branches]
        firsts = [next(filter(None, branch), frozenset()) for branch in each]
        return frozenset().union(*firsts) if all(firsts) else frozenset()
    return frozenset()


def _beginning(parts: Sequence[Node]) -> Texts:
    begun = _NOTHING
    for part in parts:
        exact = _exact(part)
        if exact is None or len(begun) * len(exact) > _MOST // 4:
            break
        begun = _product(begun, exact)
    return begun if begun != _NOTHING else frozenset()


def _characters(chars: CharSet) -> Texts | None:
    if chars.cells and (chars.cells != {"space"} or chars.minus):
        return None
    if sum(high - low + 1 for low, high in chars.ranges) > _MOST:
        return None
    points = (chr(point) for low, high in chars.ranges for point in range(low, high + 1))
    return frozenset((*points, *(_SPACES if chars.cells else "")))


def _product(firsts: Texts, seconds: Texts) -> Texts:
    return frozenset(first + second for first in firsts for second in seconds)


def _rarest(runs: Iterable[Texts]) -> Texts:
    found = [_least(run) for run in runs]
    return max(found, key=lambda run: (_rarity(run), -len(run)), default=frozenset())


def _least(run: Texts) -> Texts:
    """Leave out texts that hold another of them."""
    least: list[str] = []
    for _, same in groupby(sorted(run, key=len), key=len):  # of texts of one length none holds another
        least += [text for text in same if not any(other in text for other in least)]
    return frozenset(least)


def _rarity(texts: Texts) -> float:
    return min(map(_text_rarity, texts), default=0)


def _text_rarity(text: str) -> float:
    if len(text) < 2 or text in _COMMON:
        return 0
    signs = [sign for sign in text if not sign.isalnum()]
    letters = max(map(len, "".join(c if c.isalnum() else " " for c in text).split()), default=0)
    return letters if letters >= _LETTERS else 2 if len(signs) == len(text) else 0
