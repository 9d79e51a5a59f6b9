"""Adding up the differences of many documents: counts by rule, and samples of what there is to see.

Memory grows with the rules that differ and the size of the samples, never with the documents.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field

from scrubber.comparison.differences import KINDS, Compared, Difference, Kind, compare
from scrubber.excerpts import Excerpt, excerpt
from scrubber.results import Result
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as it is shown: in which document, with what stands round it."""

    document: str
    difference: Difference
    place: Excerpt


@dataclass
class Sampled:
    """An even sample of the differences of one kind of one rule; the same for the same documents."""

    most: int
    draw: random.Random
    count: int = 0
    shown: list[tuple[int, Shown]] = field(default_factory=list)

    def offer(self, name: str, result: Result, difference: Difference) -> None:
        """Count a difference, and take it if the draw is for it."""
        self.count += 1
        place = self.count - 1 if self.count <= self.most else self.draw.randrange(self.count)
        if place >= self.most:
            return
        came = next((change.after for change in difference.edit.changes if change.after), "")
        shown = Shown(name, difference, excerpt(result.document.text, difference.span, came))
        if place < len(self.shown):
            self.shown[place] = self.count, shown
        else:
            self.shown.append((self.count, shown))

    @property
    def found(self) -> list[Shown]:
        """The sample, in the order of the documents."""
        return [shown for _, shown in sorted(self.shown, key=lambda entry: entry[0])]


@dataclass
class RuleChange:
    """What is different about one rule. ``same`` counts the edits that both sides have."""

    rule: str
    most: int
    same: int = 0
    kinds: dict[Kind, Sampled] = field(default_factory=dict)

    def count(self, kind: Kind) -> int:
        """How many differences of a kind there are."""
        return self.kinds[kind].count if kind in self.kinds else 0

    def offer(self, name: str, result: Result, difference: Difference) -> None:
        """Count a difference."""
        kind = difference.kind
        if kind not in self.kinds:
            self.kinds[kind] = Sampled(self.most, random.Random(f"{self.rule} {kind}"))
        self.kinds[kind].offer(name, result, difference)

    @property
    def before(self) -> int:
        """How many edits it has on the first side."""
        return self.same + self.count("lost") + self.count("moved out")

    @property
    def after(self) -> int:
        """How many edits it has on the second side."""
        return self.same + self.count("gained") + self.count("moved in")


@dataclass
class Changes:
    """The differences of a run. ``sample`` is how many of each rule and kind are kept to be shown."""

    sample: int = 3
    renamed: Mapping[str, str] = field(default_factory=dict)
    documents: int = 0
    texts_differ: int = 0
    edits_differ: int = 0
    more_words: int = 0
    fewer_words: int = 0
    rules: dict[str, RuleChange] = field(default_factory=dict)

    def take(self, name: str, before: Result, after: Result) -> Compared:
        """Compare and count one document."""
        compared = compare(before, after, self.renamed)
        self.documents += 1
        self.texts_differ += compared.text_differs
        self.edits_differ += bool(compared.differences)
        self.more_words += compared.more_words
        self.fewer_words += compared.fewer_words
        for rule, count in compared.same.items():
            self._rule(rule).same += count
        for difference in compared.differences:
            self._rule(difference.rule).offer(name, before, difference)
        return compared

    def _rule(self, rule: str) -> RuleChange:
        if rule not in self.rules:
            self.rules[rule] = RuleChange(rule, self.sample)
        return self.rules[rule]

    @property
    def differ(self) -> bool:
        """Whether anything is different at all."""
        return self.texts_differ > 0 or any(change.kinds for change in self.rules.values())

    @property
    def totals(self) -> Counter[Kind]:
        """How many differences of each kind there are."""
        return Counter({kind: sum(rule.count(kind) for rule in self.rules.values()) for kind in KINDS})

    def changed(self) -> Iterator[RuleChange]:
        """Yield the rules about which something is different, those with most to see first."""
        found = [rule for rule in self.rules.values() if rule.kinds]
        yield from sorted(found, key=_weight)


def _weight(change: RuleChange) -> tuple[int, int, str]:
    weight = change.count("gained") + change.count("lost")
    return -weight, -sum(sampled.count for sampled in change.kinds.values()), change.rule
