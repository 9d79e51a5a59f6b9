"""Words for made-up news: some of English (`lists/`), and a vocabulary without an end, coined from syllables.

The word of a rank is always the same, and low ranks are drawn far more often than high ones, as in real text:
100,000 words hold some 15,000 different ones, so that keeping what was found for a word helps a cleaner here
no more than it would on a newspaper.
"""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists"
_RANKS = 400_000
_EQUALS = 20
_ENGLISH_SHARE = 0.45
AGENCIES = ["AP", "Reuters", "AFP", "Getty Images"]


def listed(name: str) -> list[str]:
    return (_LISTS / f"{name}.txt").read_text(encoding="utf-8").split()


NOUNS, VERBS, ADJECTIVES = listed("nouns"), listed("verbs"), listed("adjectives")
MONTHS, DAYS, FIRST_NAMES = listed("months"), listed("days"), listed("first-names")
_STARTS, _MIDDLES, _ENDS = listed("starts"), listed("middles"), ["", *listed("ends")]


@lru_cache(maxsize=100_000)
def coined(rank: int) -> str:
    """Return the coined word of this rank: two syllables for the first 100,000 or so, then three."""
    number = (rank * 2_654_435_761) % (2**32)  # neighbours in rank look nothing alike
    syllables = []
    for _ in range(2 if rank < 100_000 else 3):
        number, start = divmod(number, len(_STARTS))
        number, middle = divmod(number, len(_MIDDLES))
        number, end = divmod(number, len(_ENDS))
        syllables.append(_STARTS[start] + _MIDDLES[middle] + _ENDS[end])
    return "".join(syllables)


def rank(rng: random.Random, most: int = _RANKS) -> int:
    """Draw a rank: the higher up the oftener, none of the first few much oftener than the others."""
    return int(_EQUALS * ((most / _EQUALS + 1) ** rng.random() - 1)) + 1


def word(rng: random.Random, english: list[str]) -> str:
    """Draw a word: one of the given English words, or a coined one."""
    if rng.random() < _ENGLISH_SHARE:
        return english[rank(rng, len(english)) - 1]
    return coined(rank(rng))


def place(rng: random.Random) -> str:
    return coined(rank(rng)).capitalize()


def person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST_NAMES)} {coined(rank(rng)).capitalize()}"


def date(rng: random.Random) -> str:
    return f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {rng.randint(1996, 2026)}"
