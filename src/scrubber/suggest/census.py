"""The drafts counted in the whole corpus, a document at a time: in how many documents each has a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field

from scrubber.layout import ends_sentence, word_count
from scrubber.phrases import fold
from scrubber.suggest.recurring import matcher_of
from scrubber.suggest.sampling import Page, site_of
from scrubber.suggest.sheets import is_short
from scrubber.suggest.writing import Counted
from scrubber.values import dataclass

_PARAGRAPH_WORDS = 12
_LONGEST = 1_000


@dataclass
class _Tally:
    documents: int = 0
    lines: int = 0
    between: int = 0
    sites: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Counting:
    """Phrases that are counted as one; ``site`` is "" for those of any site."""

    site: str
    phrases: Sequence[str]
    exact: Sequence[bool]


class Census:
    """Counts phrases of many sites at once. A document meets those of its own site and those of any."""

    def __init__(self, countings: Sequence[Counting]) -> None:
        self._countings = countings
        self._tallies = [_Tally() for _ in countings]
        self._exact: dict[tuple[str, str], int] = {}
        self._shapes: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.documents: dict[str, int] = {}
        self._all = 0
        for number, counting in enumerate(countings):
            for phrase, exact in zip(counting.phrases, counting.exact, strict=True):
                self._take(counting.site, phrase, exact, number)

    def _take(self, site: str, phrase: str, exact: bool, number: int) -> None:
        matcher = matcher_of(phrase)
        literal = matcher.phrases[0].literal if exact and matcher else None
        if literal is None:
            self._shapes[site].append((phrase, number))
        else:
            self._exact[site, fold(literal)] = number

    def add(self, page: Page) -> None:
        """Count a document."""
        site = site_of(page.url)
        self._all += 1
        self.documents[site] = self.documents.get(site, 0) + 1
        lines = [line for line in page.text.splitlines() if line.strip()]
        met: set[int] = set()
        for at, line in enumerate(lines):
            if len(line) <= _LONGEST and is_short(line):
                for number in set(self._met(site, line)):
                    met.add(number)
                    self._tallies[number].lines += 1
                    self._tallies[number].between += _is_between(lines, at)
        for number in met:
            self._tallies[number].documents += 1
            if not self._countings[number].site:
                self._tallies[number].sites.add(site)

    def _met(self, site: str, line: str) -> Iterator[int]:
        folded = fold(line)
        for key in {site, ""}:
            if (number := self._exact.get((key, folded))) is not None:
                yield number
            for phrase, number in self._shapes.get(key, ()):
                matcher = matcher_of(phrase)
                if matcher is not None and matcher.match(line):
                    yield number

    def counted(self, number: int) -> Counted:
        """Return what was counted for one of the countings."""
        tally, site = self._tallies[number], self._countings[number].site
        of = self.documents.get(site, 0) if site else self._all
        return Counted(tally.documents, of, max(1, len(tally.sites)), tally.lines, tally.between)


def _is_between(lines: Sequence[str], at: int) -> bool:
    return 0 < at < len(lines) - 1 and _is_paragraph(lines[at - 1]) and _is_paragraph(lines[at + 1])


def _is_paragraph(line: str) -> bool:
    return (
        len(line) > 2 * _PARAGRAPH_WORDS
        and ends_sentence(line)
        and word_count(line[:400]) >= _PARAGRAPH_WORDS
    )
