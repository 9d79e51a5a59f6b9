"""The alternatives that a pattern as a whole is made of, and the pattern without each of them."""

from __future__ import annotations

from itertools import pairwise

import regex

from scrubber.patterns.reader import RefusedError, read_pattern
from scrubber.patterns.syntax import Either
from scrubber.values import dataclass

_FLAGS = regex.compile(r"(?:\(\?[A-Za-z0-9]+\))*")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative: where it starts in the pattern, its text, and the pattern that is left without it."""

    start: int
    text: str
    rest: str


def alternatives_of(pattern: str) -> tuple[Alternative, ...]:
    """Return the alternatives of a pattern at its top; () where it has only one, or cannot be read.

    A group round all of them makes no difference, and flags at the start stay with the others.

    >>> [(one.text, one.rest) for one in alternatives_of("(?i)photo|(?:image|picture) by")]
    [('photo', '(?i)(?:image|picture) by'), ('(?:image|picture) by', '(?i)photo')]
    >>> [one.rest for one in alternatives_of("(?i:photo|image)")], alternatives_of("a(?:b|c)")
    (['(?i:image)', '(?i:photo)'], ())
    """
    try:
        root = read_pattern(pattern).root
    except RefusedError:
        return ()
    if not isinstance(root, Either):
        return ()
    flags = _FLAGS.match(pattern, root.at)
    first = flags.end() if flags else root.at
    bounds = list(pairwise((first - 1, *root.ends)))  # from the sign before each to the sign behind it
    return tuple(_alternative(pattern, before, end, before >= first) for before, end in bounds)


def _alternative(pattern: str, before: int, end: int, later: bool) -> Alternative:
    """Make the alternative between two signs; with it goes the `|` before it, or the one behind the first."""
    rest = pattern[:before] + pattern[end:] if later else pattern[: before + 1] + pattern[end + 1 :]
    return Alternative(before + 1, pattern[before + 1 : end], rest)
