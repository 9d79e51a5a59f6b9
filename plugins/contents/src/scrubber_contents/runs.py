"""Runs of lines that stand again further down, in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import regex

LEAST = 3
"""So many entries make a list of sections: two lines may stand twice by chance."""

LONGEST = 160
"""A heading has fewer code points."""

_NUMBER = regex.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|[•·▪‣*–—-])\s+")
_NUMBER_ENDS = ".):•·▪‣*–—-"
_MARKS = regex.compile(r"[\W_]+")

_AROUND_WORDS = "_.,:;!?()[]{}\"'“”‘’…"

Places = Mapping[str, Sequence[int]]


def key_of(line: str) -> str:
    """Fold a heading: without number or bullet, case and punctuation; "" where nothing is left or it is long.

    >>> key_of("2.1 Who reads the gauge?") == key_of("Who Reads the Gauge")
    True
    """
    if len(line) > LONGEST:
        return ""
    plain = _NUMBER.sub("", line.strip(), count=1)
    return _MARKS.sub(" ", plain).strip().casefold()


def entry_runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return half-open ranges of lines: each a run whose lines all stand again below it, in their order.

    Blank lines within a run belong to it. No two ranges overlap.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    keys = _keys([lines[index] for index in filled])
    if sum(map(bool, keys)) < 2 * LEAST:
        return []
    places = _places(keys)
    runs, start = [], 0
    while start < len(keys):
        end = _run_end(keys, places, start) if keys[start] else start
        if end - start >= LEAST:
            runs.append((filled[start], filled[end - 1] + 1))
        start = max(end, start + 1)
    return runs


def _keys(lines: Sequence[str]) -> list[str]:
    """Return the key of each line; "" too where no other line can have the same, which is as good.

    Lines with the same key end in the same word, and a line's last word is much sooner read than its key.
    """
    ends = [_last_word(line) for line in lines]
    often = Counter(ends)
    return [key_of(line) if end and often[end] > 1 else "" for line, end in zip(lines, ends, strict=True)]


def _last_word(line: str) -> str:
    """Return the last word of a line's key."""
    if len(line) > LONGEST:
        return ""
    head, _, tail = line.strip().rpartition(" ")
    word = tail.strip(_AROUND_WORDS)
    plain = word.isalpha() or (word.isascii() and word.isalnum())
    # a number or bullet goes with the blanks after it, so that the words round it may become one
    if plain and not (head and (head[-1] in _NUMBER_ENDS or head[-1].isdecimal() or head[-1].isspace())):
        return word.casefold()
    return key_of(line).rpartition(" ")[2]


def _places(keys: Sequence[str]) -> Places:
    places: dict[str, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        if key:
            places[key].append(position)
    return places


def _run_end(keys: Sequence[str], places: Places, start: int) -> int:
    """Return where the longest run from ``start`` ends; ``start`` where there is none.

    The first place where an entry stands again bounds the run: it ends before that at the latest.
    """
    first = _next_place(places, keys[start], start + LEAST)
    if first is None:
        return start
    end, reached = start + 1, first
    while end < first and (again := _next_place(places, keys[end], reached + 1)) is not None:
        end, reached = end + 1, again
    return end


def _next_place(places: Places, key: str, least: int) -> int | None:
    found = places.get(key, ())
    index = bisect_left(found, least)
    return found[index] if index < len(found) else None
