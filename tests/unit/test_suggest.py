"""The parts of `suggest`: shapes of lines, the sample, the edges of a document, and YAML that holds anything."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.nodes import ScalarNode
from scrubber.strictyaml import parse
from scrubber.suggest.census import Census, Counting
from scrubber.suggest.recurring import matcher_of
from scrubber.suggest.sampling import MAX_LENGTH, Page, Sample, site_of
from scrubber.suggest.shapes import (
    escaped,
    name_runs,
    phrase_of,
    refined,
    tokens_of,
    with_free_runs,
    with_values,
)
from scrubber.suggest.sheets import Sheet
from scrubber.suggest.standing import Edges, edges_of
from scrubber.suggest.writing import quoted, slug


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("Published 3 May 2021 at 14:05", "Published {date} at {time}"),
        ("© 2021 Gazette. 87af90c2be85", r"© {int} Gazette. {hex}"),
        ("4 of 12", "{int} of {int}"),
        ("Write to desk@gazette.example", "Write to {email}"),
        ("Home | [News]:", r"Home \| \[News\]"),
        ("1,204 readers (5th week)", "{int} readers (5th week)"),
        ("Nothing to see", "Nothing to see"),
    ],
)
def test_values_become_slots_and_all_else_stays(line: str, phrase: str) -> None:
    shaped = with_values(tokens_of(line))
    assert phrase_of(shaped.pieces) == phrase
    matcher = matcher_of(phrase)
    assert matcher and matcher.match(line)


@pytest.mark.parametrize(
    ("lines", "phrase"),
    [
        (["By Ida Holm", "By Arne Voss", "By J. de Wit"], "By {name}"),
        (["By Ida Holm", "By staff and agencies", "By the night desk"], "By {words}"),
        (["By Ida Holm, 2 May", "By Ida Holm, 3 June"], "By Ida Holm, {date}"),
        (["By 2021", "By 1999"], "By {year}"),
        (["By 2021", "By 12"], "By {int}"),
    ],
)
def test_a_slot_is_as_narrow_as_its_values_allow(lines: Sequence[str], phrase: str) -> None:
    shaped = [with_free_runs(line, tokens_of(line), {"By", ","}) for line in lines]
    assert phrase_of(refined(shaped)) == phrase


def test_a_run_of_capitalised_words_may_be_a_name() -> None:
    pieces = with_values(tokens_of("By Ida Holm")).pieces
    assert {phrase_of(run) for run in name_runs(pieces)} == {"By {name}", "{name}", "{name} Holm"}


def test_a_line_of_too_many_parts_has_no_shape() -> None:
    assert tokens_of("a " * 61) == ()


@given(st.text(st.characters(exclude_characters="\r\n"), max_size=40))
def test_a_literal_phrase_matches_the_line_that_it_was_made_of(line: str) -> None:
    matcher = matcher_of(escaped(line))
    assert matcher is None or matcher.match(line)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Gazette.example:8080/news", "gazette.example"),
        ("gazette.example/news", "gazette.example"),
        ("https://news.gazette.example/", "news.gazette.example"),
        ("https://my_site.example/", ""),
        ("https://gazette.example./", ""),
        ("http://[broken", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_a_site_is_a_domain_that_a_rule_can_name(url: str, site: str) -> None:
    assert site_of(url) == site


def sampled(pages: Sequence[Page], quota: int) -> Sample:
    sample = Sample(io.BytesIO(), quota)
    for page in pages:
        sample.add(page)
    return sample


def test_the_sample_depends_on_names_and_not_on_order() -> None:
    pages = [Page(f"c:{n}", f"https://{'ab'[n % 2]}.example/", f"text {n}") for n in range(100)]
    one, other = sampled(pages, 10), sampled(pages[::-1], 10)
    for site in ("a.example", "b.example"):
        assert len(one.pages(site)) == 10
        assert {page.name for page in one.pages(site)} == {page.name for page in other.pages(site)}
    assert dict(one.sites()) == {"a.example": 50, "b.example": 50}


def test_a_small_site_is_kept_whole_and_in_order() -> None:
    pages = [Page(f"c:{n}", "", f"text {n} \ud800") for n in range(7)]
    assert sampled(pages, 10).pages("") == pages


def test_of_a_long_document_both_ends_are_kept() -> None:
    lines = "".join(f"line {n}\n" for n in range(20_000))
    (page,) = sampled([Page("c", "", lines)], 5).pages("")
    assert page.text.startswith("line 0\n") and page.text.endswith("line 19999\n")
    assert len(page.text) <= MAX_LENGTH + 1
    assert set(page.text.splitlines()) <= set(lines.splitlines())


BODY = (
    "The council met for three hours and decided nothing.",
    "Then all went home by the last ferry of the day.",
)


@pytest.mark.parametrize(
    ("lines", "recurs", "edges"),
    [
        (["Home", "News", "A title", *BODY, "Share"], {0, 1, 5}, Edges(2, 2, 5)),
        (["A title", "By Ida Holm", *BODY, "Share", "Print"], {1, 4, 5}, Edges(2, 0, 4)),
        (["A title", *BODY, "A refrain", "One more of the last lines there are."], {3}, Edges(0, 0, 5)),
        (["A title", *BODY, "Related stories", "Ferry sinks", "Bridge opens", "Imprint"], {3, 6}, Edges(0, 0, 3)),
        (["A title", *BODY, "Some heading", "Ferry sinks", "Bridge opens", "Imprint"], {3, 6}, Edges(0, 0, 6)),
        (["Today", "Tomorrow", "High", "Low"], {0, 1, 2, 3}, Edges(0, -1, 4)),
    ],
)  # fmt: skip
def test_the_edges_of_a_document(lines: Sequence[str], recurs: set[int], edges: Edges) -> None:
    sheet = Sheet(Page("c", "", ""), tuple(lines), tuple(range(len(lines))), None)
    assert edges_of(sheet, recurs) == edges


@given(st.text(max_size=60))
def test_a_quoted_string_is_read_as_it_was(text: str) -> None:
    node = parse(f"- {quoted(text)}\n", Path("p.yaml")).items[0]  # type: ignore[union-attr]
    assert isinstance(node, ScalarNode)
    assert node.value == text


def test_what_a_person_cannot_see_is_spelt_out() -> None:
    assert quoted("a\u202eb\x1b") == r'"a\u202eb\x1b"'


def test_ids_are_made_of_latin_letters() -> None:
    assert slug("Reader’s Choice: Größe & Señor") == "readers-choice-grosse-senor"
    assert slug("Подписаться") == ""


def test_the_census_counts_a_line_once_a_document_and_for_its_own_site() -> None:
    census = Census(
        [
            Counting("a.example", ("Share", r"By {name}"), (True, False)),
            Counting("", ("Print",), (True,)),
        ]
    )
    census.add(Page("1", "https://www.a.example/1", "By Ida Holm\nshare:\nSHARE\nPrint"))
    census.add(Page("2", "https://www.a.example/2", "Nothing"))
    census.add(Page("3", "https://b.example/3", "Share\nPrint"))
    own, every = census.counted(0), census.counted(1)
    assert (own.documents, own.of, own.lines) == (1, 2, 3)
    assert (every.documents, every.of, every.sites) == (2, 3, 2)


def test_a_line_between_two_paragraphs_is_noted() -> None:
    paragraph = "The council met on Monday for three hours and decided, as so often, nothing at all."
    census = Census([Counting("", ("Share",), (True,))])
    census.add(Page("1", "", f"{paragraph}\n\nShare\n\n{paragraph}\n\nShare\n"))
    assert (census.counted(0).lines, census.counted(0).between) == (2, 1)
