"""The checks that packs and plugins are held to: run a rule's examples, its `keep` lines and its phrases.

Authors of packs and plugins may use all that is public here in tests of their own.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scrubber.actions import action
from scrubber.compile import CompiledRule, Plan, compile_plan
from scrubber.document import Document, Meta
from scrubber.errors import Location
from scrubber.line_index import LineIndex
from scrubber.matchers import tester
from scrubber.phrases import parse_phrase, samples
from scrubber.pipeline import Cleaner
from scrubber.plugin_checks import edited, edits_of, spans_of, view_of
from scrubber.plugins import Registry
from scrubber.results import Result
from scrubber.scenes import Clock
from scrubber.specs import DropSpec, Example, PackSpec, PhrasesSpec, Region, RuleSpec

__all__ = ["Check", "check_packs", "check_rule", "edited", "edits_of", "spans_of", "view_of"]

_HEADLINE = "Harbour board agrees to dredge the old channel"
_BODY = (
    "The harbour board agreed on Tuesday to dredge the old channel before the autumn storms, after two "
    "winters in which the ferry ran aground within sight of the pier.",
    "Work is to begin in August and will take about nine weeks, the harbour master said. Boats will use the "
    "north entrance in the meantime, and the fish market will open an hour later.",
    "Not everyone was pleased. Owners of the smaller boats asked who would pay for the new moorings, and "
    "were told that the question would be answered in the spring.",
    "The board meets again in three weeks. Its chair said that the minutes would be public by then, and that "
    "anyone who wished to speak could do so.",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: of which rule, where it is written, whether it holds, and what it was.

    ``diff`` shows what came out against what was expected, where the check failed.
    """

    rule: str
    location: Location
    ok: bool
    what: str
    diff: str = ""


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
    spec = rule.spec
    yield from _check_phrases(spec, pack.lists)
    with Cleaner(_armed(plan, rule), unsafe=spec.safety == "unsafe", only={spec.id}) as cleaner:
        for number, example in enumerate(spec.examples, 1):
            yield from _check_example(cleaner, spec, pack, example, f"example {number}")
        for example in spec.keep:
            yield from _check_example(cleaner, spec, pack, example, f"keep: {example.before.strip()[:60]}")


def _armed(plan: Plan, rule: CompiledRule) -> Plan:
    """Let a rule that only marks drop what it marks, so that its `keep:` lines can fail."""
    if rule.mark is None:
        return plan
    armed = replace(rule, act=action(DropSpec("match"), rule.spec.matcher, {}, LineIndex(plain=True)))

    def swapped(rules: Sequence[CompiledRule]) -> tuple[CompiledRule, ...]:
        return tuple(armed if other is rule else other for other in rules)

    stages = [replace(s, rules=swapped(s.rules), evaluation=swapped(s.evaluation)) for s in plan.stages]
    return replace(plan, stages=tuple(stages))


def _check_phrases(spec: RuleSpec, lists: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    """Each phrase is its own positive example: lines made from it must match the rule's phrases."""
    if not isinstance(spec.matcher, PhrasesSpec):
        return
    matches = tester(spec.matcher, lists)
    for text in spec.matcher.phrases:
        for sample in samples(parse_phrase(text, lists)):
            ok = matches(sample, Clock(1.0))
            yield Check(spec.id, text.location, ok, f"phrase `{text.value}` matches `{sample}`")


def _check_example(
    cleaner: Cleaner, spec: RuleSpec, pack: PackSpec, example: Example, what: str
) -> Iterator[Check]:
    meta = _meta(pack, example)
    before, expected = _set_in(example.before, example.at), _set_in(example.after, example.at)
    result = cleaner.clean(Document(before, meta))
    # what the rule itself says keeps it back, its `safety:` and the guards it respects, is no accident
    hidden = before == expected and any(r.kind not in ("unsafe", "guard") for r in result.refused)
    if result.text != expected or result.left_alone or hidden:
        yield Check(spec.id, example.location, False, what, _shown(expected, result))
        return
    again = cleaner.clean(Document(result.text, meta))
    if again.text != result.text:
        yield Check(spec.id, example.location, False, f"{what}: a second run", _shown(result.text, again))
        return
    yield Check(spec.id, example.location, True, what)


def _meta(pack: PackSpec, example: Example) -> Meta:
    """A pack for a site or a language is tested on a document from there unless the example says else."""
    url = example.url or (f"https://{pack.domains[0]}/" if pack.domains else "")
    lang = example.lang or (pack.languages[0] if pack.languages else "")
    return Meta(url=url, lang=lang)


def _set_in(text: str, at: Region | None) -> str:
    """Set ``text`` into the stock article; where it is empty, the article stands as if it never was there."""
    if at is None:
        return text
    parts: dict[Region, tuple[str, ...]] = {
        "head": (_HEADLINE, text, *_BODY),
        "body": (_HEADLINE, *_BODY[:2], text, *_BODY[2:]),
        "tail": (_HEADLINE, *_BODY, text),
    }
    return "\n\n".join(part.strip("\n") for part in parts[at] if part.strip()) + "\n"


def _shown(expected: str, result: Result) -> str:
    """Return a diff from what was expected to what came out, and why edits were refused."""
    lines = difflib.unified_diff(
        expected.splitlines(), result.text.splitlines(), "expected", "came out", lineterm="", n=1
    )
    notes = [f"refused: {refusal.kind}: {refusal.detail}" for refusal in result.refused]
    if result.left_alone:
        notes.append(f"left alone: {result.left_alone}")
    return "\n".join([*lines, *notes])
