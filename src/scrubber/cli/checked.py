"""What `scrubber test` found, as a person reads it and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import groupby
from typing import Any

from scrubber.cli.loading import shown_place
from scrubber.summary import counted
from scrubber.terminal import escape_controls
from scrubber.testing import Check
from scrubber.values import dataclass

FIRST = 10
"""How many warnings of a pack are shown where nobody asked for all."""


@dataclass
class Tally:
    """The checks of one pack, counted; those that failed and the warnings are kept, by rule in order."""

    pack: str
    rules: int = 0
    checks: int = 0
    failed: list[Check] = field(default_factory=list)
    warnings: list[Check] = field(default_factory=list)

    def add(self, checks: Iterable[Check]) -> None:
        """Enter checks; a warning counts only where it has something to say."""
        for check in checks:
            self.checks += not check.warning
            if not check.ok:
                (self.warnings if check.warning else self.failed).append(check)

    def sort(self, rules: Sequence[str]) -> None:
        """Set the warnings in the order of their rules."""
        order = {rule: at for at, rule in enumerate(rules)}
        self.warnings.sort(key=lambda check: order[check.rule])


def shown_rule(rule: str, checks: Sequence[Check]) -> str:
    """Return the line of a rule and, below it, what failed: where, what, and the difference."""
    failed = [check for check in checks if not check.ok and not check.warning]
    count = sum(not check.warning for check in checks)
    if not failed:
        return f"ok    {rule}  ({counted(count, 'check')})\n"
    lines = [f"FAIL  {rule}  ({len(failed)} of {counted(count, 'check')})"]
    return _block([*lines, *(line for check in failed for line in _told(check))])


def shown_warnings(tally: Tally, strict: bool, every: bool) -> str:
    """Return the warnings of a pack: below the names of their rules; the first few unless all are wanted."""
    shown = tally.warnings if strict or every else tally.warnings[:FIRST]
    lines = []
    for rule, group in groupby(shown, key=lambda check: check.rule):
        lines.append(f"{'FAIL' if strict else 'warn'}  {rule}")
        lines += [line for check in group for line in _told(check)]
    if more := len(tally.warnings) - len(shown):
        lines.append(f"      and {counted(more, 'warning')} more in {tally.pack}: see them with --verbose")
    return _block(lines) if lines else ""


def _told(check: Check) -> Iterator[str]:
    yield f"      {shown_place(check.location)}: {check.what}"
    yield from (f"        {line}" for line in check.diff.split("\n") if line)
    if check.remedy:
        yield f"        {check.remedy}"


def _block(lines: Sequence[str]) -> str:
    return escape_controls("\n".join(lines)) + "\n"


def shown_totals(tallies: Sequence[Tally], strict: bool) -> str:
    """Return a line a pack and, where there are several, one for all of them together."""
    lines = [f"{tally.pack}: {_total([tally], strict)}" for tally in tallies]
    if len(tallies) > 1:
        lines += ["", _total(tallies, strict)]
    return _block(lines if len(tallies) > 1 else [_total(tallies, strict)])


def _total(tallies: Sequence[Tally], strict: bool) -> str:
    checks, rules = sum(tally.checks for tally in tallies), sum(tally.rules for tally in tallies)
    failed = [check for tally in tallies for check in tally.failed]
    warnings = [check for tally in tallies for check in tally.warnings]
    total = f"{counted(checks, 'check')} of {counted(rules, 'rule')}: "
    if failed:
        total += f"{len(failed)} failed, in {counted(len({check.rule for check in failed}), 'rule')}"
    else:
        total += "all hold"
    if warnings:
        total += (
            f"; {counted(len(warnings), 'warning')}, in {counted(len({c.rule for c in warnings}), 'rule')}"
        )
        total += ", count as failures" if strict else ""
    return total


def as_json(tallies: Sequence[Tally], problems: Sequence[str]) -> str:
    """Return all that was found: packs with their counts, failures, warnings, and what does not load."""
    import json

    value = {
        "packs": [
            {
                "pack": tally.pack,
                "rules": tally.rules,
                "checks": tally.checks,
                "failed": len(tally.failed),
                "warnings": len(tally.warnings),
            }
            for tally in tallies
        ],
        "failures": [_finding(check) for tally in tallies for check in tally.failed],
        "warnings": [_finding(check) for tally in tallies for check in tally.warnings],
        "problems": list(problems),
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _finding(check: Check) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "file": str(check.location.path),
        "line": check.location.line,
        "column": check.location.column,
        "what": check.what,
        "diff": check.diff,
        "remedy": check.remedy,
    }
