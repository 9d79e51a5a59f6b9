"""Everything that a plugin may rely on. Import from here and from `scrubber.testing`, nowhere else.

A plugin is a module named by an entry point of the group ``scrubber``. It declares ``API = 1`` and any of
the hooks in :mod:`scrubber.hookspecs`, each decorated with :data:`hookimpl`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, runtime_checkable

from scrubber.document import Document, Line, Meta, is_blank
from scrubber.errors import DocumentError, PluginError, Problem
from scrubber.hookspecs import API, hookimpl
from scrubber.spans import Change, Edit, Mark, Safety, Span
from scrubber.values import dataclass
from scrubber.views import Searchable, View

__all__ = [
    "API", "Change", "Context", "Document", "DocumentError", "Edit", "Fields", "Format", "Guard", "Line",
    "Mark", "Marker", "MarkerSession", "Meta", "Needs", "NoOptions", "Opened", "Operator", "OperatorSession",
    "PluginError", "Problem", "Record", "Reporter", "Safety", "Searchable", "Span", "Unreadable", "View",
    "hookimpl", "is_blank", "read_text",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needs:
    """What a document must hold for a plugin to be tried; empty means anything will do.

    ``languages``: one of these codes, or unknown. ``literals``: at least one of these strings occurs, case
    folded. ``patterns``: at least one of these compiled patterns, of `re` or `regex`, is found in the text.
    Each that is given must be met. A plugin that could act on a document which lacks what it needs is broken.
    """

    languages: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    patterns: tuple[Searchable, ...] = ()


@dataclass(frozen=True, slots=True)
class NoOptions:
    """The Options of a plugin that takes none."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a plugin is given when it is opened: the lists of the rule's pack, by name."""

    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    folder: Path | None = None


class Opened(Protocol):
    """What operators, markers and guards have in common; plain attributes of a class will do."""

    @property
    def name(self) -> str:
        """What YAML calls it, such as ``honorifics.move``."""
        ...

    @property
    def Options(self) -> type:  # noqa: N802  (it is a class)
        """The frozen dataclass that its options are read into."""
        ...

    @property
    def needs(self) -> Needs:
        """What a document must hold for it to be tried."""
        ...


class OperatorSession(Protocol):
    """An operator opened in one worker. What it proposes never depends on how views are batched."""

    def propose(self, views: Sequence[View]) -> Iterable[Sequence[Edit]]:
        """Return one sequence of edits a view, in the order of the views; make edits with ``view.edit``."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Operator(Opened, Protocol):
    """Proposes edits by itself; used in YAML as ``operator: NAME`` with ``options:``."""

    def open(self, options: Any, context: Context) -> OperatorSession:
        """Return a session; called once a worker. ``options`` is an instance of ``Options``."""
        ...


class MarkerSession(Protocol):
    """A marker or a guard opened in one worker."""

    def mark(self, views: Sequence[View]) -> Iterable[Sequence[Span]]:
        """Return the spans found in each view, in the order of the views."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Marker(Opened, Protocol):
    """Finds spans; used in YAML as ``marker: NAME``, with any action."""

    def open(self, options: Any, context: Context) -> MarkerSession:
        """Return a session; called once a worker."""
        ...


class Guard(Opened, Protocol):
    """Finds spans that no edit may touch; used in YAML as ``respect: [NAME]``, or by a format."""

    def open(self, options: Any, context: Context) -> MarkerSession:
        """Return a session; called once a worker. A guard has no options: it gets ``Options()``."""
        ...


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a source. ``carry`` is what the format needs to write it.

    ``number`` is 1-based, and 0 where the document is the whole file: its text is all that the file holds,
    so that a diff of it can be applied to the file.
    """

    number: int
    document: Document
    carry: object = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that is no document: why, and its bytes, which pass through untouched.

    ``number`` is as in Record. An empty ``why`` is for what holds nothing to clean, such as a blank line
    between records: it passes through and is not named.
    """

    number: int
    why: str
    raw: bytes


@runtime_checkable
class Format(Protocol):
    """Reads documents out of a file and writes them back.

    ``writes``: "same" gives a file of the same format, record by record; "text" one text a file; "no" is
    for formats that can only be read (`--diff`, `--check` and `--stats` still work). ``guards`` names the
    guards that every edit in such a file respects.
    """

    @property
    def name(self) -> str:
        """What `--format` calls it."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of the names of its files, in lower case with their dots."""
        ...

    @property
    def writes(self) -> Literal["same", "text", "no"]:
        """What it can write back."""
        ...

    @property
    def guards(self) -> tuple[str, ...]:
        """The guards that every edit respects."""
        ...

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the records in order; what cannot be read is yielded, never raised or left out."""
        ...

    def write(self, record: Record, text: str) -> bytes:
        """Return the record's bytes with ``text`` in place of its document's text."""
        ...


@dataclass(frozen=True, slots=True)
class Fields:
    """What a reader is told: the names of the fields of records, and the encoding and url if given."""

    text: str = "text"
    url: str = "url"
    lang: str = "lang"
    encoding: str | None = None
    meta: Meta = field(default_factory=Meta)


class Reporter(Protocol):
    """Renders the results of a run; ``suffix`` picks it from the name given to `--report`."""

    @property
    def name(self) -> str:
        """What the reporter is called."""
        ...

    @property
    def suffix(self) -> str:
        """The end of the names of its reports, with its dot."""
        ...

    def render(self, results: Iterable[Any]) -> Iterator[str]:
        """Yield the report's text in parts."""
        ...


_BINARY: Mapping[bytes, str] = {
    b"%PDF-": "a PDF: extract its text first, with pdftotext for example",
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive (an office document, perhaps): extract its text first",
    b"\x1f\x8b": "compressed with gzip: decompress it first",
    b"\x28\xb5\x2f\xfd": "compressed with zstd: decompress it first",
    b"\xfd7zXZ": "compressed with xz: decompress it first",
    b"BZh": "compressed with bzip2: decompress it first",
}


def read_text(data: bytes, fields: Fields) -> Record | Unreadable:
    """Return the bytes of a file as the one document that they are: what a format for text files reads.

    The record is numbered 0, the whole file. Bytes that begin as a known binary file does, or that are not
    in the encoding named by ``fields``, are unreadable. Write it back with ``record.document.to_bytes``.
    """
    kind = next((kind for start, kind in _BINARY.items() if data.startswith(start)), "")
    if kind:
        return Unreadable(0, f"it is {kind}", data)
    try:
        return Record(0, Document.from_bytes(data, fields.meta, fields.encoding))
    except DocumentError as error:
        problem = error.problems[0]
        return Unreadable(0, "; ".join(filter(None, [problem.found, problem.remedy])), data)
