"""A format: collections of sayings, parted by lines that hold a percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from scrubber.api import Document, DocumentError, Fields, Record, Unreadable

_PARTING = re.compile(rb"^%[ \t]*\r?\n?", re.MULTILINE)


class Fortune:
    """Reads each saying as a document. What parts them is carried along, so that a file comes back whole."""

    name = "fortune"
    suffixes = (".fortune",)
    writes: Final = "same"
    guards = ()

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the sayings, counted from 1; an empty one passes through without a word."""
        data, at, number = source.read(), 0, 1
        for parting in _PARTING.finditer(data):
            yield _record(number, data[at : parting.start()], parting[0], fields)
            at, number = parting.end(), number + 1
        yield _record(number, data[at:], b"", fields)

    def write(self, record: Record, text: str) -> bytes:
        """Return the saying with ``text`` for its text, and the line that follows it."""
        assert isinstance(record.carry, bytes)
        return record.document.to_bytes(text) + record.carry


def _record(number: int, saying: bytes, parting: bytes, fields: Fields) -> Record | Unreadable:
    if not saying.strip():
        return Unreadable(number, "", saying + parting)
    meta = replace(fields.meta, id=str(number))
    try:
        return Record(number, Document.from_bytes(saying, meta, fields.encoding), parting)
    except DocumentError as error:
        return Unreadable(number, error.problems[0].found, saying + parting)
