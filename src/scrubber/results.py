"""The result of cleaning one document."""

from __future__ import annotations

from dataclasses import dataclass

from scrubber.document import Document
from scrubber.records import RecordedEdit, Refusal
from scrubber.spans import Change


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a document.

    ``text`` is the cleaned text without BOM. ``net`` are the sorted, disjoint changes of the original (code
    points, real line ends) that give ``text`` at once. ``left_alone`` says why the document was left
    untouched ("" where it was not); then ``text`` is the original's and there are no ``edits``.
    """

    document: Document
    text: str
    edits: tuple[RecordedEdit, ...] = ()
    refused: tuple[Refusal, ...] = ()
    net: tuple[Change, ...] = ()
    left_alone: str = ""

    @property
    def changed(self) -> bool:
        """Whether the text differs from the original."""
        return self.text != self.document.text

    def to_bytes(self) -> bytes:
        """Return the cleaned text as bytes in the document's own encoding, BOM included."""
        return self.document.to_bytes(self.text)
