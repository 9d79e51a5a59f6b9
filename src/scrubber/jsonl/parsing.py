"""What a line of JSON says, as quickly as can be told, and without where it says it.

A parser gives the values of a line, or refuses it: then `members` reads it member by member, and has the
last word. What a parser takes it must take as `members` does; what it refuses costs time and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

Parse = Callable[[bytes], object]
"""Gives the value of a line in UTF-8, or raises ValueError or RecursionError. A number is the string of its
spelling, or a number where the parser does not keep that."""

VALUES = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Numbers stay strings: none is too long to read, and none is needed."""


def parse_json(line: bytes) -> object:
    """Return the value of a line. Raises ValueError where it is no JSON, RecursionError where it is deep."""
    return VALUES.decode(line.decode())


@cache
def fastest() -> Parse:
    """Return the fastest parser at hand: orjson where it is installed, else the one that Python brings.

    orjson refuses what Python's takes (lone surrogates, NaN, numbers without end): that is then parsed by it.
    """
    try:
        import orjson
    except ImportError:
        return parse_json

    def parse(line: bytes) -> object:
        try:
            return orjson.loads(line)
        except ValueError:
            return parse_json(line)

    return parse
