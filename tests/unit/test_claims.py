"""Who claimed a place first, against looking at every pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scrubber.claims import Cells, Claims
from scrubber.document import Revision
from scrubber.scenes import Scene
from scrubber.settle import Proposal, Terms, settle
from scrubber.spans import Change, Edit, Span
from scrubber.specs import Budget
from scrubber.views import View

LENGTH = 24
SPANS = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda ends: Span(*sorted(ends)))


def meet(one: Span, other: Span) -> bool:
    if len(one) and len(other):
        return one.start < other.end and other.start < one.end
    return one.start <= other.end and other.start <= one.end


@given(st.lists(st.tuples(SPANS, st.booleans()), max_size=20))
def test_the_first_of_all_claims_that_meet_is_found(asked: list[tuple[Span, bool]]) -> None:
    claims = Claims(span for span, _ in asked)
    made: list[tuple[int, Span]] = []
    for claimant, (span, stays) in enumerate(asked):
        met = [earlier for earlier, its in made if meet(span, its)]
        assert claims.first_met(span) == min(met, default=None)
        if stays:
            claims.add(span, claimant)
            made.append((claimant, span))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_a_cell_belongs_to_the_first_who_took_it(ranges: list[tuple[int, int]]) -> None:
    cells = Cells(10)
    for taker, (first, last) in enumerate(ranges):
        cells.take(first, last, taker)
    for cell in range(10):
        holds = [taker for taker, (first, last) in enumerate(ranges) if first <= cell <= last]
        assert cells.taker(cell) == min(holds, default=None)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    cuts = sorted(draw(st.lists(st.integers(0, LENGTH), min_size=2, max_size=6)))
    texts = st.sampled_from(["", "", "x"])
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return Edit(tuple(Change(Span(start, end), draw(texts)) for start, end in pairs))


@given(st.lists(edits(), max_size=12))
def test_who_loses_is_who_meets_an_earlier_edit_that_happens(drawn: list[Edit]) -> None:
    text = "abc\n" * (LENGTH // 4)
    proposals = [Proposal(order, f"p.r{order}", edit) for order, edit in enumerate(drawn)]
    happens: list[Proposal] = []
    lost: dict[str, str] = {}
    for proposal in proposals:
        winners = [one.rule for one in happens if clash(one.edit, proposal.edit)]
        if winners:
            lost[proposal.rule] = winners[0]
        else:
            happens.append(proposal)
    terms = Terms(budgets={proposal.rule: Budget(share=1.0) for proposal in proposals})
    settlement = settle(Scene(View(Revision.first(text))), proposals, terms)
    assert {refused.proposal.rule: refused.winner for refused in settlement.refused} == lost
    assert [applied.rule for applied in settlement.applied] == [one.rule for one in happens]


def clash(one: Edit, other: Edit) -> bool:
    if one.is_deletion and other.is_deletion:
        return False
    return any(meet(mine.span, its.span) for mine in one.changes for its in other.changes)
