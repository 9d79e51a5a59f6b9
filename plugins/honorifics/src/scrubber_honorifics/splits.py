"""Judges a title at a line's end, whose name may begin the next line."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from scrubber.api import Span
from scrubber_honorifics.evidence import Evidence
from scrubber_honorifics.grammar import is_verb, person_follows, subject_follows
from scrubber_honorifics.occurrences import NamePhrase, Occurrence, read_name
from scrubber_honorifics.openers import is_mentioned
from scrubber_honorifics.prose import Passage, chunk_before, ends_sentence, fold

_LINE_ENDS = regex.compile(r"[^\S\n]*\n[\s\u200b\u2060\ufeff]*")
_LIST_ITEM = regex.compile(r"\s*(?:[-*+•·▪◦‣–—]\s|\(?(?:\d{1,3}|\p{Ll})[.)]\s|\(?\p{Lu}\)\s|#{1,6}\s|>|\|)")
_OTHER_TITLE = regex.compile(r"(?:and|&)[^\S\n]{1,3}(?P<title>\p{Lu}\p{Ll}{1,5})\.?[^\S\n]{1,3}")
_REST = regex.compile(r"[.?!][”\"’')]*\s*")
_LABEL = regex.compile(r":|[^\S\n]+[—–-]+[^\S\n]+[“\"‘']?\p{Lu}")
"""What makes a speaker or a dateline's town of a name at a line's beginning."""
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}’'-]*")
_SENTENCE_WORDS = 12
"""A line of so many words is prose even where it does not end as a sentence does."""


@dataclass(frozen=True, slots=True)
class Split:
    """A title at a line's end with a name after it. ``gap`` holds the line ends; ``name`` is the surname.

    ``sure``: the two lines prove the split by themselves; else the name must bear the title elsewhere.
    """

    title: Occurrence
    gap: Span
    name: Span
    sure: bool


def split_after(passage: Passage, title: Occurrence, evidence: Evidence) -> Split | None:
    """Return the split that the title may be one side of, or None where there is none.

    None in a hard-wrapped passage, in lists and forms, before headings and labels, and where the title is
    spoken of as a word. Misfires where an unknown name of an organisation begins the next line.
    """
    gap = None if passage.wrapped else _LINE_ENDS.match(passage.text, title.span.end)
    if gap is None or gap.end() == len(passage.text) or not _can_be_torn(passage, title):
        return None
    line = _line_at(passage.text, gap.end())
    name, joined = _name_at(passage, title, gap.end())
    if (
        name is None
        or not (_is_prose(passage, line) or _is_rest(passage, name, line))
        or _LABEL.match(passage.text, name.end)
    ):
        return None
    follows = _name_is_followed(passage, title, name, line)
    if not (joined or follows) and passage.lexicon.is_ordinary(fold(name.words[0].slice(passage.text))):
        return None
    sure = joined or (follows and _is_proof(passage, title) and _is_person(passage.text, name, evidence))
    sure = sure and title.stopped and not title.title.doubtful
    return Split(title, Span(*gap.span()), name.words[-1], sure)


def _line_at(text: str, at: int) -> Span:
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def _can_be_torn(passage: Passage, title: Occurrence) -> bool:
    """Whether the title's own line can have lost its rest: no form, no list, no letter's salutation."""
    text, at = passage.text, title.span.start
    line = _line_at(text, at)
    if _LIST_ITEM.match(text, line.start, line.end):
        return False
    before = chunk_before(text, at, line.start)
    if before.endswith(":") or passage.lexicon.is_title(before.strip(",.")):
        return False
    if title.title.doubtful and _is_street(before, passage):
        return False
    return not is_mentioned(text, at, line.start, passage.lexicon)


def _is_street(before: str, passage: Passage) -> bool:
    """Whether ``before`` and the title are the end of an address: "12 High St", "Elm Dr."."""
    if not before or not before[-1].isalnum():
        return False
    return before[0].isdigit() or (before[0].isupper() and not passage.lexicon.is_ordinary(fold(before)))


def _name_at(passage: Passage, title: Occurrence, at: int) -> tuple[NamePhrase | None, bool]:
    """Return the name that begins at ``at``, and whether a second title leads to it: "and Mrs. Hale"."""
    text, lexicon = passage.text, passage.lexicon
    second = _OTHER_TITLE.match(text, at)
    if second and lexicon.is_title(second["title"]):
        return read_name(text, second.end(), lexicon), True
    name = read_name(text, at, lexicon)
    if name and lexicon.is_title(name.words[0].slice(text)):
        return None, False
    return name, False


def _is_prose(passage: Passage, line: Span) -> bool:
    """Whether a line reads as a sentence or the better part of one, and is no heading and no list item."""
    text = passage.text
    if _LIST_ITEM.match(text, line.start, line.end):
        return False
    words = _WORD.findall(text, line.start, line.end)
    if not any(word.islower() for word in words):
        return False
    if ends_sentence(text, line) or passage.lexicon.is_title(chunk_before(text, line.end, line.start)):
        return True
    return len(words) >= _SENTENCE_WORDS and not _is_title_case(words)


def _is_rest(passage: Passage, name: NamePhrase, line: Span) -> bool:
    """Whether the line is only the name and its full stop: the rest of a sentence that the title ended."""
    return _REST.fullmatch(passage.text, name.end, line.end) is not None


def _name_is_followed(passage: Passage, title: Occurrence, name: NamePhrase, line: Span) -> bool:
    """Whether what follows the name is what follows a person.

    After a subject a verb is wanted, or what explains it; after a preposition, a verb or a full name that is
    no more than what may stand after a name at all.
    """
    text, lexicon = passage.text, passage.lexicon
    if subject_follows(text, name.end, line.end, lexicon):
        return True
    before = chunk_before(text, title.span.start, _line_at(text, title.span.start).start)
    wanted = before in lexicon.prepositions or before in lexicon.joiners or is_verb(before, lexicon)
    if not wanted and (len(name.words) < 2 or _is_rest(passage, name, line)):
        return False
    return person_follows(text, name.end, line.end, lexicon)


def _is_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    return sum(word[0].isupper() for word in long) > 0.6 * len(long)


def _is_proof(passage: Passage, title: Occurrence) -> bool:
    """Whether the word before the title leaves no other reading: "the next Gov." may end a line."""
    text, at = passage.text, title.span.start
    before = chunk_before(text, at, _line_at(text, at).start)
    if any(letter.isdigit() for letter in before):
        return False
    return title.title.kind == "clergy" or fold(before) not in passage.lexicon.determiners


def _is_person(text: str, name: NamePhrase, evidence: Evidence) -> bool:
    """Whether no word of the name is a common noun, a country or the like, as far as can be told."""
    return all(_is_personal(word.slice(text), evidence) for word in name.words)


def _is_personal(word: str, evidence: Evidence) -> bool:
    lexicon, folded = evidence.passage.lexicon, fold(word)
    if word.isupper() and len(word) > 1:
        return False
    groups = (lexicon.general, lexicon.places, lexicon.roles)
    if lexicon.is_ordinary(folded) or any(folded in group for group in groups):
        return False
    return folded not in evidence.plain_words and word not in evidence.places
