"""Where the article begins and ends, judged from text alone.

The *tail* is what comes after the article's last paragraph (share rows, author boxes, related stories,
comments, footers), the *head* what comes before its first (menus, bylines, dates). Everything is body where
the evidence is absent: no marks of furniture that the phrase lists know, fewer than three paragraphs of
sentences, verse, code, tables. It is evidence, to be used with other evidence, and misfires where

* furniture is written in whole paragraphs and no sure mark introduces it: it counts as body;
* an article ends in a list of short lines that reads like links: some of them may count as tail;
* furniture in a language without a phrase list bears no mark: all is body.

The line that may be the article's headline is body wherever it stands: no rule for the head takes it. What
may well be outside the article, and is not for certain, is body too; rules can ask for it by name.
"""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.layout import Layout
from scrubber.regions.judge import cut
from scrubber.regions.units import Unit, may_show, texts_of, units_of
from scrubber.specs import Place, Region
from scrubber.values import dataclass

__all__ = ["Regions", "judge_regions"]


@dataclass(frozen=True, slots=True)
class Regions:
    """The judgement: lines before ``head_end`` are head, lines from ``tail_start`` on are tail.

    All are line indices, ``head_end <= maybe_head_end <= maybe_tail_start <= tail_start <=
    deep_tail_start``; from the last on even sentences are surely no part of the article. What lies
    between two of them on one side is body by the certain judgement and outside it by the bolder one. The
    reasons say what the judgement rests on. ``titles`` are lines before ``maybe_head_end`` that may be the
    article's headline, sorted: they are body.
    """

    head_end: int
    tail_start: int
    deep_tail_start: int
    maybe_head_end: int
    maybe_tail_start: int
    head_reason: str = ""
    tail_reason: str = ""
    titles: tuple[int, ...] = ()

    def of(self, line: int) -> Region:
        """Return the region of the line with index ``line``."""
        if line >= self.tail_start:
            return "tail"
        return "head" if line < self.head_end and line not in self.titles else "body"

    def places(self, line: int) -> tuple[Place, ...]:
        """Return all that rules may call the line: its region, and what else is known of its place."""
        region = self.of(line)
        if line >= self.deep_tail_start:
            return region, "deep-tail"
        if region == "body" and line >= self.maybe_tail_start:
            return region, "maybe-tail"
        if region == "body" and line < self.maybe_head_end and line not in self.titles:
            return region, "maybe-head"
        return (region,)

    def reason(self, line: int) -> str:
        """Say why the line counts as what it is; "" for what is body without a doubt."""
        place = self.places(line)[-1]
        if place == "body":
            return ""
        perhaps = "perhaps " if place.startswith("maybe-") else ""
        return perhaps + (self.tail_reason if place.endswith("tail") else self.head_reason)


def judge_regions(lines: Sequence[str], layout: Layout) -> Regions:
    """Judge the regions of a document from its lines (without their ends).

    The same lines give the same regions; the work is linear in their length; nothing is raised.
    """
    starts, texts = texts_of(lines, layout)
    end = len(lines)
    if not any(map(may_show, texts)):  # no cut stands without a sign on its outer side
        return Regions(0, end, end, 0, end)
    units = units_of(texts)
    cuts = cut(units)
    starts.append(end)
    # A judgement is accounted for by what is outside for certain, where anything is.
    head = units[: cuts.head] or units[: cuts.maybe_head]
    tail = units[cuts.tail :] or units[cuts.maybe_tail :]
    return Regions(
        starts[cuts.head] if cuts.head else 0,
        starts[cuts.tail],
        starts[cuts.deep_tail],
        starts[cuts.maybe_head] if cuts.maybe_head else 0,
        starts[cuts.maybe_tail],
        f"before the first paragraph; {_account(head)}" if head else "",
        f"after the last paragraph; {_account(tail)}" if tail else "",
        tuple(starts[index] for index in cuts.titles),
    )


def _account(units: Sequence[Unit]) -> str:
    """Say what a region is made of: "run of 14 short lines; marks: comments, share row"."""
    short = sum(not unit.prose for unit in units)
    kinds = dict.fromkeys(unit.sign.kind for unit in units if unit.sign and unit.sign.sure)
    said = f"{short} of {len(units)} lines are no sentences"
    return f"{said}; marks: {', '.join(kinds)}" if kinds else said
