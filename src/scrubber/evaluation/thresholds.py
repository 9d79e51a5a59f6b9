"""What rules and packs say that they have to reach, held against what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from scrubber.compile import Plan
from scrubber.evaluation.measuring import Measurement, RuleFigures
from scrubber.intervals import Share
from scrubber.values import dataclass

State = Literal["holds", "fails", "unmeasured"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A `min_precision:` with the figures of its rule or pack; None where it did nothing."""

    kind: Literal["rule", "pack"]
    id: str
    least: float
    figures: RuleFigures | None

    @property
    def precision(self) -> Share:
        """The precision that was measured."""
        return self.figures.precision if self.figures else Share()

    @property
    def state(self) -> State:
        """Whether the threshold is reached, by the measured precision itself."""
        value = self.precision.value
        if value is None:
            return "unmeasured"
        return "holds" if value >= self.least else "fails"

    @property
    def is_sure(self) -> bool:
        """Whether the whole interval lies on the same side of the threshold."""
        interval = self.precision.interval
        if interval is None:
            return False
        return interval[0] >= self.least or interval[1] < self.least

    def __str__(self) -> str:
        interval = self.precision.interval
        said = f"min_precision {self.least:g}"
        if interval is None:
            return f"{self.kind} {self.id}: nothing here to measure its {said} by"
        verb = "reaches" if self.state == "holds" else "is below"
        low, high = (f"{bound:.4f}" for bound in interval)
        doubt = "" if self.is_sure else f"; the interval, {low} to {high}, is too wide to tell for certain"
        return f"{self.kind} {self.id}: precision {self.precision.value:.4f} {verb} its {said}{doubt}"


def thresholds(plans: Iterable[Plan], measurement: Measurement) -> list[Threshold]:
    """Return the thresholds of all packs and rules that ran, each once, those that fail first."""
    found = {(entry.kind, entry.id): entry for plan in plans for entry in _of(plan, measurement)}
    order: tuple[State, ...] = ("fails", "unmeasured", "holds")
    return sorted(found.values(), key=lambda threshold: order.index(threshold.state))


def _of(plan: Plan, measurement: Measurement) -> Iterator[Threshold]:
    for pack in plan.packs:
        if pack.min_precision is not None:
            yield Threshold("pack", pack.id, pack.min_precision, measurement.packs.get(pack.id))
    for rule in plan.rules:
        if rule.spec.min_precision is not None and rule.edits:
            yield Threshold("rule", rule.id, rule.spec.min_precision, measurement.rules.get(rule.id))
