"""Adding up what was judged: figures of the whole, of each rule and each pack, and the worst cases.

Memory grows with the rules that did something, never with the documents.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import field
from functools import partial
from typing import Generic, Literal, TypeVar

from scrubber.evaluation.attribution import Claim, Credit, claims, credits_of, only_of
from scrubber.evaluation.cases import Case, missed, missed_case, wrong_case
from scrubber.evaluation.judging import GONE, Judged, Verdict
from scrubber.intervals import Share
from scrubber.values import dataclass

Unit = Literal["line", "word"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Harm:
    """A document that lost wanted text; ``kept`` is the share of it that is left."""

    document: str
    url: str
    kept: float


@dataclass
class Worst(Generic[T]):
    """The ``most`` things with the highest scores; of equal ones the first."""

    most: int
    _heap: list[tuple[float, int, T]] = field(default_factory=list)
    _seen: int = 0

    def offer(self, score: float, make: Callable[[], T]) -> None:
        """Take a thing if it is among the worst; it is made only then."""
        self._seen += 1
        if len(self._heap) < self.most:
            heapq.heappush(self._heap, (score, -self._seen, make()))
        elif self.most and score > self._heap[0][0]:
            heapq.heapreplace(self._heap, (score, -self._seen, make()))

    @property
    def found(self) -> list[T]:
        """The things, the worst first."""
        return [thing for _, _, thing in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]


@dataclass
class Stayed:
    """An even sample of what should have gone and did not; the same for the same documents."""

    most: int
    found: list[Case] = field(default_factory=list)
    _seen: int = 0
    _draw: random.Random = field(default_factory=lambda: random.Random(0))

    def offer(self, make: Callable[[], Case]) -> None:
        """Take a case if the draw is for it."""
        self._seen += 1
        if len(self.found) < self.most:
            self.found.append(make())
        elif self.most and (place := self._draw.randrange(self._seen)) < self.most:
            self.found[place] = make()


@dataclass
class RuleFigures:
    """What a rule did in all documents. ``right`` and ``wrong`` count the words that it took or brought.

    ``only`` counts what should have gone and went by this rule alone, in the unit of the recall.
    """

    worst: Worst[Case]
    edits: int = 0
    documents: int = 0
    right: int = 0
    wrong: int = 0
    only: int = 0
    precision: Share = field(default_factory=Share)

    def take(self, credit: Credit, judged: Judged) -> None:
        """Count what it did to one document."""
        right, wrong = credit.right_and_wrong(judged)
        self.edits += credit.edits
        self.documents += 1
        self.right += right
        self.wrong += wrong
        self.precision.take(right, right + wrong)


@dataclass
class Measurement:
    """The figures of a run. ``most`` worst cases are kept for each rule, ``stay`` of what stayed.

    ``unit`` is what precision and recall count: lines where lines are labelled, else words, those that came
    in included.
    """

    unit: Unit = "line"
    most: int = 5
    stay: int = 0
    documents: int = 0
    changed: int = 0
    exact: int = 0
    harmed: int = 0
    compared: int = 0
    lost_lines: int = 0
    lost_words: int = 0
    f1_before: float = 0
    f1_after: float = 0
    precision: Share = field(default_factory=Share)
    recall: Share = field(default_factory=Share)
    kept: Share = field(default_factory=Share)
    rules: dict[str, RuleFigures] = field(default_factory=dict)
    packs: dict[str, RuleFigures] = field(default_factory=dict)
    harms: Worst[Harm] = field(init=False)
    stayed: Stayed = field(init=False)

    def __post_init__(self) -> None:
        self.harms, self.stayed = Worst(self.most), Stayed(self.stay)

    def take(self, judged: Judged) -> None:
        """Count one document."""
        self.documents += 1
        self.changed += judged.result.changed
        self.lost_words += judged.counts[Verdict.LOST]
        self._take_units(judged)
        if judged.sample.clean:
            self._take_survival(judged)
        if judged.result.edits:
            self._take_rules(judged)
        if self.stay:
            self._take_stayed(judged)

    def _take_units(self, judged: Judged) -> None:
        if self.unit == "line":
            found = [verdict for verdict, _ in judged.lines]
            right, wrong, missed = map(found.count, (Verdict.REMOVED, Verdict.LOST, Verdict.MISSED))
            self.lost_lines += wrong
        else:
            counts, known = judged.counts, list((judged.brought or {}).values())
            right = counts[Verdict.REMOVED] + known.count(True)
            wrong = counts[Verdict.LOST] + known.count(False)
            missed = counts[Verdict.MISSED] + judged.lacking
        self.precision.take(right, right + wrong)
        self.recall.take(right, right + missed)

    def _take_survival(self, judged: Judged) -> None:
        had, left = judged.survival
        self.compared += 1
        self.kept.take(left, had)
        self.exact += judged.is_exact
        before, after = judged.agreement
        self.f1_before += before
        self.f1_after += after
        if judged.is_harmed:
            self.harmed += 1
            sample = judged.sample
            self.harms.offer(-left / had, lambda: Harm(sample.name, sample.document.meta.url, left / had))

    def _take_rules(self, judged: Judged) -> None:
        found = claims(judged)
        credits = credits_of(found)
        for name, credit in credits.items():
            self._figures(self.rules, name).take(credit, judged)
        for name, credit in credits_of(found, "pack").items():
            self._figures(self.packs, name).take(credit, judged)
        for name, words in only_of(credits).items():
            self.rules[name].only += self._units_of(judged, words)
            own = set().union(*(claim.brought for claim in found if claim.edit.rule == name))
            known = judged.brought or {}
            self.rules[name].only += sum(known.get(word, False) for word in own)
        for claim in found:
            self._take_cases(judged, claim)

    def _figures(self, of: dict[str, RuleFigures], name: str) -> RuleFigures:
        if name not in of:
            of[name] = RuleFigures(Worst(self.most))
        return of[name]

    def _units_of(self, judged: Judged, words: set[int]) -> int:
        """Count the units of the recall that would have stayed without these words' going."""
        if self.unit == "word":
            return sum(judged.verdicts[word] == Verdict.REMOVED for word in words)
        return sum(
            verdict == Verdict.REMOVED and _would_stay(judged, line, words) for verdict, line in judged.lines
        )

    def _take_cases(self, judged: Judged, claim: Claim) -> None:
        words = sum(map(len, claim.wrong(judged)))
        if words:
            self.rules[claim.edit.rule].worst.offer(words, partial(wrong_case, judged, claim))

    def _take_stayed(self, judged: Judged) -> None:
        """Offer what should have gone and did not: lines, or runs of words."""
        for words in missed(judged):
            self.stayed.offer(partial(missed_case, judged, words))


def _would_stay(judged: Judged, line: range, words: set[int]) -> bool:
    stays = sum(word in words or judged.verdicts[word] not in GONE for word in line)
    return len(line) > 0 and bool(words & set(line)) and 2 * stays >= len(line)
