"""What is shown on a terminal: colours, and text that cannot play tricks with it."""

from __future__ import annotations

import os
from typing import Literal, Protocol

import regex

ColourMode = Literal["auto", "always", "never"]

# The eight basic colours and no bright ones: readable on dark and on light ground alike.
RESET = "\x1b[0m"
BOLD = "\x1b[1m"
RED = "\x1b[31m"
GREEN = "\x1b[32m"
CYAN = "\x1b[36m"
REVERSE = "\x1b[7m"
REVERSE_OFF = "\x1b[27m"

# Controls; marks that reorder text; separators that break lines; characters that take no room; surrogates.
# The joiners U+200C and U+200D are left: scripts and emoji are spelt with them.
_HARMFUL = regex.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f\ud800-\udfff]"
)
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


class Stream(Protocol):
    """What is asked of a stream before colours are sent to it."""

    def isatty(self) -> bool:
        """Whether a person reads it as it comes."""
        ...


def escape_controls(text: str, keep: str = "\n\t") -> str:
    r"""Return ``text`` with everything that a terminal would obey or hide spelt out, ``\x1b``, ``\u202e``.

    The characters of ``keep`` stay; where ``\n`` does, so does a ``\r`` directly before it. Give ``keep=""``
    for a name that must stay on one line. It is for showing: a backslash is not doubled.

    >>> escape_controls("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """

    def spelt(match: regex.Match[str]) -> str:
        character = match[0]
        ends_line = character == "\r" and "\n" in keep and text[match.end() : match.end() + 1] == "\n"
        return character if character in keep or ends_line else _spelt(character)

    return _HARMFUL.sub(spelt, text)


def _spelt(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return _SHORT.get(character) or (f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}")


def styled(text: str, *codes: str) -> str:
    """Return ``text`` in a style; an empty text stays empty."""
    return f"{''.join(codes)}{text}{RESET}" if text else ""


def wants_colour(stream: Stream, mode: ColourMode) -> bool:
    """Whether to send colours to ``stream``.

    "auto" asks the environment first, then the stream: a NO_COLOR that is not empty forbids them, else a
    FORCE_COLOR that is not empty demands them, else TERM=dumb forbids them.
    """
    if mode != "auto":
        return mode == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()
