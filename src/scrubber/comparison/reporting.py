"""The report of a comparison for people at a terminal, and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scrubber.comparison.counting import Changes, RuleChange, Shown
from scrubber.comparison.differences import KINDS, Kind
from scrubber.comparison.sides import Sides
from scrubber.excerpts import as_data, rows
from scrubber.summary import counted, spaced
from scrubber.tables import Look, fitted
from scrubber.terminal import CYAN, GREEN, RED, escape_controls

FORMAT = 1
"""The number of the JSON report's format: a reader refuses one that it does not know."""
_NAMED = 8  # rules that are added, removed or rewritten: so many are named
COLUMNS = ("rule", "before", "after", "gained", "lost", "moved in", "moved out", "refused")
TITLES: dict[Kind, str] = {
    "gained": "gained",
    "lost": "lost",
    "moved in": "moved here",
    "moved out": "moved away",
    "refused": "refused now",
    "no longer refused": "no longer refused",
}


def render(sides: Sides, changes: Changes, look: Look) -> str:
    """Return the whole report as text."""
    lines = [look.bold(sides.title), *rule_lines(sides), ""]
    lines += [*sentences(changes), ""]
    found = list(changes.changed())
    if found:
        head, *table = fitted([COLUMNS, *map(cells, found)], look.width)
        lines += [look.bold(head), *table, ""]
    for change in found:
        lines += [look.bold(change.rule), *_samples(change, look), ""]
    return escape_controls("\n".join(lines), keep="\n\x1b" if look.colour else "\n")


def rule_lines(sides: Sides) -> Iterator[str]:
    """Yield what is different about the rules themselves."""
    kinds = ("added", sides.added), ("removed", sides.removed), ("rewritten", sides.rewritten)
    for kind, rules in (*kinds, ("renamed", [f"{old} to {new}" for old, new in sides.renamed.items()])):
        if rules:
            more = f" and {len(rules) - _NAMED} more" if len(rules) > _NAMED else ""
            yield f"{counted(len(rules), 'rule')} {kind}: {', '.join(rules[:_NAMED])}{more}"


def sentences(changes: Changes) -> list[str]:
    """Say in a few lines what came out."""
    seen = counted(changes.documents, "document")
    if not changes.differ:
        return [f"{seen}: no difference"]
    totals = changes.totals
    edits = f"{counted(totals['gained'], 'edit')} gained, {spaced(totals['lost'])} lost"
    moved = max(totals["moved in"], totals["moved out"])
    words = f"{counted(changes.more_words, 'word')} more and {spaced(changes.fewer_words)} fewer go"
    differ = (
        f"{spaced(changes.texts_differ)} with another text, {spaced(changes.edits_differ)} with other edits"
    )
    return [
        f"{seen}: {differ}",
        f"{edits}, {spaced(moved)} moved; {words}",
    ]


def cells(change: RuleChange) -> tuple[str, ...]:
    """Return a rule's row of the table."""
    counts = [change.before, change.after, *(change.count(kind) for kind in KINDS[:4])]
    refused = [f"{sign}{n}" for sign, kind in zip("+-", KINDS[4:], strict=True) if (n := change.count(kind))]
    return (change.rule, *(spaced(n) if n else "" for n in counts), " ".join(refused))


def _samples(change: RuleChange, look: Look) -> Iterator[str]:
    for kind, sampled in ordered(change):
        some = f", {len(sampled)} of them" if len(sampled) < change.count(kind) else ""
        yield f"  {TITLES[kind]}: {spaced(change.count(kind))}{some}"
        for shown in sampled:
            yield f"    {look.style(where(shown), CYAN)}{told(shown)}"
            for row in rows(shown.place):
                colour = {"-": RED, "~": GREEN}.get(row[0])
                yield f"      {look.style(_plain(row), colour) if colour else _plain(row)}"


def _plain(text: str) -> str:
    return escape_controls(text, keep="")


def ordered(change: RuleChange) -> Iterator[tuple[Kind, Sequence[Shown]]]:
    """Yield the samples of each kind that there is, in the order in which they are shown."""
    for kind in KINDS:
        if kind in change.kinds:
            yield kind, change.kinds[kind].found


def where(shown: Shown) -> str:
    """Return the place of a difference: FILE:RECORD and the line."""
    return _plain(f"{shown.document}, line {shown.place.line}")


def told(shown: Shown) -> str:
    """Say in words what the excerpt does not show; "" where there is nothing to say."""
    difference = shown.difference
    others = " ".join(other for other in difference.others if other != difference.rule)
    said = {"moved in": "before by", "moved out": "now by", "refused": "lost to"}.get(
        difference.kind, "partly by"
    )
    parts = [f"{said} {others}"] if others else []
    parts += [difference.note] if difference.note else []
    parts += [f"stage {difference.edit.stage}"] if "stage" in difference.note else []
    return _plain(f": {'; '.join(parts)}") if parts else ""


def report(sides: Sides, changes: Changes, left: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return a comparison as JSON says it; ``left`` are documents that could not be read or cleaned."""
    return {
        "scrubber_compare": FORMAT,
        "before": sides.names[0],
        "after": sides.names[1],
        "corpus": list(sides.corpus),
        "rules_added": sides.added,
        "rules_removed": sides.removed,
        "rules_rewritten": sides.rewritten,
        "rules_renamed": dict(sides.renamed),
        "documents": changes.documents,
        "edits_differ": changes.edits_differ,
        "texts_differ": changes.texts_differ,
        "more_words": changes.more_words,
        "fewer_words": changes.fewer_words,
        "rules": [_rule(change) for change in changes.changed()],
        "left": [{"document": name, "reason": why} for name, why in left],
    }


def _rule(change: RuleChange) -> dict[str, Any]:
    counts = {kind.replace(" ", "_"): change.count(kind) for kind in KINDS}
    said = {"id": change.rule, "before": change.before, "after": change.after, "same": change.same}
    samples = [_sample(shown) for _, found in ordered(change) for shown in found]
    return {**said, **counts, "samples": samples}


def _sample(shown: Shown) -> dict[str, Any]:
    difference = shown.difference
    return {
        "kind": difference.kind.replace(" ", "_"),
        "document": shown.document,
        "others": list(difference.others),
        "note": difference.note,
        "stage": difference.edit.stage,
        "safety": difference.edit.safety,
        "reason": difference.edit.reason,
        **as_data(shown.place),
    }
