"""What a document tells about its names: who bears which title, what is a place, what is a plain word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import regex

from scrubber.api import Span
from scrubber_honorifics.grammar import subject_follows
from scrubber_honorifics.occurrences import NamePhrase, Occurrence, follower_start, read_name
from scrubber_honorifics.prose import Passage, fold, name_at

_PLACE = regex.compile(
    r"(?<!\b(?:confidence|trust|faith|interest|belief|believes?|believed|hope) )"
    r"\b[Ii](?:n|nside)\s{1,3}(?P<name>\p{Lu}[\p{L}\p{M}-]+)(?![’'\p{L}])"
)
_LOWER_WORD = regex.compile(r"(?<![\p{L}\p{M}’'-])\p{Ll}[\p{L}\p{M}]+")
_AND = regex.compile(r"\s{1,4}(?:and|&)\s{1,4}")
_NEXT_OF_PLURAL = regex.compile(r",?\s{1,4}(?:(?:and|&)\s{1,4})?|,\s{1,4}")


@dataclass
class Evidence:
    """Grows while titles find their names. ``bearers``: title and name to a place where it bears it.

    ``namesakes`` are words that begin sentences but are somebody's name in this document.
    """

    passage: Passage
    bearers: dict[tuple[str, str], Span] = field(default_factory=dict)
    namesakes: set[str] = field(default_factory=set)

    def add(self, title: Occurrence, name: str, where: Span) -> bool:
        """Note that ``name`` bears the title; return whether that is news."""
        new = False
        for one in title.titles:
            new |= self.bearers.setdefault((one.form, name), where) is where
        return new

    def bearer(self, title: Occurrence, name: str) -> Span | None:
        """Return where ``name`` bears the title, or None."""
        return self.bearers.get((title.key, name))

    def is_addressed_otherwise(self, title: Occurrence, name: str) -> bool:
        """Whether ``name`` bears another of the titles that exclude each other: Mr., Mrs., Ms. ..."""
        if title.title.kind != "title":
            return False
        forms = (one.form for one in self.passage.lexicon.titles if one.kind == "title" and not one.doubtful)
        return any((form, name) in self.bearers for form in forms if form != title.key)

    @cached_property
    def places(self) -> frozenset[str]:
        """The names that stand after "in" somewhere."""
        return frozenset(match["name"] for match in _PLACE.finditer(self.passage.text))

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """The words that are written in lower case somewhere."""
        return frozenset(_LOWER_WORD.findall(self.passage.text))


def named_after(passage: Passage, title: Occurrence) -> NamePhrase | None:
    """Return the name that directly follows the title in its line, or None."""
    start = follower_start(passage, title)
    return None if start is None else read_name(passage.text, start, passage.lexicon)


def is_namesake(passage: Passage, name: NamePhrase) -> bool:
    """Whether a name that is an ordinary word too reads as a person where it stands: "Mr. On said"."""
    text, lexicon = passage.text, passage.lexicon
    ordinary = len(name.words) == 1 and lexicon.is_ordinary(fold(name.words[0].slice(text)))
    return ordinary and subject_follows(text, name.end, len(text), lexicon)


def titled_names(passage: Passage, titles: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Span]]:
    """Yield each title with the surname that bears it: the last word of the name that follows.

    A plural's names all bear it; in "Mr. and Mrs. Hale" both titles are borne.
    """
    for index, title in enumerate(titles):
        name = named_after(passage, title)
        if name is None:
            continue
        for word in _surnames(passage, title, name):
            yield title, word
            if index and _AND.fullmatch(passage.text, titles[index - 1].span.end, title.span.start):
                yield titles[index - 1], word


def _surnames(passage: Passage, title: Occurrence, name: NamePhrase) -> Iterator[Span]:
    yield name.words[-1]
    at = name.end
    for _ in range(8 if title.plural else 0):
        gap = _NEXT_OF_PLURAL.match(passage.text, at)
        word = name_at(passage.text, gap.end(), len(passage.text)) if gap else None
        if word is None:
            return
        yield word
        at = word.end
