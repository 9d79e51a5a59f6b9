"""What each unit of a document shows by itself. A unit is a line, or a whole paragraph of wrapped text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubber.layout import Layout, ends_sentence, is_list_item, paragraph_ranges, word_count
from scrubber.regions.signs import Sign, fold, sign_of, words_of

__all__ = ["PROSE_WORDS", "SIGN_WORDS", "Unit", "look", "stems_of", "units_of"]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d\d\b")
_CONTACTS = ("@", "email protected", "http:", "https:", "www.", "0-0-0", "(0) 0", "0 0 0")
_NETWORK = re.compile(
    r"facebook|twitter|linkedin|instagram|youtube|whatsapp|pinterest|reddit|telegram|tiktok|mastodon|bluesky|tumblr"
)
_ROW = re.compile(r"\s*\|(?:[^|]*\|)+\s*")
_SEPARATOR = re.compile(r"\s[|•·›»>/]\s")
_REFERENCE = re.compile(
    r"\((?:n\.d\.|(?:19|20)\d\d\w?(?:, [^)]{1,20})?)\)|\bdoi\b|\bet al\b|\b(?:19|20)\d\d\. |\d+\(\d+\):"
)
_AMOUNT = re.compile(r"(?:^|\s)(?:[$€£¥+-]? ?\d[\d.,]*[.,]\d+ ?[%€$]?|[$€£¥] ?\d+|\d+ ?[%€$])\s*$")
_ALPHABETIC = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_CUT_OFF = ("...", "…")

_STEM = 5  # words that share so many first letters count as one, whatever their endings
_DATE_WORDS = 7
_SHORT_WORDS = 40  # nothing longer is a sign
PROSE_WORDS = 10  # from here on a sentence counts as the article's own
SIGN_WORDS = 8  # a longer line that begins like a sign is a sentence of the furniture at most
_MENU_WORDS = 6
_LONG_WORDS = 30  # from here on a line without a full stop is prose too
_SOLID_WORDS = 14
_SAID_BY_SIGN = 3  # a sign's words are at least one in so many of a long sentence's
_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with what it shows by itself. ``line`` is the index of its first line.

    ``sure`` is whether it surely is furniture, looked at alone. ``hints`` are what furniture shows more often
    than articles do, or tables and references; ``tones`` are how it speaks: to the reader, of the site, of
    somebody's life.
    """

    line: int
    text: str
    folded: str
    words: int
    sentence: bool
    sign: Sign | None
    form: str
    sure: bool
    hints: tuple[str, ...]
    tones: tuple[str, ...]
    stems: frozenset[str]

    @property
    def prose(self) -> bool:
        """Whether it is a sentence or more, long enough to be a paragraph of an article."""
        return self.words >= (PROSE_WORDS if self.sentence else _LONG_WORDS)

    @property
    def paragraph(self) -> bool:
        """Whether it is prose that bears no sign of furniture."""
        return self.prose and not self.sign

    @property
    def row(self) -> bool:
        """Whether it is set as the row of a table, with strokes at both ends."""
        return _ROW.fullmatch(self.text) is not None

    @property
    def solid(self) -> bool:
        """Whether it is a paragraph of some length."""
        return self.paragraph and self.words >= _SOLID_WORDS

    @property
    def telling(self) -> bool:
        """Whether it shows anything at all that furniture shows more often than articles do."""
        return self.sign is not None or bool(set(self.hints) & {"date", "contact", "networks", "rights"})

    @property
    def standing(self) -> str:
        """The one word for how far it looks like furniture or like the article."""
        if self.sure:
            return "sure"
        if self.telling:
            return "telling"
        return "paragraph" if self.paragraph else "prose" if self.prose else "plain"


def units_of(lines: Sequence[str], layout: Layout) -> list[Unit]:
    """Return the non-blank lines as units; paragraphs of wrapped prose as one unit each."""
    units = []
    for start, end in paragraph_ranges(lines, layout):
        if layout.kind == "wrapped" and end - start > 1 and len(lines[start]) > 30:
            units.append(look(start, " ".join(lines[start:end])))
        else:
            units += [look(index, lines[index]) for index in range(start, end)]
    return units


def look(line: int, text: str) -> Unit:
    """Return the unit that ``text`` is, from what it shows by itself."""
    words = len(text.split())
    if words < _SHORT_WORDS or words * 12 < len(text):  # long ones need no exact count, if they set blanks
        words = word_count(text)
    sentence = ends_sentence(text)
    folded = fold(text) if words <= _SHORT_WORDS else ""
    hints = tuple(_hints(text, folded, words, sentence)) if folded else ()
    sign = sign_of(folded)
    if sign and not sign.sure and words > _MENU_WORDS:
        sign = None
    return Unit(
        line,
        text,
        folded,
        words,
        sentence,
        sign,
        _form(text, words, sentence),
        "rights" in hints or (sign is not None and sign.sure and _says_all(sign, words, sentence)),
        hints,
        tuple(_tones(text, words, sentence)),
        stems_of(text),
    )


def _says_all(sign: Sign, words: int, sentence: bool) -> bool:
    """Whether the sign is most of what a unit says: a long sentence that begins like one may be anybody's."""
    return words <= SIGN_WORDS or not sentence or len(sign.phrase.split()) * _SAID_BY_SIGN >= words


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words of four letters or more, lower case."""
    return frozenset(word[:_STEM] for word in _LONG_WORD.findall(text.casefold()))


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
    elif words > _MENU_WORDS and "(n.d.)" in text:
        yield "reference"
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


def _tones(text: str, words: int, sentence: bool) -> Iterator[str]:
    """How a unit speaks, by the words of the languages that are known; nothing is said of very long ones."""
    if text.rstrip().endswith(_CUT_OFF):
        yield "cut off"
    if words > 3 * _SHORT_WORDS:
        return
    spoken = _ALPHABETIC.findall(text.casefold())
    if spoken and spoken[0] in words_of("calls"):
        yield "calls"
    if sentence:
        if not words_of("address").isdisjoint(spoken):
            yield "speaks to the reader"
        if not words_of("site").isdisjoint(spoken):
            yield "speaks of the site"
        if _tells_a_life(text):
            yield "tells a life"


def _tells_a_life(text: str) -> bool:
    """Whether a sentence begins with a name and goes on with what its bearer is or does."""
    words = text.split(None, _NAME_WORDS)[:_NAME_WORDS]
    name = next((i for i, word in enumerate(words) if not word[:1].isupper()), len(words))
    return 2 <= name < len(words) and words[name] in words_of("life")
