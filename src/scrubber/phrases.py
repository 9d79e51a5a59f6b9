"""Phrases: whole lines said in plain text with slots, so that their author needs no regex.

Case, runs of blanks and typographic quotes are folded, and a final colon of the line is ignored; all the
rest is literal. Matching never changes the line: every offset it gives is one of the line itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count, product

import regex

from scrubber.phrase_syntax import (
    Blank,
    Choice,
    Literal,
    Part,
    Parts,
    SlotPart,
    alternatives,
    read_phrase,
    slot_parts,
)
from scrubber.slots import BLANKS, KINDS
from scrubber.specs import Text

MAX_LINE = 1_000
_MAX_SAMPLES = 64
_SPELT_OUT = 64  # a phrase with no slot and at most so many alternatives is looked up, not searched
_INLINE_ENTRIES = 40  # the entries of a longer list are looked up after the match
_MAX_EXACT = 200

_APOSTROPHES = "'‘’‚‛ʼ′`´"
_QUOTES = '"“”„‟″'
_PLAIN_QUOTES = [(quote, "'") for quote in _APOSTROPHES[1:]] + [(quote, '"') for quote in _QUOTES[1:]]
_COLONS = (":", "：")

_BLANK = f"[{BLANKS}]"
_RUN = regex.compile(f"{_BLANK}+")
_END = rf"{_BLANK}*+[:：]?{_BLANK}*+\Z"
# A blank may be missing where the part beside it was left out: at the start, after a blank, at the end.
_GAP = rf"(?:{_BLANK}++|(?<![^{BLANKS}])|(?={_END}))"
_ANYTHING = rf"[^{BLANKS}](?:[\s\S]*?[^{BLANKS}])?"
_NOTHING = "(?!)"

ListSource = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that has been read.

    ``slots`` are the names that rules can refer to, in order, with their kinds: a built-in kind or a list's
    name. A slot without a name is called by its kind, unless that kind stands in the phrase twice.
    ``literal`` is the folded line where the phrase has neither slots nor alternatives.
    """

    source: Text
    slots: tuple[tuple[str, str], ...]
    literal: str | None
    parts: Parts = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """What stood in a slot, with its offsets in the line; ``value`` is the number of an int or a year."""

    text: str
    start: int
    end: int
    value: int | None = None


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """The phrase that matched, by its place among those compiled, and its slots; one left out is missing."""

    index: int
    slots: Mapping[str, Slot]


def parse_phrase(text: Text, lists: Mapping[str, Sequence[str]]) -> Phrase:
    """Read a phrase of a pack with these lists. Raises RuleError with the column inside the phrase.

    >>> from pathlib import Path
    >>> from scrubber.errors import Location
    >>> parse_phrase(Text("[Photo|Image] by {who:name}", Location(Path("p.yaml"), 1, 1)), {}).slots
    (('who', 'name'),)
    """
    parts = read_phrase(text, lists)
    named = {part.name: part.kind for part in slot_parts(parts) if part.name}
    plain = all(isinstance(part, Literal | Blank) for part in parts)
    return Phrase(text, tuple(named.items()), _folded(next(_spelt_out(parts))) if plain else None, parts)


def compile_phrases(phrases: Sequence[Phrase], lists: Mapping[str, Sequence[str]]) -> PhraseMatcher:
    """Compile phrases into one matcher, in which the first phrase that matches wins."""
    return PhraseMatcher(tuple(phrases), lists)


def fold(line: str) -> str:
    """Return a line as phrases compare it: folded in case, blanks and quotes, without its final colon.

    >>> fold("  Reader’s\\u00a0 Choice : ")
    "reader's choice"
    """
    return _without_colon(_folded(line))


def samples(phrase: Phrase) -> tuple[str, ...]:
    """Return lines that the phrase matches: each alternative and each example of a slot at least once.

    At most 64 lines; of a phrase with more alternatives the first are shown.
    """
    lines = dict.fromkeys(_RUN.sub(" ", line).strip(" ") for line in _varied(phrase.parts))
    return tuple(lines)[:_MAX_SAMPLES]


class PhraseMatcher:
    """Phrases compiled together. Their regexes are made when a line first needs them."""

    def __init__(self, phrases: tuple[Phrase, ...], lists: Mapping[str, Sequence[str]]) -> None:
        self.phrases = phrases
        self._lists = lists
        self._lines: dict[str, int] = {}  # the phrases that can be looked up, spelt out
        self._searched: list[int] = []  # the others
        self._exact: dict[tuple[object, ...], regex.Pattern[str]] = {}
        for index, phrase in enumerate(phrases):
            if any(slot_parts(phrase.parts)) or alternatives(phrase.parts) > _SPELT_OUT:
                self._searched.append(index)
                continue
            for line in _spelt_out(phrase.parts):
                self._lines.setdefault(_folded(line), index)

    def match(self, line: str) -> PhraseMatch | None:
        """Match a whole line, blanks at its edges aside; one over 1,000 characters never matches."""
        if len(line) > MAX_LINE:
            return None
        index = self._looked_up(line) if self._lines else None
        if self._searched and (index is None or index > self._searched[0]):
            found = self._search(line)
            if found and (index is None or found.index < index):
                return found
        return None if index is None else PhraseMatch(index, {})

    def _looked_up(self, line: str) -> int | None:
        folded = _folded(line)
        if not folded.endswith(_COLONS):
            return self._lines.get(folded)
        found = (self._lines.get(key) for key in (folded, _without_colon(folded)))
        return min((index for index in found if index is not None), default=None)

    def _search(self, line: str) -> PhraseMatch | None:
        found = self._union.fullmatch(line)
        if found is None:
            return None
        index = int((found.lastgroup or "p").removeprefix("p"))
        if self._entries_hold(index, found):
            return self._result(index, found)
        # Another split of the line or a later phrase may do. Rare, so they are tried one by one.
        return next(self._one_by_one(line, index), None)

    @cached_property
    def _union(self) -> regex.Pattern[str]:
        """All phrases in order; where a list is too long to be spelt out, its slot takes anything."""
        phrases = (f"(?P<p{index}>{self._source(index, self._inline)})" for index in self._searched)
        return regex.compile(f"{_BLANK}*+(?:{'|'.join(phrases)}){_END}")

    def _source(self, index: int, list_source: ListSource) -> str:
        groups = (f"s{index}_{number}" for number in count())
        return _parts_source(self.phrases[index].parts, groups, list_source)

    def _inline(self, name: str) -> str:
        entries = self._lists[name]
        return _ANYTHING if len(entries) > _INLINE_ENTRIES else _entries_source(entries)

    @cached_property
    def _folded_entries(self) -> Mapping[str, Mapping[str, str]]:
        """For each list too long to be spelt out its entries, by their folded form."""
        kinds = {part.kind for phrase in self.phrases for part in slot_parts(phrase.parts)} - KINDS.keys()
        return {
            kind: {folded: entry for entry in self._lists[kind] if (folded := _folded(entry))}
            for kind in kinds
            if len(self._lists[kind]) > _INLINE_ENTRIES
        }

    def _entries_hold(self, index: int, found: regex.Match[str]) -> bool:
        """Whether what the slots took are entries of their lists."""
        return all(
            _folded(text) in self._folded_entries[part.kind]
            for number, part in enumerate(slot_parts(self.phrases[index].parts))
            if part.kind in self._folded_entries and (text := found.group(f"s{index}_{number}")) is not None
        )

    def _one_by_one(self, line: str, first: int) -> Iterator[PhraseMatch]:
        """Match phrases from ``first`` on, each with only those entries that occur in the line."""
        folded = _folded(line)
        occurring = {
            name: tuple(entry for key, entry in entries.items() if key in folded)
            for name, entries in self._folded_entries.items()
        }
        for index in self._searched:
            if index >= first and (found := self._pattern(index, occurring).fullmatch(line)):
                yield self._result(index, found)

    def _pattern(self, index: int, occurring: Mapping[str, tuple[str, ...]]) -> regex.Pattern[str]:
        kinds = sorted({part.kind for part in slot_parts(self.phrases[index].parts)} & occurring.keys())
        key = (index, *(occurring[kind] for kind in kinds))
        if key not in self._exact:
            if len(self._exact) >= _MAX_EXACT:
                self._exact.clear()

            def list_source(name: str) -> str:
                return _entries_source(occurring[name]) if name in occurring else self._inline(name)

            source = self._source(index, list_source)
            self._exact[key] = regex.compile(f"{_BLANK}*+{source}{_END}", cache_pattern=False)
        return self._exact[key]

    def _result(self, index: int, found: regex.Match[str]) -> PhraseMatch:
        slots = {}
        for number, part in enumerate(slot_parts(self.phrases[index].parts)):
            text = found.group(group := f"s{index}_{number}")
            if part.name and text is not None:
                slots[part.name] = Slot(text, *found.span(group), _value(part.kind, text))
        return PhraseMatch(index, slots)


def _value(kind: str, text: str) -> int | None:
    if kind not in KINDS or not KINDS[kind].numeric:
        return None
    return int("".join(filter(str.isdecimal, text)))


@lru_cache(maxsize=4096)  # every rule with phrases folds the same lines
def _folded(line: str) -> str:
    folded = line.lower().replace("`", "'")
    if not line.isascii():
        folded = line.casefold()
        for quote, plain in _PLAIN_QUOTES:  # several times faster than `str.translate`
            folded = folded.replace(quote, plain)
    # `str.split` also parts at U+001C to U+001F, which are no blanks.
    words = folded.split() if folded.isprintable() else _RUN.split(folded)
    return " ".join(filter(None, words))


def _without_colon(folded: str) -> str:
    return folded[:-1].rstrip() if folded.endswith(_COLONS) else folded


def _parts_source(parts: Parts, groups: Iterator[str], list_source: ListSource) -> str:
    """Return the regex of ``parts``; every slot is a group, named in the order written."""
    return "".join(_part_source(part, groups, list_source) for part in parts)


def _part_source(part: Part, groups: Iterator[str], list_source: ListSource) -> str:
    if isinstance(part, Literal):
        return _literal_source(part.text)
    if isinstance(part, Blank):
        return _GAP
    if isinstance(part, SlotPart):
        source = KINDS[part.kind].pattern if part.kind in KINDS else list_source(part.kind)
        return f"(?P<{next(groups)}>{source})"
    branches = "|".join([_parts_source(branch, groups, list_source) for branch in part.branches])
    return f"(?:{branches})?" if part.optional else f"(?:{branches})"


def _literal_source(text: str) -> str:
    return f"(?if:{''.join(map(_character_source, text))})"


def _character_source(character: str) -> str:
    for alike in (_APOSTROPHES, _QUOTES):
        if character in alike:
            return f"[{alike}]"
    return regex.escape(character)


def _entries_source(entries: Sequence[str]) -> str:
    """Return the regex of a list's entries, the longest first."""
    words = (_RUN.split(entry) for entry in sorted(entries, key=len, reverse=True))
    spelt = [f"{_BLANK}++".join(map(_literal_source, filter(None, entry))) for entry in words]
    return f"(?:{'|'.join(filter(None, spelt))})" if any(spelt) else _NOTHING


def _spelt_out(parts: Parts) -> Iterator[str]:
    """Yield every line that a phrase without slots stands for, blanks as they come."""
    options = [list(_spelt_part(part)) for part in parts]
    yield from map("".join, product(*options))


def _spelt_part(part: Part) -> Iterator[str]:
    if isinstance(part, Choice):
        for branch in part.branches:
            yield from _spelt_out(branch)
        if part.optional:
            yield ""
    elif not isinstance(part, SlotPart):
        yield part.text if isinstance(part, Literal) else " "


def _varied(parts: Parts) -> Iterator[str]:
    """Yield lines that differ from the first in one part each."""
    options = [list(_options(part)) for part in parts]
    first = [option[0] for option in options]
    yield "".join(first)
    for place, others in enumerate(options):
        for other in others[1:]:
            yield "".join([*first[:place], other, *first[place + 1 :]])


def _options(part: Part) -> Iterator[str]:
    if isinstance(part, Literal):
        yield part.text
    elif isinstance(part, Blank):
        yield " "
    elif isinstance(part, SlotPart):
        yield from part.examples
    else:
        for branch in part.branches:
            yield from _varied(branch)
        if part.optional:
            yield ""
