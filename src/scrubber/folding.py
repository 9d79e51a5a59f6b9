"""Lines folded: what makes no difference between two lines made alike, so that texts can be compared."""

from __future__ import annotations

from functools import lru_cache

import regex

from scrubber.slots import BLANKS

APOSTROPHES = "'‘’‚‛ʼ′`´"
QUOTES = '"“”„‟″'
_PLAIN = [(quote, "'") for quote in APOSTROPHES[1:]] + [(quote, '"') for quote in QUOTES[1:]]
COLONS = (":", "：")
BLANK_RUN = regex.compile(f"[{BLANKS}]+")


@lru_cache(maxsize=4096)  # every rule with phrases folds the same lines
def folded(line: str) -> str:
    """Return a line with its case, blanks and quotes folded."""
    text = line.lower().replace("`", "'")
    if not line.isascii():
        text = line.casefold()
        for quote, plain in _PLAIN:  # several times faster than `str.translate`
            text = text.replace(quote, plain)
    # `str.split` also parts at U+001C to U+001F, which are no blanks.
    return " ".join(text.split()) if text.isprintable() else BLANK_RUN.sub(" ", text).strip(" ")


def without_colon(line: str) -> str:
    """Return a folded line without its final colon."""
    return line[:-1].rstrip() if line.endswith(COLONS) else line


def squeezed(line: str) -> str:
    """Return a line with each run of blanks as one, none at its edges."""
    return BLANK_RUN.sub(" ", line).strip(" ")
