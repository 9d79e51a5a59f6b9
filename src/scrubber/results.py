"""The result of cleaning one document."""

from __future__ import annotations

from scrubber import ledger
from scrubber.diff import text_diff
from scrubber.document import Document
from scrubber.records import RecordedEdit, Refusal
from scrubber.spans import Change
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a document.

    ``text`` is the cleaned text without BOM. ``net`` are the sorted, disjoint changes of the original (code
    points, real line ends) that give ``text`` at once. ``left_alone`` says why the document was left
    untouched ("" where it was not); then ``text`` is the original's and there are no ``edits``.
    ``skipped_packs`` are packs for another language or site than the document's.
    """

    document: Document
    text: str
    edits: tuple[RecordedEdit, ...] = ()
    refused: tuple[Refusal, ...] = ()
    net: tuple[Change, ...] = ()
    left_alone: str = ""
    skipped_packs: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the text differs from the original."""
        return self.text != self.document.text

    def to_bytes(self) -> bytes:
        """Return the cleaned text as bytes in the document's own encoding, BOM included."""
        return self.document.to_bytes(self.text)

    def diff(self, name: str = "document.txt") -> str:
        """Return a unified diff of the text, the rules of each hunk in its header; "" where nothing changed.

        It is for reading, and for files in UTF-8 without BOM: `scrubber.diff.unified_diff` makes the bytes
        that apply to a file in any encoding.
        """
        return text_diff(self.document, self.net, self.edits, name)

    def revert(self) -> str:
        """Return the original text, made from ``text`` and ``edits`` alone.

        Raises DocumentError where the edits do not fit the text, which a result of the engine never does.
        """
        return ledger.revert(self.text, self.edits)
