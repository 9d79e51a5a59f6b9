"""Conditions: what `where:`, `unless:` and the items of `lines:` say of a match and its neighbours."""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from scrubber.analysis import needs_of
from scrubber.errors import Location
from scrubber.layout import shape_of, word_count
from scrubber.line_index import PLAIN, LineIndex
from scrubber.matchers import Lists, tester
from scrubber.scenes import Match, Scene
from scrubber.spans import Span
from scrubber.specs import AnyOf, Check, Condition, Neighbour, PhrasesSpec, Place
from scrubber.values import dataclass
from scrubber.wants import Want, Wants, met_by_a_line

Holds = Callable[[Scene, Match], bool]
Asked = Callable[[Scene, int], bool]

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One key of a condition, ready to be asked: ``key`` and ``value`` as the spec has them.

    A condition holds where all of its parts do: whoever asks them one by one learns which does not.
    """

    key: str
    value: object
    location: Location
    holds: Holds


def any_of(conditions: AnyOf, lists: Lists, index: LineIndex = PLAIN, *, too_long: bool = False) -> Holds:
    """Compile a list of conditions of which one must hold; an empty list always holds.

    ``too_long`` is whether a pattern matches a unit that is too long for it: see `tester`.
    """
    tests = [all_of(condition, lists, index, too_long=too_long) for condition in conditions]
    if not tests:
        return lambda scene, match: True
    return tests[0] if len(tests) == 1 else _one_of(tests)


def all_of(condition: Condition, lists: Lists, index: LineIndex = PLAIN, *, too_long: bool = False) -> Holds:
    """Compile one mapping of conditions, all of which must hold; the cheap ones are asked first."""
    tests = [part.holds for part in parts_of(condition, lists, index, too_long=too_long)]
    return tests[0] if len(tests) == 1 else _each_of(tests)


# Conditions are asked by the hundred thousand: a loop takes half the time of a generator in `any` or `all`.


def _one_of(tests: Sequence[Holds]) -> Holds:
    def holds(scene: Scene, match: Match) -> bool:
        for test in tests:  # noqa: SIM110
            if test(scene, match):
                return True
        return False

    return holds


def _each_of(tests: Sequence[Holds]) -> Holds:
    def holds(scene: Scene, match: Match) -> bool:
        for test in tests:  # noqa: SIM110
            if not test(scene, match):
                return False
        return True

    return holds


def parts_of(
    condition: Condition, lists: Lists, index: LineIndex = PLAIN, *, too_long: bool = False
) -> Iterator[Part]:
    """Compile one mapping of conditions into its parts, the cheap ones first."""
    compiled = (
        *_of_document(condition),
        *_of_unit(condition, lists, index, too_long),
        *_of_place(condition, lists, index, too_long),
    )
    for key, value, holds in compiled:
        yield Part(key, value, condition.at(key), holds)


def lines_for(condition: Condition, lists: Lists, index: LineIndex) -> Callable[[Scene], Iterable[int]]:
    """Return what tells the lines of a scene, of those that are not blank, that may meet a condition."""
    if index.plain:
        return lambda scene: scene.content
    for spec in condition.matchers:
        if needs := needs_of(spec, lists):
            numbers = index.add(needs)
            return lambda scene: scene.lines_for(numbers)
    if condition.marks:
        names = [mark.value for mark in condition.marks]
        return lambda scene: sorted(set().union(*(scene.marked.get(name, ()) for name in names)))
    if condition.regions:
        return lambda scene: scene.lines_in(condition.regions)
    return lambda scene: scene.content


def wants_of(condition: Condition, lists: Lists, index: LineIndex) -> Wants:
    """Return what a document must show for some unit of it to meet a condition."""
    if index.plain:
        return ()
    wants = [Want(places=frozenset(condition.regions))] if condition.regions else []
    if condition.marks:
        wants.append(Want(marks=frozenset(mark.value for mark in condition.marks)))
    if condition.rules:
        wants.append(Want(rules=frozenset(rule.value for rule in condition.rules)))
    for spec in condition.matchers:
        wants += met_by_a_line(needs_of(spec, lists), index)
    for neighbour in condition.neighbours:
        wants += _wants_of_neighbour(neighbour, lists, index)
    return tuple(wants)


def _wants_of_neighbour(neighbour: Neighbour, lists: Lists, index: LineIndex) -> Wants:
    if neighbour.mark is not None:
        return (Want(marks=frozenset({neighbour.mark.value})),)
    if neighbour.rule is not None:
        return (Want(rules=frozenset({neighbour.rule.value})),)
    return met_by_a_line(needs_of(neighbour.matcher, lists), index) if neighbour.matcher else ()


def unit_text(scene: Scene, match: Match) -> str:
    """Return the text of the lines that a match stands in, without the blanks at their edges."""
    if match.end == match.first:  # an edit of an empty document
        return ""
    if match.end == match.first + 1:
        return scene.line_text(match.first)
    return scene.paragraph_span(match.first, match.end).slice(scene.view.text)


def in_domain(url: str, domains: Iterable[str]) -> bool:
    """Whether the host of ``url`` is one of ``domains`` or below one."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in map(str.lower, domains))


def in_language(lang: str, codes: Iterable[str]) -> bool:
    """Whether ``lang`` ("en", "en-GB", "en_US") is one of ``codes``; an unknown language ("") is any."""
    return not lang or lang.lower().replace("_", "-").partition("-")[0] in set(codes)


_Keyed = tuple[str, object, Holds]


def _of_document(condition: Condition) -> Iterable[_Keyed]:
    if condition.domains:
        yield (
            "domain",
            condition.domains,
            lambda scene, match: in_domain(scene.view.meta.url, condition.domains),
        )
    if condition.langs:
        yield "lang", condition.langs, lambda scene, match: in_language(scene.view.meta.lang, condition.langs)


def _of_unit(condition: Condition, lists: Lists, index: LineIndex, too_long: bool) -> Iterable[_Keyed]:
    for check in condition.checks:
        yield "check", check, _check_holds(check)
    yield from _of_bearing(condition)
    if condition.shapes:
        yield (
            "shape",
            condition.shapes,
            lambda scene, match: shape_of(unit_text(scene, match)) in condition.shapes,
        )
    least, most = condition.min_words, condition.max_words
    if least is not None or most is not None:
        key = "max_words" if least is None else "min_words"
        yield key, (least, most), lambda scene, match: _fits(word_count(unit_text(scene, match)), least, most)
    for spec in condition.matchers:
        key = "phrases" if isinstance(spec, PhrasesSpec) else spec.unit
        yield key, spec, _unit_matches(tester(spec, lists, index, too_long=too_long))


def _of_bearing(condition: Condition) -> Iterable[_Keyed]:
    if condition.marks:
        names = [mark.value for mark in condition.marks]
        yield (
            "mark",
            condition.marks,
            lambda scene, match: any(_stands_in(scene.marked.get(name), match) for name in names),
        )
    if condition.rules:
        ids = [rule.value for rule in condition.rules]
        yield (
            "rule",
            condition.rules,
            lambda scene, match: any(_stands_in(scene.matched.get(rule), match) for rule in ids),
        )


def _check_holds(check: Check) -> Holds:
    return lambda scene, match: _compares(check, match)


def _unit_matches(test: Callable[..., bool]) -> Holds:
    return lambda scene, match: test(unit_text(scene, match), scene.clock)


def _of_place(condition: Condition, lists: Lists, index: LineIndex, too_long: bool) -> Iterable[_Keyed]:
    if condition.regions:
        yield (
            "region",
            condition.regions,
            lambda scene, match: _stands_within(scene, match, condition.regions),
        )
    for neighbour in condition.neighbours:
        yield neighbour.direction, neighbour, _has_neighbour(neighbour, lists, index, too_long)


def _stands_within(scene: Scene, match: Match, regions: tuple[Place, ...]) -> bool:
    within = scene.lines_in(regions)
    if match.end == match.first + 1:
        return match.first in within or scene.view.blank[match.first]
    return all(line in within or scene.view.blank[line] for line in range(match.first, match.end))


def _fits(count: int, least: int | None, most: int | None) -> bool:
    return (least is None or count >= least) and (most is None or count <= most)


def _stands_in(lines: set[int] | None, match: Match) -> bool:
    return lines is not None and any(line in lines for line in range(match.first, match.end))


def _compares(check: Check, match: Match) -> bool:
    """Compare slots and numbers pairwise along the chain; a slot that holds no number never compares."""
    values = [term if isinstance(term, int) else match.numbers.get(term) for term in check.terms]
    return all(
        left is not None and right is not None and _COMPARE[sign](left, right)
        for left, sign, right in zip(values, check.operators, values[1:], strict=False)
    )


def _has_neighbour(neighbour: Neighbour, lists: Lists, index: LineIndex, too_long: bool) -> Holds:
    is_target = _target(neighbour, lists, index, too_long)
    bearing = _bearing(neighbour)
    upwards, downwards = neighbour.direction != "precedes", neighbour.direction != "follows"

    def above(scene: Scene, match: Match) -> bool:
        last = bisect_left(scene.content, match.first) - 1
        counted = bisect_right(scene.unmarked, last) - neighbour.within
        first = scene.unmarked[counted] if counted >= 0 else 0
        return _any_between(scene, first, last, is_target)

    def below(scene: Scene, match: Match) -> bool:
        first = bisect_left(scene.content, match.end)
        counted = bisect_left(scene.unmarked, first) + neighbour.within - 1
        last = scene.unmarked[counted] if counted < len(scene.unmarked) else len(scene.content) - 1
        return _any_between(scene, first, last, is_target)

    def holds(scene: Scene, match: Match) -> bool:
        if bearing is not None and not bearing(scene):
            return False
        return (upwards and above(scene, match)) or (downwards and below(scene, match))

    return holds


def _any_between(scene: Scene, first: int, last: int, is_target: Asked) -> bool:
    """Whether one of the lines at the places ``first`` to ``last`` of the content is a target.

    Marked lines are not counted, so many matches may ask for the same long run of them: stretches without
    a target are remembered and leapt over.
    """
    beyond = scene.searched.setdefault(is_target, {})
    at, passed = first, []
    while at <= last:
        if at not in beyond:
            if is_target(scene, scene.content[at]):
                break
            beyond[at] = at + 1
        passed.append(at)
        at = beyond[at]
    for place in passed:
        beyond[place] = at
    return at <= last


def _target(neighbour: Neighbour, lists: Lists, index: LineIndex, too_long: bool) -> Asked:
    bears = _bearer(neighbour, lists, index, too_long)
    if not neighbour.regions:
        return bears
    return lambda scene, line: line in scene.lines_in(neighbour.regions) and bears(scene, line)


def _bearing(neighbour: Neighbour) -> Callable[[Scene], Collection[int]] | None:
    """Return what tells the lines that bear the mark, or that the rule matched; None for a matcher."""
    if neighbour.mark is not None:
        mark = neighbour.mark.value
        return lambda scene: scene.marked.get(mark, ())
    if neighbour.rule is not None:
        rule = neighbour.rule.value
        return lambda scene: scene.matched.get(rule, ())
    return None


def _bearer(neighbour: Neighbour, lists: Lists, index: LineIndex, too_long: bool) -> Asked:
    if bearing := _bearing(neighbour):
        return lambda scene, line: line in bearing(scene)
    if neighbour.matcher is None:
        raise AssertionError("a neighbour is a mark, a rule or a matcher")
    test = tester(neighbour.matcher, lists, index, too_long=too_long)
    return lambda scene, line: test(scene.line_text(line), scene.clock)


def span_match(scene: Scene, span: Span) -> Match:
    """Return a plugin's span as a match; it stands in every line that it touches."""
    if not scene.view.lines:
        return Match(span, 0, 0)
    first = scene.view.line_at(span.start)
    last = scene.view.line_at(max(span.start, span.end - 1))
    whole = span.start <= scene.stripped[first].start and span.end >= scene.stripped[last].end
    return Match(span, first, last + 1, whole_lines=whole)
