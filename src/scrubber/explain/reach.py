"""How far a phrase or a pattern comes along a line that it does not match as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from scrubber.folding import folded
from scrubber.matchers import Lists
from scrubber.patterns import compile_pattern
from scrubber.phrase_patterns import long_lists, phrase_pattern
from scrubber.phrase_syntax import slot_parts
from scrubber.phrases import parse_phrase
from scrubber.scenes import UNIT_LIMIT, Clock, OutOfTimeError
from scrubber.specs import PatternSpec, PhrasesSpec, Text

__all__ = ["pattern_reach", "phrases_reach"]

_SHOWN = 40


def phrases_reach(spec: PhrasesSpec, lists: Lists, text: str) -> str:
    """Say which phrase comes furthest along a line, and how far."""
    best, phrase = max(_reaches(spec, lists, text), key=lambda each: each[0])
    said = f"`{phrase.value}` ({phrase.location})"
    if not best:
        return (
            f"none of its {len(spec.phrases)} phrases begins like it"
            if len(spec.phrases) > 1
            else (f"its phrase {said} does not begin like it")
        )
    if best == len(text):
        return f"the phrase {said} begins like that and goes on"
    return f"the phrase {said} matches as far as “{_end(text, best)}”"


def _reaches(spec: PhrasesSpec, lists: Lists, text: str) -> Iterator[tuple[int, Text]]:
    key = folded(text)
    for phrase in spec.phrases:
        parts = parse_phrase(phrase, lists).parts
        long = long_lists(tuple(slot_parts(parts)), lists)
        occurring = {name: entries.occurring(key) for name, entries in long.items()}
        pattern = phrase_pattern(parts, lists, occurring)
        yield _reach(pattern, text, None), phrase


def pattern_reach(spec: PatternSpec, lists: Lists, text: str, clock: Clock) -> str:
    """Say how far a line can be the beginning of something that the pattern matches."""
    pattern = compile_pattern(spec.pattern, spec.unit, lists)
    if not pattern.linear and len(text) > UNIT_LIMIT:
        return "it is too long for a pattern that may backtrack"
    best = _reach(pattern.regex, text, None if pattern.linear else clock)
    if not best:
        return "its pattern matches nothing that begins like it"
    if best == len(text):
        return "its pattern matches what begins like that and goes on"
    return f"its pattern matches as far as “{_end(text, best)}”"


def _reach(pattern: regex.Pattern[str], text: str, clock: Clock | None) -> int:
    """Return the length of the longest beginning of ``text`` that could still become a match."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        timeout = clock.left() if clock is not None else None
        try:
            found = pattern.fullmatch(text[:middle], partial=True, timeout=timeout)
        except TimeoutError:
            raise OutOfTimeError from None
        low, high = (middle, high) if found else (low, middle - 1)
    return low


def _end(text: str, reached: int) -> str:
    return text[:reached] if reached <= _SHOWN else f"…{text[reached - _SHOWN : reached]}"
