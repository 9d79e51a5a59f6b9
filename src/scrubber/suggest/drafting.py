"""From what recurs to draft rules: their phrases, their conditions, their examples and what they keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from statistics import mean

from scrubber.suggest.lookalikes import Articles, LookAlike
from scrubber.suggest.recurring import Recurrence, find, matcher_of
from scrubber.suggest.sampling import Page
from scrubber.suggest.sheets import Sheet, Spot, sheets_of
from scrubber.suggest.standing import SURE, Judge, Place, stands_alone
from scrubber.values import dataclass

_TOGETHER = 0.6
_MOST_PHRASES = 12
_LEAST_PRECISION = 0.98
_EXAMPLE_LINES = 3
_WITHIN = 2


@dataclass(frozen=True, slots=True)
class Where:
    """A way to say where a rule's lines stand: regions, or a phrase that stands near by. Empty: anywhere."""

    regions: tuple[str, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True)
class RealExample:
    """Lines of one document, and those that stay. ``at`` is the part of the stock article they go to."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    url: str
    at: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to write a rule: how its place is said, and examples to go with that."""

    where: Where
    examples: tuple[RealExample, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule to be: what it finds and what is known of that.

    ``trials`` are ways to write it, the best first. Of the documents ``looked_at``, ``documents`` hold a line
    that it matches: ``matching`` lines, of which ``outside`` stand outside the article, and ``fitting`` do or
    say themselves what they are.
    """

    site: str
    place: Place
    recurrences: tuple[Recurrence, ...]
    trials: tuple[Trial, ...]
    keeps: tuple[LookAlike, ...]
    spare_keeps: tuple[LookAlike, ...]
    first: str
    documents: int
    looked_at: int
    matching: int
    outside: int
    fitting: int

    @property
    def phrases(self) -> list[str]:
        """Its phrases, in the order of their lines."""
        return [recurrence.phrase for recurrence in self.recurrences]


@dataclass(frozen=True, slots=True)
class Passed:
    """What recurs and is not proposed, and why."""

    phrase: str
    documents: int
    why: str


def draft(pages: Sequence[Page], site: str, least: int, judged: int) -> tuple[list[Draft], list[Passed]]:
    """Return drafts from the pages of a site, those with most support first, and what was passed over.

    ``least`` is the number of pages in which a line must stand; of ``judged`` pages the regions are judged.
    """
    sheets = sheets_of(pages, judged)
    found = find(sheets, least)
    judge = Judge(sheets, found, site)
    passed: list[Passed] = []
    placed: list[tuple[Recurrence, Place]] = []
    for recurrence in found:
        verdict = judge.verdict(recurrence)
        if verdict.place is None:
            passed.append(Passed(recurrence.phrase, recurrence.documents, verdict.why))
        else:
            placed.append((recurrence, verdict.place))
    desk = _Desk(site, sheets, judge, Articles(sheets, judge), _absorbed(placed))
    drafts = []
    for group, place in desk.groups():
        made = desk.draft(group, place)
        if isinstance(made, Draft):
            drafts.append(made)
        else:
            passed.append(Passed(group[0].phrase, group[0].documents, made))
    drafts.sort(key=lambda made: -made.documents)
    return drafts, passed


Placed = Sequence[tuple[Recurrence, Place]]


def _absorbed(placed: Placed) -> list[tuple[Recurrence, Place]]:
    """Leave out what a wider phrase for the same place matches anyway, and give that its lines."""
    kept: list[tuple[Recurrence, Place]] = []
    wide = [(r, place) for r, place in placed if r.slots]
    for recurrence, place in placed:
        by = [
            other
            for other, others_place in wide
            if other is not recurrence and others_place == place and _covers(other, recurrence)
        ]
        if not by:
            kept.append((recurrence, place))
    return kept


def _covers(wide: Recurrence, narrow: Recurrence) -> bool:
    """Whether the wider phrase matches all lines of the narrower; of two that match alike the first stays."""
    matcher = matcher_of(wide.phrase)
    if matcher is None or not all(matcher.match(text) for text in narrow.texts):
        return False
    back = matcher_of(narrow.phrase) if narrow.slots else None
    alike = back is not None and all(back.match(text) for text in wide.texts)
    return not alike or wide.phrase < narrow.phrase


class _Desk:
    """Everything that is known of a site while its rules are drafted."""

    def __init__(
        self, site: str, sheets: Sequence[Sheet], judge: Judge, articles: Articles, placed: Placed
    ) -> None:
        self._site, self._sheets, self._judge, self._articles = site, sheets, judge, articles
        self._placed = placed
        self._at = {spot: r for r, _ in placed for spot in r.lines}
        self._place = {id(r): place for r, place in placed}

    def groups(self) -> Iterator[tuple[list[Recurrence], Place]]:
        """Yield what makes one rule: lines that stand below one another in one place, or one shape."""
        runs = _runs([r for r, _ in self._placed if r.is_exact], self._at)
        for run in runs:
            by_place: dict[Place, list[Recurrence]] = {}
            for recurrence in run:
                by_place.setdefault(self._place[id(recurrence)], []).append(recurrence)
            for place, group in by_place.items():
                for start in range(0, len(group), _MOST_PHRASES):
                    yield group[start : start + _MOST_PHRASES], place
        for recurrence, place in self._placed:
            if not recurrence.is_exact:
                yield [recurrence], place

    def draft(self, group: Sequence[Recurrence], place: Place) -> Draft | str:
        """Return the draft of a rule, or why there is none."""
        matched = {spot for recurrence in group for spot in self._matched.get(id(recurrence), ())}
        outside = {spot for spot in matched if self._judge.side(spot) != "body"}
        fitting = {spot for spot in matched if spot in outside or self._fits(spot, place)}
        if len(fitting) < len(matched) * _LEAST_PRECISION:
            return "matches too many lines of the article"
        wheres = self._wheres(group, place)
        trials = tuple(Trial(where, tuple(self._examples(group, place, where))) for where in wheres)
        if not trials:
            return "its place cannot be said in a rule"
        spots = [spot for recurrence in group for spot in recurrence.lines]
        return Draft(
            self._site,
            place,
            tuple(group),
            trials,
            tuple(self._articles.like(group)),
            tuple(self._articles.run_together(group[0])),
            self._sheets[min(spots).sheet].page.name,
            len({spot.sheet for spot in spots}),
            len(self._sheets),
            len(matched),
            len(outside),
            len(fitting),
        )

    @cached_property
    def _matched(self) -> dict[int, list[Spot]]:
        """All lines that each phrase matches, those of other recurrences included."""
        stands: dict[str, list[Spot]] = {}
        for number, sheet in enumerate(self._sheets):
            for at, line in enumerate(sheet.lines):
                stands.setdefault(line, []).append(Spot(number, at))
        matchers = [(id(r), matcher) for r, _ in self._placed if (matcher := matcher_of(r.phrase))]
        matched: dict[int, list[Spot]] = {}
        for line, spots in stands.items():  # line by line: each is folded once, and that is what takes long
            for key, matcher in matchers:
                if matcher.match(line):
                    matched.setdefault(key, []).extend(spots)
        return matched

    def _fits(self, spot: Spot, place: Place) -> bool:
        return place == "anywhere" and stands_alone(self._sheets[spot.sheet].lines[spot.line])

    def _wheres(self, group: Sequence[Recurrence], place: Place) -> Iterator[Where]:
        """Yield the ways to say the place that hold for the lines seen, the narrowest first."""
        spots = [spot for r in group for spot in r.lines if self._sheets[spot.sheet].regions]
        sides = {"head": ("head",), "tail": ("tail",), "edges": ("head", "tail"), "anywhere": ()}[place]
        maybe = tuple(f"maybe-{side}" for side in sides)
        for regions in (sides, (*sides, *maybe)) if sides else ():
            if spots and self._covered(spots, regions) >= SURE:
                yield Where(regions)
        if all(map(_is_strong, group)):
            yield Where()
        elif near := self._neighbour(group):
            yield Where(near=near)

    def _covered(self, spots: Collection[Spot], regions: Collection[str]) -> float:
        held = [bool({*self._sheets[spot.sheet].places(spot.line)} & {*regions}) for spot in spots]
        return sum(held) / len(held)

    def _neighbour(self, group: Sequence[Recurrence]) -> str:
        """Return a phrase for the same place that nearly always has a line within two of a single shape's."""
        spots = group[0].lines
        near = Counter(phrase for spot in spots for phrase in set(self._near(spot).values()))
        phrase, count = near.most_common(1)[0] if near else ("", 0)
        return phrase if count >= SURE * len(spots) and len(group) == 1 else ""

    def _near(self, spot: Spot) -> dict[Spot, str]:
        """Return the lines within two, with their phrases, that are strong ones for the same place."""
        own = self._at.get(spot)
        lines = range(spot.line - _WITHIN, spot.line + _WITHIN + 1)
        found = {other: self._at[other] for line in lines if (other := Spot(spot.sheet, line)) in self._at}
        return {
            other: near.phrase
            for other, near in found.items()
            if near is not own and _is_strong(near) and self._place.get(id(near)) == self._place.get(id(own))
        }

    def _examples(self, group: Sequence[Recurrence], place: Place, where: Where) -> Iterator[RealExample]:
        """Yield a real example for each place, and of a shape one with another line."""
        ats = {"head": ["head"], "tail": ["tail"], "edges": ["head", "tail"], "anywhere": ["body"]}[place]
        if len(group) > 1:
            lines = tuple(recurrence.texts[0] for recurrence in group[:_EXAMPLE_LINES])
            url = self._sheets[min(group[0].lines).sheet].page.url
            yield from (RealExample(lines, (), url, at) for at in ats)
            return
        first = min(group[0].lines)
        others = [spot for spot, text in group[0].lines.items() if text != group[0].lines[first]]
        second = others[:1] if group[0].slots else []
        for at, spot in [*((at, first) for at in ats), *((ats[0], spot) for spot in second)]:
            before, after = self._context(spot, where)
            yield RealExample(before, after, self._sheets[spot.sheet].page.url, at)

    def _context(self, spot: Spot, where: Where) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return a line, with all up to its neighbour where a rule asks for one; and what of that stays."""
        lines = self._sheets[spot.sheet].lines
        beside = [other.line for other, phrase in self._near(spot).items() if phrase == where.near]
        if not where.near or not beside:
            return (lines[spot.line],), ()
        low, high = min(spot.line, beside[0]), max(spot.line, beside[0]) + 1
        rest = (lines[at] for at in range(low, high) if at != spot.line)
        return lines[low:high], tuple(rest)


def _is_strong(recurrence: Recurrence) -> bool:
    """Whether a phrase says enough by itself to stand without a place: literal words, and no open end."""
    if recurrence.is_exact:
        return True
    if recurrence.is_open:
        lead = recurrence.pieces[0]
        return bool(recurrence.words) and not lead.slot
    return any(len(word) > 1 for word in recurrence.words)


def _runs(exact: Sequence[Recurrence], at: dict[Spot, Recurrence]) -> list[list[Recurrence]]:
    """Group lines that stand directly below one another in most documents, in their order."""
    number = {id(recurrence): index for index, recurrence in enumerate(exact)}
    pairs: Counter[tuple[int, int]] = Counter()
    for recurrence in exact:
        for spot in recurrence.lines:
            below = at.get(Spot(spot.sheet, spot.line + 1))
            if below is not None and id(below) in number and below is not recurrence:
                pairs[number[id(recurrence)], number[id(below)]] += 1
    parent = list(range(len(exact)))
    for (upper, lower), count in pairs.items():
        if count >= _TOGETHER * max(exact[upper].documents, exact[lower].documents):
            parent[_root(parent, upper)] = _root(parent, lower)
    runs: dict[int, list[Recurrence]] = {}
    for index, recurrence in enumerate(exact):
        runs.setdefault(_root(parent, index), []).append(recurrence)
    return [sorted(run, key=_height) for run in runs.values()]


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        index = parent[index]
    return index


def _height(recurrence: Recurrence) -> float:
    return mean(spot.line for spot in recurrence.lines)
