"""Whether what recurs is furniture: judged by where it stands, and by what it says.

A line is at an *edge* of its document where nothing but other lines that recur lie between it and the
document's start or end (and, at the start, one headline), or where the regions say head or tail. Furniture
stands there in every document; a refrain, a heading or a quotation stands among the article's own lines. What
stands between paragraphs counts only if it says itself what it is. Where that leaves a doubt, nothing is
proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import Literal

import regex

from scrubber.layout import ends_sentence, shape_of, word_count
from scrubber.regions.units import Unit, look
from scrubber.suggest.recurring import Recurrence
from scrubber.suggest.sheets import Sheet, Spot
from scrubber.values import dataclass

Side = Literal["head", "tail", "body"]
Place = Literal["head", "tail", "edges", "anywhere"]

SURE = 0.95
"""The share of the occurrences that must stand where the rule says."""
_COMMON = 0.5
_MOST = 0.6
_SEVERAL = 2  # sentences of one shape in a document
_KEPT = 0.35
_TITLE_WORDS = 25
_PARAGRAPH_WORDS = 10
_OWN_LINES, _OWN_WORDS = 2, 4
_RUN = 3  # so many lines at the start are a menu, not a title
_GAP = 8  # lines of a list of links, in a row, that do not recur
_LABEL_WORDS = 4
_LETTERS = regex.compile(r"[\p{L}\p{M}\s,'’&-]+[:.!?]?")
_FRAME = regex.compile(r"[\[(*=_~<>»«•–—-]\s*\S.*\S\s*[\])*=_~<>»«•–—-]")
_WORD = regex.compile(r"\p{L}{4,}")

SECTIONS = frozenset(
    [
        "abstract",
        "abstrakt",
        "acknowledgements",
        "acknowledgments",
        "aims",
        "analysis",
        "answer",
        "answers",
        "appendix",
        "approach",
        "aufgabe",
        "background",
        "bewertung",
        "conclusion",
        "conclusions",
        "data",
        "definition",
        "description",
        "details",
        "diagnosis",
        "directions",
        "discussion",
        "einleitung",
        "equipment",
        "ergebnisse",
        "etymology",
        "evaluation",
        "example",
        "examples",
        "fazit",
        "findings",
        "goals",
        "hintergrund",
        "history",
        "indications",
        "ingredients",
        "instructions",
        "intro",
        "introduction",
        "lyrics",
        "material",
        "materials",
        "method",
        "methode",
        "methods",
        "motivation",
        "notes",
        "objectives",
        "overview",
        "plot",
        "preface",
        "preparation",
        "procedure",
        "pros",
        "cons",
        "question",
        "questions",
        "reception",
        "recommendations",
        "references",
        "results",
        "schluss",
        "steps",
        "summary",
        "symptoms",
        "synopsis",
        "tools",
        "transcript",
        "treatment",
        "verdict",
        "zubereitung",
        "zusammenfassung",
        "zutaten",
        "überblick",
    ]
)
"""What the parts of articles, recipes and papers are called: a heading that recurs, and furniture nowhere."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a sheet: lines before ``head`` and from ``tail`` on; ``title`` is its headline, or -1."""

    head: int
    title: int
    tail: int

    def side(self, at: int) -> Side:
        """Return the edge that a line belongs to."""
        if at < self.head and at != self.title:
            return "head"
        return "tail" if at >= self.tail else "body"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where furniture stands; None where what recurs is taken for the article's own, and ``why``."""

    place: Place | None
    why: str


def edges_of(sheet: Sheet, recurs: Collection[int]) -> Edges:
    """Return the edges of a sheet of whose lines those with the indices ``recurs`` recur."""
    edges = _walked(sheet, recurs)
    inner = range(edges.head, edges.tail)
    own = [at for at in inner if at not in recurs and word_count(sheet.lines[at]) >= _OWN_WORDS]
    if len(own) < _OWN_LINES:  # no article to stand before or after: what recurs is the article's form
        return Edges(0, -1, len(sheet.lines))
    return edges


def _walked(sheet: Sheet, recurs: Collection[int]) -> Edges:
    """Walk in from both ends, as far as the lines recur."""
    return Edges(*_head(sheet, recurs), _tail(sheet, recurs))


def _head(sheet: Sheet, recurs: Collection[int]) -> tuple[int, int]:
    head, title = 0, -1
    for at, line in enumerate(sheet.lines):
        if at in recurs:
            head = at + 1
        elif title < 0 and not _is_paragraph(line):
            title = at
        else:
            break
    return head, title


def _is_paragraph(line: str) -> bool:
    words = word_count(line)
    return words > _TITLE_WORDS or (words >= _PARAGRAPH_WORDS and ends_sentence(line))


def _tail(sheet: Sheet, recurs: Collection[int]) -> int:
    """Return where the tail begins; a list of links that do not recur may stand in it below its heading."""
    tail, gap = len(sheet.lines), 0
    for at in range(len(sheet.lines) - 1, -1, -1):
        line = sheet.lines[at]
        if at in recurs:
            if gap and not says_itself(line):
                break
            tail, gap = at, 0
        elif gap < _GAP and shape_of(line) != "prose":
            gap += 1
        else:
            break
    return tail


@lru_cache(maxsize=2_000)
def _unit(line: str) -> Unit:
    return look(line)


def says_itself(line: str) -> bool:
    """Whether a line says by its words that it is furniture, wherever it stands."""
    return _unit(line).sure


def hints_at_it(line: str) -> bool:
    """Whether a line shows anything that furniture shows more often than articles do."""
    unit = _unit(line)
    return unit.telling or bool({"calls", "speaks of the site"} & set(unit.tones)) or "|" in line


def stands_alone(line: str) -> bool:
    """Whether a line between paragraphs may be furniture by what it says, or by its frame."""
    return hints_at_it(line) or says_itself(line) or _FRAME.fullmatch(line) is not None


class Judge:
    """Judges what recurs among the sheets of one site."""

    def __init__(self, sheets: Sequence[Sheet], found: Sequence[Recurrence], site: str) -> None:
        self._sheets = sheets
        self._edges = _edges_by(sheets, found)
        self._site = site.rpartition(".")[0]

    def side(self, spot: Spot) -> Side:
        """Return the edge at which a line stands, by the lines around it or by the regions."""
        side = self._edges[spot.sheet].side(spot.line)
        if side == "body":
            judged = self._sheets[spot.sheet].places(spot.line)
            return "head" if "head" in judged else "tail" if "tail" in judged else "body"
        return side

    def shares(self, spots: Collection[Spot]) -> Mapping[Side, float]:
        """Return how the lines are spread over the edges and the body."""
        sides = [self.side(spot) for spot in spots]
        return {side: sides.count(side) / max(1, len(sides)) for side in ("head", "tail", "body")}

    def verdict(self, recurrence: Recurrence) -> Verdict:
        """Judge one recurrence."""
        shares = self.shares(recurrence.lines)
        told = self._says(recurrence, says_itself)
        if recurrence.is_exact and _is_section(recurrence.texts[0]) and told < SURE:
            return Verdict(None, "a heading")
        if shares["body"] <= 1 - SURE:
            doubt = self._doubt(recurrence, shares, told)
            return Verdict(None, doubt) if doubt else Verdict(_place(shares), "")
        if told >= SURE and not recurrence.is_open:
            return Verdict("anywhere", "")
        if self._is_between(recurrence, told):
            return Verdict("anywhere", "")
        return Verdict(None, "stands among the article's own lines")

    def _says(self, recurrence: Recurrence, test: Callable[[str], bool]) -> float:
        lines = recurrence.lines.values()
        return sum(map(test, lines)) / max(1, len(lines))

    def _support(self, recurrence: Recurrence) -> float:
        return recurrence.documents / max(1, len(self._sheets))

    def _doubt(self, recurrence: Recurrence, shares: Mapping[Side, float], told: float) -> str:
        """Say why what stands at an edge may still be the article's own; "" where nothing speaks for it."""
        if recurrence.is_open and not self._opens_clearly(recurrence):
            return "too wide a shape"
        if not recurrence.is_exact or told >= SURE or self._says(recurrence, hints_at_it) >= SURE:
            return ""
        line = recurrence.texts[0]
        beside = self._share_of(recurrence, self._is_beside) >= _COMMON
        if beside and shape_of(line) == "prose" and self._support(recurrence) < _MOST:
            return "a sentence next to the article"
        if not _is_plain_label(line) or self._is_named(line):
            return ""
        return self._label_doubt(recurrence, shares, beside)

    def _label_doubt(self, recurrence: Recurrence, shares: Mapping[Side, float], beside: bool) -> str:
        """Say why a few words at an edge may belong to the article."""
        if shares["head"] < shares["tail"]:
            ends = beside and self._share_of(recurrence, self._is_last) >= _COMMON
            return "the article's last words" if ends else ""
        if beside and self._share_of(recurrence, self._is_below_title) >= _COMMON:
            return "a heading under the title"
        return "the title, or a salutation" if self._share_of(recurrence, self._is_title) >= _COMMON else ""

    def _is_named(self, line: str) -> bool:
        """Whether a line holds the site's own name."""
        return any(word.casefold() in self._site for word in _WORD.findall(line))

    def _opens_clearly(self, recurrence: Recurrence) -> bool:
        """Whether an open phrase begins with two words or more, or with a word and a mark."""
        lead = recurrence.pieces[: [piece.slot for piece in recurrence.pieces].index("words")]
        marked = bool(lead) and not lead[-1].text[-1:].isalnum()
        words = [piece for piece in lead if piece.text[:1].isalpha()]
        return (marked and len(words) >= 1) or (len(words) >= 2 and self._support(recurrence) >= 0.3)

    def _share_of(self, recurrence: Recurrence, test: Callable[[Spot], bool]) -> float:
        return sum(map(test, recurrence.lines)) / max(1, len(recurrence.lines))

    def _is_beside(self, spot: Spot) -> bool:
        """Whether the inner neighbour of a line at an edge is the article's own."""
        edges = self._edges[spot.sheet]
        if edges.side(spot.line) == "head":
            return spot.line + 1 >= edges.head and spot.line + 1 != edges.title
        return spot.line <= edges.tail

    def _is_last(self, spot: Spot) -> bool:
        return spot.line == len(self._sheets[spot.sheet].lines) - 1

    def _is_below_title(self, spot: Spot) -> bool:
        return 0 <= self._edges[spot.sheet].title < spot.line

    def _is_title(self, spot: Spot) -> bool:
        """Whether the document has no other headline, and no menu that the line could be part of."""
        edges = self._edges[spot.sheet]
        return edges.title < 0 and edges.head < _RUN

    def _is_between(self, recurrence: Recurrence, told: float) -> bool:
        """Whether a line between paragraphs says by itself, by its frame or by the site's name what it is."""
        if recurrence.is_open:
            return told >= SURE and self._opens_clearly(recurrence)
        if not recurrence.is_exact:
            return False
        line = recurrence.texts[0]
        if shape_of(line) == "prose" and word_count(line) > _TITLE_WORDS:
            return False
        return (self._is_named(line) and hints_at_it(line)) or _FRAME.fullmatch(line) is not None


def _steady(sheets: Sequence[Sheet], found: Sequence[Recurrence]) -> list[Recurrence]:
    """Leave out what the articles themselves are made of: it recurs, and shows no edge by doing so.

    Sentences of one shape, several in each document, are a form that is filled in. And sentences that have
    now this and now that above and below them wander through the articles: furniture keeps its neighbours.
    """
    at = {spot: number for number, recurrence in enumerate(found) for spot in recurrence.lines}

    def keeps(recurrence: Recurrence, step: int) -> bool:
        near = Counter(_neighbour(sheets, at, spot, step) for spot in recurrence.lines)
        count = len(recurrence.lines)
        return max(near.values()) >= _KEPT * count + sqrt(count) / 2  # of a few, some meet by chance

    def is_steady(recurrence: Recurrence) -> bool:
        if shape_of(recurrence.texts[0]) != "prose":
            return True
        if recurrence.slots and len(recurrence.lines) >= _SEVERAL * recurrence.documents:
            return False
        return keeps(recurrence, -1) or keeps(recurrence, 1)

    return [recurrence for recurrence in found if is_steady(recurrence)]


def _neighbour(sheets: Sequence[Sheet], at: Mapping[Spot, int], spot: Spot, step: int) -> int | str:
    """Return what recurs beside a line, or that it is the document's edge, or a line that does not recur."""
    line = spot.line + step
    if not 0 <= line < len(sheets[spot.sheet].lines):
        return "edge"
    return at.get(Spot(spot.sheet, line), "own")


def _edges_by(sheets: Sequence[Sheet], found: Sequence[Recurrence]) -> list[Edges]:
    """Return the edges of the sheets by what is steady, but for sentences that mostly stand within them."""
    steady = _steady(sheets, found)
    edges = [_walked(sheet, lines) for sheet, lines in zip(sheets, _by_sheet(sheets, steady), strict=True)]

    def is_within(recurrence: Recurrence) -> bool:
        sides = [edges[spot.sheet].side(spot.line) for spot in recurrence.lines]
        return shape_of(recurrence.texts[0]) == "prose" and sides.count("body") > _COMMON * len(sides)

    outer = [recurrence for recurrence in steady if not is_within(recurrence)]
    return [edges_of(sheet, lines) for sheet, lines in zip(sheets, _by_sheet(sheets, outer), strict=True)]


def _by_sheet(sheets: Sequence[Sheet], found: Sequence[Recurrence]) -> list[set[int]]:
    """Return the lines of each sheet that recur."""
    lines: list[set[int]] = [set() for _ in sheets]
    for recurrence in found:
        for spot in recurrence.lines:
            lines[spot.sheet].add(spot.line)
    return lines


def _place(shares: Mapping[Side, float]) -> Place:
    if shares["head"] >= SURE * (1 - shares["body"]):
        return "head"
    return "tail" if shares["tail"] >= SURE * (1 - shares["body"]) else "edges"


def _is_plain_label(line: str) -> bool:
    """Whether a line is a few words and nothing else: the form that headings have too."""
    return word_count(line) <= _LABEL_WORDS and _LETTERS.fullmatch(line) is not None


def _is_section(line: str) -> bool:
    words = [word.casefold() for word in regex.findall(r"[\p{L}\p{M}]+", line)]
    return 0 < len(words) <= 3 and any(word in SECTIONS for word in words)
