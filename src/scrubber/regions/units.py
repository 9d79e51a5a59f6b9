"""What each unit of a document shows by itself. A unit is a line, or a whole paragraph of wrapped text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from scrubber.document import is_blank
from scrubber.layout import Layout, ends_sentence, is_list_item, paragraph_ranges, word_count
from scrubber.regions.signs import Sign, fold, may_bear, sign_of, words_of

__all__ = ["PROSE_WORDS", "SIGN_WORDS", "Memory", "Unit", "look", "may_show", "texts_of", "units_of"]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d\d\b")
_NETWORKS = (  # noqa: SIM905  (it is read as a row)
    "facebook twitter linkedin instagram youtube whatsapp pinterest reddit telegram tiktok mastodon bluesky"
    " tumblr"
).split()
_NETWORK = re.compile("|".join(_NETWORKS))
_ROW = re.compile(r"\s*\|(?:[^|]*\|)+\s*")
_STROKE = re.compile("[|•·›»>/]")
_SEPARATOR = re.compile(rf"\s{_STROKE.pattern}\s")
_REFERENCE = re.compile(
    r"\((?:n\.d\.|(?:19|20)\d\d\w?(?:, [^)]{1,20})?)\)|\bdoi\b|\bet al\b|\b(?:19|20)\d\d\. |\d+\(\d+\):"
)
_AMOUNT = re.compile(r"(?:^|\s)(?:[$€£¥+-]? ?\d[\d.,]*[.,]\d+ ?[%€$]?|[$€£¥] ?\d+|\d+ ?[%€$])\s*$")
_ALPHABETIC = re.compile(r"[^\W\d_]+")
# In UTF-8: what is no letter in U+0080 to U+00FF and U+2000 to U+203F, and all bytes of texts whose other
# characters lie below U+0180. Those are letters from U+00C0 on.
_PUNCTUATION = re.compile(
    rb"\xe2\x80.|\xc2[\x80-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf]|\xc3[\x97\xb7]", re.DOTALL
)
_LATIN = bytes([*range(0xC0), 0xC3, 0xC4, 0xC5])
_LETTERS = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_CUT_OFF = ("...", "…")
_STEM = 5  # letters

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


@dataclass(slots=True, eq=False)  # not frozen: that makes the making of one cost four times as much
class Unit:
    """What a text shows by itself, wherever it stands. Nobody changes it: it is kept.

    ``sure`` is whether it surely is furniture, looked at alone; ``telling`` whether it shows anything at all
    that furniture shows more often than articles do. ``prose``: a sentence or more, long enough to be a
    paragraph of an article; ``paragraph``: prose that bears no sign of furniture; ``solid``: a paragraph of
    some length. ``row``: it is set as the row of a table, with strokes at both ends. ``references``: it heads
    references, sources, notes or thanks. ``hints`` are what furniture shows more often than articles do, or
    tables and references; ``tones`` are how it speaks: to the reader, of the site, of somebody's life.
    ``stems`` are the beginnings of its words of four letters or more, lower case.
    """

    text: str
    folded: str
    words: int
    sentence: bool
    sign: Sign | None
    form: str
    sure: bool
    telling: bool
    prose: bool
    paragraph: bool
    solid: bool
    row: bool
    references: bool
    hints: tuple[str, ...]
    tones: tuple[str, ...]
    stems: frozenset[str]

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


def may_show(text: str) -> bool:
    """Whether a unit may bear a sign or claim rights: False only where it surely does neither."""
    if len(text) > 4 * _SHORT_WORDS and _is_long(text):  # of such a one nothing is asked
        return False
    return "©" in text or "(c)" in text.lower() or may_bear(text, letters_of(text))


def look(text: str) -> Unit:
    """Return the unit that ``text`` is, from what it shows by itself."""
    words = _words_of(text)
    sentence = ends_sentence(text)
    folded = fold(text) if words <= _SHORT_WORDS else ""
    hints = _hints(text, folded, words, sentence) if folded else ()
    letters = letters_of(text)
    spoken = set(letters)
    # what has no width parts letters, and is left out of what is folded
    sign = sign_of(folded, None if "\u200b" in text else spoken) if folded else None
    if sign and not sign.sure and words > _MENU_WORDS:
        sign = None
    prose = words >= (PROSE_WORDS if sentence else _LONG_WORDS)
    paragraph = prose and not sign
    return Unit(
        text,
        folded,
        words,
        sentence,
        sign,
        _form(text, words, sentence),
        "rights" in hints or (sign is not None and sign.sure and _says_all(sign, words, sentence)),
        sign is not None or not _TELLING.isdisjoint(hints),
        prose,
        paragraph,
        paragraph and words >= _SOLID_WORDS,
        "|" in text and _ROW.fullmatch(text) is not None,
        words <= _HEADING_WORDS and _heads_references(folded, sign),
        hints,
        _tones(text, letters[0] if letters else "", spoken, words, sentence),
        frozenset([word[:_STEM] for word in spoken if len(word) > 3]),
    )


def _words_of(text: str) -> int:
    words = len(text.split()) if len(text) >= 2 * _SHORT_WORDS else 0
    if words < _SHORT_WORDS or words * 12 < len(text):  # long ones need no exact count, if they set blanks
        words = word_count(text)
    return words


def _is_long(text: str) -> bool:
    """Whether it has more words than any sign, by the rough count."""
    words = len(text.split())
    return words > _SHORT_WORDS and words * 12 >= len(text)


_MOST_MET = 100_000  # texts
_UNIT_SIZE = 100  # characters that what is known of a text counts for, beside the text


class Memory:
    """Units by their text, so that what recurs is looked at once.

    A text is kept when it comes a second time, until it is not asked for of late. At most twice ``most``
    characters are kept, where each unit counts for some more than its text has.
    """

    def __init__(self, most: int, see: Callable[[str], Unit] = look) -> None:
        self._most, self._see, self._held = most, see, 0
        self._young: dict[str, Unit] = {}
        self._old: dict[str, Unit] = {}
        self._met: set[int] = set()

    @property
    def characters(self) -> int:
        """How many characters of text are kept."""
        return sum(map(len, self._young.keys() | self._old.keys()))

    def unit(self, text: str) -> Unit:
        """Return the unit that ``text`` is."""
        return self._young.get(text) or self._recall(text)

    def _recall(self, text: str) -> Unit:
        unit = self._old.get(text) or self._see(text)
        mark, size = hash(text), len(text) + _UNIT_SIZE
        if mark not in self._met:
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            self._met.add(mark)
        elif size <= self._most:
            if self._held + size > self._most:
                self._old, self._young, self._held = self._young, {}, 0
            self._held += size
            self._young[text] = unit
        return unit


_MEMORY = Memory(1_500_000)


def units_of(texts: Sequence[str]) -> list[Unit]:
    """Return the units that texts are; those of texts that recur are kept."""
    return [_MEMORY.unit(text) for text in texts]


def _heads_references(folded: str, sign: Sign | None) -> bool:
    if sign and sign.sure:
        return False
    return not words_of("references").isdisjoint(folded.split())


def _says_all(sign: Sign, words: int, sentence: bool) -> bool:
    """Whether the sign is most of what a unit says: a long sentence that begins like one may be anybody's."""
    return words <= SIGN_WORDS or not sentence or len(sign.phrase.split()) * _SAID_BY_SIGN >= words


def letters_of(text: str) -> list[str]:
    """Return the runs of letters of a text, lower case: of what is a word character, but no digit or `_`."""
    return _letters_of(text.casefold())


def _letters_of(text: str) -> list[str]:
    data = text.encode(errors="replace")
    if not data.isascii():
        data = _PUNCTUATION.sub(b" ", data)
        if data.translate(None, _LATIN):  # other scripts
            return _ALPHABETIC.findall(text)
    return data.translate(_LETTERS).decode().split()


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


def _hints(text: str, folded: str, words: int, sentence: bool) -> tuple[str, ...]:
    hints: list[str] = []
    number = "0" in folded  # all are folded to it
    if number:
        hints += _number_hints(text, words)
    elif words > _MENU_WORDS and "(n.d.)" in text:
        hints.append("reference")
    if words <= SIGN_WORDS + 4:
        if _holds_contact(folded, number):
            hints.append("contact")
        if _holds_network(folded) and len(_NETWORK.findall(folded)) * 3 >= max(1, words):
            hints.append("networks")
    if "©" in folded or "(c) 0" in folded:
        hints.append("rights")
    if not sentence:
        if _STROKE.search(text) and len(_SEPARATOR.findall(text)) >= 2:
            hints.append("separators")
        if words < 2 * PROSE_WORDS and _in_title_case(text):
            hints.append("title case")
    return tuple(hints)


def _holds_contact(folded: str, number: bool) -> bool:
    if "@" in folded or "www." in folded or "email protected" in folded:
        return True
    if ":" in folded and ("http:" in folded or "https:" in folded):
        return True
    return number and ("0-0-0" in folded or "(0) 0" in folded or "0 0 0" in folded)


def _holds_network(folded: str) -> bool:
    for name in _NETWORKS:  # noqa: SIM110  (a generator would cost more than what it asks)
        if name in folded:
            return True
    return False


def _number_hints(text: str, words: int) -> Iterator[str]:
    if words <= _DATE_WORDS and _is_date(text):
        yield "date"
    if words <= _MENU_WORDS:
        if _may_be_amount(text.rstrip()[-1:]) and _AMOUNT.search(text):
            yield "amount"
    elif _may_refer(text) and _REFERENCE.search(text):
        yield "reference"


def _may_be_amount(last: str) -> bool:
    return last.isdecimal() or last in "%€$"


def _may_refer(text: str) -> bool:
    """Whether anything stands there that all references have one of: a pattern would read every character."""
    if "(" in text or "doi" in text or "et al" in text:
        return True
    return ". " in text and any(piece[-1:].isdecimal() for piece in text.split(". ")[:-1])


def _is_date(text: str) -> bool:
    if _DATE.search(text):
        return True
    return _YEAR.search(text) is not None and len(_ALPHABETIC.findall(text)) <= 3


def _in_title_case(text: str) -> bool:
    found = 0
    for word in _letters_of(text):
        if len(word) > 3:
            if not word[0].isupper():
                return False
            found += 1
    return found > 1


def _tones(text: str, first: str, spoken: Set[str], words: int, sentence: bool) -> tuple[str, ...]:
    """How a unit speaks, by the words of the languages that are known; nothing is said of very long ones."""
    tones: list[str] = []
    if text.rstrip().endswith(_CUT_OFF):
        tones.append("cut off")
    if words > 3 * _SHORT_WORDS:
        return tuple(tones)
    if first in words_of("calls"):
        tones.append("calls")
    if sentence:
        if not words_of("address").isdisjoint(spoken):
            tones.append("speaks to the reader")
        if not words_of("site").isdisjoint(spoken):
            tones.append("speaks of the site")
        if _tells_a_life(text):
            tones.append("tells a life")
    return tuple(tones)


def _tells_a_life(text: str) -> bool:
    """Whether a sentence begins with a name and goes on with what its bearer is or does."""
    words = text.split(None, _NAME_WORDS)[:_NAME_WORDS]
    if len(words) < 3 or not (words[0][0].isupper() and words[1][0].isupper()):
        return False
    name = next((i for i, word in enumerate(words) if not word[:1].isupper()), len(words))
    return 2 <= name < len(words) and words[name] in words_of("life")
