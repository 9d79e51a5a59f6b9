"""HTML's character references: which there are in prose, and what each stands for."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import name2codepoint

_WORDS = """
    and or not part sum sub sup sube supe nsub cap cup int prop prod real image lang rang forall exist empty
    nabla isin notin ni ang perp sim cong there4 weierp alefsym oline frasl lceil rceil lfloor rfloor oplus
    otimes sdot loz crarr thetasym upsih piv
"""
"""Names that are words or signs of mathematics: whoever writes `law&order;` means none of them."""

_NAMES = sorted(set(name2codepoint) - set(_WORDS.split()) | {"apos", "AMP", "QUOT", "NBSP", "COPY", "REG"})
_AMPERSAND = r"(?:amp|AMP|\#0{0,3}38|\#[xX]0{0,3}26)"

REFERENCE = re.compile(
    rf"&(?:{_AMPERSAND};)*(?:\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|{'|'.join(_NAMES)});", re.ASCII
)
"""A reference with its semicolon; one that was escaped twice, or more often, counts as one."""

_NO_TEXT = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
_UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def character_of(reference: str) -> str:
    """Return what a match of REFERENCE stands for, or "" where that is no text.

    `&nbsp;` is a no-break space: that is what was written, and whoever wants another blank can say so.
    Control characters, line separators, surrogates, unassigned code points, byte order marks and signs that
    turn the direction of writing are no text. Numbers from 128 to 159 are windows-1252, as in browsers.

    >>> character_of("&amp;amp;"), character_of("&#146;"), character_of("&#10;")
    ('&', '’', '')
    """
    before, text = "", reference.lower() if reference.isupper() and reference[1:].isalpha() else reference
    while before != text:
        before, text = text, html.unescape(text)
    sound = len(text) == 1 and unicodedata.category(text) not in _NO_TEXT
    return text if sound and text not in _UNSEEN and text != "\ufffd" else ""
