"""Markdown for scrubber: a format for its files, and a guard over what in them is no prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from scrubber.api import (
    API,
    Context,
    Fields,
    Format,
    Guard,
    Needs,
    NoOptions,
    Record,
    Span,
    Unreadable,
    View,
    hookimpl,
    read_text,
)

__all__ = ["API", "MarkdownFormat", "MarkdownGuard", "scrubber_formats", "scrubber_guards"]


class MarkdownFormat:
    """Markdown: the file is the document; code, tables, links' definitions and HTML are not touched."""

    name = "markdown"
    suffixes = (".md", ".markdown")
    writes: Final = "same"
    guards = ("markdown",)

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the file as one document."""
        yield read_text(source.read(), fields)

    def write(self, record: Record, text: str) -> bytes:
        """Return the file's bytes with ``text`` as its text, in its own encoding."""
        return record.document.to_bytes(text)


class MarkdownGuard:
    """Protects front matter, code blocks, tables, link reference definitions and HTML blocks."""

    name = "markdown"
    Options = NoOptions
    needs = Needs()

    def open(self, options: NoOptions, context: Context) -> MarkdownGuard:
        """Return the guard itself: it keeps nothing."""
        return self

    def mark(self, views: Sequence[View]) -> Iterator[Sequence[Span]]:
        """Yield the spans of the protected blocks, whole lines with their ends."""
        from scrubber_markdown.blocks import protected_blocks  # only where there is Markdown

        for view in views:
            blocks = protected_blocks(view.line_texts)
            yield [view.span_of_lines(block.first, block.end) for block in blocks]

    def close(self) -> None:
        """There is nothing to let go of."""


@hookimpl
def scrubber_formats() -> Sequence[Format]:
    """Give the format."""
    return [MarkdownFormat()]


@hookimpl
def scrubber_guards() -> Sequence[Guard]:
    """Give the guard."""
    return [MarkdownGuard()]
