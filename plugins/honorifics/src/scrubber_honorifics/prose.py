"""Reads words, names, sentences and quotations off a passage; knows nothing of titles' fates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from scrubber.api import Span
from scrubber_honorifics.lexicon import Lexicon

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[’'‐-][\p{L}\p{M}]+)*")
_GAP = regex.compile(r"\s{1,8}")
_NAME = regex.compile(r"\p{Lu}[\p{L}\p{M}]*(?:(?:[’'](?!s(?!\p{L}))|[‐-])[\p{L}\p{M}]+)*")
_POSSESSIVE = regex.compile(r"[’']s(?!\p{L})|(?<=[sS])[’'](?!\p{L})")
_INITIALS = regex.compile(r"(?:\p{L}\.)+")
_SENTENCE_END = regex.compile(r"[.?!…][.?!…”\"’'»)\]]*\s+(?=[“\"‘'«(\[]*[\p{Lu}\p{N}])")
_STOPPED = regex.compile(r"[.?!…][.?!…”\"’'»)\]]*$")
_MARK = regex.compile(r"[“”\"«»]|(?<![\p{L}\p{N}.,?!…])[‘'](?=\S)|(?<=[.,?!…—–-])[’'](?!\p{L})")
_CLOSERS = {"“": '”"', '"': '"', "«": "»", "‘": "’", "'": "'"}
_SPEECH_END = regex.compile(r"[.,?!…—–-][’']?$")
_REACH = 48
"""How far back to look for the word before a place, in code points: longer than any word that matters."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its paragraphs as sorted spans. ``wrapped``: a line end in a paragraph is only a wrap."""

    text: str
    paragraphs: tuple[Span, ...]
    wrapped: bool
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks. ``spoken``: it is closed and ends as speech does, with its punctuation."""

    span: Span
    spoken: bool


def fold(word: str) -> str:
    """Return ``word`` as a lexicon spells it: lower case, typographic apostrophes.

    >>> fold("It's")
    'it’s'
    """
    return word.lower().replace("'", "’")


def word_at(text: str, at: int, end: int) -> Span | None:
    """Return the span of the word that begins at ``at``; None where no letter stands there."""
    match = _WORD.match(text, at, end)
    return Span(*match.span()) if match else None


def word_after(text: str, at: int, end: int) -> str:
    """Return the word after the blanks at ``at`` as it is spelt; "" where something else follows."""
    gap = _GAP.match(text, at, end)
    word = word_at(text, gap.end(), end) if gap else None
    return word.slice(text) if word else ""


def name_at(text: str, at: int, end: int) -> Span | None:
    """Return the span of the capitalised word at ``at``, without a possessive ending."""
    match = _NAME.match(text, at, end)
    return Span(*match.span()) if match else None


def names_in(text: str, span: Span) -> Iterator[Span]:
    """Yield every capitalised word of ``span``, without possessive endings."""
    for match in _NAME.finditer(text, span.start, span.end):
        if match.start() == span.start or not text[match.start() - 1].isalnum():
            yield Span(*match.span())


def is_possessive(text: str, at: int) -> bool:
    """Whether a possessive ending, such as ``’s``, stands at ``at``, the end of a name."""
    return _POSSESSIVE.match(text, at) is not None


def chunk_before(text: str, at: int, start: int) -> str:
    """Return what stands before ``at``, back to a blank, blanks directly before ``at`` passed over.

    ``start`` is where the paragraph begins; "" means that nothing stands between.

    >>> chunk_before("By then, Mr. Hale", 9, 0)
    'then,'
    """
    chunks = text[max(start, at - _REACH) : at].split()
    return chunks[-1] if chunks else ""


def is_glued(text: str, at: int, start: int) -> bool:
    """Whether something other than a blank stands directly before ``at`` in its paragraph."""
    return at > start and not text[at - 1].isspace()


def is_abbreviation(chunk: str, lexicon: Lexicon) -> bool:
    """Whether the stop at the end of ``chunk`` is that of a title or of initials, and ends no sentence."""
    core = chunk.lstrip("“\"‘'«([—–-")
    if not core.endswith("."):
        return False
    return lexicon.is_title(core[:-1]) or _INITIALS.fullmatch(core) is not None


def begins_sentence(passage: Passage, at: int, start: int) -> bool:
    """Whether a sentence begins at ``at``, in the paragraph that begins at ``start``."""
    chunk = chunk_before(passage.text, at, start)
    return not chunk or (_STOPPED.search(chunk) is not None and not is_abbreviation(chunk, passage.lexicon))


def ends_sentence(text: str, span: Span) -> bool:
    """Whether ``span``, blanks at its end aside, ends as a sentence does."""
    return _STOPPED.search(text[max(span.start, span.end - _REACH) : span.end].rstrip()) is not None


def sentence_starts(passage: Passage, paragraph: Span) -> list[int]:
    """Return where each sentence of a paragraph begins, but the first: sorted offsets."""
    starts = []
    for match in _SENTENCE_END.finditer(passage.text, paragraph.start, paragraph.end):
        chunk = chunk_before(passage.text, match.start() + 1, paragraph.start)
        if not is_abbreviation(chunk, passage.lexicon):
            starts.append(match.end())
    return starts


def quotations(text: str, paragraph: Span) -> list[Quotation]:
    """Return the outermost quotations of a paragraph, in order; one left open runs to its end.

    Misfires on a lone straight mark (inches) and on a single quotation mark after a comma that is really
    an apostrophe.
    """
    found: list[Quotation] = []
    opened: int | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if opened is not None and mark[0] in _CLOSERS[text[opened]]:
            spoken = _SPEECH_END.search(text[max(opened + 1, mark.start() - 2) : mark.start()]) is not None
            found.append(Quotation(Span(opened, mark.end()), spoken))
            opened = None
        elif opened is None and mark[0] in _CLOSERS:
            opened = mark.start()
        elif opened is not None and mark[0] == text[opened]:
            found.append(Quotation(Span(opened, mark.start()), spoken=False))
            opened = mark.start()
    if opened is not None:
        found.append(Quotation(Span(opened, paragraph.end), spoken=False))
    return found
