"""A text as a JSON string, spelt as the record that it goes into spells it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from scrubber.errors import DocumentError, Problem
from scrubber.jsonl.parsing import VALUES

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_Encode = Callable[[str], str]
_Holds = Callable[[str], bool]
_as_ascii: _Encode = json.JSONEncoder().encode
_as_it_is: _Encode = json.JSONEncoder(ensure_ascii=False).encode

_CONTROLS = frozenset(map(chr, range(32)))
_PLAIN_ESCAPES = {ord(c): _as_it_is(c)[1:-1] for c in _CONTROLS | {'"', "\\"}}
_IN_ESCAPES = _CONTROLS | frozenset('"\\0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
"""What is escaped itself, and what escapes are spelt with: replacing it would spoil them."""
_FEW = 20
"""A text is gone through once for each escape of its own up to so many; with more, character by character."""


def respell(line: str, start: int, old: str, new: str, holds: _Holds) -> str:
    """Return a line with ``new`` in the JSON string that starts at ``start`` and says ``old``.

    The escapes in that string stay. A new character beyond ASCII stands as it is where the line has such
    and its encoding ``holds`` it; else it is escaped. Raises DocumentError if JSON cannot say it.
    """
    is_ascii = line.isascii()
    encode = _as_ascii if is_ascii and "\x7f" not in new else _as_it_is
    end, own = _own_escapes(line, start, old, encode)
    spelt = _quickly(new, own, encode)
    if spelt is None:
        spelt = new.translate(_PLAIN_ESCAPES | {ord(character): own[character] for character in own})
    if not spelt.isascii() and (is_ascii or not holds(spelt)):
        spelt = _NOT_ASCII.sub(lambda found: _spell_one(found[0], is_ascii, holds), spelt)
    if json.loads(f'"{spelt}"') != new:  # half a surrogate pair next to half of another, for example
        raise DocumentError(Problem(None, "the cleaned text cannot be spelt in JSON"))
    return f'{line[:start]}"{spelt}"{line[end:]}'


def _own_escapes(line: str, start: int, old: str, encode: _Encode) -> tuple[int, Mapping[str, str]]:
    """Return where a string ends, and by character those of its escapes that ``encode`` would not give."""
    usual = encode(old)
    if line.startswith(usual, start):
        return start + len(usual), {}
    _, end = VALUES.raw_decode(line, start)
    escapes = reversed(dict.fromkeys(_ESCAPE.findall(line, start, end)))  # of two for one the first counts
    learnt = {_meant(escape): escape for escape in escapes}
    return end, {c: escape for c, escape in learnt.items() if encode(c)[1:-1] != escape}


def _quickly(text: str, own: Mapping[str, str], encode: _Encode) -> str | None:
    """Spell a text with an encoder in C and put its own escapes in; None where that is not so simple."""
    if len(own) > _FEW or not _IN_ESCAPES.isdisjoint(own):
        return None
    if encode is _as_ascii and not "".join(own).isascii():
        return None
    spelt = encode(text)[1:-1]
    for character, escape in own.items():
        spelt = spelt.replace(character, escape)
    return spelt


def _spell_one(character: str, is_ascii: bool, holds: _Holds) -> str:
    return character if not is_ascii and holds(character) else _as_ascii(character)[1:-1]


@lru_cache(maxsize=4096)
def _meant(escape: str) -> str:
    return str(json.loads(f'"{escape}"'))
