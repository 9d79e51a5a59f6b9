"""The format gives a file back as it was; the guard keeps edits off what is no prose."""

from __future__ import annotations

import io

import pytest
import scrubber_markdown
from scrubber_markdown import MarkdownFormat, MarkdownGuard

from scrubber.api import Context, Document, Fields, NoOptions, Record, Unreadable, View
from scrubber.document import Meta, Revision

PAGE = """---
title: Ice in the harbour
---

The harbour froze on Monday.

    1 in 8

| a | b |
|---|---|

Read more
"""


def read(data: bytes, meta: Meta | None = None) -> Record | Unreadable:
    fields = Fields(meta=meta or Meta())
    [record] = MarkdownFormat().read(io.BytesIO(data), fields)
    return record


@pytest.mark.parametrize(
    "data",
    [PAGE.encode(), PAGE.replace("\n", "\r\n").encode("utf-8-sig"), b"Caf\xe9", b"", b"\xef\xbb\xbf"],
)
def test_a_file_comes_back_byte_for_byte(data: bytes) -> None:
    record = read(data)
    assert isinstance(record, Record)
    assert MarkdownFormat().write(record, record.document.text) == data


def test_the_document_is_the_whole_file_and_knows_what_the_reader_was_told() -> None:
    record = read(b"Text.", Meta(url="https://harbour.example/a"))
    assert isinstance(record, Record)
    assert (record.number, record.document) == (0, Document("Text.", Meta(url="https://harbour.example/a")))


def test_what_is_no_text_is_unreadable() -> None:
    record = read(b"%PDF-1.7")
    assert isinstance(record, Unreadable)
    assert "a PDF" in record.why
    assert record.raw == b"%PDF-1.7"


def test_the_guard_covers_whole_lines_with_their_ends() -> None:
    view = View(Revision.first(PAGE))
    session = MarkdownGuard().open(NoOptions(), Context())
    [spans] = session.mark([view])
    session.close()
    assert [span.slice(view.text) for span in spans] == [
        "---\ntitle: Ice in the harbour\n---\n",
        "    1 in 8\n",
        "| a | b |\n|---|---|\n",
    ]


def test_the_guard_answers_for_each_view() -> None:
    views = [View(Revision.first(text)) for text in ("Text.", "```\na\n```", "")]
    assert [len(spans) for spans in MarkdownGuard().mark(views)] == [0, 1, 0]


def test_the_format_names_the_guard() -> None:
    given = {guard.name for guard in scrubber_markdown.scrubber_guards()}
    assert set(MarkdownFormat().guards) <= given
