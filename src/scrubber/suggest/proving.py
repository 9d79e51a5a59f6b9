"""A draft is held to what `scrubber test` asks of it, before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scrubber import schema
from scrubber.errors import Location, ScrubberError
from scrubber.plugins import Registry
from scrubber.schema import Reading
from scrubber.specs import PackSpec
from scrubber.strictyaml import parse
from scrubber.suggest.drafting import Draft, Trial
from scrubber.suggest.lookalikes import LookAlike
from scrubber.suggest.writing import rule
from scrubber.testing import check_packs
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Proven:
    """A draft in the first way to write it that holds."""

    draft: Draft
    trial: Trial
    keeps: tuple[LookAlike, ...]


def prove(draft: Draft) -> Proven | str:
    """Return the draft in the first way that holds its own examples and keeps, or why none does."""
    why = ""
    for trial, keeps in _ways(draft):
        fault = fault_of(rule(draft, trial, "draft", keeps))
        if not fault:
            return Proven(draft, trial, keeps)
        why = why or fault
    return why


def _ways(draft: Draft) -> Iterator[tuple[Trial, tuple[LookAlike, ...]]]:
    """Yield the ways to write a draft: its places, narrow to wide, each with look-alikes that may hold."""
    made = [(keep,) for keep in draft.spare_keeps]
    choices: Sequence[tuple[LookAlike, ...]] = [draft.keeps, *((keep,) for keep in draft.keeps), *made]
    for trial in draft.trials:
        for keeps in choices:
            if keeps:
                yield trial, keeps


def fault_of(text: str) -> str:
    """Say why the text of a rule file does not hold as `scrubber test` would find it; "" where it does."""
    path = Path("draft.yaml")
    try:
        reading = Reading("draft")
        rules = schema.read_rules(parse(text, path), reading)
        if reading.problems:
            return reading.problems[0].found
        pack = PackSpec("draft", Path(), Location(path), rules)
        failed = [check for check in check_packs([pack], Registry()) if not check.ok]
    except ScrubberError as error:
        return error.problems[0].found
    return f"does not hold: {failed[0].what}" if failed else ""
