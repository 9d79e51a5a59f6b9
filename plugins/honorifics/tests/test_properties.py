"""What holds for every text, however odd."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from scrubber_honorifics import scrubber_operators
from scrubber_honorifics.lexicon import ENGLISH

from scrubber.api import Change, View
from scrubber.testing import edits_of

PIECES = [
    "Mr.", "Mr", "Mrs.", "Ms.", "Dr.", "Sir", "Miss", "Lt. Col.", "Messrs.", "Gen.", "St.", "Mr. and Mrs.",
    "Okafor", "Larsen", "Okafor’s", "Peter Okafor", "Mr. Okafor", "Ms. Larsen", "J. R.", "van der",
    "An", "On", "During", "This", "However,", "We", "I’m", "The", "In March", "On Thursday,", "Denies",
    "May", "Will", "said", "told reporters", "is", "denied that", "the plan", "position", "knowing", "who",
    "and", "that",
    "“", "”", "‘", "’", '"', "'", ",", ".", "?", "!", ",”", ".”", ":", ";", "—", "(", ")", "-", "1.", "- ",
    "\n", "\n\n", "\r\n", " ", "\u00a0", "\u200b", "\t", "’s", "İ", "ß", "𝔐", "e\u0301", "\x00", "\u2028",
]  # fmt: skip
DAMAGED = [
    "By noon, {t} During the break, {n} is said to have left.",
    "By noon, {t} This shows that {n} knew, and that {m} knew.",
    "By noon, {t} Although it was late, {n} met {m}.",
    "On Friday, {t} “We have seen that {m} is late,” {n} said.",
    "On Friday, {t} “We have seen it all,” said {n}, who left. “So has {m},” {t} {m} said.",
    "{m}, {t} Denies knowing that {n} left.",
    "It was drawn up by {t}\n\n{n} was not there, and {m} was late.",
    "It was drawn up by {t}\n{n} said so.",
    "{t} {n} said so to {m}.",
    "{t} {n} and {t} {m} said so.",
    "{n}’s plan was late. {m} is angry.",
    "It was hot in {n} that day.",
]
SENTENCES = st.builds(
    str.format,
    st.sampled_from(DAMAGED),
    t=st.sampled_from(["Mr.", "Ms.", "Mr", "Dr.", "Sen.", "Lt. Col.", "Messrs."]),
    n=st.sampled_from(["Okafor", "Larsen", "Peter Okafor", "On", "Will"]),
    m=st.sampled_from(["Okafor", "Larsen", "Abara-Finch", "Rose"]),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES) | st.characters(), max_size=40).map("".join),
    st.lists(SENTENCES | st.just("\n\n"), max_size=12).map(" ".join),
)
LAYOUTS = st.sampled_from(["", "wrapped"])
FORMS = [form for title in ENGLISH.titles for form in (title.form, title.plural) if form]
TITLE = regex.compile(r"\b\L<forms>\b", forms=FORMS)
ENDS_IN_TITLE = regex.compile(r"\b\L<forms>\.?\s*$", forms=FORMS)


def _valid(view: View, changes: tuple[Change, ...]) -> bool:
    bounds = [(change.span.start, change.span.end) for change in changes]
    apart = all(before[1] <= after[0] for before, after in pairwise(bounds))
    return bool(bounds) and apart and all(0 <= start <= end <= len(view.text) for start, end in bounds)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, layout=LAYOUTS)
def test_every_edit_is_valid_and_says_why(mend: Callable[..., Any], text: str, layout: str) -> None:
    mended = mend(text, layout=layout)
    for edit in mended.edits:
        assert _valid(mended.view, edit.changes)
        assert any(change.span.slice(mended.view.text) != change.text for change in edit.changes)
        assert edit.reason and edit.revision == mended.view.revision.token


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, layout=LAYOUTS)
def test_a_second_run_is_silent(mend: Callable[..., Any], text: str, layout: str) -> None:
    once = mend(text, layout=layout).text()
    assert mend(once, layout=layout).text() == once


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, layout=LAYOUTS)
def test_a_paragraph_without_a_title_is_never_touched(
    mend: Callable[..., Any], text: str, layout: str
) -> None:
    mended = mend(text, layout=layout)
    view: View = mended.view
    changed = [change.span for edit in mended.edits for change in edit.changes]
    for first, end in view.paragraphs:
        span = view.span_of_lines(first, end)
        torn = ENDS_IN_TITLE.search(view.text[: span.start].rstrip("\u200b\u2060\ufeff \n"))
        if not torn and not TITLE.search(span.slice(view.text)):
            assert not any(span.overlaps(one) or span.contains(one) for one in changed)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_letters_are_neither_lost_nor_made(mend: Callable[..., Any], text: str) -> None:
    """What is safe moves titles, lowers capitals and joins lines, and does nothing else."""
    mended = mend(text)
    before = sorted(char for char in mended.view.text.lower() if not char.isspace())
    after = sorted(char for char in mended.text().lower() if not char.isspace() and char != "\u200b")
    assert [char for char in before if char != "\u200b"] == after


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
def test_what_is_mended_holds_what_the_operators_need(text: str) -> None:
    for operator in scrubber_operators():
        edits_of(operator, text)  # which holds what is proposed to what the operator needs
