"""Decides which name, if any, a stranded title goes to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from scrubber.api import Span
from scrubber_honorifics.candidates import Candidate, Paragraph
from scrubber_honorifics.evidence import Evidence
from scrubber_honorifics.occurrences import Occurrence
from scrubber_honorifics.openers import Opener
from scrubber_honorifics.prose import fold

_SENTENCES_AHEAD = 3
"""How far a name can have wandered from its title."""
_NAMES_AHEAD = 100
"""The most names that a title is weighed against: what keeps the time linear."""

Why = Literal["bearer", "speaker", "nobody", "tie", "other speaker"]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A stranded title with the names that it may go to, in order."""

    title: Occurrence
    opener: Opener
    paragraph: Paragraph
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer. ``bearer`` is where the name bears the title elsewhere; ``why`` says how it came about."""

    why: Why
    candidate: Candidate | None = None
    bearer: Span | None = None


def question(title: Occurrence, opener: Opener, paragraph: Paragraph) -> Question:
    """Gather the names that a title in ``paragraph`` may go to: after it, near, and on its side of quotes."""
    first = bisect_right(paragraph.candidates, opener.span.start, key=lambda one: one.span.start)
    last = paragraph.sentence_of(title.span.start) + _SENTENCES_AHEAD
    level = paragraph.quotation_of(title.span.start)
    ahead = paragraph.candidates[first : first + _NAMES_AHEAD]
    fit = (one for one in ahead if one.sentence <= last and one.quotation == level and one.bare)
    return Question(title, opener, paragraph, tuple(fit))


def choose(asked: Question, evidence: Evidence, taken: AbstractSet[int]) -> Choice:
    """Choose the name for a title; ``taken`` holds the offsets of names that got another one.

    A quotation's own speaker comes first. Else the first sentence with a name that can bear the title
    decides: the name there with the most evidence has it, and where two are equally good nobody has.
    """
    free = (one for one in asked.candidates if one.span.start not in taken)
    if asked.opener.kind == "quotation":
        speaker = _own_speaker(asked)
        if speaker is not None:
            own = [one for one in free if one.span.start == speaker]
            return _best([_weigh(asked, one, evidence) for one in own]) if own else Choice("other speaker")
    return _best(list(_nearest(asked, free, evidence)))


def _own_speaker(asked: Question) -> int | None:
    number = asked.paragraph.quotation_of(asked.opener.span.start)
    return asked.paragraph.speakers.get(number)


def _nearest(asked: Question, free: Iterator[Candidate], evidence: Evidence) -> Iterator[tuple[int, Choice]]:
    """Yield the choices of the first sentence that has any, with their weights."""
    weighed = (entry for entry in (_weigh(asked, one, evidence) for one in free) if entry[0])
    first = next(weighed, None)
    if first is None or first[1].candidate is None:
        return
    yield first
    sentence = first[1].candidate.sentence
    yield from takewhile(lambda entry: _sentence(entry[1]) == sentence, weighed)


def _sentence(choice: Choice) -> int:
    return choice.candidate.sentence if choice.candidate else -1


def _best(entries: list[tuple[int, Choice]]) -> Choice:
    most = max((weight for weight, _ in entries), default=0)
    if not most:
        return Choice("nobody")
    best = [choice for weight, choice in entries if weight == most]
    names = {choice.candidate.name for choice in best if choice.candidate}
    return best[0] if len(names) == 1 else Choice("tie")


def _weigh(asked: Question, one: Candidate, evidence: Evidence) -> tuple[int, Choice]:
    """Return how much speaks for a name, 0 to 2, and the choice of it."""
    plain = fold(one.name) in evidence.plain_words
    if one.name in evidence.places:
        return 0, Choice("nobody")
    bearer = evidence.bearer(asked.title, one.name)
    borne = bearer is not None and not (one.first and plain)
    speaks = one.speaker and not plain and _may_speak(asked, one, evidence)
    why: Why = "bearer" if borne else "speaker"
    return borne + speaks, Choice(why, one, bearer if borne else None)


def _may_speak(asked: Question, one: Candidate, evidence: Evidence) -> bool:
    """Whether a speaker without a title elsewhere can be the person: no country, no group, no other title."""
    lexicon, folded = evidence.passage.lexicon, fold(one.name)
    if folded in lexicon.places or folded in lexicon.general:
        return False
    return not evidence.is_addressed_otherwise(asked.title, one.name)
