"""Head and tail found by weighing: how likely the article is to begin and to end at each place.

All evidence of a cut is summed: what the units outside it show, and what its edge shows. The sums are log
odds between the possible cuts (a log-linear model with one change of state), so that each unit has a
probability to lie outside the article. What is so for certain is head or tail; what may well be
so is told apart, for rules whose edits somebody looks at.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal

from scrubber.regions.edges import head_edges, tail_edges
from scrubber.regions.evidence import Contexts, contexts_of, evidence
from scrubber.regions.units import Unit
from scrubber.regions.weights import HEAD_EDGES, HEAD_UNITS, TAIL_EDGES, TAIL_UNITS
from scrubber.values import dataclass

__all__ = ["Cuts", "Side", "Weighing", "after_article", "cut", "most_head", "weigh"]

_DEEP_TAIL, _SURE_TAIL, _MAYBE_TAIL = 0.97, 0.85, 0.2
_SURE_HEAD, _MAYBE_HEAD = 0.89, 0.3
# The last lines of all need a sign that is not sure over them, or signs in half of them, if none is a
# sentence, and one stands right above, with much of an article.
_TRAILING, _MOST_TRAILING, _TRAILING_PARAGRAPHS, _TRAILING_SIGNS = 0.7, 25, 5, 2
_AUTHORS = {
    "amount",
    "contact",
    "date",
    "reference",
}  # of these hints an author sets rows too: a tour, an address
# Less shows no article that anything could be outside of; where one sign is all there is, it takes more.
_LEAST_PARAGRAPHS, _LEAST_WORDS = 2, 60
_MOST_HEAD = 40  # units
_LEAST_TELLING = 3  # of a head's units, where none is sure
_LEAST_SURE = 0.04  # of a tail's units: what bears fewer sure signs is a long work's own lines

_REFERENCES, _REFERENCES_WITHIN = 3, 8
_AMOUNTS, _AMOUNTS_WITHIN = 4, 12
_NOTES = 3
_FREE, _OPENED = 4, 6  # paragraphs in a row that are surely the article's, if nothing or something was opened
_MOST_WORDS = 0.25  # of an article's words may stand after it, in paragraphs that no furniture opens
_OWN_WORDS, _OWN, _SOME = 60, 0.5, 0.34

_BEGINNING = 40  # units
_HEADLINE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Cuts:
    """Unit indices: the head is what stands before ``head``, the tail what stands from ``tail`` on.

    From ``deep_tail`` on a unit is so surely outside that even a sentence may go. ``maybe_head`` and
    ``maybe_tail`` are the bolder judgement, never a smaller one. ``titles`` are the head's units that may be
    the article's headline.
    """

    head: int
    tail: int
    deep_tail: int
    maybe_head: int
    maybe_tail: int
    titles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side's weighing: ``reached`` are probabilities to lie outside, of the units from ``first`` on.

    For the tail they rise up to the end, which is outside for certain; for the head ``first`` is 0, the entry
    at 0 stands for a beginning that leaves nothing out, and the entry at ``n`` is that of the unit before.
    ``edges`` are the evidence of the cuts at the same places, and ``sums`` what all evidence of each cut adds
    up to. ``refused`` says what no weight can overrule
    where that is why nothing lies outside.
    """

    first: int
    reached: tuple[float, ...]
    edges: Sequence[Sequence[str]]
    sums: Sequence[float]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A judgement with all that it rests on.

    ``said`` is the evidence of each unit that some cut leaves out; of the others nothing is asked.
    """

    cuts: Cuts
    said: Sequence[Sequence[str]]
    head: Side
    tail: Side

    def outside(self, side: Literal["head", "tail"], unit: int) -> float:
        """Return the probability that a unit lies before the article, or after it."""
        if side == "tail":
            return self.tail.reached[unit - self.tail.first] if unit >= self.tail.first else 0.0
        return self.head.reached[unit + 1] if unit + 1 < len(self.head.reached) else 0.0


def cut(units: Sequence[Unit]) -> Cuts:
    """Return where the article begins and ends among the units; all of them where evidence is absent."""
    return weigh(units).cuts


def weigh(units: Sequence[Unit]) -> Weighing:
    """Return where the article begins and ends with the probabilities and the evidence that say so."""
    contexts = contexts_of(units)
    first = after_article(units, contexts)
    below = evidence(units, contexts, first, len(units))
    tail_side, (deep_tail, tail, maybe_tail) = _tails(units, contexts, first, below)
    inner = units[:maybe_tail]
    most = most_head(inner)
    above = evidence(units, contexts, 0, min(most, first)) + below[: max(0, most - first)]
    head_side, (head, maybe_head) = _heads(inner, above)
    cuts = Cuts(head, tail, deep_tail, maybe_head, maybe_tail, _titles(inner, maybe_head))
    said = [*above[:first], *[()] * (first - len(above[:first])), *below]
    return Weighing(cuts, said, head_side, tail_side)


def _tails(
    units: Sequence[Unit], contexts: Contexts, first: int, said: Sequence[Sequence[str]]
) -> tuple[Side, tuple[int, int, int]]:
    """Weigh the tails that begin at ``first`` or later; ``said`` is the evidence of the units from there."""
    size = len(units)
    outside = list(accumulate((_weight(each, _TAIL_UNITS) for each in reversed(said)), initial=0.0))
    shown = tail_edges(units, contexts, first)
    edges = [_weight(edge, _TAIL_EDGES) for edge in shown]
    sums = [a + b for a, b in zip(reversed(outside), edges, strict=True)]
    reached = list(accumulate(_odds(sums)))
    deep, sure, trailing, maybe = (
        min(size, first + bisect_left(reached, least))
        for least in (_DEEP_TAIL, _SURE_TAIL, _TRAILING, _MAYBE_TAIL)
    )
    maybe = min(sure, maybe)
    while sure > maybe and sure < size and units[sure - 1].sure:  # what touches it is its first
        sure -= 1
    refused = _no_end(units, sure)
    if refused and _trails(units, trailing):
        tail, refused = trailing, ""
    else:
        tail = size if refused else sure
    cuts = max(deep, tail), tail, tail if _no_end(units, maybe) else min(tail, maybe)
    return Side(first, tuple(reached), shown, sums, refused if sure < size else ""), cuts


def _no_end(units: Sequence[Unit], at: int) -> str:
    """Say why an article cannot end at the cut: too little of it, or of furniture; "" where it can."""
    tail = units[at:]
    sure = sum(unit.sure for unit in tail)
    if sure < max(1, _LEAST_SURE * len(tail)):
        return "too few sure signs of furniture below for that" if sure else "no sure sign of furniture below"
    if not _shows_article(units[:at], _LEAST_PARAGRAPHS + (sure == 1)):
        return "too little of an article above"
    return ""


def _trails(units: Sequence[Unit], at: int) -> bool:
    """Whether the lines from ``at`` on are few, show furniture and no sentence, and an article stands above.

    An article ends in a sentence, mostly; what its author sets below is a name, a date, an address or a list.
    """
    tail = units[at:]
    signs = sum(unit.sign is not None for unit in tail)
    opened = bool(tail) and tail[0].sign is not None
    if len(tail) > _MOST_TRAILING or not (opened or (signs >= _TRAILING_SIGNS and signs * 2 >= len(tail))):
        return False
    if not units[at - 1].sentence:
        return False
    if any(unit.prose or unit.sentence or _AUTHORS & set(unit.hints) for unit in tail):
        return False
    return _shows_article(units[:at], _TRAILING_PARAGRAPHS)


def _heads(units: Sequence[Unit], said: Sequence[Sequence[str]]) -> tuple[Side, tuple[int, int]]:
    """Weigh the heads of which ``said`` is the evidence of the units."""
    outside = accumulate((_weight(each, _HEAD_UNITS) for each in said), initial=0.0)
    shown = head_edges(units, len(said))
    edges = [_weight(edge, _HEAD_EDGES) for edge in shown]
    sums = [a + b for a, b in zip(outside, edges, strict=True)]
    reached = list(accumulate(reversed(_odds(sums))))[::-1]
    sure, maybe = (
        max((at for at, sum_ in enumerate(reached) if sum_ >= least), default=0)
        for least in (_SURE_HEAD, _MAYBE_HEAD)
    )
    too_little = "too few signs of a page above, or no article below"
    refused = "" if _may_begin(units, sure, _LEAST_TELLING) else too_little
    head = 0 if refused else sure
    cuts = head, maybe if _may_begin(units, maybe, 1) else head
    return Side(0, tuple(reached), shown, sums, refused if sure else ""), cuts


def _may_begin(units: Sequence[Unit], at: int, least: int) -> bool:
    """Whether enough before the cut are signs of a page, and an article stands after it.

    Names and dates stand above letters too, and a copyright line above licences and manuals.
    """
    signs = [unit for unit in units[:at] if unit.sign and unit.sign.kind != "legal footer"]
    telling = sum(unit.telling for unit in units[:at])
    enough = any(unit.sure for unit in signs) or (bool(signs) and telling >= least)
    return enough and _shows_article(units[at:])


def most_head(units: Sequence[Unit]) -> int:
    """Return the most units that a head may have: none is looked for far inside a document, or in a table."""
    most = min(len(units), _MOST_HEAD)
    return next((at for at in range(most) if _in_table(units, at)), most)


def _in_table(units: Sequence[Unit], at: int) -> bool:
    """Whether a unit is one of a table's rows: a lone one may be a menu."""
    return units[at].row and any(units[near].row for near in (at - 1, at + 1) if 0 <= near < len(units))


class _Weights(dict[str, float]):
    """Weights by name; what is not among them weighs nothing."""

    def __missing__(self, name: str) -> float:
        self[name] = 0.0  # asked for again and again, and there are few names
        return 0.0


_HEAD_UNITS, _HEAD_EDGES = _Weights(HEAD_UNITS), _Weights(HEAD_EDGES)
_TAIL_UNITS, _TAIL_EDGES = _Weights(TAIL_UNITS), _Weights(TAIL_EDGES)


def _weight(said: Sequence[str], weights: _Weights) -> float:
    return sum(map(weights.__getitem__, said))


def _odds(sums: Sequence[float]) -> list[float]:
    """Return the probabilities of which ``sums`` are the logarithms, but for a common term."""
    most = max(sums)
    powers = [math.exp(each - most) for each in sums]
    total = sum(powers)
    return [power / total for power in powers]


def _shows_article(units: Sequence[Unit], paragraphs: int = _LEAST_PARAGRAPHS) -> bool:
    words = [unit.words for unit in units if unit.prose]
    return len(words) >= paragraphs and sum(words) >= _LEAST_WORDS


def after_article(units: Sequence[Unit], contexts: Contexts) -> int:
    """Return the index after the last unit that is surely the article's.

    Those are paragraphs in a row, a long one that goes on with the article's words, references, numbered
    notes and the rows of a table; where there are none, whatever holds more than a share of all words in
    paragraphs.
    """
    for index in range(len(units) - 1, -1, -1):
        if _is_articles(units, contexts, index):
            return index + 1
    return _most_words(contexts.free_words)


def _is_articles(units: Sequence[Unit], contexts: Contexts, index: int) -> bool:
    """Whether a unit is surely the article's, by what it is and by what leads up to it."""
    unit = units[index]
    if unit.prose and (contexts.notes[index] >= _NOTES or _goes_on(unit, contexts, index)):
        return True
    if unit.solid:
        least = _OPENED if contexts.sections[index] else _FREE
        if index + 1 >= least and all(_is_free(units, contexts, i) for i in range(index, index - least, -1)):
            return True
    return (
        _in_table(units, index)
        or _dense(units, index, "amount", _AMOUNTS, _AMOUNTS_WITHIN)
        or _dense(units, index, "reference", _REFERENCES, _REFERENCES_WITHIN)
    )


def _is_free(units: Sequence[Unit], contexts: Contexts, index: int) -> bool:
    solid = units[index].solid and contexts.taken_up[index] >= _SOME
    return solid and "in comments" not in contexts.sections[index]


def _most_words(words_from: Sequence[int]) -> int:
    """The first index after which at most a share of the words in paragraphs stands."""
    return bisect_left(words_from, -_MOST_WORDS * words_from[0], key=lambda words: -words)


def _goes_on(unit: Unit, contexts: Contexts, index: int) -> bool:
    if not unit.paragraph or unit.words < _OWN_WORDS or contexts.taken_up[index] < _OWN:
        return False
    return not {"in comments", "in author box"} & set(contexts.sections[index])


def _dense(units: Sequence[Unit], index: int, mark: str, least: int, within: int) -> bool:
    """Whether the unit bears the mark, and enough of those up to it do."""
    if mark not in units[index].hints:
        return False
    return sum(mark in unit.hints for unit in units[max(0, index + 1 - within) : index + 1]) >= least


def _titles(units: Sequence[Unit], head: int) -> tuple[int, ...]:
    """The head's lines that may be the article's headline, kicker or subtitle.

    Those are lines without a sign that are as long as headlines are, or whose words the article's beginning
    takes up, and one right above it.
    """
    if not head:
        return ()
    body = frozenset().union(*(unit.stems for unit in units[head : head + _BEGINNING]))
    found = {i for i in range(head) if _heads_article(units[i]) and _taken_up(units[i], body)}
    last = units[head - 1]
    found |= {i for i in range(head) if _heads_article(units[i]) and units[i].words >= _HEADLINE_WORDS}
    if _heads_article(last) and (last.words not in {2, 3} or last.form == "label with colon"):
        found.add(head - 1)  # two or three words are a byline, mostly
    return tuple(sorted(found))


def _heads_article(unit: Unit) -> bool:
    return not unit.sign and unit.hints in {(), ("title case",)}


def _taken_up(unit: Unit, body: frozenset[str]) -> bool:
    return unit.words > 1 and bool(unit.stems) and len(unit.stems & body) * 2 >= len(unit.stems)
