"""Notes on authors at the end of a text."""

from __future__ import annotations

import re
from unittest import mock

import pytest
import scrubber_biographies
from hypothesis import given, settings
from hypothesis import strategies as st
from scrubber_biographies import BareBiographyNotes, BiographyNotes, notes
from scrubber_biographies.notes import MOST_NOTES, note_runs

from scrubber.api import API
from scrubber.testing import spans_of

PARAGRAPH = (
    "The ferry passed through the old channel on Monday, nine weeks after Ida Krol began to clear it of sand."
)
ARTICLE = [PARAGRAPH] * 4
NOTE = "Nadia Fennel is a reporter for the Tarn Valley Post."
SEQUEL = "She lives in Brackwater with two cats and a boat."
LAST = "The harbour office says that the channel will be sounded every week until the end of the year."


def found(*below: str, article: list[str] = ARTICLE) -> list[str]:
    """The lines below the article that are found, whichever run they are in."""
    lines = [*article, *below]
    return [line for first, end, _ in note_runs(lines) for line in lines[first:end]]


def test_the_plugin_keeps_the_contract() -> None:
    assert scrubber_biographies.API == API
    bare = "".join(f"{line}\n\n" for line in [*ARTICLE, NOTE])
    assert [bare[span.start : span.end] for span in spans_of(BareBiographyNotes(), bare)] == [NOTE + "\n"]
    assert spans_of(BiographyNotes(), bare) == ()
    shown = "".join(f"{line}\n" for line in [*ARTICLE, "Nadia Fennel", NOTE])
    assert [shown[s.start : s.end] for s in spans_of(BiographyNotes(), shown)] == [f"Nadia Fennel\n{NOTE}\n"]
    assert spans_of(BareBiographyNotes(), shown) == ()


def test_a_note_above_the_pages_tail_is_found_as_if_that_had_gone() -> None:
    tail = ["Related articles", "Ferry cancels winter crossings", "March 3, 2021", "Leave a Reply", "Log in"]
    text = "".join(f"{line}\n" for line in [*ARTICLE, "Nadia Fennel", NOTE, *tail])
    assert [text[s.start : s.end] for s in spans_of(BiographyNotes(), text)] == [f"Nadia Fennel\n{NOTE}\n"]


def test_below_a_block_of_other_lines_there_is_none() -> None:
    form = ["Get in touch", "Name", "E-mail", "Telephone", "Message", "Submit"]
    assert found(*form, "Nadia Fennel", NOTE) == []
    assert found(*form[:2], "Nadia Fennel", NOTE) == ["Nadia Fennel", NOTE]


@pytest.mark.parametrize(
    "note",
    [
        NOTE,
        "Nadia Fennel covers the harbour for the Tarn Valley Post.",
        "Dr. Nadia Fennel, who sails, is a professor of history at Harl University.",
        "Nadia Fennel (@nfennel) is the managing editor of the Post.",
        "Nadia van der Fennel is a physician and the owner of a small boat.",
        "Nadia Fennel has written about ferries for more than twenty years.",
        "*Nadia Fennel is a freelance journalist based in Harl.*",
        "About the author: Nadia Fennel is a pilot in Harl.",
        "The writer is a retired harbour master.",
    ],
)
def test_what_somebody_new_is_or_does_is_a_note(note: str) -> None:
    assert found(note) == [note]


@pytest.mark.parametrize(
    "line",
    [
        "Ida Krol is a reporter for the Tarn Valley Post.",
        "Nadia Fennel is in the harbour, and will stay there.",
        "Nadia Fennel is a reporter, she said on Monday.",
        "Nadia Fennel was a reporter who drowned in the channel.",
        "Nadia Fennel is the lawyer for the ferry company.",
        "The Tarn Valley Post is a paper that covers the harbour.",
        "“Nadia Fennel is a reporter for the Tarn Valley Post,” it says.",
        "In Harl Nadia Fennel is a writer of note.",
    ],
)
def test_other_sentences_are_none(line: str) -> None:
    assert found(line) == []


def test_a_note_is_found_at_the_end_only() -> None:
    assert found(NOTE, LAST) == []
    assert found(NOTE, "Share this", "Sign up for our newsletter and never miss a ferry.") == [NOTE]


def test_heading_name_and_what_goes_on_belong_to_it() -> None:
    note = ["About the author", "Nadia Fennel", "Staff Writer", NOTE, SEQUEL, "Nadia was born at sea."]
    assert found(*note, "More stories") == note


def test_several_authors_have_their_notes() -> None:
    other = "Ravi Moen is a professor of law at Harl University."
    assert found(NOTE, SEQUEL, other) == [NOTE, SEQUEL, other]


def test_an_article_about_people_has_no_notes_unless_a_line_says_so() -> None:
    people = [*ARTICLE, "Ravi Moen is a writer of sea stories and lives in Harl.", PARAGRAPH, LAST]
    assert found(NOTE, article=people) == []
    assert found("About the author", NOTE, article=people) == ["About the author", NOTE]
    assert found(NOTE, article=["By Nadia Fennel", *people]) == [NOTE]


def test_a_list_of_people_at_the_end_has_no_notes() -> None:
    names = ["Berg", "Falk", "Holm", "Moen", "Quill"]
    assert len(names) > MOST_NOTES
    assert found(*(f"Arne {name} is a writer from Harl." for name in names)) == []
    assert found("These sit on the jury:", NOTE) == []


def test_without_an_article_above_there_is_none() -> None:
    assert found(NOTE, article=ARTICLE[:2]) == []
    assert note_runs([]) == []


PIECES = [
    PARAGRAPH, LAST, NOTE, SEQUEL, "Nadia Fennel", "About the author", "Share", "Log in", "",
    "About the author Ole Tarn is a poet and critic.", "The author is a poet.",
    "Ole van der Tarn (Harl), a farmer, writes for the Post on boats.",
    "“Nadia Fennel is a reporter for us,” she said.", "Dr. Ida B. Krol, 52, has been a nurse for ten years.",
    "— Nadia Fennel covers ferries. Follow her: @fennel", "_Ole Tarn is a chef and an author of nine books._",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    article=st.lists(st.sampled_from([PARAGRAPH, LAST, NOTE]), max_size=6),
    below=st.lists(st.sampled_from(PIECES), max_size=40),
)
def test_the_first_look_passes_over_no_note(article: list[str], below: list[str]) -> None:
    lines = [*article, *below]
    found = note_runs(lines)
    with mock.patch.multiple(
        notes, OPENING=re.compile(""), _last_texts=lambda lines, most: [*filter(None, lines)]
    ):
        assert note_runs(lines) == found
    text = "".join(f"{line}\n" for line in lines)
    for marker in (BiographyNotes(), BareBiographyNotes()):
        spans_of(marker, text)  # which holds what is found to what the marker needs
