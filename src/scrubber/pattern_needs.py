"""What a line needs for a pattern to match it, found from the pattern's tree before anything is matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_letters, digits

from scrubber.document import BLANKS
from scrubber.needs import DIGIT, FIRST, LAST, Need, best, edge_need, pieces_of, rarest, united
from scrubber.patterns.charsets import CharSet, characters
from scrubber.patterns.syntax import Anchor, Atomic, Chars, Either, Listed, Look, Node, Repeat
from scrubber.patterns.widths import flat

Lists = Mapping[str, Sequence[str]]

_WORD = characters(ascii_letters + digits + "_")
_MOST_CHARACTERS = 16


def pattern_needs(root: Node, lists: Lists, *, whole: bool = True) -> tuple[Need, ...]:
    """Return the needs of a pattern, those first that fewest lines meet.

    ``whole`` is whether it takes the whole of a line or a paragraph: its ends are theirs then.
    """
    parts = tuple(flat(root))
    edges = [_edge(parts, lists, last) for last in (False, True)] if whole else []
    return best([*_of_parts(parts, lists, whole, whole), *edges])


def _of_parts(parts: Sequence[Node], lists: Lists, left: bool, right: bool) -> Iterator[Need]:
    """Yield the needs of parts one after another.

    ``left`` and ``right`` are whether no word can begin before them or go on behind them.
    """
    run, start = "", 0
    for at, part in enumerate((*parts, None)):
        text = _plain(part)
        if text:
            start = at if not run else start
            run += text
            continue
        after = parts[at:]
        if run:
            before = parts[:start]
            yield from pieces_of(
                run, from_start=_parts_words(before, left, last=True), to_end=_parts_words(after, right)
            )
        run = ""
        if part is not None:
            sides = _parts_words(parts[:at], left, last=True), _parts_words(parts[at + 1 :], right)
            yield from _of_part(part, lists, *sides)


def _of_part(part: Node, lists: Lists, left: bool, right: bool) -> Iterable[Need]:
    if isinstance(part, Chars):
        return _of_chars(part.chars)
    if isinstance(part, Listed):
        return _known(
            united(
                rarest(pieces_of(entry, from_start=left, to_end=right)) for entry in lists.get(part.name, ())
            )
        )
    if isinstance(part, Either):
        return _known(
            united(rarest(_of_parts(tuple(flat(branch)), lists, left, right)) for branch in part.branches)
        )
    if isinstance(part, Look) and not part.negative:
        return _of_parts(tuple(flat(part.body)), lists, False, False)
    if isinstance(part, Atomic) or (isinstance(part, Repeat) and part.least > 0):
        once = isinstance(part, Atomic) or part.most == 1
        return _of_parts(tuple(flat(part.body)), lists, left and once, right and once)
    return ()


def _known(need: Need | None) -> Iterable[Need]:
    return () if need is None else (need,)


def _of_chars(chars: CharSet) -> Iterator[Need]:
    if _only_digits(chars):
        yield frozenset({DIGIT})
    else:
        signs = [pieces_of(sign, from_start=False, to_end=False) for sign in _signs(chars)]
        yield from _known(united(map(rarest, signs)))


def _signs(chars: CharSet) -> str:
    """Return the characters of a small set without letters and blanks; "" of any other."""
    signs = _characters(chars)
    return "" if any(sign.isalnum() or sign.isspace() or sign == "_" for sign in signs) else signs


def _characters(chars: CharSet) -> str:
    """Return the characters of a small set; "" of any other."""
    if chars.cells or sum(high - low + 1 for low, high in chars.ranges) > _MOST_CHARACTERS:
        return ""
    return "".join(chr(point) for low, high in chars.ranges for point in range(low, high + 1))


def _only_digits(chars: CharSet) -> bool:
    if chars.cells:
        return chars.cells == {"digit"} and not chars.ranges
    return bool(chars.ranges) and all(chr(low) >= "0" and chr(high) <= "9" for low, high in chars.ranges)


def _plain(part: Node | None) -> str:
    if not isinstance(part, Chars) or not part.text:
        return ""
    return part.text if not part.ignore_case or part.text.isascii() else ""


def _parts_words(parts: Sequence[Node], beyond: bool, *, last: bool = False) -> bool:
    """Whether what comes first of ``parts`` (last: what comes last) can be no part of the word beside it.

    ``beyond`` is whether what stands behind them all can be none. Only the letters of ASCII count.
    """
    for part in reversed(parts) if last else parts:
        if isinstance(part, Anchor):
            if part.place in {"word", "start", "end"}:
                return True
        elif not isinstance(part, Look):
            if not _parts_word(part, last):
                return False
            if _least(part) > 0:
                return True
    return beyond


def _parts_word(part: Node, last: bool) -> bool:
    if isinstance(part, Chars):
        return part.chars.disjoint(_WORD)
    if isinstance(part, Either):
        return all(_parts_words(tuple(flat(branch)), False, last=last) for branch in part.branches)
    if isinstance(part, Atomic | Repeat):
        return _parts_words(tuple(flat(part.body)), False, last=last)
    return False


def _least(part: Node) -> int:
    return part.least if isinstance(part, Repeat) else 1


def _edge(parts: Sequence[Node], lists: Lists, last: bool) -> Need | None:
    """Return the words one of which a unit begins with, or ends with, that parts one after another take."""
    run = ""
    inwards = tuple(reversed(parts)) if last else tuple(parts)
    for at, part in enumerate(inwards):
        text = _plain(part)
        if not text and not run:
            if isinstance(part, Anchor | Look):
                continue
            return _edge_of(part, inwards[at + 1 :], lists, last)
        if not text:
            others = inwards[at:]
            bounded = _parts_words(others[::-1] if last else others, False, last=last)
            return edge_need(run, last=last, bounded=bounded)
        run = text + run if last else run + text
    return edge_need(run, last=last, bounded=False)


def _edge_of_chars(chars: CharSet, last: bool) -> Need | None:
    if _only_digits(chars):
        return frozenset({DIGIT + LAST if last else FIRST + DIGIT})
    signs = _characters(chars if chars.cells != {"space"} else CharSet(ranges=chars.ranges))
    return united(edge_need(sign, last=last, bounded=False) for sign in signs if sign not in BLANKS)


def _edge_of(part: Node, inwards: Sequence[Node], lists: Lists, last: bool) -> Need | None:
    if isinstance(part, Chars):
        return _edge_of_chars(part.chars, last)
    if isinstance(part, Listed):
        entries = lists.get(part.name, ())
        return united(edge_need(entry, last=last, bounded=False) for entry in entries)
    if isinstance(part, Either):
        return united(_edge(tuple(flat(branch)), lists, last) for branch in part.branches)
    if not isinstance(part, Atomic | Repeat):
        return None
    body = _edge(tuple(flat(part.body)), lists, last)
    if isinstance(part, Atomic) or part.least:
        return body
    beyond = _edge(inwards[::-1] if last else inwards, lists, last)
    if isinstance(part.body, Chars) and part.body.chars.within(BLANKS):
        return beyond  # a unit has no blanks at its edges
    return united((body, beyond))
