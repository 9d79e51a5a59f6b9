"""Where the article begins and ends, judged from text alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scrubber.layout import Layout
from scrubber.specs import Region


@dataclass(frozen=True, slots=True)
class Regions:
    """The judgement: lines before ``head_end`` are head, lines from ``tail_start`` on are tail.

    Both are line indices, ``head_end <= tail_start``; the reasons say what the judgement rests on.
    """

    head_end: int
    tail_start: int
    head_reason: str = ""
    tail_reason: str = ""

    def of(self, line: int) -> Region:
        """Return the region of the line with index ``line``."""
        if line >= self.tail_start:
            return "tail"
        return "head" if line < self.head_end else "body"

    def reason(self, line: int) -> str:
        """Say why the line counts as what it is."""
        region = self.of(line)
        return {"head": self.head_reason, "tail": self.tail_reason, "body": ""}[region]


def judge_regions(lines: Sequence[str], layout: Layout) -> Regions:
    """Judge the regions of a document from its lines (without their ends)."""
    return Regions(0, len(lines))
