"""The two packs that are compared: what is different about their rules, before any document is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scrubber.compile import Plan
from scrubber.links import matches_any
from scrubber.specs import PackSpec, RuleSpec
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Sides:
    """Two plans with what they are called, as they were asked for, and the paths of the corpus."""

    names: tuple[str, str]
    plans: tuple[Plan, Plan]
    corpus: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What is compared, and on what."""
        on = f", on {' '.join(self.corpus)}" if self.corpus else ""
        return f"{self.names[0]} -> {self.names[1]}{on}"

    @property
    def renamed(self) -> Mapping[str, str]:
        """The ids that rules have only on the first side, with those that they have on the second."""
        first, second = (_specs(plan) for plan in self.plans)
        return {
            old: rule.id for rule in second.values() for old in rule.was if old in first and old not in second
        }

    @property
    def added(self) -> list[str]:
        """Rules that only the second side has."""
        first, second = (_specs(plan) for plan in self.plans)
        return [rule for rule in second if rule not in first and rule not in self.renamed.values()]

    @property
    def removed(self) -> list[str]:
        """Rules that only the first side has."""
        first, second = (_specs(plan) for plan in self.plans)
        return [rule for rule in first if rule not in second and rule not in self.renamed]

    @property
    def rewritten(self) -> list[str]:
        """Rules that both sides have under one id and that are written differently."""
        first, second = (_specs(plan) for plan in self.plans)
        return [rule for rule in second if rule in first and first[rule].hash != second[rule].hash]


def _specs(plan: Plan) -> dict[str, RuleSpec]:
    return {rule.id: rule.spec for rule in plan.rules if rule.edits}


def known_names(names: Sequence[str], packs: Sequence[PackSpec]) -> list[str]:
    """Return those of the names that mean a rule of the packs: what one side has, the other may lack."""
    rules = [rule for pack in packs for rule in pack.rules]
    return [n for n in names if any(n in rule.was or matches_any(rule.id, (n,)) for rule in rules)]
