"""A text as a JSON string, spelt as the record that it goes into spells its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_Encode = Callable[[str], str]
_as_ascii: _Encode = json.JSONEncoder().encode
_as_it_is: _Encode = json.JSONEncoder(ensure_ascii=False).encode

_CONTROLS = frozenset(map(chr, range(32)))
_PLAIN_ESCAPES = {ord(c): _as_it_is(c)[1:-1] for c in _CONTROLS | {'"', "\\"}}
_IN_ESCAPES = _CONTROLS | frozenset('"\\0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
"""What is escaped itself, and what escapes are spelt with: replacing it would spoil them."""
_FEW = 20
"""A text is gone through once for each escape of its own up to so many; with more, character by character."""


def spell(text: str, before: str, holds: Callable[[str], bool] | None) -> str:
    """Return ``text`` as a JSON string with the escapes of ``before``, the string that it takes the place of.

    A new character beyond ASCII stands as it is where the record's encoding ``holds`` it, and is escaped
    where it does not; None is for a record that is all ASCII and stays so.
    """
    escapes = reversed(dict.fromkeys(_ESCAPE.findall(before)))  # of two for one character the first counts
    learnt = {_meant(escape): escape for escape in escapes}
    spelt = _quickly(text, learnt, _as_it_is if holds or "\x7f" in text else _as_ascii)
    if spelt is None:
        spelt = text.translate(_PLAIN_ESCAPES | {ord(character): learnt[character] for character in learnt})
    if not spelt.isascii() and not (holds and holds(spelt)):
        spelt = _NOT_ASCII.sub(lambda found: _spell_one(found[0], holds), spelt)
    return f'"{spelt}"'


def _quickly(text: str, learnt: Mapping[str, str], encode: _Encode) -> str | None:
    """Spell a text with an encoder in C and give it the escapes learnt; None where that is not so simple."""
    own = {character: escape for character, escape in learnt.items() if encode(character)[1:-1] != escape}
    if len(own) > _FEW or not _IN_ESCAPES.isdisjoint(own):
        return None
    if encode is _as_ascii and not "".join(own).isascii():
        return None
    spelt = encode(text)[1:-1]
    for character, escape in own.items():
        spelt = spelt.replace(character, escape)
    return spelt


def _spell_one(character: str, holds: Callable[[str], bool] | None) -> str:
    return character if holds and holds(character) else _as_ascii(character)[1:-1]


@lru_cache(maxsize=4096)
def _meant(escape: str) -> str:
    return str(json.loads(f'"{escape}"'))
