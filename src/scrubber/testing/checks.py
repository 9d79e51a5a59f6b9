"""What a rule's author has said of it, run: its examples, its `keep` lines and its phrases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

from scrubber.compile import CompiledRule, Plan, compile_plan
from scrubber.document import Document
from scrubber.errors import Location
from scrubber.matchers import Test, tester
from scrubber.phrases import parse_phrase, samples
from scrubber.pipeline import Cleaner
from scrubber.plugins import Registry
from scrubber.results import Result
from scrubber.scenes import Clock
from scrubber.specs import Example, PackSpec, PhrasesSpec, RuleSpec, Text
from scrubber.testing.alone import alone, armed, swapped
from scrubber.testing.stock import document_of, set_in
from scrubber.testing.variants import difference, variants
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: of which rule, where it is written, whether it holds, and what it was.

    Where it failed, ``diff`` shows what came out against what was expected, and ``remedy`` says what to do.
    ``warning``: it is a failure only where somebody asks for strictness.
    """

    rule: str
    location: Location
    ok: bool
    what: str
    diff: str = ""
    remedy: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a rule's author has said of it: a phrase, an example or an entry of `keep:`.

    ``number`` counts from 1 among those of its kind; ``said`` is what was written.
    """

    rule: str
    kind: Literal["phrase", "example", "keep"]
    number: int
    said: Text | Example

    @property
    def name(self) -> str:
        """What the case is called within its rule: "example 2"."""
        return f"{self.kind} {self.number}"

    @property
    def location(self) -> Location:
        """Where it is written."""
        return self.said.location


def cases(spec: RuleSpec) -> Iterator[Case]:
    """Yield all that the author of a rule has said of it: phrases, examples, keeps, in that order."""
    if isinstance(spec.matcher, PhrasesSpec):
        for number, text in enumerate(spec.matcher.phrases, 1):
            yield Case(spec.id, "phrase", number, text)
    for number, example in enumerate(spec.examples, 1):
        yield Case(spec.id, "example", number, example)
    for number, example in enumerate(spec.keep, 1):
        yield Case(spec.id, "keep", number, example)


def check_packs(
    packs: Sequence[PackSpec], registry: Registry, only: Collection[str] | None = None
) -> Iterator[Check]:
    """Run all examples, keeps and phrases of the rules of ``packs``, or of the packs with ids in ``only``.

    Only the rule under test edits; the others may mark. Unsafe rules run as if they were allowed.
    """
    plan = compile_plan(packs, registry)
    by_id = {pack.id: pack for pack in packs}
    for rule in plan.rules:
        if only is None or rule.spec.pack in only:
            yield from check_rule(plan, rule, by_id[rule.spec.pack])


def check_rule(plan: Plan, rule: CompiledRule, pack: PackSpec) -> Iterator[Check]:
    """Run the examples, keeps and phrases of one rule of ``plan``."""
    with Trial(plan, rule, pack) as trial:
        for case in cases(rule.spec):
            yield from trial.check(case)


class Trial:
    """One rule of a plan by itself, ready to be tried. Close it, or use it as a context manager.

    Raises PluginError where a plugin that the rule needs cannot be opened.
    """

    def __init__(self, plan: Plan, rule: CompiledRule, pack: PackSpec) -> None:
        self.spec, self._pack = rule.spec, pack
        mine = swapped(alone(plan, rule), armed(rule))
        self._cleaner = Cleaner(mine, unsafe=rule.spec.safety == "unsafe", only={rule.id})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the plugins that the rule needs."""
        self._cleaner.close()

    def check(self, case: Case) -> Iterator[Check]:
        """Run a case of the rule: a check for each line made of a phrase, one for an example or a keep."""
        if isinstance(case.said, Text):
            yield from self._check_phrase(case.said)
        else:
            yield self._check_example(case.said, case)

    def holds(self, example: Example) -> bool:
        """Whether an example or a keep holds, a second run included."""
        document = document_of(self._pack, example)
        result = self._cleaner.clean(document)
        return not self._wrong(example, document, result) and self._settled(document, result) is None

    def _check_phrase(self, text: Text) -> Iterator[Check]:
        """A phrase is its own positive example: lines made from it must match the rule's phrases."""
        for sample in samples(parse_phrase(text, self._pack.lists)):
            ok = self._matches(sample, Clock(1.0))
            yield Check(self.spec.id, text.location, ok, f"phrase `{text.value}` matches `{sample}`")

    @cached_property
    def _matches(self) -> Test:
        """Whether the rule's phrases match a line; one compilation serves them all."""
        if not isinstance(self.spec.matcher, PhrasesSpec):
            raise AssertionError("only a rule of phrases has such cases")
        return tester(self.spec.matcher, self._pack.lists)

    def _check_example(self, example: Example, case: Case) -> Check:
        what = case.name if case.kind == "example" else f"keep: {example.before.strip()[:60]}"
        failed = self._failure(example)
        if failed is None:
            return Check(self.spec.id, example.location, True, what)
        how, diff = failed
        return Check(self.spec.id, example.location, False, f"{what}{how}", diff)

    def _failure(self, example: Example) -> tuple[str, str] | None:
        """Return how an example fails and the difference: as written, a second time, with other line ends."""
        document = document_of(self._pack, example)
        others = list(variants(document.text, set_in(example.after, example.at)))
        documents = [document, *(replace(document, text=other.before) for other in others)]
        result, *varied = self._cleaner.clean_batch(documents)
        if self._wrong(example, document, result):
            return "", _shown(set_in(example.after, example.at), result)
        if again := self._settled(document, result):
            return ": a second run", _shown(result.text, again)
        for variant, found in zip(others, varied, strict=True):
            if found.left_alone or not variant.same(found.text):
                return f": {variant.how}", _shown(variant.after, found)
        return None

    def _wrong(self, example: Example, document: Document, result: Result) -> bool:
        expected = set_in(example.after, example.at)
        # what the rule itself says keeps it back, its `safety:` and the guards it respects, is no accident
        kept = document.text == expected
        hidden = kept and any(r.kind not in ("unsafe", "guard") for r in result.refused)
        return result.text != expected or bool(result.left_alone) or hidden

    def _settled(self, document: Document, result: Result) -> Result | None:
        """Return what a second run makes of a result, where it changes it again."""
        if result.text == document.text:
            return None
        again = self._cleaner.clean(replace(document, text=result.text))
        return again if again.text != result.text or again.left_alone else None


def _shown(expected: str, result: Result) -> str:
    """Return why edits were refused, and a diff from what was expected to what came out."""
    notes = [f"refused: {refusal.kind}: {refusal.detail}" for refusal in result.refused]
    if result.left_alone:
        notes.append(f"left alone: {result.left_alone}")
    return "\n".join(filter(None, [*notes, difference(expected, result.text)]))
