"""How a document sets its paragraphs, and the shape of a single line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from scrubber.document import is_blank
from scrubber.specs import Shape
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """How paragraphs are set, and why that was judged so.

    "blocks": blank lines part them; "lines": each line is one; "wrapped": as blocks, with prose broken at
    a column, so that a line end is only a wrap.
    """

    kind: Literal["blocks", "lines", "wrapped"]
    reason: str


# Scripts that set no blanks between words. An average word has two characters in Chinese and Japanese,
# four or more in Thai, Lao, Khmer, Burmese and Tibetan (vowel signs counted).
_IDEOGRAPHS = r"\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_SYLLABLES = r"\u0e01-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3"

# A word is a run without blanks that holds a letter or a digit; in a run that is more than these, the first.
_HELD = re.compile(r"[^\W_]")
_BLANKS = bytes(32 if chr(code).isspace() else code for code in range(128)).ljust(256)
_NEITHER = bytes(code for code in range(128) if not (chr(code).isspace() or chr(code).isalnum()))

_EDGES = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u2007\u202f\u2028\u2029\u3000\u200b\u2060\ufeff"
_CLOSERS = "\"'”’“»«›‹)]}）］」』】〉》*_"
_SENTENCE_MARKS = ".!?…。！？｡．‼⁇⁈⁉।॥؟۔።៕។။։჻"
_NOTE_MARK = re.compile(r"(?:\[\w{1,3}\]|[¹²³⁰-⁹†‡])$")
_NOTE_ENDS = "]¹²³⁰\u2071\u2072\u2073⁴⁵⁶⁷⁸⁹†‡"  # what such a mark may end in
_NOTES_WIDTH = 60
_BULLETS, _DASHES = "•‣◦▪▫●○■□►▸∙·⁃*+-", "–—"
_BULLET = re.compile(r"[•‣◦▪▫●○■□►▸∙·⁃*+-]\s+\S|[•‣◦▪▫●■►▸]\S")
_DASH = re.compile(r"[–—]\s+\S")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{2,4})\)|[A-Za-z]\))\s+\S")
# `3. Mai` is a day, no item; `3. April` could be one, and is a day where a year follows.
_GERMAN_DAY = re.compile(
    r"\d{1,2}\.\s?(?:(?:Januar|Jänner|Februar|Feber|März|Mai|Juni|Juli|Oktober|Dezember)\b"
    r"|(?:April|August|September|November)\s(?:19|20)\d\d\b)"
)
_OPENERS = "\"'“‘„‚«»‹›(［[（「『【〈《¿¡*_ "

LABEL_WORDS = 3
LONG_WORDS = 20
_COLON_WORDS = 15


def word_count(line: str) -> int:
    """Return how many words a line has: runs between blanks that hold a letter or a digit.

    In scripts that set no blanks between words, two ideographs or kana, or four letters of the scripts of
    South-East Asia, count as one, rounded up; it is an estimate.

    >>> word_count("The gates open at 8 a.m. — rain or shine")
    9
    >>> word_count("今天天气很好")
    3
    """
    return _kept_words(line) if len(line) <= _KEPT_CHARACTERS else _words(line)


@cache
def _one_of(*ranges: str) -> re.Pattern[str]:
    """Return what finds a character: compiled when a line first needs it, for it takes long."""
    return re.compile(f"[{''.join(ranges)}]")


def _words(line: str) -> int:
    if line.isascii() or not _one_of(_IDEOGRAPHS, _SYLLABLES).search(line):
        return _spaced_words(line)
    ideographs = len(_one_of(_IDEOGRAPHS).findall(line))
    syllables = len(_one_of(_SYLLABLES).findall(line))
    rest = _spaced_words(_one_of(_IDEOGRAPHS, _SYLLABLES).sub(" ", line))
    return rest + (ideographs + 1) // 2 + (syllables + 3) // 4


def _spaced_words(text: str) -> int:
    """Count the words of a text that sets blanks between them."""
    if text.isascii():
        return len(text.encode().translate(_BLANKS, _NEITHER).split())
    count = 0
    for run in text.split():
        if run[0].isalnum() or _HELD.search(run):
            count += 1
    return count


def ends_sentence(line: str) -> bool:
    """Whether a line ends in sentence-final punctuation; closing quotes, brackets, note marks may follow.

    An abbreviation at the end (`Smith & Co.`) and a text cut short (`and then ...`) count too.
    """
    text = line.rstrip(_EDGES)
    last = text[-1:]
    if last not in _CLOSERS and last not in _NOTE_ENDS:  # most lines: nothing follows what they end in
        return last in _SENTENCE_MARKS
    text = text[-_NOTES_WIDTH:]
    while note := _NOTE_MARK.search(text):
        text = text[: note.start()].rstrip(_EDGES)
    text = text.rstrip(_CLOSERS)
    return bool(text) and text[-1] in _SENTENCE_MARKS


def shape_of(line: str) -> Shape:
    """Return the one shape of a non-blank line; a blank one counts as a label.

    * list-item: a bullet, a number or a letter in brackets stands at its start, whatever follows; a dash
      only where no sentence follows, for dialogue is set with dashes;
    * label: one to three words, or up to fifteen that end in a colon;
    * prose: four words or more with sentence-final punctuation, or that begin in lower case (a piece of a
      sentence), or twenty words or more;
    * heading: what remains: four to nineteen words, no final stop, not begun in lower case.

    It judges by form alone and misfires: a headline that is a question is prose, as is `iPhone sales fall
    in the spring`; a German ordinal (`1. Bundesliga`) looks like an item; `He left.` is a label; Thai sets no
    full stops, so its short sentences are headings.

    >>> [shape_of(line) for line in ("1. Mix well.", "Read more", "The bridge opened on Monday.")]
    ['list-item', 'label', 'prose']
    """
    return _kept_shape(line) if len(line) <= _KEPT_CHARACTERS else _shape(line)


def _shape(line: str) -> Shape:
    text = line.strip(_EDGES)
    words = word_count(text)
    if words and is_list_item(text):
        return "list-item"
    if words <= LABEL_WORDS or (words <= _COLON_WORDS and text[-1] in ":："):
        return "label"
    if words >= LONG_WORDS or ends_sentence(text) or text.lstrip(_OPENERS)[:1].islower():
        return "prose"
    return "heading"


# Rule upon rule asks the same of the same lines. What is kept is bounded in lines and in characters.
_KEPT_LINES, _KEPT_CHARACTERS = 2_000, 1_000
_kept_words = lru_cache(_KEPT_LINES)(_words)
_kept_shape = lru_cache(_KEPT_LINES)(_shape)


def is_list_item(line: str) -> bool:
    """Whether a line starts with a bullet or with a number as lists set it: `1.`, `2)`, `(a)`, `3.1.`

    A German day (`3. Mai`) is none.
    """
    text = line.lstrip(_EDGES)
    first = text[:1]
    if first in _BULLETS:
        return _BULLET.match(text) is not None
    if first in _DASHES:
        return _DASH.match(text) is not None and not ends_sentence(text)
    if first.isdecimal() or first == "(" or text[1:2] == ")":
        return _NUMBER.match(text) is not None and not _GERMAN_DAY.match(text)
    return False


def judge_layout(lines: Sequence[str]) -> Layout:
    """Judge the layout of a document from its lines (without their ends).

    It misfires on verse in lines of one width (taken for wrapped) and on a wrapped text with fewer than
    four wraps (taken for blocks or lines).
    """
    if column := _wrap_column(lines):
        return Layout("wrapped", f"lines break near column {column}, within sentences")
    blank = sum(map(is_blank, lines[1:-1]))
    if not blank:
        return Layout("lines", "no blank lines: each line is a paragraph")
    # A stray blank line among many long ones parts nothing.
    if blank * _LINES_A_BLANK < len(lines) - blank:
        return Layout("lines", f"too few blank lines ({blank}) to part {len(lines) - blank} lines")
    return Layout("blocks", "blank lines part the paragraphs")


_LINES_A_BLANK = 20
_LEAST_WRAPS = 4
_COLUMNS = range(36, 133)


def _wrap_column(lines: Sequence[str]) -> int:
    """Return the column at which the lines are broken, or 0 where they are not.

    A line was broken at a column when the next line's first word would not have fitted on it. Headlines
    of like length pass that test too; what sets a wrapped text apart is that lines end and begin within
    sentences.
    """
    pairs = [(line.rstrip(), following.lstrip()) for line, following in _line_ends(lines)]
    if len(pairs) < _LEAST_WRAPS:
        return 0
    widths = [_width(line) for line, _ in pairs]
    column = sorted(widths)[len(widths) * 19 // 20]
    if column not in _COLUMNS:
        return 0
    broken = [
        pair
        for pair, width in zip(pairs, widths, strict=True)
        if width + 1 + _first_word_width(pair[1]) > column
    ]
    if len(broken) < _LEAST_WRAPS or len(broken) * 10 < len(pairs) * 7:
        return 0
    within = sum(not ends_sentence(line) for line, _ in broken)
    lower = sum(following.lstrip(_OPENERS)[:1].islower() for _, following in broken)
    cased = sum(following.lstrip(_OPENERS)[:1].lower() != following.lstrip(_OPENERS)[:1].upper()
                for _, following in broken)  # fmt: skip
    return column if within * 10 >= len(broken) * 6 and lower * 3 >= cased else 0


def _line_ends(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each non-blank line that another follows at once, with the line that follows."""
    previous = ""
    for line in lines:
        if is_blank(line):
            previous = ""
            continue
        if previous:
            yield previous, line
        previous = line


def _width(line: str) -> int:
    """Columns on a screen: ideographs take two."""
    return len(line) if line.isascii() else len(line) + len(_one_of(_IDEOGRAPHS).findall(line))


def _first_word_width(line: str) -> int:
    """The width of what would have had to fit; ideographs break anywhere."""
    if not line.isascii() and _one_of(_IDEOGRAPHS).match(line):
        return 2
    return min(len(line.split(None, 1)[0]) if line.strip() else 0, 20)


def paragraph_ranges(lines: Sequence[str], layout: Layout) -> tuple[tuple[int, int], ...]:
    """Return the paragraphs as half-open ranges of line indices."""
    ranges = []
    start = None
    for index, line in enumerate(lines):
        if is_blank(line):
            if start is not None:
                ranges.append((start, index))
            start = None
        elif layout.kind == "lines":
            ranges.append((index, index + 1))
        elif start is None:
            start = index
    if start is not None:
        ranges.append((start, len(lines)))
    return tuple(ranges)
