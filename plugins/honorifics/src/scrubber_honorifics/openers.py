"""Judges whether what stands after a title is a name, or the beginning of another sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import regex

from scrubber.api import Span
from scrubber_honorifics.grammar import sentence_follows
from scrubber_honorifics.lexicon import Lexicon
from scrubber_honorifics.occurrences import Occurrence, follower_start
from scrubber_honorifics.prose import (
    Passage,
    Quotation,
    begins_sentence,
    chunk_before,
    ends_sentence,
    fold,
    is_glued,
    word_at,
)

_QUOTES = "“\"‘'«"
_LONG_WORD = regex.compile(r"\p{L}{4,}")
_WORD = regex.compile(r"\p{L}+")
_AROUND = 200
"""How much text on each side of a title shows whether it stands in a headline, in code points."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What begins after a stranded title: a word's span, or that of a whole quotation."""

    kind: Literal["word", "verb", "quotation"]
    span: Span


def opener_after(
    passage: Passage, title: Occurrence, paragraph: Span, quotation_at: Callable[[int], Quotation | None]
) -> Opener | None:
    """Return what shows that no name follows the title, or None where one does or may.

    ``quotation_at`` gives the paragraph's quotation that begins at an offset. Misfires, by intent, towards
    None: the word may be a name, the title may be spoken of ("write Mr. This way"), the line may be a
    headline.
    """
    start = follower_start(passage, title)
    if start is None or title.plural or not title.stopped:
        return None
    if passage.text[start] in _QUOTES:
        opener = _quotation_opener(passage, title, paragraph, quotation_at(start))
    else:
        opener = _word_opener(passage, title, paragraph, start)
    return opener if opener and _can_be_stranded(passage, title, paragraph) else None


def _can_be_stranded(passage: Passage, title: Occurrence, paragraph: Span) -> bool:
    text, lexicon = passage.text, passage.lexicon
    start = title.span.start
    if is_glued(text, start, paragraph.start) and text[start - 1] not in "—–":
        return False
    before = chunk_before(text, start, paragraph.start)
    if fold(before) in lexicon.determiners or fold(before) in lexicon.prepositions:
        return False
    if _in_title_list(before, text, start, paragraph, lexicon):
        return False
    if (title.title.kind != "title" or title.title.doubtful) and not before.endswith(","):
        return False
    return not (is_mentioned(text, start, paragraph.start, lexicon) or _in_headline(text, start, paragraph))


def _in_title_list(before: str, text: str, at: int, paragraph: Span, lexicon: Lexicon) -> bool:
    """Whether another title or name is joined to this one: "Mr. and Mrs.", "Mr., Mrs., Ms."."""
    if before in lexicon.joiners:
        before = chunk_before(text, text.rindex(before, 0, at), paragraph.start)
        return before[:1].isupper()
    return lexicon.is_title(before.rstrip(",").rstrip("."))


def is_mentioned(text: str, at: int, start: int, lexicon: Lexicon) -> bool:
    """Whether a word shortly before ``at`` says that the title is spoken of: "addressed as Mr."."""
    words = _WORD.findall(text[max(start, at - 40) : at].lower())
    return any(word in lexicon.mentions for word in words[-3:])


def _in_headline(text: str, at: int, paragraph: Span) -> bool:
    """Whether most long words around ``at`` have capitals; in a line with a full stop nearly all must."""
    around = text[max(paragraph.start, at - _AROUND) : min(paragraph.end, at + _AROUND)]
    words = _LONG_WORD.findall(around)
    share = 0.85 if ends_sentence(text, paragraph) else 0.6
    return len([word for word in words if word[0].isupper()]) > share * len(words)


def _quotation_opener(
    passage: Passage, title: Occurrence, paragraph: Span, own: Quotation | None
) -> Opener | None:
    """Speech is no name; a nickname in quotation marks is part of one."""
    if own is None or not own.spoken or not _is_subject_place(passage, title, paragraph, days=True):
        return None
    words = _WORD.findall(own.span.slice(passage.text)[:_AROUND])
    if not words or not words[0][0].isupper():
        return None
    wordy = len(words) >= 4 or (len(words) > 1 and passage.lexicon.is_ordinary(words[0].lower()))
    small = sum(word[0].islower() for word in words)
    return Opener("quotation", own.span) if wordy and 2 * small >= len(words) else None


def _is_subject_place(passage: Passage, title: Occurrence, paragraph: Span, days: bool) -> bool:
    """Whether only the subject of a sentence can stand where the title stands: after a comma, or first."""
    at = title.span.start
    before = chunk_before(passage.text, at, paragraph.start)
    if before.endswith(",") or begins_sentence(passage, at, paragraph.start):
        return True
    return days and fold(before) in passage.lexicon.days


def _word_opener(passage: Passage, title: Occurrence, paragraph: Span, start: int) -> Opener | None:
    text, lexicon = passage.text, passage.lexicon
    word = word_at(text, start, paragraph.end)
    folded = fold(word.slice(text)) if word else ""
    if word is None or not _opens(word.slice(text)) or not _is_opener(folded, lexicon):
        return None
    kind: Literal["word", "verb"] = "verb" if folded in lexicon.predicates else "word"
    if not _is_place_for(passage, title, paragraph, folded, text.startswith(",", word.end)):
        return None
    if _names_a_work(text, word.end, paragraph.end, lexicon):
        return None
    return Opener(kind, word) if sentence_follows(folded, text, word.end, paragraph.end, lexicon) else None


def _names_a_work(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether an ordinary word soon after ``at`` has a capital, as in a film: "When I Was Young"."""
    words = _WORD.findall(text[at : min(end, at + 40)].partition(",")[0].partition(".")[0])[:3]
    ordinary = (word for word in words if len(word) > 1 and fold(word) not in lexicon.days)
    return any(word[0].isupper() and lexicon.is_ordinary(fold(word)) for word in ordinary)


def _is_place_for(passage: Passage, title: Occurrence, paragraph: Span, opener: str, comma: bool) -> bool:
    """Whether a sentence with this opener can begin where the title stands.

    An opener that may be a name, or that a comma follows, needs a place where only a subject can stand; a
    verb at least one after a name.
    """
    lexicon = passage.lexicon
    if opener in lexicon.shared or comma:
        return _is_subject_place(passage, title, paragraph, days=False)
    if opener not in lexicon.predicates:
        return True
    before = chunk_before(passage.text, title.span.start, paragraph.start)
    return before[:1].isupper() or _is_subject_place(passage, title, paragraph, days=False)


def _is_opener(folded: str, lexicon: Lexicon) -> bool:
    groups = (lexicon.pointers, lexicon.connectives, lexicon.conjunctions, lexicon.predicates)
    return folded in lexicon.shared or any(folded in group for group in groups)


def _opens(word: str) -> bool:
    """Whether only the first letter is a capital: "During", "I", not "DURING"."""
    return word[0].isupper() and (len(word) == 1 or word[1:] == word[1:].lower())
