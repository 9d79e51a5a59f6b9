"""One stage of one document while its rules look at it: the view, and what was matched and marked so far."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from types import MappingProxyType

from scrubber.document import BLANKS, Contents
from scrubber.layout import shape_of, word_count
from scrubber.line_index import PLAIN, Facts, LineIndex, Look
from scrubber.spans import Span
from scrubber.specs import Place
from scrubber.values import dataclass
from scrubber.views import View

UNIT_LIMIT = 20_000
"""Code points: a pattern that is not shown to be linear never sees a longer unit."""


_MOST_LINE_MATCHES = 50_000
_NO_SLOTS: Mapping[str, str] = MappingProxyType({})
_NO_NUMBERS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, init=False)
class Match:
    """What a matcher found: ``span`` and the lines ``first`` up to, not including, ``end`` that it stands in.

    ``slots`` are the texts of named slots or groups, ``numbers`` the whole numbers among them; ``detail``
    says in words what matched, where the matcher knows more than its rule.
    """

    span: Span
    first: int
    end: int
    slots: Mapping[str, str]
    numbers: Mapping[str, int]
    whole_lines: bool
    detail: str

    def __init__(
        self,
        span: Span,
        first: int,
        end: int,
        slots: Mapping[str, str] = _NO_SLOTS,
        numbers: Mapping[str, int] = _NO_NUMBERS,
        whole_lines: bool = True,
        detail: str = "",
    ) -> None:
        _set_span(self, span)
        _set_first(self, first)
        _set_end(self, end)
        _set_slots(self, slots)
        _set_numbers(self, numbers)
        _set_whole_lines(self, whole_lines)
        _set_detail(self, detail)


# Matches are made by the hundred thousand, as spans are: see there.
_set_span, _set_first, _set_end, _set_slots, _set_numbers, _set_whole_lines, _set_detail = (
    Match.__dict__[name].__set__ for name in Match.__slots__
)


class OutOfTimeError(Exception):
    """A rule has used up its time in a document."""


@dataclass
class Clock:
    """The time one rule may take in one document: a second, and 20 more for each million code points.

    Only a brake: it strikes where a pattern backtracks without end, never in ordinary work.
    """

    limit: float
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def for_text(cls, text: str) -> Clock:
        """Start the clock of a rule for a document with ``text``."""
        return cls(1.0 + len(text) * 2e-5)

    def left(self) -> float:
        """Return the seconds that are left; raises OutOfTimeError where none are."""
        left = self.limit - (time.monotonic() - self.started)
        if left <= 0:
            raise OutOfTimeError
        return left


_OF_TEXT = (
    "content",
    "_facts",
    "found",
    "met",
    "stripped",
    "_line_contents",
    "is_set_plainly",
    "places",
    "paragraph_starts",
)
"""What a scene has found out that depends on the text alone."""


@dataclass
class Scene:
    """A view with the matches of the rules and markers that have looked at it.

    ``matched`` maps a rule's full id to the lines its matches stand in; ``marked`` a mark's full name to
    the lines that bear it. Rules run in order of reference, so what a condition asks for is there. Where it
    ``is_watched``, matchers find what nothing can come of, too.
    """

    view: View
    index: LineIndex = PLAIN
    is_watched: bool = False
    matched: dict[str, set[int]] = field(default_factory=dict)
    marked: dict[str, set[int]] = field(default_factory=dict)
    marks: dict[str, list[Span]] = field(default_factory=dict)
    all_marked: set[int] = field(default_factory=set)
    clock: Clock = field(default_factory=lambda: Clock(1.0))
    _unmarked: tuple[int, Sequence[int]] = (-1, ())
    _lines_in: dict[tuple[Place, ...], Collection[int]] = field(default_factory=dict)
    _prose_words: dict[int, int] = field(default_factory=dict)
    _line_matches: dict[int, Match] = field(default_factory=dict)
    searched: dict[object, dict[int, int]] = field(default_factory=dict)
    """For a search among neighbours: from where on, and up to where, it has found nothing."""

    @cached_property
    def content(self) -> Sequence[int]:
        """The indices of the lines that are not blank, in order."""
        return [index for index, text in enumerate(self._line_contents) if text]

    @cached_property
    def found(self) -> Mapping[int, Sequence[tuple[int, object]]]:
        """What the looks of the plan found, by their numbers: lines, in order, each with what is in it."""
        found: dict[int, list[tuple[int, object]]] = {}
        for line, facts in zip(self.content, self._facts, strict=True):
            for number, what in facts.found.items():
                found.setdefault(number, []).append((line, what))
        return found

    @cached_property
    def met(self) -> frozenset[int]:
        """The numbers of the needs that some line meets."""
        return frozenset().union(*(facts.met for facts in self._facts))

    @cached_property
    def _facts(self) -> Sequence[Facts]:
        """What the plan's index knows of each line that is not blank."""
        return [self.index.facts(text) for text in self._line_contents if text]

    def looked(self, number: int | None, look: Look) -> Iterable[tuple[int, object]]:
        """Yield the lines in which a look finds something, with that; one without a number is asked here."""
        if number is not None:
            yield from self.found.get(number, ())
            return
        for line in self.content:
            what = look(self.line_text(line), None)
            if what is not None:
                yield line, what

    def lines_for(self, needs: Collection[int]) -> Sequence[int]:
        """Return the lines, of those that are not blank, that meet all of the needs of these numbers."""
        if not needs:
            return self.content
        first, *others = needs
        lines = zip(self.content, self._facts, strict=True)
        found = [(line, facts) for line, facts in lines if first in facts.met]
        return [line for line, facts in found if facts.met.issuperset(others)]

    def lines_in(self, places: tuple[Place, ...]) -> Collection[int]:
        """Return the lines, of those that are not blank, that lie in one of these places, in order."""
        found = self._lines_in.get(places)
        if found is None:
            regions, wanted = self.view.regions, set(places)
            lines = [line for line in self.content if not wanted.isdisjoint(regions.places(line))]
            found = self._lines_in[places] = dict.fromkeys(lines).keys()
        return found

    def paragraphs_for(self, needs: Collection[int]) -> Iterable[tuple[int, int]]:
        """Yield the paragraphs with a line that meets all of the needs of these numbers."""
        if not needs:
            yield from self.view.paragraphs
            return
        last = -1
        for line in self.lines_for(needs):
            if line >= last:
                first, last = self.paragraph_of(line)
                yield first, last

    @cached_property
    def is_set_plainly(self) -> bool:
        """Whether the text holds no blanks but spaces and line ends, and nothing else that cannot be seen."""
        return self.view.text.replace("\n", "").isprintable()

    @cached_property
    def places(self) -> frozenset[Place]:
        """The places in which some line may lie."""
        regions, end = self.view.regions, len(self.view.lines)
        held: dict[Place, bool] = {
            "head": regions.head_end > 0,
            "body": True,
            "tail": regions.tail_start < end,
            "deep-tail": regions.deep_tail_start < end,
            "maybe-head": regions.maybe_head_end > 0,
            "maybe-tail": regions.maybe_tail_start < end,
        }
        return frozenset(place for place, holds in held.items() if holds)

    @property
    def unmarked(self) -> Sequence[int]:
        """The places in ``content`` of the lines that bear no mark, in order."""
        known, places = self._unmarked
        if known != len(self.all_marked):  # marks are only ever added
            places = [at for at, line in enumerate(self.content) if line not in self.all_marked]
            self._unmarked = (len(self.all_marked), places)
        return places

    @cached_property
    def stripped(self) -> Mapping[int, Span]:
        """Each line's span without the blanks at its edges."""
        return Contents(self.view.revision.lines)

    @cached_property
    def _line_contents(self) -> Sequence[str]:
        return [text.strip(BLANKS) for text in self.view.line_texts]

    def again(self) -> Scene:
        """Return the scene for another stage that reads the same text: nothing is matched or marked."""
        marks: dict[str, list[Span]] = {}
        scene = Scene(self.view.with_marks(marks), self.index, self.is_watched, marks=marks)
        scene.__dict__.update({name: self.__dict__[name] for name in _OF_TEXT if name in self.__dict__})
        scene._lines_in = self._lines_in
        scene._prose_words = self._prose_words
        scene._line_matches = self._line_matches
        return scene

    def line_text(self, index: int) -> str:
        """Return the text of a line without the blanks at its edges."""
        return self._line_contents[index]

    def line_match(self, line: int) -> Match:
        """Return a line as a match, so that conditions can be asked of it."""
        match = self._line_matches.get(line)
        if match is None:
            if len(self._line_matches) >= _MOST_LINE_MATCHES:
                self._line_matches.clear()
            match = self._line_matches[line] = Match(self.stripped[line], line, line + 1)
        return match

    @cached_property
    def paragraph_starts(self) -> Sequence[int]:
        """The first line of each paragraph."""
        return [first for first, _ in self.view.paragraphs]

    def paragraph_span(self, first: int, end: int) -> Span:
        """Return the span of lines ``first`` up to ``end`` without the blanks at its edges."""
        return Span(self.stripped[first].start, self.stripped[end - 1].end)

    def paragraph_of(self, line: int) -> tuple[int, int]:
        """Return the paragraph, as a half-open range of lines, that a line which is not blank lies in."""
        return self.view.paragraphs[max(0, bisect_right(self.paragraph_starts, line) - 1)]

    def above(self, line: int) -> Iterable[int]:
        """Yield the lines above ``line`` that are not blank, nearest first."""
        for at in range(bisect_left(self.content, line) - 1, -1, -1):
            yield self.content[at]

    def below(self, line: int) -> Iterable[int]:
        """Yield the lines from ``line`` on that are not blank."""
        for at in range(bisect_left(self.content, line), len(self.content)):
            yield self.content[at]

    def note(self, rule: str, mark: str | None, matches: Iterable[Match]) -> None:
        """Enter what a rule matched, and the mark that it sets."""
        lines = self.matched.setdefault(rule, set())
        for match in matches:
            stands = [at for at in range(match.first, match.end) if not self.view.blank[at]]
            lines.update(stands)
            if mark is not None:
                self.marked.setdefault(mark, set()).update(stands)
                self.marks.setdefault(mark, []).append(match.span)
                self.all_marked.update(stands)

    def prose_words(self, line: int) -> int:
        """Return how many words a line has, where it is prose that lies in the body; 0 for any other."""
        words = self._prose_words.get(line)
        if words is None:
            text = self.line_text(line)
            is_prose = shape_of(text) == "prose" and self.view.regions.of(line) == "body"
            words = self._prose_words[line] = word_count(text) if is_prose else 0
        return words
