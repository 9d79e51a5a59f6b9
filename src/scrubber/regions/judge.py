"""Head and tail found by weighing: the cut with the most evidence on both its sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from scrubber.layout import Layout, paragraph_ranges
from scrubber.regions.evidence import Unit, evidence, look
from scrubber.regions.weights import HEAD_BIAS, TAIL_BIAS, WEIGHTS

# One unit may not outweigh a neighbourhood, and a paragraph counts for more than a line of furniture.
_MOST, _LEAST = 3.0, -6.0
_LEAST_PARAGRAPHS, _LEAST_WORDS = 2, 60  # less shows no article that anything could be outside of
_TAIL_LEAN, _TAIL_SUM = 0.6, 3.0
_HEAD_LEAN, _HEAD_SUM = 0.25, 1.0
_SIGN_WITHIN = 6
_SIGN_WORDS = 12
_SIGNS_NEAR = 15
_RUN_LENGTH = 24
_RUN_SUM = 8.0
_RUN_START = 1.5
_SOLID_WORDS = 14
_LONG_PARAGRAPH = 20
_REFERENCES = 3
_AMOUNTS = 4
_BEGINNING = 24
_HEADLINE_WORDS = 6
_LETTERS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Cuts:
    """Unit indices: the head is what stands before ``head``, the tail what stands from ``tail`` on.

    ``titles`` are the head's units that may be the article's headline.
    """

    head: int
    tail: int
    titles: tuple[int, ...]


def units_of(lines: Sequence[str], layout: Layout) -> list[Unit]:
    """Return the non-blank lines as units; paragraphs of wrapped prose as one unit each."""
    units = []
    for start, end in paragraph_ranges(lines, layout):
        if layout.kind == "wrapped" and end - start > 1 and len(lines[start]) > 30:
            units.append(look(start, " ".join(lines[start:end])))
        else:
            units += [look(index, lines[index]) for index in range(start, end)]
    return units


def cut(units: Sequence[Unit]) -> Cuts:
    """Return where the article begins and ends among the units; all of them where evidence is absent."""
    said = evidence(units)
    tail = _tail(units, [_weight(each, 1, TAIL_BIAS + _TAIL_LEAN) for each in said], said)
    first = next((index for index, unit in enumerate(units[:tail]) if _may_begin(unit)), 0)
    head = _head(units[:tail], [_weight(each, 0, HEAD_BIAS + _HEAD_LEAN) for each in said[:first]])
    return Cuts(head, tail, _titles(units[:tail], head))


def _weight(said: Sequence[str], column: int, bias: float) -> float:
    total = bias + sum(WEIGHTS[name][column] for name in said if name in WEIGHTS)
    return max(_LEAST, min(_MOST, total))


def _tail(units: Sequence[Unit], weights: Sequence[float], said: Sequence[Sequence[str]]) -> int:
    """The start of the suffix that weighs most, moved on to where the furniture is sure to begin."""
    first = _after_article(units, said)
    sums = list(accumulate(reversed(weights[first:])))
    if not sums or max(sums) <= _TAIL_SUM:
        return len(units)
    start = len(units) - 1 - sums.index(max(sums))
    start = _sure_start(units, weights, start)
    return start if _shows_article(units[:start]) else len(units)


def _after_article(units: Sequence[Unit], said: Sequence[Sequence[str]]) -> int:
    """The index after the last paragraphs, references or rows of a table that are surely the article's."""
    after = solid = long = references = 0
    amounts = [0, *accumulate("amount" in unit.hints for unit in units)]
    for index, unit in enumerate(units):
        solid = solid + 1 if unit.paragraph and unit.words >= _SOLID_WORDS else 0
        long = long + 1 if solid and unit.words >= _LONG_PARAGRAPH else 0
        references = references + 1 if "reference" in unit.hints else 0
        least, least_long = _paragraphs_wanted(said[index])
        table = "amount" in unit.hints and amounts[index + 1] - amounts[max(0, index - 11)] >= _AMOUNTS
        if solid >= least or long >= least_long or references >= _REFERENCES or table:
            after = index + 1
    return after


def _paragraphs_wanted(said: Sequence[str]) -> tuple[int, int]:
    """How many paragraphs in a row, and how many long ones, show that what was opened is over.

    Teasers are parted by headlines; comments, an author's life and a footer have paragraphs of their own.
    """
    if "in comments" in said:
        return 6, 6
    if "in author box" in said or "in legal footer" in said:
        return 3, 3
    return (2, 2) if "in related stories" in said else (2, 1)


def _sure_start(units: Sequence[Unit], weights: Sequence[float], start: int) -> int:
    """A tail starts at a sure sign that others follow, or in a run that weighs a lot and bears several."""
    for index in range(start, min(len(units), start + _SIGN_WITHIN)):
        if units[index].sure and units[index].words <= _SIGN_WORDS and _goes_on(units, weights, index):
            while index > start and units[index - 1].telling:
                index -= 1
            return index
    if sum(weights[start:]) < _RUN_SUM:
        return len(units)
    for index in range(start, min(len(units), start + _SIGN_WITHIN)):
        if units[index].sentence and units[index].words > 3:
            start = index + 1
    while start < len(units) and weights[start] < _RUN_START:
        start += 1
    telling = [unit.telling for unit in units[start : start + _RUN_LENGTH]]
    return start if sum(telling) >= (2 if len(telling) == _RUN_LENGTH else 3) else len(units)


def _goes_on(units: Sequence[Unit], weights: Sequence[float], index: int) -> bool:
    near = units[index + 1 : index + 1 + _SIGNS_NEAR]
    if len(near) < 4 or any(unit.sure for unit in near):
        return True
    return sum(weights[index + 1 : index + 1 + _SIGNS_NEAR]) >= _SIGNS_NEAR


def _may_begin(unit: Unit) -> bool:
    """Whether the article may begin here: at any sentence, and at a long one whatever its first words are."""
    if unit.sign:
        return unit.prose and unit.words >= _SOLID_WORDS
    return unit.prose or (unit.sentence and unit.words > 3)


def _shows_article(units: Sequence[Unit]) -> bool:
    words = [unit.words for unit in units if unit.prose]
    return len(words) >= _LEAST_PARAGRAPHS and sum(words) >= _LEAST_WORDS


def _head(units: Sequence[Unit], weights: Sequence[float]) -> int:
    """The end of the prefix that weighs most; there are weights up to the first sentence."""
    sums = list(accumulate(weights))
    if not sums or max(sums) <= _HEAD_SUM:
        return 0
    end = sums.index(max(sums)) + 1
    return end if _shows_article(units[end:]) and any(unit.sign for unit in units[:end]) else 0


def _titles(units: Sequence[Unit], head: int) -> tuple[int, ...]:
    """The head's lines that may be the article's headline, kicker or subtitle.

    Those are lines without a sign that are as long as headlines are, or whose words the article's beginning
    takes up, and one right above it.
    """
    if not head:
        return ()
    body = {word for unit in units[head : head + _BEGINNING] for word in _words(unit.text)}
    found = {i for i in range(head) if _heads_article(units[i]) and _taken_up(units[i], body)}
    last = units[head - 1]
    found |= {i for i in range(head) if _heads_article(units[i]) and units[i].words >= _HEADLINE_WORDS}
    if _heads_article(last) and (last.words not in {2, 3} or last.form == "label with colon"):
        found.add(head - 1)  # two or three words are a byline, mostly
    return tuple(sorted(found))


def _heads_article(unit: Unit) -> bool:
    return not unit.sign and unit.hints in {(), ("title case",)}


def _taken_up(unit: Unit, body: set[str]) -> bool:
    words = set(_words(unit.text)) if unit.words > 1 else set()
    return bool(words) and sum(word in body for word in words) * 10 >= len(words) * 6


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.casefold())
