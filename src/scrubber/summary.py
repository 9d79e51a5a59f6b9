"""What a run did, counted: a table of rules for `--stats`, and a sentence or two for everyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from scrubber.records import RecordedEdit
from scrubber.results import Result
from scrubber.terminal import BOLD, escape_controls, styled
from scrubber.values import dataclass


@dataclass
class RuleCount:
    """What one rule did. ``lines`` are line ends that it took away, ``characters`` code points.

    Where rules claim the same text each is given all of it: the columns may add up to more than the whole.
    """

    edits: int = 0
    refused: int = 0
    lines: int = 0
    characters: int = 0

    def take(self, edit: RecordedEdit) -> None:
        """Count an edit that was applied."""
        self.edits += 1
        for change in edit.changes:
            self.lines += max(0, _line_ends(change.before) - _line_ends(change.after))
            self.characters += max(0, len(change.before) - len(change.after))


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


@dataclass
class Tally:
    """Counts of a run; memory grows with the rules that did something, never with the documents."""

    rules: dict[str, RuleCount] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    edits: int = 0
    lines: int = 0
    characters: int = 0

    @property
    def documents(self) -> int:
        """How many documents were seen."""
        return self.changed + self.unchanged + self.left

    def take(self, result: Result | None) -> None:
        """Count one document; None stands for one that could not be read."""
        if result is None or result.left_alone:
            self.left += 1
        elif result.changed:
            self.changed += 1
            self._take_whole(result)
        else:
            self.unchanged += 1
        for edit in result.edits if result else ():
            self.rules.setdefault(edit.rule, RuleCount()).take(edit)
        for refusal in result.refused if result else ():
            self.refusals[refusal.kind] += 1
            self.rules.setdefault(refusal.edit.rule, RuleCount()).refused += 1

    def _take_whole(self, result: Result) -> None:
        self.edits += len(result.edits)
        for change in result.net:
            before = change.span.slice(result.document.text)
            self.lines += max(0, _line_ends(before) - _line_ends(change.text))
            self.characters += max(0, len(before) - len(change.text))


_HEADINGS = ("rule", "edits", "refused", "lines", "characters")


def render_table(tally: Tally, order: Iterable[str], colour: bool = False) -> str:
    """Return the table of the rules that did something, in the order they run, and the documents below it.

    Under "all together" text that two rules took is counted once.
    """
    rules = [rule for rule in dict.fromkeys(order) if rule in tally.rules]
    rows = [(rule, *_cells(tally.rules[rule])) for rule in rules]
    refused = sum(tally.refusals.values())
    total = ("all together", *map(_number, (tally.edits, refused, tally.lines, tally.characters)))
    widths = [max(map(len, column)) for column in zip(_HEADINGS, *rows, total, strict=True)]
    head = _row(_HEADINGS, widths)
    lines = [styled(head, BOLD) if colour else head, *(_row(row, widths) for row in rows)]
    if rows:
        lines.append("-" * len(head))
        lines.append(_row(total, widths))
    else:
        lines = ["No rule found anything."]
    return "\n".join([*lines, "", documents_line(tally), ""])


def _cells(count: RuleCount) -> tuple[str, ...]:
    return tuple(map(_number, (count.edits, count.refused, count.lines, count.characters)))


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers = cells
    shown = [name.ljust(widths[0]), *(n.rjust(w) for n, w in zip(numbers, widths[1:], strict=True))]
    return "  ".join(shown)


def _number(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def spaced(count: int) -> str:
    """Return a count with a blank between thousands: "12 000"."""
    return _number(count)


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 edit", "12 000 edits"."""
    return f"{_number(count)} {one if count == 1 else many or one + 's'}"


def documents_line(tally: Tally) -> str:
    """Return "12 documents: 3 changed, 8 unchanged, 1 left alone"."""
    if not tally.documents:
        return "no documents found"
    parts = [f"{_number(tally.changed)} changed", f"{_number(tally.unchanged)} unchanged"]
    if tally.left:
        parts.append(f"{_number(tally.left)} left alone")
    return f"{counted(tally.documents, 'document')}: {', '.join(parts)}"


_REFUSALS = {
    "lost": "lost to an earlier rule",
    "guard": "touching what a guard protects",
    "budget": "over a budget of prose",
    "timed out": "in documents that timed out",
    "stale": "made for another text",
    "cannot be encoded": "that the encoding cannot spell",
    "left alone": "in documents that were left alone",
}


def notes(tally: Tally) -> list[str]:
    """Say in a line each what was proposed and not applied, and how to see it."""
    lines = []
    unsafe = tally.refusals["unsafe"]
    if unsafe:
        lines.append(f"{counted(unsafe, 'unsafe edit')} not applied: see --diff --unsafe")
    others = {kind: n for kind, n in sorted(tally.refusals.items()) if kind != "unsafe" and n}
    if others:
        why = ", ".join(f"{_number(n)} {_REFUSALS.get(kind, kind)}" for kind, n in others.items())
        lines.append(f"{counted(sum(others.values()), 'edit')} refused ({why}): see --ledger")
    return lines


def passed_over_line(passed_over: Counter[str]) -> str:
    """Return "passed over: 3 .html, 1 link", or "" where nothing was."""
    if not passed_over:
        return ""
    kinds = (f"{_number(n)} {_plural(kind, n)}" for kind, n in sorted(passed_over.items()))
    return f"passed over: {escape_controls(', '.join(kinds), keep='')}"


def _plural(kind: str, count: int) -> str:
    return f"{kind}s" if count > 1 and kind in {"link", "special file"} else kind
