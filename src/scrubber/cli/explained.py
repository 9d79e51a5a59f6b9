"""How an explanation looks: words wrapped to the terminal, at most a screen for a usual line."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import field
from typing import Self
from unicodedata import east_asian_width

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
from scrubber.values import dataclass

__all__ = ["Page", "document_page", "line_page", "range_page"]

_WIDTH = 100  # where nobody's terminal says another
_NARROWEST, _WIDEST = 40, 120
_SCREEN = 24
_MANY = 3  # rules, from which on each has a line of reason only
_REASONED = 3  # rules, up to which each has one
_CLAIMS = 5  # rules that are told of
_EVIDENCE = 4
_OPEN = 0.02  # less, or so much less than certain, is beyond doubt: a line of evidence each will do
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

    def _characters(self, text: str) -> int:
        """How many of a text's characters fill the width: some take two columns."""
        if text.isascii():
            return self.width
        columns = len(text) + sum(east_asian_width(character) in "WF" for character in text)
        return max(_NARROWEST // 2, self.width * len(text) // columns)

    def wrapped(
        self, text: str, indent: int = 0, head: str = "", style: str = BOLD, most: int = 0
    ) -> list[str]:
        """Return the lines that `say` would add."""
        head, text = (escape_controls(each, keep="") for each in (head, text))
        whole = f"{head} {text}".rstrip() if head else text
        blanks = " " * indent
        wrapped = textwrap.wrap(
            whole, self._characters(whole), initial_indent=blanks, subsequent_indent=f"{blanks}  ",
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
    judged = _judged(story)
    if judged is not None and judged.standing is not None:
        _place(page, judged.standing)
    _looked(page, story, rules, every)
    near = [miss for stage in story.stages for miss in stage.misses if miss.near or miss.rule.id in rules]
    if rules:
        _misses(page, [miss for miss in near if miss.rule.id in rules], None)
        return
    room = _SCREEN - (len(page.lines) - start) - len(page.wrapped(_rest(story, len(near))))
    left_out = _misses(page, near, None if every else room)
    page.say(_rest(story, left_out))


def _heading(page: Page, name: str, story: LineStory) -> None:
    verdict = "is left as it is, with its document" if story.left_alone else story.verdict
    page.say(verdict + _by(story), 0, f"{name}:{story.number}", _COLOURS[story.verdict])
    if story.left_alone:
        page.say(story.left_alone, 2, "left untouched:")
    most = 3 if len(_editing(story)) < _MANY else 2
    page.say(f"│ {story.text}", 2, most=most)
    if story.verdict == "changes":
        for text in story.after[:3]:
            page.say(f"→ {text}", 2, most=most)
    page.say(story.layout, 0, "layout:", CYAN)


def _by(story: LineStory) -> str:
    rules = _editing(story)
    return "" if not rules or story.left_alone else f", by {', '.join(rules)}"


def _editing(story: LineStory) -> list[str]:
    """Return the rules whose edits touch the line, first come first."""
    found = (claim.rule.id for stage in story.stages for claim in stage.claims if not claim.refusal)
    return list(dict.fromkeys(found))


def _judged(story: LineStory) -> StageStory | None:
    """The stage whose judgement of the place is told: the one that removes, or the first there is."""
    stages = [stage for stage in story.stages if stage.standing]
    return next((stage for stage in stages if stage.stage == "remove"), stages[0] if stages else None)


def _looked(page: Page, story: LineStory, rules: Sequence[str], every: bool) -> None:
    """Tell of the rules whose matches or edits touch the line, stage by stage."""
    groups = [(stage, _grouped(stage.claims, rules)) for stage in story.stages]
    many = sum(len(group) for _, group in groups)
    most = 0 if rules or every else 2 if many < _MANY else 1
    room = _CLAIMS if not (rules or every) else many
    for stage, claims in groups:
        bearings = [each for each in stage.bearings if not rules or each.rule.id in rules]
        if stage.texts != (story.text,) and (claims or bearings) and room:
            for text in stage.texts[:2]:
                page.say(f"│ {text}", 0, f"{stage.stage} reads:", CYAN, most=2 if many < _MANY else 1)
        for own in claims[:room]:
            _claim(page, own, most, reasoned=most != 1 or many <= _REASONED)
        room -= min(room, len(claims))
        for bearing in bearings:
            _bearing(page, bearing)
    if many > _CLAIMS and not (rules or every):
        page.say(f"{counted(many - _CLAIMS, 'more rule')} would edit it: see --all")


def _grouped(claims: Sequence[Claim], rules: Sequence[str]) -> list[list[Claim]]:
    """Put the edits of one rule with one outcome together."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if not rules or claim.rule.id in rules:
            groups.setdefault((claim.rule.id, claim.refusal, claim.detail), []).append(claim)
    return list(groups.values())


def _place(page: Page, standing: Standing) -> None:
    where = standing.places[0] + (f" ({standing.places[1]})" if len(standing.places) > 1 else "")
    side = "before" if standing.side == "head" else "after"
    odds = f"{standing.outside:.2f} to stand {side} the article"
    if round(standing.outside, 2) == 0:
        odds = "0.00 to stand outside the article"
    page.say(f"{where}: {odds}; its shape is {standing.shape}", 0, "region:", CYAN)
    if standing.note:
        page.say(standing.note, 2)
    if standing.supports or standing.opposes:
        page.say(_rivals(standing), 2, "judged:", CYAN)
    lines = 2 if _OPEN < standing.outside < 1 - _OPEN else 1
    for head, evidence in (("for it:", standing.supports), ("against:", standing.opposes)):
        if evidence:
            page.say(_weighed(evidence, lines * (page.width - 8) - len(head)), 2, head, CYAN)


def _rivals(standing: Standing) -> str:
    """Name the likeliest cut that leaves the line out, and the likeliest that keeps it."""
    out, kept = (f"line {number}" if number else "the document's end" for number in standing.rivals)
    if standing.side == "head":
        return f"the article beginning at {out}, which leaves it out, against {kept}"
    return f"the article ending before {out}, which leaves it out, against {kept}"


def _weighed(evidence: Sequence[Evidence], room: int) -> str:
    """Tell the strongest pieces of evidence for which there is room, one at least."""
    said = [
        f"{f'{each.times} × ' if each.times > 1 else ''}{each.said} ({each.weight:+.1f})"
        for each in evidence[:_EVIDENCE]
    ]
    while len(said) > 1 and len("; ".join(said)) > room:
        said.pop()
    return "; ".join(said)


def _claim(page: Page, claims: Sequence[Claim], most: int, reasoned: bool) -> None:
    """Tell of the edits of one rule: what it does, or why not, and with ``most`` lines of reason (0: all)."""
    claim, rule = claims[0], claims[0].rule
    first, last = min(each.lines[0] for each in claims), max(each.lines[1] for each in claims)
    along = f", with lines {first}–{last}" if last > first else ""
    times = f", {len(claims)} times" if len(claims) > 1 else ""
    does = f"{rule.action}{times}{along} ({shown_place(rule.location)})"
    if not claim.refusal:
        page.say(does, 0, f"{rule.id}:", GREEN)
    else:
        by = "not applied" if claim.refusal == "unsafe" else f"refused ({claim.refusal})"
        page.say(f"{by}: {claim.detail}; it {does}", 0, f"{rule.id}:", RED)
    if reasoned:
        reasons = dict.fromkeys(each.reason for each in claims if each.reason)
        page.say("; ".join(reasons), 2, most=most)


def _bearing(page: Page, bearing: Bearing) -> None:
    said = f"marks it `{bearing.mark}`" if bearing.mark else f"matches it: {bearing.silent}"
    page.say(f"{said} ({shown_place(bearing.rule.location)})", 0, f"{bearing.rule.id}:", CYAN)


def _misses(page: Page, misses: Sequence[Miss], room: int | None) -> int:
    """Add near misses while there is room (None: no end of it); return how many are left out."""
    for at, miss in enumerate(misses):
        lines = _miss(page, miss)
        if room is not None:
            room -= len(lines)
            if room < 0:
                return len(misses) - at
        page.lines += lines
    return 0


def _miss(page: Page, miss: Miss) -> list[str]:
    parts = [part for part in (miss.detail, *map(_failed, miss.failed[:3])) if part]
    place = shown_place((miss.failed[0] if miss.failed else miss.rule).location)
    return page.wrapped(f"no, {'; '.join(parts) or 'it does not match'} ({place})", 0, f"{miss.rule.id}:")


def _failed(failed: Failed) -> str:
    if failed.exception:
        return f"its exception `{failed.asked}` holds"
    where = f" of line {failed.line}" if failed.line else ""
    return f"it asks `{failed.asked}`{where}, but {failed.found}"


def _rest(story: LineStory, left_out: int) -> str:
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
    return "; ".join(said) + ". --rule ID tells why one does not." if said else "No other rule looks at it."


def range_page(page: Page, name: str, stories: Sequence[LineStory]) -> None:
    """Add a line for each of several lines: what became of it, and by whom."""
    width = len(str(stories[-1].number))
    for story in stories:
        head = f"{story.number:>{width}} {story.verdict:<7}"
        rules = _editing(story)
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
    page.say(story.layout, 0, "layout:", CYAN)
    for stretch in story.regions:
        lines = (
            f"lines {stretch.first}–{stretch.last}"
            if stretch.last > stretch.first
            else f"line {stretch.first}"
        )
        least, most = stretch.outside
        odds = f"{least:.2f}" if round(least, 2) == round(most, 2) else f"{least:.2f} to {most:.2f}"
        said = lines + (f": {stretch.reason}" if stretch.reason else "")
        page.say(f"{said} ({odds} to stand outside)", 0, f"{stretch.places[-1]}:", CYAN, most=2)
    for applied in story.applied:
        page.say(
            f"{counted(len(applied.lines), 'edit')}, {_lines(applied.lines, every)}: {applied.rule.action}",
            0, f"{applied.rule.id}:", GREEN, most=0 if every else 1,
        )  # fmt: skip
    for refused in story.refused:
        by = "not applied" if refused.kind == "unsafe" else f"refused ({refused.kind})"
        page.say(f"{by}, {_lines(refused.lines, every)}: {refused.detail}", 0, f"{refused.rule.id}:", RED)
    if story.skipped:
        page.say(f"packs for another language or site: {', '.join(story.skipped)}")
    page.say(f"{counted(story.silent, 'rule')} proposed nothing. A line at length: {name}:LINE")


def _lines(numbers: Sequence[int], every: bool) -> str:
    shown = numbers if every else numbers[:8]
    more = ", …" if len(numbers) > len(shown) else ""
    return f"line{'s' if len(numbers) > 1 else ''} {', '.join(map(str, shown))}{more}"
