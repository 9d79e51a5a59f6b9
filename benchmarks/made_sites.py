"""A corpus made up on the spot: sites with furniture planted in known places, and traps in the articles.

Each site has a language of its own, made of syllables (so that no list of phrases can know it), a few English
words among it, and five kinds of furniture out of those below: lines that are the same every time, lines with
names, dates, times, numbers or ids in them, lines with any words after a fixed beginning, and runs of lines,
before, after and between the paragraphs. The articles hold what recurs too and is no furniture: a refrain, a
quotation, headings, and a sentence that comes back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

_STARTS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "sk",
    "st",
    "t",
    "tr",
    "v",
    "w",
]
_MIDDLES = ["a", "e", "i", "o", "u", "au", "ei", "ou"]
_ENDS = ["", "", "", "l", "m", "n", "r", "s", "st", "nd", "rk"]
_LITTLE = ["the", "a", "of", "in", "and", "to", "was", "is", "for", "on", "with", "by", "at", "from"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_HEADINGS = ["Introduction", "Ingredients", "Abstract", "What you need", "Background", "How it was done"]


@dataclass(frozen=True)
class Kind:
    """A kind of furniture of a site: where it stands, in what share of the documents, and what it says."""

    name: str
    side: str
    share: float
    lines: Callable[[random.Random], list[str]]


@dataclass(frozen=True)
class MadeDocument:
    """A document with its lines, each with the kind that planted it, "" for the article's own."""

    url: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The document's text: paragraphs with blank lines between them."""
        return "\n\n".join(line for line, _ in self.lines) + "\n"


@dataclass
class Site:
    """A site: its domain, its words, its authors, its furniture and what recurs in its articles."""

    number: int
    rng: random.Random
    words: list[str] = field(init=False)
    domain: str = field(init=False)
    name: str = field(init=False)
    authors: list[str] = field(init=False)
    kinds: list[Kind] = field(init=False)

    def __post_init__(self) -> None:
        self.words = sorted({_word(self.rng) for _ in range(700)})
        self.rng.shuffle(self.words)
        self.name = f"{self.words[0].title()} {self.rng.choice(['Gazette', 'Courier', 'Herald', 'Post'])}"
        self.domain = f"{self.name.lower().replace(' ', '')}{self.number}.example"
        self.authors = [_name(self.rng) for _ in range(self.rng.choice([3, 12, 60]))]
        self.kinds = _kinds(self)
        self.refrain = self.sentence(self.rng, 7)
        self.saying = f"“{self.sentence(self.rng, 9)}” said {self.authors[0]}."
        self.again = self.sentence(self.rng, 14)
        self.headings = [*self.rng.sample(_HEADINGS, 2), self.headline(self.rng, 2)]

    def sentence(self, rng: random.Random, size: int) -> str:
        """Return a sentence of this site's language."""
        words = [rng.choice(_LITTLE if rng.random() < 0.4 else self.words) for _ in range(size)]
        return f"{' '.join(words).capitalize()}."

    def paragraph(self, rng: random.Random) -> str:
        """Return a paragraph of one to four sentences."""
        return " ".join(self.sentence(rng, rng.randint(9, 22)) for _ in range(rng.randint(1, 4)))

    def headline(self, rng: random.Random, size: int | None = None) -> str:
        """Return a headline."""
        words = [rng.choice(self.words) for _ in range(size or rng.randint(4, 9))]
        return " ".join(words).capitalize()

    def article(self, rng: random.Random) -> list[str]:
        """Return the article's own lines, what recurs in it included."""
        lines = [self.paragraph(rng) for _ in range(rng.randint(4, 12))]
        traps = [(self.refrain, 0.3, 3), (self.saying, 0.25, 1), (self.again, 0.2, 1)]
        for line, share, times in traps:
            if rng.random() < share:
                for _ in range(rng.randint(1, times)):
                    lines.insert(rng.randint(0, len(lines)), line)
        for heading in self.headings:
            if rng.random() < 0.6:
                lines.insert(rng.randint(0, len(lines) - 1), heading)
        return lines

    def document(self, number: int, rng: random.Random) -> MadeDocument:
        """Return a document, furniture and all."""
        body = [(line, "") for line in self.article(rng)]
        head = [(self.headline(rng), "")]
        tail: list[tuple[str, str]] = []
        for kind in self.kinds:
            if rng.random() > kind.share:
                continue
            planted = [(line, kind.name) for line in kind.lines(rng)]
            if kind.side == "top":
                head = planted + head
            elif kind.side == "head":
                head += planted
            elif kind.side == "tail":
                tail += planted
            else:
                for line in planted:
                    body.insert(rng.randint(1, max(1, len(body) - 1)), line)
        return MadeDocument(f"https://www.{self.domain}/{number}", (*head, *body, *tail))


def _word(rng: random.Random) -> str:
    syllables = range(rng.choice([1, 2, 2, 3]))
    return "".join(rng.choice(_STARTS) + rng.choice(_MIDDLES) + rng.choice(_ENDS) for _ in syllables)


def _name(rng: random.Random) -> str:
    return f"{_word(rng).title()} {_word(rng).title()}"


def _date(rng: random.Random) -> str:
    return f"{rng.randint(1, 28)} {rng.choice(_MONTHS)} {rng.randint(2015, 2031)}"


def _time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"


def _hex(rng: random.Random) -> str:
    return f"{rng.getrandbits(64) | 1 << 63:016x}"


def _kinds(site: Site) -> list[Kind]:
    """Choose five kinds, of which some stand before, some after and some between the paragraphs."""
    rng = site.rng
    several = [
        _menu,
        _byline,
        _stamp,
        _copyright,
        _closing,
        _liked,
        _more,
        _tags,
        _share,
        _between,
        _framed,
        _call,
    ]
    makers = rng.sample(several[:3], rng.randint(1, 2)) + rng.sample(several[9:], rng.randint(0, 1))
    makers += rng.sample(several[3:9], 5 - len(makers))
    return [maker(site, rng.choice([0.5, 0.8, 1.0])) for maker in makers]


def _phrase(site: Site, size: int) -> str:
    return " ".join(site.rng.choice(site.words) for _ in range(size)).capitalize()


def _menu(site: Site, share: float) -> Kind:
    lines = [site.name, *(_phrase(site, 1) for _ in range(site.rng.randint(3, 6)))]
    return Kind("menu", "top", share, lambda rng: lines)


def _byline(site: Site, share: float) -> Kind:
    word, mark = _phrase(site, 1), site.rng.choice([" | ", ", ", " – "])
    return Kind("byline", "head", share, lambda rng: [f"{word} {rng.choice(site.authors)}{mark}{_date(rng)}"])


def _stamp(site: Site, share: float) -> Kind:
    first, second = _phrase(site, 1), site.rng.choice(_LITTLE)
    return Kind("stamp", "head", share, lambda rng: [f"{first} {_date(rng)} {second} {_time(rng)}"])


def _copyright(site: Site, share: float) -> Kind:
    words = _phrase(site, 3)
    return Kind("copyright", "tail", share, lambda rng: [f"© {rng.randint(2015, 2031)} {words}. {_hex(rng)}"])


def _closing(site: Site, share: float) -> Kind:
    line = site.sentence(site.rng, 8)
    return Kind("closing", "tail", max(share, 0.8), lambda rng: [line])


def _liked(site: Site, share: float) -> Kind:
    words = _phrase(site, 3).lower()
    return Kind("liked", "tail", share, lambda rng: [f"{rng.randint(2, 4000):,} {words}"])


def _more(site: Site, share: float) -> Kind:
    words = _phrase(site, 2)
    return Kind("more", "tail", share, lambda rng: [f"{words}: {site.headline(rng)}"])


def _tags(site: Site, share: float) -> Kind:
    word = _phrase(site, 1)

    def lines(rng: random.Random) -> list[str]:
        return [f"{word}: {', '.join(rng.choice(site.words) for _ in range(rng.randint(2, 5)))}"]

    return Kind("tags", "tail", share, lines)


def _share(site: Site, share: float) -> Kind:
    lines = [_phrase(site, 2), *site.rng.sample(["Facebook", "Print", "E-mail", "Telegram", "Copy link"], 3)]
    return Kind("share", "tail", share, lambda rng: lines)


def _between(site: Site, share: float) -> Kind:
    word = site.rng.choice(["Advertisement", "ADVERTISEMENT", "Story continues below", "Advertising"])
    return Kind("between", "body", share, lambda rng: [word] * rng.randint(1, 3))


def _framed(site: Site, share: float) -> Kind:
    line = f"— {_phrase(site, 4)} —"
    return Kind("framed", "body", share, lambda rng: [line])


def _call(site: Site, share: float) -> Kind:
    line = f"Sign up for the {site.name} newsletter"
    return Kind("call", "body", share, lambda rng: [line])


def made_sites(count: int, seed: int) -> list[Site]:
    """Return ``count`` sites; the same seed gives the same ones."""
    return [Site(number, random.Random(f"{seed}/{number}")) for number in range(count)]


def made_documents(sites: Sequence[Site], count: int, seed: int) -> Iterator[MadeDocument]:
    """Yield ``count`` documents, from one site after the other in turn; nothing is held."""
    for number in range(count):
        site = sites[number % len(sites)]
        yield site.document(number, random.Random(f"{seed}/{site.number}/{number}"))
