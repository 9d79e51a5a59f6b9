"""Finds the names in a paragraph that a stranded title may have left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrubber.api import Span
from scrubber_honorifics.grammar import person_follows
from scrubber_honorifics.lexicon import Lexicon
from scrubber_honorifics.prose import (
    Passage,
    Quotation,
    begins_sentence,
    chunk_before,
    fold,
    is_abbreviation,
    is_glued,
    is_possessive,
    name_at,
    names_in,
    quotations,
    sentence_starts,
    word_after,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A capitalised word of a paragraph that is none of the language's ordinary words.

    ``sentence`` and ``quotation`` number the sentence and the quotation that it stands in (-1: none).
    ``bare``: nothing that stands beside it belongs to its name, and it is no possessive. ``speaker``: it
    stands beside a verb of saying that touches a closing quotation mark. ``first``: it begins a sentence.
    """

    span: Span
    name: str
    sentence: int
    quotation: int
    bare: bool
    speaker: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph read for names. ``speakers`` maps a quotation's number to its named speaker's offset."""

    span: Span
    quotations: Sequence[Quotation]
    candidates: Sequence[Candidate]
    speakers: Mapping[int, int]
    sentences: Sequence[int]

    def sentence_of(self, offset: int) -> int:
        """Return the number of the sentence that ``offset`` lies in."""
        return bisect_right(self.sentences, offset)

    def quotation_of(self, offset: int) -> int:
        """Return the number of the quotation that ``offset`` lies in, -1 where in none."""
        return _quotation_of(self.quotations, offset)

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the quotation that begins at ``offset``, or None."""
        number = self.quotation_of(offset)
        quote = self.quotations[number] if number >= 0 else None
        return quote if quote and quote.span.start == offset else None


def read_paragraph(passage: Passage, span: Span) -> Paragraph:
    """Read the names, sentences and quotations of one paragraph, in time linear in its length."""
    quoted = quotations(passage.text, span)
    speakers = _speakers(passage, span, quoted)
    said_by = frozenset(speakers.values())
    sentences = sentence_starts(passage, span)
    candidates = []
    for name in names_in(passage.text, span):
        if _may_be_name(name.slice(passage.text), passage.lexicon):
            place = (bisect_right(sentences, name.start), _quotation_of(quoted, name.start))
            candidates.append(_candidate(passage, span, name, place, name.start in said_by))
    return Paragraph(span, quoted, candidates, speakers, sentences)


def _may_be_name(word: str, lexicon: Lexicon) -> bool:
    return not lexicon.is_title(word) and not lexicon.is_ordinary(fold(word))


def _candidate(
    passage: Passage, paragraph: Span, name: Span, place: tuple[int, int], speaker: bool
) -> Candidate:
    first = begins_sentence(passage, name.start, paragraph.start)
    bare = _is_bare(passage, paragraph, name)
    return Candidate(name, name.slice(passage.text), *place, bare, speaker, first)


def _quotation_of(quoted: Sequence[Quotation], offset: int) -> int:
    index = bisect_right(quoted, offset, key=lambda quote: quote.span.start) - 1
    return index if index >= 0 and offset < quoted[index].span.end else -1


def _speakers(passage: Passage, paragraph: Span, quoted: Sequence[Quotation]) -> dict[int, int]:
    """Map each quotation that a name with a verb of saying touches to that name's offset.

    The first word of a longer name, and a title, count as well: they show that the speaker has a name that
    the stranded title did not leave.
    """
    found = {}
    for number, quote in enumerate(quoted):
        if quote.spoken:
            name = _speaker_after(passage, quote.span.end, paragraph.end)
            if name is not None:
                found[number] = name.start
    return found


def _speaker_after(passage: Passage, at: int, end: int) -> Span | None:
    text, lexicon = passage.text, passage.lexicon
    word = word_after(text, at, end)
    start = text.index(word, at) if word else at
    if word in lexicon.saying:
        return _name_after(text, start + len(word), end)
    name = name_at(text, start, end) if word else None
    if name is None or lexicon.is_title(name.slice(text)):
        return name
    following = word_after(text, name.end, end)
    return name if following in lexicon.saying or following[:1].isupper() else None


def _name_after(text: str, at: int, end: int) -> Span | None:
    word = word_after(text, at, end)
    return name_at(text, text.index(word, at), end) if word else None


def _is_bare(passage: Passage, paragraph: Span, name: Span) -> bool:
    text = passage.text
    if (
        len(name) == 1
        or is_possessive(text, name.end)
        or text[name.end : name.end + 1] in ("-", "–", "/", "&", "@")
    ):
        return False
    if not person_follows(text, name.end, paragraph.end, passage.lexicon):
        return False
    if is_glued(text, name.start, paragraph.start):
        return text[name.start - 1] in "“\"‘'«(—["
    return not _belongs_to(chunk_before(text, name.start, paragraph.start), passage)


def _belongs_to(before: str, passage: Passage) -> bool:
    """Whether ``before``, what stands before a name, is part of the name or makes an adjective of it."""
    lexicon = passage.lexicon
    if is_abbreviation(before, lexicon):
        return True
    word = before.lstrip("“\"‘'«(—[")
    if not word or not word[-1].isalpha():
        return False
    folded = fold(word)
    if folded in lexicon.determiners or folded in lexicon.roles or folded in lexicon.particles:
        return True
    return word[0].isupper() and not lexicon.is_ordinary(folded)
