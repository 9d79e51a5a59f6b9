"""How an explanation looks: words wrapped to the terminal, at most a screen for a usual line."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from scrubber.cli.loading import shown_place
from scrubber.cli.words import is_terminal
from scrubber.explain.values import (
    Bearing,
    Claim,
    DocumentStory,
    Evidence,
    Failed,
    LineStory,
    Miss,
    StageStory,
    Standing,
)
from scrubber.summary import counted
from scrubber.terminal import BOLD, CYAN, GREEN, RED, escape_controls, styled

__all__ = ["Page", "document_page", "line_page", "range_page"]

_WIDTH = 100  # where nobody's terminal says another
_NARROWEST, _WIDEST = 40, 120
_SCREEN = 24
_EVIDENCE = 3
_COLOURS = {"goes": RED, "changes": CYAN, "stays": GREEN}


@dataclass
class Page:
    """The lines of an explanation, wrapped to a width as they come."""

    width: int = _WIDTH
    colour: bool = False
    lines: list[str] = field(default_factory=list)

    @classmethod
    def of_terminal(cls, colour: bool) -> Self:
        """Return a page as wide as the terminal; of 100 columns where there is none."""
        width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else _WIDTH
        return cls(max(_NARROWEST, min(_WIDEST, width)), colour)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(f"{line}\n" for line in self.lines)

    def say(self, text: str, indent: int = 0, head: str = "", style: str = BOLD, most: int = 0) -> None:
        """Add a paragraph: ``head`` in a style, the rest wrapped below it; of ``most`` lines, if said."""
        self.lines += self.wrapped(text, indent, head, style, most)

    def wrapped(
        self, text: str, indent: int = 0, head: str = "", style: str = BOLD, most: int = 0
    ) -> list[str]:
        """Return the lines that `say` would add."""
        head, text = (escape_controls(each, keep="") for each in (head, text))
        whole = f"{head} {text}".strip() if head else text
        blanks = " " * indent
        wrapped = textwrap.wrap(
            whole, self.width, initial_indent=blanks, subsequent_indent=f"{blanks}  ",
            max_lines=most or None, placeholder=" …", break_on_hyphens=False,
        ) or [blanks.rstrip()]  # fmt: skip
        if self.colour and head and wrapped[0].startswith(blanks + head):
            wrapped[0] = blanks + styled(head, style) + wrapped[0][len(blanks + head) :]
        return wrapped


def line_page(page: Page, name: str, story: LineStory, rules: Sequence[str], every: bool) -> None:
    """Add the explanation of a line: of ``rules`` alone if some are named, with ``every`` of everything."""
    start = len(page.lines)
    if page.lines:
        page.say("")
    _heading(page, name, story)
    for stage in story.stages:
        standing = stage.standing if stage is _judged(story) else None
        _stage(page, story, stage, standing, rules)
    near = [miss for stage in story.stages for miss in stage.misses if miss.near or miss.rule.id in rules]
    if rules:
        _misses(page, [miss for miss in near if miss.rule.id in rules], 0)
        return
    room = 0 if every else max(3, _SCREEN - (len(page.lines) - start) - 3)
    left_out = _misses(page, near, room)
    _rest(page, story, left_out, every)


def _heading(page: Page, name: str, story: LineStory) -> None:
    verdict = "is left as it is, with its document" if story.left_alone else story.verdict
    page.say(verdict + _by(story), 0, f"{name}:{story.number}", _COLOURS[story.verdict])
    if story.left_alone:
        page.say(story.left_alone, 2, "left untouched:")
    page.say(f"│ {story.text}", 2, most=3)
    if story.verdict == "changes":
        for text in story.after[:3]:
            page.say(f"→ {text}", 2, most=3)
    page.say(story.layout, 0, "layout", CYAN)


def _by(story: LineStory) -> str:
    """Name the rules whose edits touch the line, first come first."""
    rules = dict.fromkeys(c.rule.id for s in story.stages for c in s.claims if not c.refusal)
    return "" if not rules or story.left_alone else f", by {', '.join(rules)}"


def _judged(story: LineStory) -> StageStory | None:
    """The stage whose judgement of the place is told: the one that removes, or the first there is."""
    stages = [stage for stage in story.stages if stage.standing]
    return next((stage for stage in stages if stage.stage == "remove"), stages[0] if stages else None)


def _stage(
    page: Page, story: LineStory, stage: StageStory, standing: Standing | None, rules: Sequence[str]
) -> None:
    if stage.texts != (story.text,) and (stage.claims or stage.bearings):
        for text in stage.texts[:2]:
            page.say(f"│ {text}", 2, f"{stage.stage} reads", CYAN, most=2)
    if standing is not None:
        _place(page, standing)
    for claim in stage.claims:
        if not rules or claim.rule.id in rules:
            _claim(page, claim, bool(rules))
    for bearing in stage.bearings:
        if not rules or bearing.rule.id in rules:
            _bearing(page, bearing)


def _place(page: Page, standing: Standing) -> None:
    where = standing.places[0] + (f" ({standing.places[1]})" if len(standing.places) > 1 else "")
    side = "before" if standing.side == "head" else "after"
    page.say(
        f"{where}: {standing.outside:.2f} to lie {side} the article; its shape is {standing.shape}",
        0, "region", CYAN,
    )  # fmt: skip
    if standing.note:
        page.say(standing.note, 2)
    for head, evidence in (("for", standing.supports), ("against", standing.opposes)):
        if evidence:
            page.say(f"{_rivals(standing)}: {_weighed(evidence[:_EVIDENCE])}", 2, head, CYAN, most=2)


def _rivals(standing: Standing) -> str:
    """Name the likeliest cut that leaves the line out, and the likeliest that keeps it."""
    what = "a beginning at" if standing.side == "head" else "an end before"
    out, kept = (f"line {number}" if number else "nothing" for number in standing.rivals)
    return f"{what} {out}, not {kept}"


def _weighed(evidence: Iterable[Evidence]) -> str:
    return "; ".join(
        f"{f'{each.times} × ' if each.times > 1 else ''}{each.said} ({each.weight:+.1f})" for each in evidence
    )


def _claim(page: Page, claim: Claim, whole: bool) -> None:
    rule = claim.rule
    first, last = claim.lines
    along = f", with lines {first}–{last}" if last > first else ""
    place = shown_place(rule.location)
    if not claim.refusal:
        page.say(f"{rule.action}{along} ({place})", 0, rule.id, GREEN)
    else:
        by = "not applied" if claim.refusal == "unsafe" else f"refused ({claim.refusal})"
        page.say(f"{by}: {claim.detail}; it {rule.action}{along} ({place})", 0, rule.id, RED)
    page.say(claim.reason, 2, most=0 if whole else 2)


def _bearing(page: Page, bearing: Bearing) -> None:
    said = f"marks it `{bearing.mark}`" if bearing.mark else f"matches it: {bearing.silent}"
    page.say(f"{said} ({shown_place(bearing.rule.location)})", 0, bearing.rule.id, CYAN)


def _misses(page: Page, misses: Sequence[Miss], room: int) -> int:
    """Add near misses while there is room (0: no end of it); return how many are left out."""
    for at, miss in enumerate(misses):
        lines = _miss(page, miss)
        if room and at and len(lines) > room:
            return len(misses) - at
        page.lines += lines
        room = max(1, room - len(lines)) if room else 0
    return 0


def _miss(page: Page, miss: Miss) -> list[str]:
    parts = [part for part in (miss.detail, *map(_failed, miss.failed[:3])) if part]
    place = shown_place((miss.failed[0] if miss.failed else miss.rule).location)
    return page.wrapped(f"no: {'; '.join(parts) or 'it does not match'} ({place})", 0, miss.rule.id)


def _failed(failed: Failed) -> str:
    if failed.exception:
        return f"its exception `{failed.asked}` holds"
    where = f" of line {failed.line}" if failed.line else ""
    return f"it asks `{failed.asked}`{where}, but {failed.found}"


def _rest(page: Page, story: LineStory, left_out: int, every: bool) -> None:
    """Count what is not told."""
    unmatched = sum(stage.unmatched for stage in story.stages)
    barred: dict[str, int] = {}
    for stage in story.stages:
        for why, count in stage.barred.items():
            barred[why] = barred.get(why, 0) + count
    said = [f"{counted(left_out, 'near miss', 'near misses')} more: see --all"] if left_out else []
    if unmatched:
        said.append(f"{counted(unmatched, 'other rule')} {'does' if unmatched == 1 else 'do'} not match it")
    said += [f"{counted(count, 'rule')} not asked: {why}" for why, count in barred.items()]
    page.say("; ".join(said) + ". --rule ID tells why one does not." if said else "no rule looks at it")


def range_page(page: Page, name: str, stories: Sequence[LineStory]) -> None:
    """Add a line for each of several lines: what became of it, and by whom."""
    width = len(str(stories[-1].number))
    for story in stories:
        head = f"{story.number:>{width}} {story.verdict:<7}"
        rules = dict.fromkeys(c.rule.id for s in story.stages for c in s.claims if not c.refusal)
        text = f"{', '.join(rules)}: {story.text}" if rules else story.text
        page.say(text or "(blank)", 0, head, _COLOURS[story.verdict], most=1)
    page.say(f"one of them at length: {name}:{stories[0].number}")


def document_page(page: Page, name: str, story: DocumentStory, every: bool) -> None:
    """Add the account of a document."""
    page.say(
        f"{counted(story.lines, 'line')}: {counted(story.gone, 'goes', 'go')}, "
        f"{counted(story.changed, 'changes', 'change')}",
        0, name,
    )  # fmt: skip
    if story.left_alone:
        page.say(story.left_alone, 2, "left untouched:", RED)
    page.say(story.layout, 0, "layout", CYAN)
    for stretch in story.regions:
        lines = f"{stretch.first}–{stretch.last}" if stretch.last > stretch.first else f"{stretch.first}"
        least, most = stretch.outside
        odds = f"{least:.2f}" if round(least, 2) == round(most, 2) else f"{least:.2f} to {most:.2f}"
        said = f"lines {lines}" + (f": {stretch.reason}" if stretch.reason else "")
        page.say(f"{said} ({odds} to lie outside)", 0, stretch.places[-1], CYAN, most=2)
    for applied in story.applied:
        page.say(
            f"{counted(len(applied.lines), 'edit')}, {_lines(applied.lines, every)}: {applied.rule.action}",
            0, applied.rule.id, GREEN, most=0 if every else 1,
        )  # fmt: skip
    for refused in story.refused:
        by = "not applied" if refused.kind == "unsafe" else f"refused ({refused.kind})"
        page.say(f"{by}, {_lines(refused.lines, every)}: {refused.detail}", 0, refused.rule.id, RED)
    if story.skipped:
        page.say(f"packs for another language or site: {', '.join(story.skipped)}")
    page.say(f"{counted(story.silent, 'rule')} proposed nothing. A line at length: {name}:LINE")


def _lines(numbers: Sequence[int], every: bool) -> str:
    shown = numbers if every else numbers[:8]
    more = ", …" if len(numbers) > len(shown) else ""
    return f"line{'s' if len(numbers) > 1 else ''} {', '.join(map(str, shown))}{more}"
