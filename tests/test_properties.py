"""The promises, over random packs and random documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrubber.compile import CompiledRule, Plan, compile_plan
from scrubber.document import Document, Revision
from scrubber.errors import Location
from scrubber.explain import count_lines, explain_lines
from scrubber.explain.misses import Asker
from scrubber.explain.watch import LineWatch
from scrubber.ledger import replay, revert
from scrubber.pipeline import Cleaner
from scrubber.plugins import Registry
from scrubber.records import RecordedEdit
from scrubber.results import Result
from scrubber.scenes import Match, Scene
from scrubber.specs import (
    STAGES,
    ActionSpec,
    Budget,
    Condition,
    DropSpec,
    JoinSpec,
    LineItem,
    LinesSpec,
    MarkSpec,
    MatcherSpec,
    Neighbour,
    PackSpec,
    PatternSpec,
    PhrasesSpec,
    ReplaceSpec,
    RuleSpec,
    Text,
    UnitSpec,
)

HERE = Location(Path("random.yaml"), 1, 1)
FREE = Budget(share=1.0)  # so that random rules are refused for what they do to each other, not for appetite


def text(value: str) -> Text:
    return Text(value, HERE)


# Lines that random rules are likely to meet, and characters that have broken tools before.
LINES = [
    "Ana Silva / Harbour News", "1 of 8", "Share this", "The mayor spoke. He left.", "* one", "A", "a b c",
    "The council met on Monday to hear the report, and then it voted.", "", "", " ", "\u00a0", "\u200b",
    "x\u2028y", "form\x0cfeed", "NUL \x00 here", "𝄞 clef", "é", "Share  this:", "What happened next",
]  # fmt: skip
ENDS = ["\n", "\r\n", "\r"]


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=14))
    if draw(st.booleans()):
        ends = [draw(st.sampled_from(ENDS))] * len(lines)
    else:
        ends = [draw(st.sampled_from(ENDS)) for _ in lines]
    joined = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return joined if draw(st.booleans()) else joined.rstrip("\r\n")


MATCHERS: list[MatcherSpec] = [
    PhrasesSpec((text("share this"), text("{a:int} [of|in] {b:int}"))),
    PhrasesSpec((text("{who:name} / {words}"),)),
    PatternSpec("line", text(r"[A-Z].*")),
    PatternSpec("line", text(r"(?P<first>\w+) .*")),
    PatternSpec("paragraph", text(r"The .*(?:\n.*)*")),
    PatternSpec("text", text(r"\b(?P<word>[a-z]+) ")),
    PatternSpec("text", text(r"[.]")),
    PatternSpec("text", text(r"\s+")),
    UnitSpec("line", Condition(HERE, shapes=("label",))),
    UnitSpec("paragraph", Condition(HERE, min_words=5)),
    LinesSpec((LineItem(Condition(HERE, shapes=("label", "heading"))), LineItem(Condition(HERE), 0, 2))),
]
SLOTS = {1: "who", 3: "first", 5: "word"}
DROPS: list[ActionSpec] = [DropSpec("match"), DropSpec("line"), DropSpec("paragraph"), DropSpec("rest")]


@st.composite
def rules(draw: st.DrawFn, number: int) -> RuleSpec:
    at = draw(st.integers(0, len(MATCHERS) - 1))
    templates = ["", "new", "two\nlines", "é"] + (["<{" + SLOTS[at] + "}>"] if at in SLOTS else [])
    action = draw(
        st.sampled_from(DROPS)
        | st.sampled_from(templates).map(lambda template: ReplaceSpec(text(template)))
        | st.sampled_from([JoinSpec(), JoinSpec("previous", " "), JoinSpec("next", "")])
        | st.just(MarkSpec(text(f"random.m{number}")))
    )
    stage = draw(st.sampled_from(STAGES))
    where: tuple[Condition, ...] = ()
    if draw(st.booleans()):
        near = Neighbour("near", draw(st.integers(1, 3)), matcher=PatternSpec("line", text(r"\w.*")))
        where = (draw(st.sampled_from([Condition(HERE, neighbours=(near,)), Condition(HERE, max_words=8)])),)
    safety = draw(st.sampled_from(["safe", "safe", "unsafe"]))
    return RuleSpec(
        f"random.r{number}", HERE, MATCHERS[at], action,
        where=where, stage=stage, safety=safety, budget=FREE, hash="0" * 64,  # type: ignore[arg-type]
    )  # fmt: skip


@st.composite
def packs(draw: st.DrawFn) -> PackSpec:
    made = tuple(draw(rules(number)) for number in range(draw(st.integers(1, 6))))
    return PackSpec("random", Path(), HERE, made)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    pack = draw(packs())
    regex.purge()  # a full cache of patterns is thinned at random, which a strategy may not be
    return compile_plan([pack], Registry())


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Bytes of a document in some encoding, or any bytes at all."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.binary(max_size=80))
    content = draw(documents())
    return content.encode(draw(st.sampled_from(ENCODINGS)), "replace")


relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def clean(plan: Plan, data: bytes, unsafe: bool = True) -> Result:
    with Cleaner(plan, unsafe=unsafe) as cleaner:
        return cleaner.clean(Document.from_bytes(data))


@relaxed
@given(plans(), files())
def test_conservation_the_output_is_the_input_with_the_ledgers_edits(plan: Plan, data: bytes) -> None:
    result = clean(plan, data)
    original = result.document.text
    assert replay(original, result.edits) == result.text
    rebuilt, at = "", 0
    for change in result.net:
        rebuilt += original[at : change.span.start] + change.text
        at = change.span.end
    assert rebuilt + original[at:] == result.text
    assert result.document.to_bytes(original) == data
    if not result.edits:
        assert result.to_bytes() == data


@relaxed
@given(plans(), files())
def test_reversible_output_and_ledger_give_back_the_original(plan: Plan, data: bytes) -> None:
    result = clean(plan, data)
    back = revert(result.text, result.edits)
    assert result.document.to_bytes(back) == data


@relaxed
@given(plans(), files())
def test_provenance_every_change_says_where_it_is_in_the_original(plan: Plan, data: bytes) -> None:
    result = clean(plan, data)
    original, encoding = result.document.text, result.document.encoding
    for edit in _all_edits(result):
        assert edit.rule in {rule.id for rule in plan.rules}
        assert edit.changes
        for change in edit.changes:
            place = change.origin
            before = original[: place.span.start]
            assert 0 <= place.span.start <= place.span.end <= len(original)
            assert place.byte_start == len(encoding.bom) + len(encoding.encode(before))
            assert place.byte_end - place.byte_start == len(encoding.encode(place.span.slice(original)))
            lines = Revision.first(before).text.split("\n")
            split_crlf = before.endswith("\r") and original[len(before) :].startswith("\n")
            if not split_crlf:
                assert (place.line, place.column) == (len(lines), len(before) - _line_start(before) + 1)
    first = next((edit.stage for edit in result.edits), None)
    for edit in result.edits:
        for change in edit.changes:
            if edit.stage == first:
                assert change.at == change.origin.span
                assert change.before == change.at.slice(original)


def _line_start(before: str) -> int:
    return max(before.rfind("\n"), before.rfind("\r")) + 1


@relaxed
@given(plans(), files())
def test_nothing_vanishes_proposed_is_applied_plus_refused(plan: Plan, data: bytes) -> None:
    loose, strict = clean(plan, data, unsafe=True), clean(plan, data, unsafe=False)
    for refusal in [*loose.refused, *strict.refused]:
        assert refusal.kind in {"lost", "unsafe"}
        assert (refusal.kind == "lost") == bool(refusal.winner)
        assert refusal.detail
    assert not any(refusal.kind == "unsafe" for refusal in loose.refused)
    # Until the first stage in which an unsafe rule acts both runs see the same text: the same is proposed.
    for stage in STAGES:
        assert _proposed(loose, stage) == _proposed(strict, stage)
        if any(e.stage == stage and e.safety == "unsafe" for e in _all_edits(loose)):
            break


def _all_edits(result: Result) -> list[RecordedEdit]:
    return [*result.edits, *(refusal.edit for refusal in result.refused)]


def _proposed(result: Result, stage: str) -> Sequence[tuple[str, str]]:
    own = [(edit.rule, edit.changes[0].after) for edit in _all_edits(result) if edit.stage == stage]
    return sorted(own)


@relaxed
@given(plans(), files())
def test_order_is_as_printed(plan: Plan, data: bytes) -> None:
    printed = [rule.id for rule in plan.rules]
    assert [STAGES.index(rule.spec.stage) for rule in plan.rules] == sorted(
        STAGES.index(rule.spec.stage) for rule in plan.rules
    )
    result = clean(plan, data)
    applied = [printed.index(edit.rule) for edit in result.edits]
    assert applied == sorted(applied)
    for refusal in result.refused:
        if refusal.kind == "lost":
            assert printed.index(refusal.winner) <= printed.index(refusal.edit.rule)


@relaxed
@given(plans(), st.lists(files(), max_size=4))
def test_one_meaning_a_document_comes_out_the_same_alone_and_in_a_batch(
    plan: Plan, batch: list[bytes]
) -> None:
    with Cleaner(plan) as cleaner:
        together = cleaner.clean_batch([Document.from_bytes(data) for data in batch])
        alone = [cleaner.clean(Document.from_bytes(data)) for data in batch]
    assert together == alone


@relaxed
@given(documents())
def test_line_ends_do_not_change_what_is_found(content: str) -> None:
    """The same text with other line ends is cleaned the same way."""
    made = tuple(
        RuleSpec(f"random.r{n}", HERE, matcher, DropSpec("match"), budget=FREE)
        for n, matcher in enumerate(MATCHERS[:3])
    )
    plan = compile_plan([PackSpec("random", Path(), HERE, made)], Registry())
    plain = Revision.first(content).text
    with Cleaner(plan) as cleaner:
        expected = cleaner.clean(Document(plain)).text
        for end in ENDS:
            assert cleaner.clean(Document(plain.replace("\n", end))).text == expected.replace("\n", end)


@relaxed
@given(plans(), files(), st.booleans())
def test_explained_is_what_was_done(plan: Plan, data: bytes, unsafe: bool) -> None:
    """What `explain` says of each line is what cleaning did to it, and names every edit there is."""
    result = clean(plan, data, unsafe)
    document = result.document
    numbers = range(1, count_lines(document) + 1)
    stories = explain_lines(plan, document, numbers, unsafe=unsafe, detailed=[rule.id for rule in plan.rules])
    claimed, refused = set(), set()
    for story, before, kept in zip(stories, *_lines_and_what_is_kept(result), strict=True):
        claims = [claim for stage in story.stages for claim in stage.claims]
        assert story.text == before
        assert (story.verdict == "goes") == (not story.after)
        if story.verdict == "goes":
            assert not kept
        if not any(not claim.refusal for claim in claims):
            assert story.verdict == "stays"
            assert kept == before
        claimed |= {claim.rule.id for claim in claims if not claim.refusal}
        refused |= {(claim.rule.id, claim.refusal, claim.winner) for claim in claims if claim.refusal}
        for stage in story.stages:
            known = {rule.id for rule in plan.rules if rule.spec.stage == stage.stage}
            told = {c.rule.id for c in stage.claims} | {b.rule.id for b in stage.bearings}
            missing = {miss.rule.id for miss in stage.misses}
            assert told | missing <= known
            assert known <= told | missing, "asked for in detail, each rule is told of"
            assert all(miss.failed or miss.detail for miss in stage.misses)
    assert claimed == {edit.rule for edit in result.edits}
    assert refused == {(refusal.edit.rule, refusal.kind, refusal.winner) for refusal in result.refused}


def _lines_and_what_is_kept(result: Result) -> tuple[list[str], list[str]]:
    """Return each line of the original, and the characters of it that no net change takes away."""
    original = result.document.text
    taken = {at for change in result.net for at in range(change.span.start, change.span.end)}
    lines, kept, at = [], [], 0
    for line in regex.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", original):
        content = line.rstrip("\r\n")
        lines.append(content)
        kept.append("".join(c for n, c in enumerate(content, at) if n not in taken))
        at += len(line)
    return lines, kept


@relaxed
@given(plans(), files())
def test_watching_changes_nothing_and_conditions_fail_in_parts(plan: Plan, data: bytes) -> None:
    """A match counts where no part of its conditions fails, and only there; being watched alters nothing."""
    document = Document.from_bytes(data)
    asker = Asker({pack.id: pack.lists for pack in plan.packs})
    wrong: list[str] = []

    class Doubting(LineWatch):
        def looked(
            self, rule: CompiledRule, scene: Scene, found: Sequence[Match], held: Sequence[Match]
        ) -> None:
            super().looked(rule, scene, found, held)
            wrong.extend(
                rule.id for match in found if bool(asker.of_match(rule, scene, match)) == (match in held)
            )

    watch = Doubting(plan, document, range(1, count_lines(document) + 1))
    with Cleaner(plan, unsafe=True, watch=watch) as cleaner:
        assert cleaner.clean(document) == clean(plan, data)
    assert not wrong


def test_the_random_rules_do_act() -> None:
    """The properties above say something: every kind of action is applied to some line of the list."""
    sample = "\n\n".join(line for line in LINES if line.isprintable()) + "\n"
    for at, matcher in enumerate(MATCHERS):
        rule = RuleSpec(f"random.r{at}", HERE, matcher, DropSpec("match"), budget=FREE)
        plan = compile_plan([PackSpec("random", Path(), HERE, (rule,))], Registry())
        assert clean(plan, sample.encode()).edits, matcher
