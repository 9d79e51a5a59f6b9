"""What each unit of a document shows by itself. A unit is a line, or a whole paragraph of wrapped text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from scrubber.document import is_blank
from scrubber.layout import Layout, ends_sentence, is_list_item, paragraph_ranges, word_count
from scrubber.regions.signs import Sign, fold, sign_of, words_of

__all__ = ["PROSE_WORDS", "SIGN_WORDS", "Memory", "Unit", "look", "texts_of", "units_of"]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d\d\b")
_CONTACTS = ("@", "email protected", "http:", "https:", "www.")
_NUMBERS = ("0-0-0", "(0) 0", "0 0 0")
_NETWORKS = (  # noqa: SIM905  (it is read as a row)
    "facebook twitter linkedin instagram youtube whatsapp pinterest reddit telegram tiktok mastodon bluesky"
    " tumblr"
).split()
_NETWORK = re.compile("|".join(_NETWORKS))
_ROW = re.compile(r"\s*\|(?:[^|]*\|)+\s*")
_SEPARATOR = re.compile(r"\s[|•·›»>/]\s")
_REFERENCE = re.compile(
    r"\((?:n\.d\.|(?:19|20)\d\d\w?(?:, [^)]{1,20})?)\)|\bdoi\b|\bet al\b|\b(?:19|20)\d\d\. |\d+\(\d+\):"
)
_AMOUNT = re.compile(r"(?:^|\s)(?:[$€£¥+-]? ?\d[\d.,]*[.,]\d+ ?[%€$]?|[$€£¥] ?\d+|\d+ ?[%€$])\s*$")
_ALPHABETIC = re.compile(r"[^\W\d_]+")
_LETTERS = bytes(code if chr(code).isalpha() else 32 for code in range(128)).ljust(256)
_STEM = re.compile(r"([^\W\d_]{4,5})[^\W\d_]*+")  # words that share these letters count as one
_ASCII_STEM = re.compile(r"([a-z]{4,5})[a-z]*+")
_CUT_OFF = ("...", "…")

_DATE_WORDS = 7
_SHORT_WORDS = 40  # nothing longer is a sign
_MOST_OF_SIZE = (1, 3, 9, 19)
_SIZES = ("one word", "few words", "short line", "headline", "long line")
PROSE_WORDS = 10  # from here on a sentence counts as the article's own
SIGN_WORDS = 8  # a longer line that begins like a sign is a sentence of the furniture at most
_MENU_WORDS = 6
_LONG_WORDS = 30  # from here on a line without a full stop is prose too
_SOLID_WORDS = 14
_SAID_BY_SIGN = 3  # a sign's words are at least one in so many of a long sentence's
_NAME_WORDS = 5
_HEADING_WORDS = 3
_TELLING = frozenset({"date", "contact", "networks", "rights"})


@dataclass(frozen=True)  # without slots, for what is made only where it is asked for
class Unit:
    """What a text shows by itself, wherever it stands.

    ``sure`` is whether it surely is furniture, looked at alone; ``telling`` whether it shows anything at all
    that furniture shows more often than articles do. ``paragraph``: prose that bears no sign of furniture;
    ``prose``: a sentence or more, long enough to be a paragraph of an article; ``solid``: a paragraph of some
    length. ``references``: a heading over references, sources, notes or thanks.
    """

    text: str
    folded: str
    words: int
    sentence: bool
    sign: Sign | None
    sure: bool
    telling: bool
    prose: bool
    paragraph: bool
    solid: bool
    references: bool
    marks: tuple[str, ...]

    @cached_property
    def form(self) -> str:
        """The one form: finer than a shape."""
        return _form(self.text, self.words, self.sentence)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """What furniture shows more often than articles do, or tables and references."""
        if self.sentence or not self.folded:
            return self.marks
        return (*self.marks, *_manners(self.text, self.words))

    @cached_property
    def tones(self) -> tuple[str, ...]:
        """How it speaks: to the reader, of the site, of somebody's life."""
        return tuple(_tones(self.text, self.words, self.sentence))

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """All that it shows by itself, as evidence."""
        return (self.form, *self.hints, *self.tones)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of its words of four letters or more, lower case."""
        return _stems_of(self.text)

    @cached_property
    def likenesses(self) -> tuple[tuple[str, str, str], ...]:
        """What lines of one form have in common: how they begin, how they end, or a single word."""
        if not self.folded or self.sure:
            return ()
        first, blank, _ = self.folded.partition(" ")
        if not blank:
            return (("whole", "", first),)
        return ("begins", self.form, first), ("ends", self.form, self.folded.rpartition(" ")[2])

    @cached_property
    def row(self) -> bool:
        """Whether it is set as the row of a table, with strokes at both ends."""
        return "|" in self.text and _ROW.fullmatch(self.text) is not None

    @property
    def standing(self) -> str:
        """The one word for how far it looks like furniture or like the article."""
        if self.sure:
            return "sure"
        if self.telling:
            return "telling"
        return "paragraph" if self.paragraph else "prose" if self.prose else "plain"


def texts_of(lines: Sequence[str], layout: Layout) -> tuple[list[int], list[str]]:
    """Return the non-blank lines with the index of each; paragraphs of wrapped prose as one text each."""
    if layout.kind != "wrapped":
        starts = [index for index, line in enumerate(lines) if not is_blank(line)]
        return starts, [lines[index] for index in starts]
    starts, texts = [], []
    for start, end in paragraph_ranges(lines, layout):
        if end - start > 1 and len(lines[start]) > 30:
            starts.append(start)
            texts.append(" ".join(lines[start:end]))
        else:
            starts += range(start, end)
            texts += lines[start:end]
    return starts, texts


def look(text: str) -> Unit:
    """Return the unit that ``text`` is, from what it shows by itself."""
    words = len(text.split())
    if words < _SHORT_WORDS or words * 12 < len(text):  # long ones need no exact count, if they set blanks
        words = word_count(text)
    sentence = ends_sentence(text)
    folded = fold(text) if words <= _SHORT_WORDS else ""
    marks = tuple(_marks(text, folded, words)) if folded else ()
    sign = sign_of(folded) if folded else None
    if sign and not sign.sure and words > _MENU_WORDS:
        sign = None
    sure = "rights" in marks or (sign is not None and sign.sure and _says_all(sign, words, sentence))
    telling = sign is not None or not _TELLING.isdisjoint(marks)
    prose = words >= (PROSE_WORDS if sentence else _LONG_WORDS)
    paragraph = prose and not sign
    solid = paragraph and words >= _SOLID_WORDS
    references = words <= _HEADING_WORDS and _heads_references(folded, sign)
    return Unit(
        text, folded, words, sentence, sign, sure, telling, prose, paragraph, solid, references, marks
    )


_UNIT_SIZE = 100  # characters that what is known of a text counts for, beside the text


class Memory:
    """Units by their text, so that what recurs is looked at once. It forgets what was not asked for of late.

    It keeps at most twice ``most`` characters, where each unit counts for some more than its text has.
    """

    def __init__(self, most: int, see: Callable[[str], Unit] = look) -> None:
        self._most, self._see, self._held = most, see, 0
        self._young: dict[str, Unit] = {}
        self._old: dict[str, Unit] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def unit(self, text: str) -> Unit:
        """Return the unit that ``text`` is."""
        return self._young.get(text) or self._enter(text)

    def _enter(self, text: str) -> Unit:
        unit = self._old.get(text) or self._see(text)
        size = len(text) + _UNIT_SIZE
        if size > self._most:
            return unit
        if self._held + size > self._most:
            self._old, self._young, self._held = self._young, {}, 0
        self._held += size
        self._young[text] = unit
        return unit


_MEMORY = Memory(1_500_000)


def units_of(
    lines: Sequence[str], layout: Layout, unit: Callable[[str], Unit] = _MEMORY.unit
) -> tuple[list[int], list[Unit]]:
    """Return the units of a document, and for each the index of its first line.

    ``unit`` makes one of its text; units of texts that recur are kept.
    """
    starts, texts = texts_of(lines, layout)
    return starts, [unit(text) for text in texts]


def _heads_references(folded: str, sign: Sign | None) -> bool:
    if sign and sign.sure:
        return False
    return not words_of("references").isdisjoint(folded.split())


def _says_all(sign: Sign, words: int, sentence: bool) -> bool:
    """Whether the sign is most of what a unit says: a long sentence that begins like one may be anybody's."""
    return words <= SIGN_WORDS or not sentence or len(sign.phrase.split()) * _SAID_BY_SIGN >= words


def _stems_of(text: str) -> frozenset[str]:
    folded = text.casefold()
    return frozenset((_ASCII_STEM if folded.isascii() else _STEM).findall(folded))


def _letters_of(text: str) -> list[str]:
    """The runs of letters of a text, lower case."""
    folded = text.casefold()
    if folded.isascii():
        return folded.encode().translate(_LETTERS).decode().split()
    return _ALPHABETIC.findall(folded)


def _form(text: str, words: int, sentence: bool) -> str:
    """The one form of a unit: finer than its shape."""
    if words and is_list_item(text):
        return "item" if words < 2 * PROSE_WORDS else "long item"
    if not any(map(str.isalpha, text)):
        return "symbols"
    if text.rstrip().endswith((":", "：")):
        return "label with colon"
    if sentence and words > 3:
        return "short sentence" if words < PROSE_WORDS else "sentence" if words < 25 else "paragraph"
    return _SIZES[bisect_left(_MOST_OF_SIZE, words)]


def _marks(text: str, folded: str, words: int) -> Iterator[str]:
    """The hints that do not depend on how a text ends: figures, addresses, rights."""
    number = "0" in folded  # all are folded to it
    if number:
        yield from _number_hints(text, words)
    elif words > _MENU_WORDS and "(n.d.)" in text:
        yield "reference"
    if words <= SIGN_WORDS + 4:
        if _holds(folded, _CONTACTS) or (number and _holds(folded, _NUMBERS)):
            yield "contact"
        if _holds(folded, _NETWORKS) and len(_NETWORK.findall(folded)) * 3 >= max(1, words):
            yield "networks"
    if "©" in folded or "(c) 0" in folded:
        yield "rights"


def _holds(folded: str, any_of: Sequence[str]) -> bool:
    for each in any_of:  # noqa: SIM110  (a generator would cost more than what it asks)
        if each in folded:
            return True
    return False


def _manners(text: str, words: int) -> Iterator[str]:
    """The hints that only what is no sentence gives."""
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
    letters = [word[0] for word in _ALPHABETIC.findall(text) if len(word) > 3]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _tones(text: str, words: int, sentence: bool) -> Iterator[str]:
    """How a unit speaks, by the words of the languages that are known; nothing is said of very long ones."""
    if text.rstrip().endswith(_CUT_OFF):
        yield "cut off"
    if words > 3 * _SHORT_WORDS:
        return
    spoken = _letters_of(text)
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
