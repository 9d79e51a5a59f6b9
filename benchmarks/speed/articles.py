"""Made-up news articles, as a scraper flattens their pages: paragraphs, and furniture at the rates below.

No sentence comes from a list: each is put together from a shape and words that are drawn anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from words import ADJECTIVES, AGENCIES, DAYS, NOUNS, VERBS, coined, date, person, place, rank, word

LEAST_BYTES, MOST_BYTES = 1_000, 8_000
PLAIN_SHARE = 0.4
"""The share of articles that have no furniture at all."""


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    author: str
    date: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def noun(rng: random.Random) -> str:
    return f"{word(rng, ADJECTIVES)} {word(rng, NOUNS)}" if rng.random() < 0.4 else word(rng, NOUNS)


def clause(rng: random.Random) -> str:
    verb = word(rng, VERBS)
    past = verb + ("d" if verb.endswith("e") else "ed")
    shape = rng.randrange(6)
    if shape == 0:
        return f"the {noun(rng)} {past} a {noun(rng)} of {place(rng)}"
    if shape == 1:
        return f"{rng.randint(2, 9_999):,} {word(rng, NOUNS)}s {past} in the {noun(rng)}"
    if shape == 2:
        return f"{person(rng)} will {verb} the {noun(rng)} and its {noun(rng)}"
    if shape == 3:
        return f"a {noun(rng)} from {place(rng)} {past} for {rng.randint(2, 60)} {word(rng, NOUNS)}s"
    if shape == 4:
        return f"its {noun(rng)} had {past} to the {noun(rng)} near {place(rng)}"
    return f"no {noun(rng)} could {verb} what the {noun(rng)} had {past}"


def sentence(rng: random.Random) -> str:
    shape = rng.randrange(8)
    if shape == 0:
        text = f"on {rng.choice(DAYS)} {clause(rng)}, and {clause(rng)}"
    elif shape == 1:
        text = f"{clause(rng)}, according to the {noun(rng)} of {place(rng)}"
    elif shape == 2:
        text = f"although {clause(rng)}, {clause(rng)}"
    elif shape == 3:
        text = f"{clause(rng)}; since {rng.randint(1950, 2026)} {clause(rng)}"
    elif shape == 4:
        text = f"“{capital(clause(rng))},” {person(rng)} said. “{capital(clause(rng))}"
        return capital(text) + ".”"
    else:
        text = f"{clause(rng)} while {clause(rng)}" if shape < 7 else clause(rng)
    return capital(text) + "."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def title(rng: random.Random) -> str:
    return capital(
        f"{word(rng, ADJECTIVES)} {word(rng, NOUNS)} {word(rng, VERBS)}s {noun(rng)} in {place(rng)}"
    )


def paragraph(rng: random.Random) -> str:
    return " ".join(sentence(rng) for _ in range(rng.randint(1, 3)))


def body(rng: random.Random, size: int) -> Iterator[str]:
    """Yield paragraphs, with a heading now and then, until they have about this many characters."""
    start = f"{place(rng).upper()}, {date(rng)} ({rng.choice(AGENCIES)}) — " if rng.random() < 0.3 else ""
    while size > 0:
        text = start + paragraph(rng) if rng.random() > 0.06 or start else capital(noun(rng))
        start = ""
        size -= len(text) + 1
        yield text


def masthead(rng: random.Random, made: Article) -> list[str]:
    return ["Home", "News", "Sport", "Culture", "Subscribe", "Log in", "Search"][: rng.randint(3, 7)]


def byline(rng: random.Random, made: Article) -> list[str]:
    return [f"By {made.author}", f"Published {made.date}"][: rng.randint(1, 2)]


def share_row(rng: random.Random, made: Article) -> list[str]:
    rows = ["Share on Facebook", "Share on Twitter", "Share on WhatsApp", "Copy link", "Print this page"]
    return rng.sample(rows, rng.randint(2, 4))


def caption(rng: random.Random, made: Article) -> list[str]:
    seen = f"{capital(noun(rng))} stands by the {noun(rng)} in {place(rng)}"
    return [f"{seen}. ({person(rng)}/{rng.choice(AGENCIES)})"]


def related(rng: random.Random, made: Article) -> list[str]:
    return ["Related articles", *(title(rng) for _ in range(rng.randint(2, 5)))]


def read_more(rng: random.Random, made: Article) -> list[str]:
    return [f"Read more: {title(rng)}"]


def newsletter(rng: random.Random, made: Article) -> list[str]:
    return ["Sign up for our newsletter", "Enter your email address", "Subscribe"][: rng.randint(1, 3)]


def advertisement(rng: random.Random, made: Article) -> list[str]:
    return ["Advertisement"]


def author_box(rng: random.Random, made: Article) -> list[str]:
    return [
        f"About the author: {made.author} is a {word(rng, ADJECTIVES)} reporter at The {place(rng)} Post."
    ]


def footer(rng: random.Random, made: Article) -> list[str]:
    rows = ["Terms of use", "Privacy policy", "Cookie settings", "Contact us", "About us"]
    return [
        *rows[: rng.randint(2, 5)],
        f"© {rng.randint(2010, 2026)} The {place(rng)} Post. All rights reserved.",
    ]


Furniture = Callable[[random.Random, Article], list[str]]
ABOVE: list[tuple[float, Furniture]] = [(0.5, masthead), (0.7, byline), (0.4, share_row)]
WITHIN: list[tuple[float, Furniture]] = [(0.5, caption), (0.3, read_more), (0.3, advertisement)]
BELOW: list[tuple[float, Furniture]] = [
    (0.3, share_row),
    (0.3, author_box),
    (0.4, newsletter),
    (0.5, related),
    (0.6, footer),
]
"""The share of the articles that are not plain with each kind of furniture, where it stands."""


def article(rng: random.Random) -> Article:
    """Make an article of 1 to 8 KB, short ones more often than long ones."""
    size = int(LEAST_BYTES * (MOST_BYTES / LEAST_BYTES) ** rng.random())
    made = Article(title(rng), person(rng), date(rng), ())
    prose = [made.title, *body(rng, size - len(made.title))]
    if rng.random() >= PLAIN_SHARE:
        prose = furnished(rng, made, prose)
    return Article(made.title, made.author, made.date, tuple(prose))


def furnished(rng: random.Random, made: Article, prose: list[str]) -> list[str]:
    above, below = chosen(rng, made, ABOVE), chosen(rng, made, BELOW)
    for share, kind in WITHIN:
        if rng.random() < share:
            at = rng.randint(1, len(prose))
            prose[at:at] = kind(rng, made)
    return [*above, *prose, *below]


def chosen(rng: random.Random, made: Article, kinds: list[tuple[float, Furniture]]) -> list[str]:
    return [line for share, kind in kinds if rng.random() < share for line in kind(rng, made)]


def short_line(rng: random.Random) -> str:
    """Return a line of two or three words: for documents that are nearly all lines."""
    return f"{coined(rank(rng))} {word(rng, NOUNS)}"
