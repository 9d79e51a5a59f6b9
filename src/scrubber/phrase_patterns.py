"""From a phrase to what finds it: its folded text, the regex of its slots, and what a line must hold.

A line is first compared with the folded text of literal phrases, then with what each other phrase cannot do
without; a regex runs only on a line that holds that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import product
from operator import and_

import regex

from scrubber.folding import APOSTROPHES, BLANK_RUN, QUOTES, folded
from scrubber.phrase_syntax import Blank, Choice, Literal, Part, Parts, SlotPart
from scrubber.slots import BLANKS, FIRST_DATE, FIRST_DIGIT, KINDS, traits_of
from scrubber.values import dataclass

MAX_LINE = 1_000
_MOST_TEXTS = 3
INLINE_ENTRIES = 40  # the entries of a longer list are looked up after the match


_BLANK = f"[{BLANKS}]"
_END = rf"{_BLANK}*+[:：]?{_BLANK}*+\Z"
_MARK = r"[.,;:!?…](?!\w)"
_CLOSING = regex.compile(_MARK)
# A blank may be missing where the part beside it was left out: at the start, after a blank, at the end, and
# before a mark that closes up to the word before it.
_GAP = rf"(?:{_BLANK}++|(?<![^{BLANKS}])|(?={_MARK}|{_END}))"
_ANYTHING = rf"[^{BLANKS}](?:[\s\S]*?[^{BLANKS}])?"
_NOTHING = "(?!)"


def _wide_characters() -> dict[str, str]:
    """Return the characters whose folded case is longer than one, by that: `ß` for "ss"."""
    wide: dict[str, str] = {}
    for character in map(chr, (*range(0xDF, 0x588), *range(0x1E96, 0x2000), *range(0xFB00, 0xFB18))):
        if len(character.casefold()) > 1:
            wide[character.casefold()] = wide.get(character.casefold(), "") + character
    return wide


# The engine has a flag for them, but misses some of them at the edges of a text.
_WIDE = _wide_characters()
_WIDEST = max(map(len, _WIDE))
_MOST_TILED = 6  # characters; in a longer run such as "ssssssss" nobody looks for two `ß` and more

Entries = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a folded line must have for a phrase to match; what is empty asks for nothing.

    It has at most ``longest`` characters and all of ``traits``, starts with one of ``starts``, and holds a
    text of each set of ``texts``.
    """

    longest: int
    traits: int
    starts: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]

    def may_meet(self, first: str, least: int) -> bool:
        """Whether a folded line that begins with ``first`` and is no shorter than ``least`` may match."""
        if least > self.longest or (self.starts and not any(text.startswith(first) for text in self.starts)):
            return False
        return not self.traits & (FIRST_DIGIT | FIRST_DATE) & ~traits_of(f"{first}0")

    def met_by(self, line: str) -> bool:
        """Whether a folded line may match; what costs least is asked first."""
        if len(line) > self.longest or (self.starts and not line.startswith(self.starts)):
            return False
        if self.traits and self.traits & ~traits_of(line):
            return False
        for texts in self.texts:
            for text in texts:
                if text in line:
                    break
            else:
                return False
        return True


class LongList:
    """A list too long to be spelt out in a regex: its entries by their folded form."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.entries = {folded(entry): entry for entry in entries if folded(entry)}

    def holds(self, text: str) -> bool:
        """Whether ``text`` is an entry."""
        return folded(text) in self.entries

    def occurring(self, line: str) -> tuple[str, ...]:
        """Return the entries that occur in a folded line."""
        return _occurring(self, line)


@lru_cache(maxsize=4096)  # several phrases, often of several rules, ask for the same list
def _occurring(entries: LongList, line: str) -> tuple[str, ...]:
    return tuple(entry for text, entry in entries.entries.items() if text in line)


@lru_cache(maxsize=64)
def _long_list(entries: tuple[str, ...]) -> LongList:
    return LongList(entries)


def long_lists(slots: Iterable[SlotPart], lists: Entries) -> dict[str, LongList]:
    """Return the lists that slots name and that are too long to be spelt out; equal ones are one."""
    kinds = dict.fromkeys(slot.kind for slot in slots if slot.kind not in KINDS)
    return {kind: _long_list(tuple(lists[kind])) for kind in kinds if len(lists[kind]) > INLINE_ENTRIES}


def needs_of(parts: Parts, lists: Entries) -> Needs:
    """Return what a line must have for ``parts`` to match the whole of it."""
    texts = sorted(_needed(parts, lists), key=_rarity, reverse=True)
    return Needs(longest_of(parts, lists), needed_traits(parts), _starts(parts), tuple(texts[:_MOST_TEXTS]))


def needed_traits(parts: Parts) -> int:
    """Return the traits of every folded line that ``parts`` match."""
    return _traits(parts) | _leads(parts)


def longest_of(parts: Parts, lists: Entries) -> int:
    """Return the most characters of a folded line that ``parts`` match, its final colon included."""
    return min(_longest(parts, lists) + len(" :"), MAX_LINE)


def always_present(parts: Parts) -> Iterator[str]:
    """Yield the kinds of the slots that every match of ``parts`` fills."""
    for part in parts:
        if isinstance(part, SlotPart):
            yield part.kind
        elif isinstance(part, Choice) and not part.optional:
            yield from set.intersection(*(set(always_present(branch)) for branch in part.branches))


def phrase_pattern(parts: Parts, lists: Entries, occurring: Entries) -> regex.Pattern[str]:
    """Compile a phrase; its slots are the groups 1, 2, ... in the order written.

    Of a list in ``occurring`` only those entries are tried; else of a long list anything is taken.
    """

    def list_source(name: str) -> str:
        if name in occurring:
            return _entries_source(occurring[name])
        return _ANYTHING if len(lists[name]) > INLINE_ENTRIES else _entries_source(lists[name])

    source = _parts_source(parts, list_source)
    return regex.compile(f"{_BLANK}*+{source}{_END}", cache_pattern=False)


def spelt_out(parts: Parts) -> Iterator[str]:
    """Yield every line that a phrase without slots stands for, blanks as they come."""
    options = [list(_spelt_part(part)) for part in parts]
    choice = [isinstance(part, Choice) for part in parts]
    for texts in product(*options):
        yield "".join(texts)
        closed = "".join(_closed_up(texts, choice))
        if closed != "".join(texts):
            yield closed


def _closed_up(texts: Sequence[str], choice: Sequence[bool]) -> Iterator[str]:
    """Yield the texts of a phrase's parts without blanks beside a choice that a mark follows."""
    for place, text in enumerate(texts):
        after = "".join(texts[place + 1 :]).lstrip()
        beside = any(choice[max(0, place - 1) : place + 2])
        yield "" if text == " " and beside and _CLOSING.match(after) else text


def varied(parts: Parts) -> Iterator[str]:
    """Yield lines that a phrase stands for: a first one, and others that differ from it in one part each."""
    options = [list(_options(part)) for part in parts]
    first = [option[0] for option in options]
    yield "".join(first)
    for place, others in enumerate(options):
        for other in others[1:]:
            yield "".join([*first[:place], other, *first[place + 1 :]])


def _needed(parts: Parts, lists: Entries) -> Iterator[tuple[str, ...]]:
    """Yield sets of texts of each of which a folded line must hold one."""
    for part in parts:
        if isinstance(part, Literal):
            yield (folded(part.text),)
        elif isinstance(part, SlotPart):
            if needs := _slot_needs(part.kind, lists):
                yield needs
        elif isinstance(part, Choice) and not part.optional:
            best = [max(_needed(branch, lists), key=_rarity, default=()) for branch in part.branches]
            if all(best):
                yield tuple(text for texts in best for text in texts)


def _slot_needs(kind: str, lists: Entries) -> tuple[str, ...]:
    if kind in KINDS:
        return KINDS[kind].needs
    if len(lists[kind]) > INLINE_ENTRIES:
        return ()
    return tuple(filter(None, map(folded, lists[kind])))


def _rarity(texts: tuple[str, ...]) -> tuple[int, int]:
    return min(map(len, texts)), -len(texts)


def _traits(parts: Parts) -> int:
    """The traits of every line that ``parts`` match."""
    found = 0
    for part in parts:
        if isinstance(part, SlotPart) and part.kind in KINDS:
            found |= KINDS[part.kind].traits
        elif isinstance(part, Choice) and not part.optional:
            found |= reduce(and_, map(_traits, part.branches))
    return found


def _leads(parts: Parts) -> int:
    """The traits that the beginning of every such line gives it."""
    for part in parts:
        if isinstance(part, SlotPart):
            return KINDS[part.kind].leads if part.kind in KINDS else 0
        if isinstance(part, Choice):
            return 0 if part.optional else reduce(and_, map(_leads, part.branches))
        if not isinstance(part, Blank):
            return 0
    return 0


def _starts(parts: Parts) -> tuple[str, ...]:
    for part in parts:
        if isinstance(part, Literal):
            return (folded(part.text),)
        if isinstance(part, Choice) and not part.optional:
            starts = [_starts(branch) for branch in part.branches]
            return tuple(text for texts in starts for text in texts) if all(starts) else ()
        if not isinstance(part, Blank):
            return ()
    return ()


def _longest(parts: Parts, lists: Entries) -> int:
    total = 0
    for part in parts:
        if isinstance(part, SlotPart):
            total += _slot_longest(part.kind, lists)
        elif isinstance(part, Choice):
            total += max(_longest(branch, lists) for branch in part.branches)
        else:
            total += len(folded(part.text)) if isinstance(part, Literal) else 1
    return total


def _slot_longest(kind: str, lists: Entries) -> int:
    if kind in KINDS:
        return KINDS[kind].longest
    return max((len(folded(entry)) for entry in lists[kind]), default=0)


def _parts_source(
    parts: Parts, list_source: Callable[[str], str], *, before: bool = False, after: bool = False
) -> str:
    """Return the regex of parts that text stands directly ``before`` and somewhere ``after``, or may not.

    Where both hold for a blank, whatever is left out, it is always there.
    """
    solid = [isinstance(part, Literal | SlotPart) for part in parts]
    words = [
        stands and not (isinstance(part, Literal) and _CLOSING.match(part.text))
        for part, stands in zip(parts, solid, strict=True)
    ]
    return "".join(
        _part_source(
            part,
            list_source,
            before=solid[place - 1] if place else before,
            after=after or any(solid[place + 1 : place + 2]) or any(words[place + 1 :]),
        )
        for place, part in enumerate(parts)
    )


def _part_source(part: Part, list_source: Callable[[str], str], *, before: bool, after: bool) -> str:
    if isinstance(part, Literal):
        return _literal_source(part.text)
    if isinstance(part, Blank):
        return f"{_BLANK}++" if before and after else _GAP
    if isinstance(part, SlotPart):
        return f"({KINDS[part.kind].pattern if part.kind in KINDS else list_source(part.kind)})"
    sources = (_parts_source(branch, list_source, before=before, after=after) for branch in part.branches)
    return f"{_alternatives(sources)}{'?' if part.optional else ''}"


def _literal_source(text: str) -> str:
    """Return the regex of every text that folds as ``text`` does."""
    wanted = text.casefold()
    pieces, at = [], 0
    while at < len(wanted):
        end = _tiled_to(wanted, at)
        pieces.append(_alternatives(_tilings(wanted[at:end])) if end > at else _character_source(wanted[at]))
        at = max(end, at + 1)
    return f"(?i:{''.join(pieces)})"


def _tiled_to(text: str, start: int) -> int:
    """Return where the run ends that begins at ``start`` and that wider characters may stand for in part."""
    end = at = start
    while at <= end and at - start < _MOST_TILED:
        widths = [width for width in range(2, _WIDEST + 1) if text[at : at + width] in _WIDE]
        end = max(end, at + max(widths, default=0))
        at += 1
        if at >= end:
            break
    return end


def _tilings(text: str) -> Iterator[str]:
    """Yield the regexes of the ways to write a folded text."""
    if not text:
        yield ""
        return
    heads = [(1, _character_source(text[0]))]
    for width in range(2, _WIDEST + 1):
        if (wide := _WIDE.get(text[:width])) is not None and len(text) >= width:
            heads.append((width, f"[{wide}]"))
    for width, head in heads:
        yield from (head + rest for rest in _tilings(text[width:]))


def _alternatives(sources: Iterable[str]) -> str:
    return f"(?:{'|'.join(sources)})"


def _character_source(character: str) -> str:
    for alike in (APOSTROPHES, QUOTES):
        if character in alike:
            return f"[{alike}]"
    return regex.escape(character)


def _entries_source(entries: Sequence[str]) -> str:
    """Return the regex of a list's entries, the longest first."""
    words = (BLANK_RUN.split(entry) for entry in sorted(entries, key=len, reverse=True))
    spelt = [f"{_BLANK}++".join(map(_literal_source, filter(None, entry))) for entry in words]
    return f"(?:{'|'.join(filter(None, spelt))})" if any(spelt) else _NOTHING


def _spelt_part(part: Part) -> Iterator[str]:
    if isinstance(part, Choice):
        for branch in part.branches:
            yield from spelt_out(branch)
        if part.optional:
            yield ""
    elif not isinstance(part, SlotPart):
        yield part.text if isinstance(part, Literal) else " "


def _options(part: Part) -> Iterator[str]:
    if isinstance(part, Literal):
        yield part.text
    elif isinstance(part, Blank):
        yield " "
    elif isinstance(part, SlotPart):
        yield from part.examples
    else:
        for branch in part.branches:
            yield from varied(branch)
        if part.optional:
            yield ""
