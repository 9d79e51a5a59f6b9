"""Finds the damaged runs of a line: the least that has to change, and how sure the change is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from scrubber.api import Span
from scrubber_mojibake.steps import Mended, is_suspect, mend

_ASCII = re.compile(r"([\x00-\x7f]+)")
_VISIBLE_ASCII = re.compile(r"([\x21-\x7f]+)")
_BLANK_LOST = re.compile(r"(?:[ÂÃ] ?)+")
"""What a blank may complete. Elsewhere the byte may be one of five that windows-1252 has no character for."""
_CAN_BE_MEANT = re.compile(r"(?<=[A-ZÀ-ÞŠŽŸ])[ÂÃ][»”’›]|[ÄÅÆ-ÞŠŽŒŸ][²³¹ºª°»”’›®©™§¼½¾]")
"""A capital with a sign that may follow it: `Å²` is a square as well as half a Lithuanian letter."""
_NO_TEXT = {"Cc", "Cs", "Cn", "Co"}
_NEXT_LINE = "\x85"
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Run:
    """A damaged run of a line: where, what it should be, how ftfy came to that, and whether it is sure.

    ``sure``: it is windows-1252 read for UTF-8 (or for its own control characters) on its own evidence.
    Another code page, or a blank that has to be taken for a lost byte, wants the document's evidence too.
    """

    span: Span
    text: str
    how: Mended
    sure: bool


def runs_of(line: str) -> Iterator[Run]:
    """Yield the damaged runs of a line in order.

    ftfy judges the line as a whole, for the more of it decodes, the surer it is; what it keeps between the
    runs is kept here too, so that nothing sound is written anew. Misfires towards nothing: a line of which
    the ASCII would change, or which would gain control characters, stays.
    """
    if not is_suspect(line):
        return
    whole = mend(line)
    if whole.text == line:
        return
    for span, text, piece in _differences(line, whole.text):
        damaged = span.slice(line)
        text = text.removeprefix(_BYTE_ORDER_MARK)
        if damaged == _NEXT_LINE or not _is_text(text, damaged):
            continue
        how = _how(damaged, text, whole)
        if how.guesses_blanks and not _BLANK_LOST.fullmatch(damaged):
            continue
        meant = _CAN_BE_MEANT.match(line, span.start)
        sure = how.plain and not is_suspect(piece) and not (meant and meant.end() == span.end)
        yield Run(span, text, how, sure)


def _how(damaged: str, text: str, whole: Mended) -> Mended:
    """Return how the run was mended: as by itself where that comes to the same, or else as the line was."""
    own = mend(damaged)
    return own if own.text.removeprefix(_BYTE_ORDER_MARK) == text else whole


def _differences(before: str, after: str) -> Iterator[tuple[Span, str, str]]:
    """Yield what differs, between pieces of ASCII that both have; nothing where they have not.

    Each comes with what it becomes, and with all that then stands between the two pieces. A blank may have
    become part of a character; then it counts with the run beside it.
    """
    for kept in (_ASCII, _VISIBLE_ASCII):
        old, new = kept.split(before), kept.split(after)
        if old[1::2] == new[1::2]:
            break
    else:
        return
    at = 0
    for was, becomes in zip(old, new, strict=True):
        if was != becomes:
            yield *_trimmed(at, was, becomes), becomes
        at += len(was)


def _trimmed(at: int, was: str, becomes: str) -> tuple[Span, str]:
    """Return the least replacement that makes ``becomes`` of ``was``, which stands at ``at``."""
    most = min(len(was), len(becomes))
    head = next((i for i in range(most) if was[i] != becomes[i]), most)
    rest = most - head
    tail = next((i for i in range(rest) if was[-1 - i] != becomes[-1 - i]), rest)
    return Span(at + head, at + len(was) - tail), becomes[head : len(becomes) - tail]


def _is_text(text: str, damaged: str) -> bool:
    """Whether nothing comes in that is no text: controls, surrogates, what stands for a lost character."""
    lost = text.count("\ufffd") > damaged.count("\ufffd")
    return not lost and not any(unicodedata.category(char) in _NO_TEXT for char in text)
