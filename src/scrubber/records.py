"""What the engine says of every edit that it applied or refused: the values behind ledger and diff.

A recorded change has two places. ``at`` counts code points of the *raw* text that the edit's stage read:
the original for the first stage that edits, the result of the stage before for the next, line ends as they
are; all of a stage's changes apply to that one text at once. ``origin`` is the place in the original.
"""

from __future__ import annotations

from typing import Literal

from scrubber.spans import Safety, Span
from scrubber.specs import Stage
from scrubber.values import dataclass

RefusalKind = Literal[
    "lost",  # met the claim of an earlier rule, `winner`
    "guard",  # touches what a guard protects
    "budget",  # its rule would remove too much prose
    "unsafe",  # needs --unsafe
    "timed out",  # some rule ran out of its time in this document
    "stale",  # made for another text
    "cannot be encoded",  # the document's encoding cannot spell its text
    "left alone",  # the document was left untouched for another reason, which `detail` gives
]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the original: code points (without BOM), bytes of the file (BOM included), line:column.

    ``span`` and the bytes are half-open; ``line`` and ``column`` are 1-based, columns in code points, a
    line ending at LF, CRLF or a lone CR.
    """

    span: Span
    byte_start: int
    byte_end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One contiguous change: ``before`` stood at ``at`` in the stage's raw text, ``after`` replaces it."""

    at: Span
    origin: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordedEdit:
    """An edit with its provenance. Changes are sorted; deletions of different edits may overlap.

    Within a stage the union of all deletions goes; whatever inserts text overlaps nothing.
    """

    rule: str
    rule_hash: str
    stage: Stage
    changes: tuple[RecordedChange, ...]
    reason: str
    safety: Safety
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A proposed edit that was not applied, and why. ``winner`` is the rule it lost to, if it did."""

    edit: RecordedEdit
    kind: RefusalKind
    detail: str = ""
    winner: str = ""
