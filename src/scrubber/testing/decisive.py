"""Whether each part of a rule is decisive: without it, one of the rule's examples or keeps would fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scrubber.compile import CompiledRule, Plan, recompiled
from scrubber.errors import ScrubberError
from scrubber.specs import MarkSpec, PackSpec, RuleSpec
from scrubber.testing.alone import alone, dependents, swapped
from scrubber.testing.checks import Check, Trial
from scrubber.testing.parts import Part, Proof, parts
from scrubber.testing.pointing import Places

_REMEDIES: Mapping[Proof, str] = {
    "keep": "add a `keep` that only this saves, or delete it",
    "example": "add an example that only this makes hold, or delete it",
    "stop": "add an example that only this makes stop, or delete it",
}
_OF_A_MARK = "add an example that only this makes hold to a rule that asks for the mark, or delete it"


def check_decisive(
    plan: Plan, rule: CompiledRule, packs: Mapping[str, PackSpec], places: Places | None = None
) -> Iterator[Check]:
    """Take away each `unless:`, condition and alternative of a rule in turn; something should notice.

    What notices is an example or a `keep` of the rule, or of a rule that asks for its mark or its matches.
    ``packs`` are those of the plan by id. Each part gives one check, a warning that says what to add where
    nothing notices. Word lists and phrases are exempt.
    """
    places = places or Places()
    bench = _Bench(plan, rule, packs)
    checks = [_checked(part, bench.notices(part), places) for part in parts(rule.spec)]
    yield from sorted(checks, key=lambda check: check.location)


def _checked(part: Part, noticed: bool, places: Places) -> Check:
    if noticed:
        return Check(part.spec.id, part.place.base, True, f"{part.what} is decisive", warning=True)
    what, place = f"nothing notices the loss of {part.what}", places.place_of(part.place)
    return Check(part.spec.id, place, False, what, remedy=_remedy(part), warning=True)


def _remedy(part: Part) -> str:
    only_marks = isinstance(part.spec.action, MarkSpec)  # and may have no examples of its own
    return _OF_A_MARK if only_marks and part.proof == "example" else _REMEDIES[part.proof]


class _Bench:
    """A rule, those that ask for it, and what their authors have said of them."""

    def __init__(self, plan: Plan, rule: CompiledRule, packs: Mapping[str, PackSpec]) -> None:
        self._rule, self._packs = rule, packs
        self._near = alone(plan, rule)
        self._others = [(other, alone(plan, other)) for other in dependents(plan, rule)]

    def notices(self, part: Part) -> bool:
        """Whether anything fails without a part. One without which the rule cannot be compiled is needed."""
        pack = self._packs[self._rule.spec.pack]
        try:
            without = recompiled(self._rule, part.spec, pack.lists)
        except ScrubberError:
            return True
        if _fails(swapped(self._near, without), without, pack, part.proof):
            return True
        return any(
            _fails(swapped(plan, without), other, self._packs[other.spec.pack], part.proof)
            for other, plan in self._others
        )


def _fails(plan: Plan, rule: CompiledRule, pack: PackSpec, proof: Proof) -> bool:
    """Whether a rule fails one of its examples or keeps; those that most likely do are tried first."""
    spec: RuleSpec = rule.spec
    said = (*spec.keep, *spec.examples) if proof == "keep" else (*spec.examples, *spec.keep)
    with Trial(plan, rule, pack) as trial:
        return not all(trial.holds(example) for example in said)
