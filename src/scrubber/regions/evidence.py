"""What each unit of a document shows by itself and by its neighbours: named pieces of evidence.

A unit is a line, or a whole paragraph where the text is wrapped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from scrubber.layout import ends_sentence, is_list_item, word_count
from scrubber.regions.signs import Sign, fold, sign_of

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d\d\b")
_CONTACTS = ("@", "email protected", "http:", "https:", "www.", "0-0-0", "(0) 0", "0 0 0")
_NETWORK = re.compile(
    r"facebook|twitter|linkedin|instagram|youtube|whatsapp|pinterest|reddit|telegram|tiktok|mastodon|bluesky|tumblr"
)
_SEPARATOR = re.compile(r"\s[|•·›»>/]\s")
_REFERENCE = re.compile(
    r"\((?:n\.d\.|(?:19|20)\d\d\w?(?:, [^)]{1,20})?)\)|\bdoi\b|\bet al\b|\b(?:19|20)\d\d\. |\d+\(\d+\):"
)
_AMOUNT = re.compile(r"(?:^|\s)(?:[$€£¥+-]? ?\d[\d.,]*[.,]\d+ ?[%€$]?|[$€£¥] ?\d+|\d+ ?[%€$])\s*$")
_ALPHABETIC = re.compile(r"[^\W\d_]+")

_DATE_WORDS = 7
_SHORT_WORDS = 40  # nothing longer is a sign
PROSE_WORDS = 10  # from here on a sentence counts as the article's own
SIGN_WORDS = 8  # a longer line that begins like a sign is a sentence of the furniture at most
_MENU_WORDS = 6
_LONG_WORDS = 30  # from here on a line without a full stop is prose too
REACH = 5  # units to either side that count as neighbours

_SURE_BEFORE = [f"sure before {min(3, count)}" for count in range(REACH + 1)]
_SURE_AFTER = [f"sure after {min(3, count)}" for count in range(REACH + 1)]
_PROSE_BEFORE = [f"prose before {min(4, count)}" for count in range(REACH + 1)]
_PROSE_AFTER = [f"prose after {min(4, count)}" for count in range(REACH + 1)]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with what it shows by itself. ``line`` is the index of its first line."""

    line: int
    text: str
    folded: str
    words: int
    sentence: bool
    sign: Sign | None
    form: str
    hints: tuple[str, ...]

    @property
    def prose(self) -> bool:
        """Whether it is a sentence or more, long enough to be a paragraph of an article."""
        return self.words >= (PROSE_WORDS if self.sentence else _LONG_WORDS)

    @property
    def paragraph(self) -> bool:
        """Whether it is prose that bears no sign of furniture."""
        return self.prose and not self.sign

    @property
    def sure(self) -> bool:
        """Whether it surely is furniture, looked at alone."""
        return (self.sign is not None and self.sign.sure) or "rights" in self.hints

    @property
    def telling(self) -> bool:
        """Whether it shows anything at all that furniture shows more often than articles do."""
        return self.sign is not None or bool(set(self.hints) & {"date", "contact", "networks", "rights"})


def look(line: int, text: str) -> Unit:
    """Return the unit that ``text`` is, from what it shows by itself."""
    words = len(text.split())
    if words < _SHORT_WORDS or words * 12 < len(text):  # long ones need no exact count, if they set blanks
        words = word_count(text)
    sentence = ends_sentence(text)
    folded = fold(text) if words <= _SHORT_WORDS else ""
    hints = _hints(text, folded, words, sentence) if folded else ()
    sign = sign_of(folded)
    if sign and not sign.sure and words > _MENU_WORDS:
        sign = None
    return Unit(line, text, folded, words, sentence, sign, _form(text, words, sentence), tuple(hints))


def _form(text: str, words: int, sentence: bool) -> str:
    """The one form of a unit: finer than its shape."""
    if words and is_list_item(text):
        return "item" if words < 2 * PROSE_WORDS else "long item"
    if not any(map(str.isalpha, text)):
        return "symbols"
    if text.rstrip()[-1:] in ":：":
        return "label with colon"
    if sentence and words > 3:
        return "short sentence" if words < PROSE_WORDS else "sentence" if words < 25 else "paragraph"
    sizes = ((1, "one word"), (3, "few words"), (9, "short line"), (19, "headline"))
    return next((form for most, form in sizes if words <= most), "long line")


def _hints(text: str, folded: str, words: int, sentence: bool) -> Iterator[str]:
    if "0" in folded:  # a number: all are folded to it
        yield from _number_hints(text, words)
    if words <= SIGN_WORDS + 4:
        if any(mark in folded for mark in _CONTACTS):
            yield "contact"
        if len(_NETWORK.findall(folded)) * 3 >= max(1, words):
            yield "networks"
    if "©" in folded or "(c) 0" in folded:
        yield "rights"
    if not sentence:
        if len(_SEPARATOR.findall(text)) >= 2:
            yield "separators"
        if words < 2 * PROSE_WORDS and _in_title_case(text):
            yield "title case"


def _number_hints(text: str, words: int) -> Iterator[str]:
    if words <= _DATE_WORDS and _is_date(text):
        yield "date"
    if words <= _MENU_WORDS and _AMOUNT.search(text):
        yield "amount"
    if words > _MENU_WORDS and _REFERENCE.search(text):
        yield "reference"


def _is_date(text: str) -> bool:
    if _DATE.search(text):
        return True
    return _YEAR.search(text) is not None and len(_ALPHABETIC.findall(text)) <= 3


def _in_title_case(text: str) -> bool:
    words = [word for word in _ALPHABETIC.findall(text) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def evidence(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """Return for each unit the names of all evidence that it and its neighbours show."""
    seen = Counter(unit.folded for unit in units if unit.words < 2 * PROSE_WORDS)
    sure = [0, *accumulate(unit.sure for unit in units)]
    prose = [0, *accumulate(unit.prose for unit in units)]
    figures = [0, *accumulate(unit.form == "symbols" and "date" not in unit.hints for unit in units)]
    references = [0, *accumulate("reference" in unit.hints for unit in units)]
    sections = _sections(units)
    droughts = _droughts(units)
    last = max((i for i, unit in enumerate(units) if unit.paragraph), default=-1)
    result = []
    for i, unit in enumerate(units):
        low, high = max(0, i - REACH), min(len(units), i + 1 + REACH)
        said = [unit.form, *unit.hints, *sections[i]]
        said.append(_SURE_BEFORE[sure[i] - sure[low]])
        said.append(_SURE_AFTER[sure[high] - sure[i + 1]])
        said.append(_PROSE_BEFORE[prose[i] - prose[low]])
        said.append(_PROSE_AFTER[prose[high] - prose[i + 1]])
        if figures[high] - figures[low] >= 3:
            said.append("among figures")
        if references[high] - references[low] >= 2:
            said.append("among references")
        said.append(droughts[i])
        if i > last:
            said.append("last paragraph before")
        if unit.sign:
            said.append(f"{unit.sign.kind}, {'short' if unit.words <= SIGN_WORDS else 'long'}")
        if unit.words < 2 * PROSE_WORDS and unit.form != "symbols" and seen[unit.folded] > 1:
            said.append("repeated")
        if _named_before(units, i):
            said.append("named before")
        result.append(tuple(said))
    return result


def _sections(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """Say of each unit which kinds of furniture were opened above it, until paragraphs in a row close them.

    What a head opens closes with the article's beginning, so nothing opens before its first paragraphs.
    """
    result: list[tuple[str, ...]] = []
    lasts: dict[str, int] = {}
    opened: tuple[str, ...] = ()
    paragraphs = run = 0
    for unit in units:
        result.append(opened)
        if unit.paragraph:
            paragraphs, run = paragraphs + 1, run + 1
            if lasts and run >= min(lasts.values()):
                lasts = {kind: least for kind, least in lasts.items() if run < least}
                opened = tuple(f"in {kind}" for kind in lasts)
            continue
        run = 0
        if paragraphs >= 2 and unit.sure and unit.sign and unit.words <= SIGN_WORDS:
            if unit.sign.kind not in lasts:
                opened += (f"in {unit.sign.kind}",)
            lasts[unit.sign.kind] = 6 if unit.sign.kind == "comments" else 3
    return result


def _droughts(units: Sequence[Unit]) -> list[str]:
    """Say of each unit how many lie between the paragraphs around it: few, some, many or very many."""
    result: list[str] = []
    edges = [-1, *(i for i, unit in enumerate(units) if unit.paragraph), len(units)]
    for before, after in pairwise(edges):
        size = bisect_left((4, 8, 15), after - before - 1)
        result += ["between paragraphs: " + ("few", "some", "many", "very many")[size]] * (after - before - 1)
        result.append("a paragraph")
    return result[: len(units)]


def _named_before(units: Sequence[Unit], i: int) -> bool:
    """Whether a sentence begins with the short line before it, as an author's bio does with the name."""
    if not i or not units[i].sentence or not 2 <= units[i - 1].words <= 4:
        return False
    name = units[i - 1].text.strip()
    return len(name) > 5 and units[i].text.lstrip().startswith(name)
