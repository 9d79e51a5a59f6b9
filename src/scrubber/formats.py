"""The formats that need no plugin, and how a file's format is found.

A format gives the documents of a file and spells a cleaned text back into it. What is not the text is
copied byte for byte, and so is every record that was not edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Literal

from scrubber.api import Fields, Format, Record, Unreadable, read_text
from scrubber.errors import Problem, UsageError, listed, nearest
from scrubber.jsonl import JsonLinesFormat
from scrubber.plugins import Registry
from scrubber.values import dataclass

_HTML = re.compile(
    r"\s*+(?>(?:<\?xml[^>]*>|<!--(?:(?!-->).)*+-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*+<(article|aside|body|div|footer|header|main|nav|ol|p|section|table|ul)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
HTML_HINT = "it is HTML: extract its text first, with trafilatura for example"


def why_no_text(text: str) -> str:
    """Say why a text is not one to clean, or return "" where nothing speaks against it.

    HTML counts where it is the whole document: it begins as a page does, or with the tag of a block that
    its last characters close, and most lines hold a tag. A text that quotes HTML is a text. Misfires on
    Markdown that is nearly all HTML.
    """
    if _HTML.match(text, 0, min(len(text), 10_000)):
        return HTML_HINT
    opening = _FRAGMENT.match(text, 0, min(len(text), 10_000))
    if opening and text[-200:].rstrip().lower().endswith(f"</{opening[1].lower()}>"):
        lines = [line for line in text.splitlines() if line.strip()]
        if sum(_TAG.search(line) is not None for line in lines) * 2 > len(lines):
            return HTML_HINT
    return ""


class TextFormat:
    """Plain text: the file is the document."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    writes: Literal["same", "text", "no"] = "same"
    guards: tuple[str, ...] = ()

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the one document; bytes that are no text, or not in a named encoding, are unreadable."""
        yield read_text(source.read(), fields)

    def write(self, record: Record, text: str) -> bytes:
        """Return the file's bytes with ``text`` in place of its text, BOM included."""
        return record.document.to_bytes(text)


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats at hand, by name."""

    by_name: Mapping[str, Format]

    def named(self, name: str) -> Format:
        """Return the format called ``name``. Raises UsageError with the nearest."""
        if name in self.by_name:
            return self.by_name[name]
        names = sorted(self.by_name)
        raise UsageError(Problem(None, f"unknown format `{name}`", listed(names), nearest(name, names)))

    def of_file(self, name: str) -> Format | None:
        """Return the format whose suffix the file's name ends in, the longest such suffix; or None."""
        ends = [(len(s), f) for f in self.by_name.values() for s in f.suffixes if name.lower().endswith(s)]
        return max(ends, key=lambda pair: pair[0])[1] if ends else None


def known_formats(registry: Registry) -> Formats:
    """Return the built-in formats and those of plugins.

    Raises UsageError where a plugin's format claims the name or the suffix of a built-in one.
    """
    built_in: Sequence[Format] = (TextFormat(), JsonLinesFormat())
    known: dict[str, Format] = {known.name: known for known in built_in}
    taken = {suffix: known.name for known in built_in for suffix in known.suffixes}
    for provided in registry.formats.values():
        clashes = [s for s in provided.value.suffixes if s in taken]
        if provided.name in known or clashes:
            found = f"{provided.info} gives the format `{provided.name}`"
            found += f" for {listed(clashes)}" if clashes else ""
            raise UsageError(
                Problem(None, f"{found}, which scrubber reads itself", "", f"--without {provided.info.name}")
            )
        known[provided.name] = provided.value
    return Formats(known)
