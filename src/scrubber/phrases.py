"""Phrases: whole lines said in plain text with slots, so that their author needs no regex.

Case, runs of blanks and typographic quotes are folded, and a final colon of the line is ignored; all the
rest is literal. Matching never changes the line: every offset it gives is one of the line itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

import regex

from scrubber.folding import COLONS, folded, squeezed, without_colon
from scrubber.phrase_patterns import (
    MAX_LINE,
    Entries,
    always_present,
    long_lists,
    needs_of,
    phrase_pattern,
    spelt_out,
    varied,
)
from scrubber.phrase_syntax import Blank, Literal, Parts, alternatives, read_phrase, slot_parts
from scrubber.slots import KINDS
from scrubber.specs import Text
from scrubber.values import dataclass

_MAX_SAMPLES = 64
_SPELT_OUT = 64  # a phrase with no slot and at most so many alternatives is looked up, not searched
_MAX_EXACT = 200
_MAX_KINDS = 1_000
_STEP = 32  # characters: lines are told apart by their length in such steps


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
    return Phrase(text, tuple(named.items()), folded(next(spelt_out(parts))) if plain else None, parts)


def compile_phrases(phrases: Sequence[Phrase], lists: Mapping[str, Sequence[str]]) -> PhraseMatcher:
    """Compile phrases into one matcher, in which the first phrase that matches wins."""
    return PhraseMatcher(tuple(phrases), lists)


def fold(line: str) -> str:
    """Return a line as phrases compare it: folded in case, blanks and quotes, without its final colon.

    >>> fold("  Reader’s\\u00a0 Choice : ")
    "reader's choice"
    """
    return without_colon(folded(line))


def samples(phrase: Phrase) -> tuple[str, ...]:
    """Return lines that the phrase matches: each alternative and each example of a slot at least once.

    At most 64 lines; of a phrase with more alternatives the first are shown.
    """
    lines = dict.fromkeys(squeezed(line) for line in varied(phrase.parts))
    return tuple(lines)[:_MAX_SAMPLES]


class PhraseMatcher:
    """Phrases compiled together: the first that matches wins."""

    def __init__(self, phrases: tuple[Phrase, ...], lists: Entries) -> None:
        self.phrases = phrases
        self._lines: dict[str, int] = {}  # the phrases that can be looked up, spelt out
        self._searches: dict[int, _Search] = {}  # the others
        for index, phrase in enumerate(phrases):
            if any(slot_parts(phrase.parts)) or alternatives(phrase.parts) > _SPELT_OUT:
                self._searches[index] = _Search(phrase.parts, lists)
                continue
            for line in spelt_out(phrase.parts):
                self._lines.setdefault(folded(line), index)
        self._promising: dict[tuple[str, int], list[tuple[int, _Search]]] = {}

    def match(self, line: str) -> PhraseMatch | None:
        """Match a whole line, blanks at its edges aside; one over 1,000 characters never matches."""
        if len(line) > MAX_LINE:
            return None
        key = folded(line)
        known = self._looked_up(key) if self._lines else None
        for index, search in self._that_may_match(key) if self._searches else ():
            if known is not None and known < index:
                break
            slots = search.match(line, key)
            if slots is not None:
                return PhraseMatch(index, slots)
        return None if known is None else PhraseMatch(known, {})

    def _that_may_match(self, key: str) -> list[tuple[int, _Search]]:
        """Return the searches that a line's first character and its length leave in question."""
        kind = key[:1], len(key) // _STEP
        found = self._promising.get(kind)
        if found is None:
            if len(self._promising) >= _MAX_KINDS:
                self._promising.clear()
            first, least = kind[0], kind[1] * _STEP
            found = [entry for entry in self._searches.items() if entry[1].needs.may_meet(first, least)]
            self._promising[kind] = found
        return found

    def _looked_up(self, key: str) -> int | None:
        if not key.endswith(COLONS):
            return self._lines.get(key)
        found = (self._lines.get(text) for text in (key, without_colon(key)))
        return min((index for index in found if index is not None), default=None)


class _Search:
    """One phrase with slots. Its regex is made when a line first may match."""

    def __init__(self, parts: Parts, lists: Entries) -> None:
        self.parts, self.lists = parts, lists
        self.needs = needs_of(parts, lists)
        self.slots = tuple(slot_parts(parts))
        self.long_lists = long_lists(self.slots, lists)
        self.needed_lists = [
            self.long_lists[kind] for kind in always_present(parts) if kind in self.long_lists
        ]
        self.patterns: dict[tuple[tuple[str, ...], ...], regex.Pattern[str]] = {}

    def match(self, line: str, key: str) -> dict[str, Slot] | None:
        """Return the slots of a line whose folded form is ``key``, or None."""
        if not self.needs.met_by(key):
            return None
        if not all(entries.occurring(key) for entries in self.needed_lists):
            return None
        found = self._pattern({}).fullmatch(line)
        if found and not self._entries_hold(found):
            # Another split of the line may do, so try it with just those entries that occur in it.
            occurring = {name: entries.occurring(key) for name, entries in self.long_lists.items()}
            found = self._pattern(occurring).fullmatch(line)
        return self._slots_of(found) if found and self._lengths_hold(found) else None

    def _pattern(self, occurring: Mapping[str, tuple[str, ...]]) -> regex.Pattern[str]:
        key = tuple(occurring.values())
        if key not in self.patterns:
            if len(self.patterns) >= _MAX_EXACT:
                self.patterns.clear()
            self.patterns[key] = phrase_pattern(self.parts, self.lists, occurring)
        return self.patterns[key]

    def _entries_hold(self, found: regex.Match[str]) -> bool:
        """Whether what the slots of long lists took are entries."""
        return all(
            self.long_lists[slot.kind].holds(text)
            for slot, text in zip(self.slots, found.groups(), strict=True)
            if text is not None and slot.kind in self.long_lists
        )

    def _lengths_hold(self, found: regex.Match[str]) -> bool:
        """Whether no slot took more than its kind may: the regexes themselves only come close."""
        return all(
            len(folded(text)) <= KINDS[slot.kind].longest
            for slot, text in zip(self.slots, found.groups(), strict=True)
            if text is not None and slot.kind in KINDS
        )

    def _slots_of(self, found: regex.Match[str]) -> dict[str, Slot]:
        return {
            slot.name: Slot(text, *found.span(group), _value(slot.kind, text))
            for group, (slot, text) in enumerate(zip(self.slots, found.groups(), strict=True), 1)
            if slot.name and text is not None
        }


def _value(kind: str, text: str) -> int | None:
    if kind not in KINDS or not KINDS[kind].numeric:
        return None
    return int("".join(filter(str.isdecimal, text)))
