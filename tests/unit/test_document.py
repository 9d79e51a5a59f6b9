"""Coordinates: original, raw and text; revisions derive from changes only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber import document
from scrubber.document import Contents, Lines, Revision, content_span, dominant_newline, is_blank
from scrubber.spans import Change, Span

TEXTS = st.text(alphabet=st.sampled_from("ab \n\r\u00a0\u200b\u2028\x0cé𝄞"), max_size=60)


@st.composite
def changes_of(draw: st.DrawFn, text: str) -> list[Change]:
    """Sorted, disjoint changes of ``text``; insertions never touch another change."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    made = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        made.append(Change(Span(start, end), draw(st.sampled_from(["", "x", "\n", "yz"]))))
    return made


@given(st.data(), TEXTS)
def test_net_changes_give_the_raw_text_of_any_revision(data: st.DataObject, original: str) -> None:
    revision = Revision.first(original)
    for _ in range(data.draw(st.integers(0, 4))):
        revision = revision.apply([revision.to_raw(c) for c in data.draw(changes_of(revision.text))])
    rebuilt, at = "", 0
    for change in revision.net_changes():
        rebuilt += original[at : change.span.start] + change.text
        at = change.span.end
    assert rebuilt + original[at:] == revision.raw


@given(st.data(), TEXTS)
def test_kept_characters_come_from_where_their_origin_says(data: st.DataObject, original: str) -> None:
    revision = Revision.first(original)
    for _ in range(2):
        revision = revision.apply([revision.to_raw(c) for c in data.draw(changes_of(revision.text))])
    at = 0
    for piece in revision.pieces:
        for offset in range(piece.size):
            span = Span(at + offset, at + offset + 1)
            if piece.text is None:
                assert revision.origin(span).slice(original) == span.slice(revision.raw)
            else:
                assert revision.origin(span) == piece.origin
        at += piece.size


@given(TEXTS)
def test_text_has_one_newline_for_each_line_end_and_raw_spans_keep_them(original: str) -> None:
    revision = Revision.first(original)
    assert "\r" not in revision.text
    whole = revision.to_raw(Change(Span(0, len(revision.text))))
    assert whole.span == Span(0, len(original))
    for index, character in enumerate(revision.text):
        raw = revision.to_raw(Change(Span(index, index + 1))).span.slice(original)
        assert raw == character or (character == "\n" and raw in {"\r\n", "\r"})


@given(TEXTS)
def test_lines_cover_the_text(original: str) -> None:
    text = Revision.first(original).text
    lines = Lines(text)
    assert "".join(text[line.span.start : line.end] for line in lines) == text
    assert [line.span.slice(text) for line in lines] == text.split("\n")[: len(lines)]


@given(TEXTS, st.slices(8))
def test_lines_are_a_sequence(original: str, part: slice) -> None:
    lines = Lines(Revision.first(original).text)
    made = list(lines)
    assert [lines[index] for index in range(len(lines))] == made == list(reversed(list(reversed(lines))))
    assert list(lines[part]) == made[part]
    assert [line.index for line in made] == list(range(len(lines)))
    assert not made or lines[-1] == made[-1]
    with pytest.raises(IndexError):
        lines[len(lines)]


@given(TEXTS)
def test_an_offset_lies_in_the_last_line_that_starts_no_later(original: str) -> None:
    revision = Revision.first(original)
    starts = [line.span.start for line in revision.lines]
    for offset in range(len(revision.text) + 2):
        assert revision.line_at(offset) == max(0, sum(start <= offset for start in starts) - 1)


@pytest.mark.parametrize("most", [2, 1000])
@given(original=TEXTS)
def test_contents_of_lines_are_told_whether_kept_or_not(most: int, original: str) -> None:
    text = Revision.first(original).text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "_MOST_CONTENTS", most)
        contents = Contents(Lines(text))
        for line in [*Lines(text), *reversed(Lines(text))]:
            assert contents[line.index] == content_span(text, line.span)
            assert len(contents) <= most


def test_only_lf_crlf_and_cr_end_a_line() -> None:
    assert len(Revision.first("a\x0bb\x0cc\u2028d\x85e\nf\r\ng\rh").lines) == 4


@pytest.mark.parametrize("text", ["", " ", "\t", "\u00a0", "\u200b", " \u200b\u00a0\ufeff", "\u3000"])
def test_blank_means_unicode_white_space_and_zero_width_blanks(text: str) -> None:
    assert is_blank(text)
    assert content_span(text, Span(0, len(text))) == Span(0, 0)


@pytest.mark.parametrize("text", ["\x1f", "\x1c", "\x00", "\u200e", "."])
def test_separators_and_controls_are_no_blanks(text: str) -> None:
    assert not is_blank(text)
    assert content_span(f" {text} ", Span(0, 3)) == Span(1, 2)


def test_content_is_what_stands_between_the_blanks() -> None:
    text = "\u00a0 a b\u200b "
    assert content_span(text, Span(0, len(text))) == Span(2, 5)
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\r\nb\nc\r\n", "\r\n"),
        ("a\rb", "\r"),
        ("a\r\nb\n", "\r\n"),
        ("a\nb\r", "\n"),
    ],
)
def test_the_documents_own_newline_is_the_most_used_the_first_of_equals(text: str, newline: str) -> None:
    assert dominant_newline(text) == newline


def test_text_put_in_is_written_with_the_documents_own_line_end() -> None:
    revision = Revision.first("a\r\nb\r\n")
    assert revision.apply([revision.to_raw(Change(Span(2, 3), "x\ny"))]).raw == "a\r\nx\r\ny\r\n"
