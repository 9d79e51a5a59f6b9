"""Authors' regexes as `regex` compiles them, and what it says of those that it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import regex

from scrubber.errors import Location, Problem, RuleError
from scrubber.specs import Text

_regex_compile: Callable[..., regex.Pattern[str]] = regex.compile  # named lists are keyword arguments
_REMEDIES = {
    "missing )": "close the group, or write `\\(` for the sign itself",
    "unbalanced parenthesis": "open the group, or write `\\)` for the sign itself",
    "unterminated character set": "close the class with `]`, or write `\\[` for the sign itself",
    "nothing to repeat": "write a backslash before the sign if it stands for itself",
    "multiple repeat": "put what is repeated twice into a group, `(?:...)`",
    "bad character range": "put the lower end first, or write `\\-` for the sign itself",
    "unknown property": "a Unicode property such as `\\p{L}`, `\\p{Lu}` or `\\p{Greek}`",
}


def compile_regex(text: Text, named: Mapping[str, Sequence[str]]) -> regex.Pattern[str]:
    """Compile a pattern, with the lists that it names, and judge nothing but whether that can be done.

    Raises RuleError where it cannot.
    """
    try:
        return _regex_compile(text.value, regex.VERSION0 | regex.UNICODE, **named)
    except Exception as error:  # not only regex.error: whatever a pattern makes `regex` raise, it is at fault
        message = str(getattr(error, "msg", error))
        fail(
            text,
            getattr(error, "pos", None) or 0,
            f"no valid regex: {message}",
            "",
            _REMEDIES.get(message, ""),
        )


def fail(text: Text, at: int, found: str, expected: str, remedy: str) -> NoReturn:
    """Raise RuleError at an offset of a pattern."""
    raise RuleError(Problem(place_at(text, at), found, expected, remedy))


def place_at(text: Text, offset: int) -> Location:
    """Return the place in the file of the character at an offset of a pattern."""
    place = text.location
    return Location(place.path, place.line, place.column + offset) if place.line else place
