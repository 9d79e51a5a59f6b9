"""The members of a JSON object with the places where they are spelt, and what is wrong with a line."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from scrubber.encodings import Encoding, decode
from scrubber.errors import DocumentError, Problem
from scrubber.jsonl.parsing import VALUES
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a JSON object. ``value`` is spelt ``line[start:end]``; a number is the string of it."""

    value: object
    start: int
    end: int
    kind: str
    repeated: bool = False


def read_members(raw: bytes, encoding: str | None = None) -> dict[str, tuple[object, str]]:
    """Return the fields of a record with their kinds, "a string" for example; numbers are strings of them.

    Raises DocumentError, which says what is wrong with the record.
    """
    line, _ = decoded(raw, encoding)
    members = members_of(line)
    for name, member in members.items():
        if member.repeated:
            raise DocumentError(Problem(None, f"it has the field `{name}` twice"))
    return {name: (member.value, member.kind) for name, member in members.items()}


def decoded(raw: bytes, name: str | None) -> tuple[str, Encoding]:
    """Return a line and its encoding, UTF-8 unless it is named. Raises DocumentError."""
    if name is not None:
        return decode(raw, name)
    try:
        return decode(raw, "utf-8")
    except DocumentError:
        hint = "if the file is in another encoding, name it with --encoding"
        raise DocumentError(Problem(None, "it is not UTF-8", remedy=hint)) from None


_BLANKS = re.compile(r"[ \t\n\r]*")
_KINDS = {'"': "a string", "{": "an object", "[": "a list", "n": "null", "t": "true", "f": "false"}


def members_of(line: str) -> dict[str, Member]:
    """Return the members of the JSON object that is all of ``line``. Raises DocumentError."""
    try:
        return _Object(line).members()
    except json.JSONDecodeError as error:
        why = f"it is not JSON: {error.msg} at column {error.pos + 1}"
    except RecursionError:
        why = "it is JSON nested too deep to read"
    raise DocumentError(Problem(None, why))


class _Object:
    """Reads the top level of an object, keeping where each value stands; the values are read in C."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._at = 0

    def members(self) -> dict[str, Member]:
        if not self._take("{"):
            member = self._value()
            self._end()
            raise DocumentError(Problem(None, f"it is {member.kind}, not a JSON object"))
        found: dict[str, Member] = {}
        while not self._take("}"):
            if found:
                self._expect(",")
            key, value = self._value(), self._value_after_colon()
            if not isinstance(key.value, str) or key.kind != "a string":
                raise json.JSONDecodeError("Expecting property name", self._line, key.start)
            repeated = key.value in found
            found[key.value] = replace(value, repeated=True) if repeated else value
        self._end()
        return found

    def _value(self) -> Member:
        self._skip()
        start = self._at
        value, self._at = VALUES.raw_decode(self._line, start)
        return Member(value, start, self._at, _KINDS.get(self._line[start], "a number"))

    def _value_after_colon(self) -> Member:
        self._expect(":")
        return self._value()

    def _skip(self) -> None:
        blanks = _BLANKS.match(self._line, self._at)
        self._at = blanks.end() if blanks else self._at

    def _take(self, character: str) -> bool:
        self._skip()
        taken = self._line.startswith(character, self._at)
        self._at += taken
        return taken

    def _expect(self, character: str) -> None:
        if not self._take(character):
            raise json.JSONDecodeError(f"Expecting '{character}'", self._line, self._at)

    def _end(self) -> None:
        self._skip()
        if self._at < len(self._line):
            raise json.JSONDecodeError("Extra data", self._line, self._at)
