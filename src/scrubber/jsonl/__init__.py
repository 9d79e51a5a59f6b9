"""JSON Lines: a record a line, read and written back so that only the text in it can change."""

from __future__ import annotations

from scrubber.jsonl.format import JsonLinesFormat
from scrubber.jsonl.members import read_members

__all__ = ["JsonLinesFormat", "read_members"]
