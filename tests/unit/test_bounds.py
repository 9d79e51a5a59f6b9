"""Documents that are empty, blank, long or monotonous, and plugins' edits in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from scrubber.actions import action
from scrubber.api import Context, Edit, Needs, NoOptions, Span, View
from scrubber.compile import compile_plan
from scrubber.conditions import span_match
from scrubber.document import Document, Revision
from scrubber.errors import Location
from scrubber.line_index import LineIndex
from scrubber.pipeline import Cleaner
from scrubber.places import Places
from scrubber.plugins import PluginInfo, Provided, Registry
from scrubber.results import Result
from scrubber.scenes import Clock, Scene
from scrubber.settle import Proposal, Terms, settle
from scrubber.spans import Change
from scrubber.specs import (
    ActionSpec,
    Condition,
    DropSpec,
    MarkSpec,
    MatcherSpec,
    Neighbour,
    PackSpec,
    PatternSpec,
    PluginSpec,
    RuleSpec,
    Text,
)

HERE = Location(Path("bounds.yaml"), 1, 1)
PROSE = "The council met on Monday and heard the report in full before it voted.\n"


def text(value: str) -> Text:
    return Text(value, HERE)


def line(pattern: str) -> PatternSpec:
    return PatternSpec("line", text(pattern))


def rule(name: str, matcher: MatcherSpec, does: ActionSpec | None, **more: Any) -> RuleSpec:
    return RuleSpec(f"b.{name}", HERE, matcher, does, **more)


def clean(content: str, *rules: RuleSpec, registry: Registry | None = None) -> Result:
    plan = compile_plan([PackSpec("b", Path(), HERE, rules)], registry or Registry())
    with Cleaner(plan) as cleaner:
        return cleaner.clean(Document(content))


def scene_of(content: str) -> Scene:
    return Scene(View(Revision.first(content)))


class Starter:
    """Puts a word before every document."""

    name = "starter.put"
    Options = NoOptions
    needs = Needs()

    def open(self, options: NoOptions, context: Context) -> Starter:
        return self

    def propose(self, views: Sequence[View]) -> list[list[Edit]]:
        return [[view.edit(Span(0, 0), text="New ")] for view in views]

    def close(self) -> None: ...


STARTER = Registry(
    operators={"starter.put": Provided("starter.put", Starter(), PluginInfo("s", "s", "1", "s"))}
)


def put(**more: Any) -> RuleSpec:
    return rule("put", PluginSpec("operator", text("starter.put"), None, HERE), None, **more)


@pytest.mark.parametrize("content", ["", "\n", "\n\n \n", "a\n"])
def test_an_operator_may_edit_any_document_even_an_empty_one(content: str) -> None:
    few = Condition(HERE, max_words=3)
    result = clean(content, put(where=(few,)), registry=STARTER)
    assert result.text == "New " + content


def test_a_condition_of_an_operator_that_runs_out_of_time_leaves_the_document_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Clock, "for_text", classmethod(lambda cls, content: cls(0.05)))
    content = "a" * 80 + "b\n"
    slow = Condition(HERE, matchers=(line("(?:a|aa)+[A-Z]*"),))
    result = clean(content, put(unless=(slow,)), registry=STARTER)
    assert result.text == content
    assert "b.put" in result.left_alone


@pytest.mark.parametrize(("content", "blank"), [("a\nb\n\n \nc\n", 5), ("\n\na\n", 0), ("\n\n", 1)])
def test_a_span_on_blank_lines_stands_in_no_paragraph(content: str, blank: int) -> None:
    scene = scene_of(content)
    drop = action(DropSpec("paragraph"), line("x"), {}, LineIndex())
    assert drop(scene, span_match(scene, Span(blank, blank + 1))) == ()


def test_a_rest_is_dropped_once_and_the_next_match_after_its_stop_begins_another() -> None:
    drop = DropSpec("rest", (Condition(HERE, matchers=(line("S"),)),))
    result = clean("a\nX\nX\nS\nb\nX\n", rule("cut", line("X"), drop))
    assert result.text == "a\nS\nb\n"
    assert [[change.before for change in edit.changes] for edit in result.edits] == [["X\nX\n"], ["X\n"]]


def test_prose_that_is_replaced_by_less_counts_against_the_budget() -> None:
    content = "\n".join([PROSE] * 20)
    scene = scene_of(content)
    eats = [
        Proposal(0, "b.eats", Edit((Change(Span(at.span.start, at.span.end), "x"),)))
        for at in scene.view.lines
        if len(at.span)
    ]
    assert {refusal.kind for refusal in settle(scene, eats, Terms()).refused} == {"budget"}
    rewords = [
        Proposal(0, "b.rewords", Edit((Change(p.edit.changes[0].span, PROSE.upper().strip()),))) for p in eats
    ]
    assert not settle(scene, rewords, Terms()).refused


def near(pattern: str) -> tuple[Condition, ...]:
    return (Condition(HERE, neighbours=(Neighbour("near", 3, matcher=line(pattern)),)),)


MONOTONOUS = {
    "all lines marked, all looking for a neighbour": (
        lambda size: "C\n" * size,
        [
            rule("m", line("C"), MarkSpec(text("b.c"))),
            rule("r", line("C.?"), DropSpec("line"), where=near("z")),
        ],
    ),
    "each line cuts the rest": (
        lambda size: "C\n" * size,
        [rule("r", line("C"), DropSpec("rest", (Condition(HERE, matchers=(line("S"),)),)))],
    ),
    "one long line": (
        lambda size: "on we go " * size,
        [rule("r", PatternSpec("text", text(" go")), DropSpec("match"))],
    ),
}


@pytest.mark.parametrize("kind", MONOTONOUS)
def test_time_grows_with_the_document_and_no_faster(kind: str) -> None:
    """Ten times the document: were the time quadratic, it would take a hundred times as long."""
    make, rules = MONOTONOUS[kind]

    def spent(size: int) -> float:
        started = process_time()
        assert not clean(make(size), *rules).left_alone  # type: ignore[no-untyped-call]
        return process_time() - started

    spent(300)
    assert spent(6000) < 40 * max(spent(600), 0.02)


def test_lines_are_numbered_in_any_mixture_of_ends() -> None:
    content = "a\r\nb\rc\n\nd"
    places = Places(Document(content))
    found = [places.at(Span(content.index(letter), content.index(letter))) for letter in "abcd"]
    assert [(place.line, place.column) for place in found] == [(1, 1), (2, 1), (3, 1), (5, 1)]


BACKTRACKS = "(?:a|aa)+b .*"


@pytest.mark.parametrize("words", [10, 10_000])
def test_an_exception_holds_for_a_unit_that_is_too_long_to_be_tried(words: int) -> None:
    """What would keep an edit back is never passed over in silence: a doubt keeps the text."""
    content = "aab " + "x X " * words + "\n"
    but = (Condition(HERE, matchers=(line(BACKTRACKS),)),)
    result = clean(content, rule("r", PatternSpec("text", text("X")), DropSpec("match"), unless=but))
    assert (result.text, result.refused) == (content, ())


def test_a_cut_stops_at_a_line_that_is_too_long_to_be_tried() -> None:
    stop = (Condition(HERE, matchers=(line(BACKTRACKS),)),)
    content = "a\nX\nb\naab " + "x" * 30_000 + "\nc\n"
    assert "x" * 30_000 in clean(content, rule("r", line("X"), DropSpec("rest", stop))).text


@pytest.mark.parametrize(
    "pattern", ["^(?:a|aa)+b", "(?:a|aa)+b ?$", r"(?:a|aa)+(?:b|bb)+ ?(?!.)", r"(?<!.)(?:a|aa)+b"]
)
def test_the_edges_of_a_long_unit_are_its_own_and_not_those_of_what_is_searched_at_once(pattern: str) -> None:
    content = "c " + "aab " * 12_000 + "c\n"
    found = clean(content, rule("r", PatternSpec("text", text(pattern)), DropSpec("match")))
    assert (found.text, found.refused) == (content, ())
    content = "aab " * 12_000 + "aab\n"
    assert len(clean(content, rule("r", PatternSpec("text", text(pattern)), DropSpec("match"))).edits) == 1


def test_blank_lines_that_a_guard_protects_stay_when_their_neighbour_goes() -> None:
    content = "a\n\nX\n\nb\n"
    dropped = Proposal(0, "b.r", Edit((Change(Span(3, 5)),)))
    terms = Terms(protected={"code": [Span(5, 8)]}, respects={"b.r": ["code"]})
    (applied,) = settle(scene_of(content), [dropped], terms).applied
    assert not any(change.span.overlaps(Span(5, 8)) for change in applied.edit.changes)
