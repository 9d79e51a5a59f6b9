"""Phrases and patterns over one unit of text: a line, a paragraph, or anywhere inside a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, cast

import regex

from scrubber.analysis import LazyPattern, analysed, needs_of, pattern_of, ways_of
from scrubber.layout import word_count
from scrubber.line_index import PLAIN, LineIndex, Look
from scrubber.needs import Need
from scrubber.scenes import UNIT_LIMIT, Clock, Match, OutOfTimeError, Scene
from scrubber.spans import Span
from scrubber.specs import PatternSpec, PhrasesSpec, Place, Unit, Way
from scrubber.values import dataclass
from scrubber.wants import Want, Wants, found_by, held_of, met_by

if TYPE_CHECKING:
    from scrubber.patterns import Pattern as ReadPattern
    from scrubber.phrases import PhraseMatcher

    Pattern = ReadPattern | LazyPattern

Lists = Mapping[str, Sequence[str]]
Find = Callable[[Scene], Iterator[Match]]
Test = Callable[[str, Clock], bool]

_MOST_KEPT = 1_000
_LONGEST_KEPT = 1_000  # code points
_NUMBER = regex.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}")


@dataclass(frozen=True, slots=True)
class Bound:
    """Places in one of which a line must lie, none if anywhere, and how many words it must have."""

    places: tuple[Place, ...] = ()
    min_words: int | None = None
    max_words: int | None = None

    def keeps(self, scene: Scene, line: int) -> bool:
        """Whether a line, one that is not blank, lies within."""
        if self.places and line not in scene.lines_in(self.places):
            return False
        if self.min_words is None and self.max_words is None:
            return True
        words = word_count(scene.line_text(line))
        return (self.min_words is None or words >= self.min_words) and (
            self.max_words is None or words <= self.max_words
        )


Bounds = tuple[Bound, ...]
"""Within one of them a line must lie for anything to come of a match; none at all if any line may do."""


@dataclass(frozen=True, slots=True)
class Finder:
    """A matcher ready to run: ``find`` yields its matches in order, in a scene that shows all its wants."""

    find: Find
    wants: Wants = ()


def finder(
    spec: PhrasesSpec | PatternSpec, lists: Lists, index: LineIndex = PLAIN, bounds: Bounds = ()
) -> Finder:
    """Compile a matcher. What a line must hold for it is entered into ``index``.

    Lines outside the ``bounds`` need not be looked at. Raises RuleError with the place inside the phrase or
    pattern that is wrong.
    """
    if isinstance(spec, PhrasesSpec):
        return _phrase_finder(spec, lists, index)
    pattern = pattern_of(spec, lists)
    needs = needs_of(spec, lists)
    if spec.unit == "line" and pattern.linear and needs:
        return _line_finder(pattern, needs, index)
    # Each need of a paragraph may be met by another of its lines.
    numbers = index.add(needs if spec.unit == "line" else needs[:1])
    if spec.unit == "text":
        texts = () if index.plain else analysed(spec, lists).texts
        wants = (*met_by(numbers), *((Want(texts=texts),) if texts else ()))
        return Finder(lambda scene: _anywhere(pattern, numbers, texts, scene), wants)
    if spec.unit == "paragraph":
        return Finder(lambda scene: _paragraphs(pattern, numbers, scene), met_by(numbers))
    return Finder(lambda scene: _lines(pattern, numbers, bounds, scene), met_by(numbers))


def tester(
    spec: PhrasesSpec | PatternSpec, lists: Lists, index: LineIndex = PLAIN, *, too_long: bool = False
) -> Test:
    """Compile a matcher into a test of one unit's text: of the whole of it, for `text:` of any part.

    ``too_long`` is the answer for a unit too long for a pattern that may backtrack: False where a match
    leads to an edit, True where it prevents one.
    """
    if isinstance(spec, PhrasesSpec):
        return _phrase_test(spec, lists, index)
    test = _pattern_test(pattern_of(spec, lists), spec.unit, too_long)
    if index.plain:
        return test
    named = id(lists) if "\\L" in spec.pattern.value else 0
    same = spec.unit, spec.pattern.value, named, too_long
    if same not in index.tests:  # one pattern stands in many conditions, which ask of the same lines
        index.tests[same] = _remembered(_gated(test, index.add(needs_of(spec, lists)), index))
    return index.tests[same]


def _remembered(test: Test) -> Test:
    """Return a test that keeps what it came to for some short texts."""
    known: dict[str, bool] = {}

    def asked(text: str, clock: Clock) -> bool:
        found = known.get(text)
        if found is None:
            found = test(text, clock)
            if len(known) >= _MOST_KEPT:
                known.clear()
            if len(text) <= _LONGEST_KEPT:
                known[text] = found
        return found

    return asked


def _pattern_test(pattern: Pattern, unit: Unit, too_long: bool) -> Test:
    if unit == "text":
        return lambda text, clock: next(_search(pattern, text, Span(0, len(text)), clock), None) is not None
    if pattern.linear:
        return lambda text, clock: _fits(pattern, len(text)) and pattern.regex.fullmatch(text) is not None
    return lambda text, clock: (
        too_long if len(text) > UNIT_LIMIT else _whole(pattern, text, clock) is not None
    )


def _gated(test: Test, needs: Sequence[int], index: LineIndex) -> Test:
    """Return a test that is not asked of a text without what it needs; one that may be too long always is."""
    if not needs:
        return test
    return lambda text, clock: (len(text) > UNIT_LIMIT or index.meets(text, needs)) and test(text, clock)


def _phrase_test(spec: PhrasesSpec, lists: Lists, index: LineIndex) -> Test:
    look = _phrase_look(spec, lists)
    number = index.enter(ways_of(spec, lists), look)
    if number is None:
        return lambda text, clock: look(text, None) is not None
    return lambda text, clock: number in index.facts(text).found


def _phrase_finder(spec: PhrasesSpec, lists: Lists, index: LineIndex) -> Finder:
    return _looking(_phrase_look(spec, lists), ways_of(spec, lists), index)


def _phrase_matcher(spec: PhrasesSpec, lists: Lists, way: int | None) -> PhraseMatcher:
    """Return what matches one of the phrases, all of them where ``way`` is None."""
    from scrubber.phrases import compile_phrases, parse_phrase  # only now: many runs match none

    phrases = spec.phrases if way is None else spec.phrases[way : way + 1]
    return compile_phrases([parse_phrase(text, lists) for text in phrases], lists)


def _phrase_look(spec: PhrasesSpec, lists: Lists) -> Look:
    matcher = cache(partial(_phrase_matcher, spec, lists))

    def look(line: str, ways: Sequence[int] | None) -> object:
        matchers = (matcher(way) for way in (sorted(ways) if ways is not None else [None]))
        found = next(filter(None, (each.match(line) for each in matchers)), None)
        if found is None:
            return None
        slots = {name: slot.text for name, slot in found.slots.items()}
        return slots, {name: slot.value for name, slot in found.slots.items() if slot.value is not None}

    return look


def _line_finder(pattern: Pattern, needs: tuple[Need, ...], index: LineIndex) -> Finder:
    def look(line: str, ways: Sequence[int] | None) -> object:
        found = pattern.regex.fullmatch(line) if _fits(pattern, len(line)) else None
        return _groups(pattern, found) if found else None

    return _looking(look, [Way(needs, pattern.most)], index)


def _looking(look: Look, ways: Sequence[Way], index: LineIndex) -> Finder:
    """Return a finder of the lines that a look finds something in: slots, and the numbers among them."""
    number = index.enter(ways, look)

    def find(scene: Scene) -> Iterator[Match]:
        for line, what in scene.looked(number, look):
            slots, numbers = cast(tuple[Mapping[str, str], Mapping[str, int]], what)
            yield Match(scene.stripped[line], line, line + 1, slots, numbers)

    return Finder(find, found_by(number))


def _fits(pattern: Pattern, length: int) -> bool:
    return length >= pattern.least and (pattern.most is None or length <= pattern.most)


def _lines(pattern: Pattern, needs: Collection[int], bounds: Bounds, scene: Scene) -> Iterator[Match]:
    if scene.is_watched:
        bounds = ()
    for line in scene.lines_for(needs):
        text = scene.line_text(line)
        if not _fits(pattern, len(text)):
            continue
        if bounds and not _within_one(bounds, scene, line):
            continue
        found = _whole(pattern, text, scene.clock)
        if found:
            yield Match(scene.stripped[line], line, line + 1, *_groups(pattern, found))


def _within_one(bounds: Bounds, scene: Scene, line: int) -> bool:
    for bound in bounds:  # noqa: SIM110  (a generator takes twice the time)
        if bound.keeps(scene, line):
            return True
    return False


def _paragraphs(pattern: Pattern, needs: Collection[int], scene: Scene) -> Iterator[Match]:
    for first, end in scene.paragraphs_for(needs):
        span = scene.paragraph_span(first, end)
        found = _whole(pattern, span.slice(scene.view.text), scene.clock)
        if found:
            yield Match(span, first, end, *_groups(pattern, found))


def _anywhere(
    pattern: Pattern, needs: Collection[int], texts: tuple[str, ...], scene: Scene
) -> Iterator[Match]:
    text, held = scene.view.text, held_of(texts, scene)
    for first, end in scene.paragraphs_for(needs):
        paragraph = scene.paragraph_span(first, end)
        if texts and not any(each in paragraph.slice(text) for each in held):
            continue
        for span, found in _search(pattern, text, paragraph, scene.clock):
            if not len(span):
                continue
            low, high = scene.view.line_at(span.start), scene.view.line_at(span.end - 1)
            whole = span.start <= scene.stripped[low].start and span.end >= scene.stripped[high].end
            yield Match(span, low, high + 1, *_groups(pattern, found), whole_lines=whole)


def _whole(pattern: Pattern, text: str, clock: Clock) -> regex.Match[str] | None:
    """Match the whole of a unit. A unit too long for a pattern that may backtrack is no match."""
    if pattern.linear:
        return pattern.regex.fullmatch(text)
    if len(text) > UNIT_LIMIT:
        return None
    try:
        return pattern.regex.fullmatch(text, timeout=clock.left())
    except TimeoutError:
        raise OutOfTimeError from None


def _search(pattern: Pattern, text: str, span: Span, clock: Clock) -> Iterator[tuple[Span, regex.Match[str]]]:
    """Search one unit; `^` and `$` are its edges. One too long is searched in windows, cut at blanks.

    The unit is cut out, so that lookbehinds see no other: the spans yielded count from the start of
    ``text``, the match objects from the start of the unit. Where a window ends inside the unit, a match
    that reaches its end might go on, or might be none: it is left out.
    """
    part = span.slice(text)
    whole = Span(0, len(part))
    for window in _windows(part, whole) if not pattern.linear else (whole,):
        try:
            timeout = None if pattern.linear else clock.left()
            for found in pattern.regex.finditer(part, window.start, window.end, timeout=timeout):
                if found.end() == window.end < len(part):
                    continue
                yield Span(span.start + found.start(), span.start + found.end()), found
                if timeout is not None:
                    clock.left()
        except TimeoutError:
            raise OutOfTimeError from None


def _windows(text: str, span: Span) -> Iterator[Span]:
    """Cut a long unit into windows of at most UNIT_LIMIT, each ending after a line, sentence or blank."""
    start = span.start
    while span.end - start > UNIT_LIMIT:
        cut = start + UNIT_LIMIT
        for mark in ("\n", ". ", " "):
            at = text.rfind(mark, start + UNIT_LIMIT // 2, cut)
            if at >= 0:
                cut = at + len(mark)
                break
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _groups(pattern: Pattern, found: regex.Match[str]) -> tuple[dict[str, str], dict[str, int]]:
    if not pattern.groups:
        return {}, {}
    slots = {name: value or "" for name, value in found.groupdict().items()}
    numbers = {name: int(value.replace(",", "")) for name, value in slots.items() if _NUMBER.fullmatch(value)}
    return slots, numbers
