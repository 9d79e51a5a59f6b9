"""Intervals of shares that were measured over documents."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.intervals import Share, wilson

documents = st.lists(
    st.integers(0, 40).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
)


def share_of(counts: list[tuple[int, int]]) -> Share:
    share = Share()
    for part, whole in counts:
        share.take(part, whole)
    return share


@given(documents)
def test_the_interval_holds_the_share_and_lies_between_0_and_1(counts: list[tuple[int, int]]) -> None:
    share = share_of(counts)
    if not any(whole for _, whole in counts):
        assert share.value is None and share.interval is None
        return
    assert share.value is not None and share.interval is not None
    low, high = share.interval
    assert 0 <= low <= share.value <= high <= 1
    assert share.independent * (1 + 1e-9) >= 1 and share.independent <= max(1, share.whole) * (1 + 1e-9)


@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_documents_makes_no_difference(
    counts: list[tuple[int, int]], draw: random.Random
) -> None:
    shuffled = draw.sample(counts, len(counts))
    one, other = share_of(counts), share_of(shuffled)
    assert (one.part, one.whole) == (other.part, other.whole)
    assert one.interval == (other.interval and pytest.approx(other.interval))


def test_forty_words_of_one_document_count_as_one_observation() -> None:
    assert share_of([(40, 40)]).interval == wilson(1.0, 1)
    assert share_of([(40, 40)] * 10).interval == pytest.approx(wilson(1.0, 10))


def test_one_large_document_among_small_ones_counts_for_little_more_than_itself() -> None:
    assert share_of([(1000, 1000), *[(1, 1)] * 10]).independent == pytest.approx(1.02, abs=0.01)


def test_documents_that_differ_are_less_sure_than_their_words_would_be() -> None:
    alike = share_of([(18, 20)] * 50)
    apart = share_of([(20, 20)] * 45 + [(0, 20)] * 5)
    assert alike.value == apart.value == 0.9
    assert alike.independent == pytest.approx(1000, rel=0.06)
    assert apart.independent == pytest.approx(49, abs=4)


def test_few_documents_that_agree_are_not_taken_for_certain() -> None:
    assert share_of([(18, 20)] * 2).independent == pytest.approx(2)
    assert share_of([(18, 20)] * 4).independent < 80 / 2


def test_it_agrees_with_resampling_the_documents() -> None:
    """The usual way, a bootstrap over documents, gives the same bounds where there are enough of them."""
    draw = random.Random(5)
    counts = [
        (sum(draw.random() < rate for _ in range(20)), 20) for rate in (0.7, 0.9, 1.0) for _ in range(60)
    ]
    means = []
    for _ in range(2000):
        picked = draw.choices(counts, k=len(counts))
        means.append(sum(part for part, _ in picked) / sum(whole for _, whole in picked))
    means.sort()
    assert share_of(counts).interval == pytest.approx((means[50], means[1950]), abs=0.006)


def test_wilson_is_what_textbooks_say() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
