"""Authors' regexes, compiled safely: what is wrong is said with its place inside the pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from scrubber.errors import Location, Problem, RuleError
from scrubber.specs import Text, Unit

MAX_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled regex, whether matching it is shown to be linear, and the names of its groups."""

    regex: regex.Pattern[str]
    linear: bool
    groups: tuple[str, ...]


def compile_pattern(text: Text, unit: Unit, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Compile a pattern for a unit. Raises RuleError that points into the pattern."""
    if len(text.value) > MAX_LENGTH:
        raise RuleError(Problem(text.location, f"a pattern of {len(text.value):,} characters"))
    try:
        compiled = regex.compile(text.value, regex.VERSION0, ignore_unused=True, **_named(lists))
    except (regex.error, ValueError, RecursionError) as error:
        raise RuleError(Problem(_at(text, getattr(error, "pos", 0) or 0), str(error))) from None
    return Pattern(compiled, is_linear(text.value), tuple(compiled.groupindex))


def is_linear(text: str) -> bool:
    """Whether matching is shown to take time in proportion to the unit; False where it is not known."""
    return not set("*+?{(\\|") & set(text)


def _named(lists: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(entries) for name, entries in lists.items()}


def _at(text: Text, offset: int) -> Location:
    place = text.location
    return Location(place.path, place.line, place.column + offset)
