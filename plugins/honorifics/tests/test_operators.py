"""The operators as scrubber sees them: reasons, languages, batches, and the tables behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from time import process_time
from typing import Any

import pytest
import scrubber_honorifics
from scrubber_honorifics import scrubber_operators
from scrubber_honorifics.lexicon import ENGLISH, LEXICONS
from scrubber_honorifics.titles import TITLES

from scrubber.api import API, Context, Meta, NoOptions, View
from scrubber.document import Revision

STRANDED = "Mr. Okafor is ill.\n\nBy noon, Mr. During the break, Okafor is said to have left.\n"
SPOKEN = "On Tuesday, Mr. “We are worried that the dam may go,” Lindqvist said.\n"
TORN = "It was drawn up by Mr.\n\nOkafor was not there.\n"
ORPHAN = "The reports were denied. Belgravia, Mr. Denies knowing of Okafor’s plans.\n"


def test_the_plugin_keeps_the_contract() -> None:
    assert scrubber_honorifics.API == API
    assert [operator.name for operator in scrubber_operators()] == ["honorifics.move", "honorifics.join"]


@pytest.mark.parametrize(
    ("text", "safety", "reason"),
    [
        (STRANDED, "safe", "Mr. stands before “During”, which is no name; Okafor bears the title in line 1"),
        (SPOKEN, "safe", "Mr. stands before a quotation; Lindqvist is named as a speaker after it"),
        (TORN, "safe", "Mr. ends line 1, and Okafor, whose title it is, begins line 3"),
        (
            ORPHAN,
            "unsafe",
            "Mr. stands before “Denies”, which is no name, and after “Belgravia”; nobody after it in the "
            "paragraph can bear it",
        ),
    ],
)
def test_a_reason_says_what_was_seen(mend: Callable[..., Any], text: str, safety: str, reason: str) -> None:
    (edit,) = mend(text).edits
    assert (edit.safety, edit.reason) == (safety, reason)


def test_each_operator_does_its_own_part_only(mend: Callable[..., Any]) -> None:
    text = f"{STRANDED}\n{TORN}"
    assert len(mend(text, operators="move").edits) == 1
    assert len(mend(text, operators="join").edits) == 1
    assert len(mend(text, operators="move join").edits) == 2


def test_a_wrap_is_no_split(mend: Callable[..., Any]) -> None:
    """The layout is judged from the text itself here, as in a real run."""
    lines = [
        "The committee met again in the old town hall, where the plan was read out by Mr.",
        "Okafor said that nobody had asked him and that the harbour would be ready before",
        "the spring, as it had been promised to the fishermen and to their families last",
        "May.",
    ]
    paragraph = "\n".join(lines)
    mended = mend("\n\n".join([paragraph] * 4))
    assert mended.view.layout.kind == "wrapped"
    assert "Mr.\nOkafor" in mended.view.text
    assert mended.edits == ()


@pytest.mark.parametrize(("lang", "edits"), [("", 1), ("en", 1), ("en-GB", 1), ("EN_us", 1), ("de", 0)])
def test_only_languages_with_words_are_mended(mend: Callable[..., Any], lang: str, edits: int) -> None:
    assert len(mend(STRANDED, lang=lang).edits) == edits


@pytest.mark.parametrize("operator", scrubber_operators(), ids=lambda operator: operator.name)
def test_the_batch_makes_no_difference(operator: Any) -> None:
    views = [View(Revision.first(text), Meta()) for text in (STRANDED, SPOKEN, "", TORN, ORPHAN)]
    session = operator.open(NoOptions(), Context())
    together = [tuple(edits) for edits in session.propose(views)]
    alone = [tuple(edits) for view in views for edits in session.propose([view])]
    session.close()
    assert together == alone
    assert sum(map(len, together)) > 0


FORMS = [(t, form) for titles in TITLES.values() for t in titles for form in (t.form, t.plural) if form]


def _holds(text: str, operator: Any) -> bool:
    return any(pattern.search(text) for pattern in operator.needs.patterns)


def test_a_document_that_could_be_mended_holds_what_is_needed() -> None:
    move, join = scrubber_operators()
    assert len(FORMS) > 50
    for title, form in FORMS:
        assert all(_holds(form + end, join) for end in ("\n", ".\n\n", " \t\n", ". \n")), form
        assert not _holds(f"{form} ", join), form
        if title.abbreviated and form == title.form:
            assert all(_holds(f"{form}.{then}", move) for then in (" During", "\n  It’s", " “We", " I'm")), (
                form
            )
    assert not _holds("Mr. Hale and Mr. Inwood", move)
    assert set(move.needs.languages) == set(join.needs.languages) == set(LEXICONS)


def test_the_titles_of_the_press_are_there() -> None:
    singular = "Mr Mrs Ms Miss Mx Dr Prof Sir Rev Gen Sen Rep Gov Capt Lt Col Sgt St"
    plural = "Messrs Sens Reps Profs Drs Gens Govs Revs"
    assert [form for form in f"{singular} {plural}".split() if not ENGLISH.is_title(form)] == []
    assert {title.kind for title in TITLES["en"]} == {"title", "rank", "clergy", "office", "place"}


def test_no_form_stands_for_two_titles() -> None:
    forms = [form for t in TITLES["en"] for form in (t.form, t.plural) if form]
    assert len(forms) == len(set(forms))


def test_words_are_spelt_as_they_are_looked_up() -> None:
    groups = {field.name: getattr(ENGLISH, field.name) for field in fields(ENGLISH)}
    words = {name: group for name, group in groups.items() if name not in ("titles", "shared")}
    assert len(words) > 15
    for name, group in words.items():
        assert group, name
        assert not [word for word in group if word != word.lower() or "'" in word], name


def test_a_word_that_may_be_a_name_is_no_sure_opener() -> None:
    sure = ENGLISH.pointers | ENGLISH.connectives | ENGLISH.conjunctions | ENGLISH.predicates
    assert not sure & set(ENGLISH.shared)


def test_four_times_the_text_takes_about_four_times_as_long(mend: Callable[..., Any]) -> None:
    """Stranded titles with names that none of them can decide between: the most work there is."""

    def seconds(sentences: int) -> float:
        text = (
            "By noon, Mr. During the break, Okafor met Larsen " * sentences
            + "Mr. Okafor and Mr. Larsen left."
        )
        start = process_time()
        mend(text, operators="move")
        return process_time() - start

    assert min(seconds(2_000) for _ in range(2)) < 12 * max(seconds(500) for _ in range(2))
