"""Who wins, who is refused and why, and what becomes of blank lines."""

from __future__ import annotations

import pytest

from scrubber.document import Revision
from scrubber.scenes import Scene
from scrubber.settle import Proposal, Settlement, Terms, settle, united
from scrubber.spans import Change, Edit, Span
from scrubber.specs import Budget
from scrubber.views import View


def scene_of(text: str) -> Scene:
    return Scene(View(Revision.first(text)))


def proposal(order: int, *changes: tuple[int, int, str], safety: str = "safe") -> Proposal:
    made = tuple(Change(Span(start, end), text) for start, end, text in changes)
    return Proposal(order, f"test.rule-{order}", Edit(made, safety=safety))  # type: ignore[arg-type]


def drop(text: str, *lines: str) -> list[Proposal]:
    """Each named line dropped with its ending, by a rule of its own."""
    made = []
    for order, line in enumerate(lines):
        start = text.index(line)
        end = text.find("\n", start)
        made.append(proposal(order, (start, len(text) if end < 0 else end + 1, "")))
    return made


def outcome(text: str, settlement: Settlement) -> str:
    changes = [change for applied in settlement.applied for change in applied.edit.changes]
    return Revision.first(text).apply(united(changes)).raw


BLANK_LINES = [
    # text, lines dropped, what remains
    ("a\n\nX\n\nb\n", "X", "a\n\nb\n"),
    ("a\n\n\nX\n\nb\n", "X", "a\n\n\nb\n"),
    ("a\n\nX\n\n\n\nb\n", "X", "a\n\n\n\nb\n"),
    ("a\nX\nb\n", "X", "a\nb\n"),
    ("a\nX\n\nb\n", "X", "a\n\nb\n"),
    ("a\n\nX\n\n\nY\n\nb\n", "XY", "a\n\nb\n"),
    ("a\n\nX\n\nb\n\nY\n\nc\n", "XY", "a\n\nb\n\nc\n"),
    ("X\n\na\n", "X", "a\n"),
    ("\n\nX\n\na\n", "X", "a\n"),
    ("a\n\nX\n", "X", "a\n"),
    ("a\n\nX", "X", "a\n"),
    ("a\n\nX\n\n\n", "X", "a\n"),
    ("a\n\nX\n\nY\n", "XY", "a\n"),
    ("X\n", "X", ""),
    ("\nX\n\n", "X", ""),
    ("a\n \t\nX\n\u200b\nb", "X", "a\n \t\nb"),
]


@pytest.mark.parametrize(("text", "lines", "expected"), BLANK_LINES)
def test_blank_lines_after_dropped_lines(text: str, lines: str, expected: str) -> None:
    settlement = settle(scene_of(text), drop(text, *lines), Terms())
    assert outcome(text, settlement) == expected
    assert not settlement.refused


def test_removed_blanks_belong_to_the_edit_above_them() -> None:
    text = "a\n\nX\n\n\nY\n\nb\n"
    first, second = settle(scene_of(text), drop(text, "X", "Y"), Terms()).applied
    assert first.edit.changes == (Change(Span(3, 7)),)
    assert second.edit.changes == (Change(Span(7, 10)),)


def test_a_line_emptied_but_not_dropped_keeps_its_blank_neighbours() -> None:
    text = "a\n\nX\n\nb\n"
    settlement = settle(scene_of(text), [proposal(0, (3, 4, ""))], Terms())
    assert outcome(text, settlement) == "a\n\n\n\nb\n"


def test_overlapping_deletions_are_no_conflict_and_both_are_kept() -> None:
    text = "one two three"
    settlement = settle(scene_of(text), [proposal(0, (0, 7, "")), proposal(1, (4, 13, ""))], Terms())
    assert len(settlement.applied) == 2
    assert outcome(text, settlement) == ""


CONFLICTS = [
    # the second proposal meets the first's claim
    ((2, 5, "x"), (3, 6, "y"), True),
    ((2, 5, "x"), (5, 6, "y"), False),
    ((2, 5, "x"), (3, 4, ""), True),
    ((3, 4, ""), (2, 5, "x"), True),
    ((2, 5, ""), (5, 5, "y"), True),
    ((2, 5, ""), (2, 2, "y"), True),
    ((2, 5, ""), (6, 6, "y"), False),
    ((4, 4, "x"), (4, 4, "y"), True),
    ((2, 5, "x"), (1, 2, ""), False),
]


@pytest.mark.parametrize(("one", "other", "clash"), CONFLICTS)
def test_the_first_in_order_wins_and_the_loser_is_told(
    one: tuple[int, int, str], other: tuple[int, int, str], clash: bool
) -> None:
    settlement = settle(scene_of("0123456789"), [proposal(0, one), proposal(1, other)], Terms())
    assert [p.rule for p in settlement.applied] == ["test.rule-0"] + ["test.rule-1"] * (not clash)
    assert [(r.kind, r.winner) for r in settlement.refused] == [("lost", "test.rule-0")] * clash


def test_an_edit_may_put_text_between_two_of_its_own_deletions() -> None:
    edit = proposal(0, (3, 5, ""), (5, 5, "x"), (5, 8, ""))
    assert outcome("0123456789", settle(scene_of("0123456789"), [edit], Terms())) == "012x89"


def test_a_loser_does_not_stand_in_the_way_of_a_third() -> None:
    proposals = [proposal(0, (0, 3, "a")), proposal(1, (2, 6, "b")), proposal(2, (5, 8, "c"))]
    settlement = settle(scene_of("0123456789"), proposals, Terms())
    assert [p.rule for p in settlement.applied] == ["test.rule-0", "test.rule-2"]


def test_an_edit_of_several_spans_happens_whole_or_not_at_all() -> None:
    move = proposal(1, (1, 2, ""), (7, 7, "M"))
    settlement = settle(scene_of("0123456789"), [proposal(0, (6, 8, "x")), move], Terms())
    assert outcome("0123456789", settlement) == "012345x89"
    assert settlement.refused[0].proposal is move


def test_a_move_whose_source_is_deleted_by_an_earlier_rule_is_refused() -> None:
    move = proposal(1, (1, 2, ""), (7, 7, "M"))
    settlement = settle(scene_of("0123456789"), [proposal(0, (0, 3, "")), move], Terms())
    assert [r.kind for r in settlement.refused] == ["lost"]


def test_what_a_guard_protects_is_not_altered_but_its_edge_may_be_met() -> None:
    terms = Terms(protected={"code": [Span(4, 6)]}, always=("code",))
    inside, across, beside = proposal(0, (5, 5, "x")), proposal(1, (3, 5, "")), proposal(2, (6, 8, "y"))
    settlement = settle(scene_of("0123456789"), [inside, across, beside], terms)
    assert [(r.proposal.order, r.kind, r.detail) for r in settlement.refused] == [
        (0, "guard", "code"),
        (1, "guard", "code"),
    ]


def test_a_guard_counts_only_for_rules_that_respect_it() -> None:
    terms = Terms(protected={"code": [Span(4, 6)]}, respects={"test.rule-1": ["code"]})
    settlement = settle(scene_of("0123456789"), [proposal(0, (4, 5, "")), proposal(1, (4, 5, ""))], terms)
    assert [r.proposal.order for r in settlement.refused] == [1]


def test_unsafe_edits_are_refused_unless_allowed() -> None:
    risky = proposal(0, (0, 1, ""), safety="unsafe")
    assert [r.kind for r in settle(scene_of("ab"), [risky], Terms()).refused] == ["unsafe"]
    assert not settle(scene_of("ab"), [risky], Terms(unsafe=True)).refused


def test_text_that_the_encoding_lacks_is_refused() -> None:
    terms = Terms(holds=lambda text: text.isascii())
    settlement = settle(scene_of("ab"), [proposal(0, (0, 1, "é")), proposal(1, (1, 2, "e"))], terms)
    assert [r.kind for r in settlement.refused] == ["cannot be encoded"]
    assert [p.order for p in settlement.applied] == [1]


PROSE = "The council met on Monday and heard the report in full before it voted.\n"


def test_a_rule_that_would_eat_the_document_is_refused_whole() -> None:
    text = "\n".join([PROSE] * 20)
    scene = scene_of(text)
    eats = [proposal(0, (line.span.start, line.end, "")) for line in scene.view.lines if len(line.span)]
    settlement = settle(scene, [*eats, proposal(1, (0, 3, "A"))], Terms())
    assert {r.kind for r in settlement.refused} == {"budget"}
    assert len(settlement.refused) == 20
    assert [p.rule for p in settlement.applied] == ["test.rule-1"]


def test_a_budget_of_its_own_allows_a_rule_more_or_less() -> None:
    text = "\n".join([PROSE] * 20)
    line = proposal(0, (0, len(PROSE), ""))
    none = Terms(budgets={"test.rule-0": Budget(words=3)})
    assert [r.kind for r in settle(scene_of(text), [line], none).refused] == ["budget"]
    some = Terms(budgets={"test.rule-0": Budget(share=0.9)})
    assert not settle(scene_of(text), [line], some).refused
