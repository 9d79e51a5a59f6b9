"""The slots of the phrase language: what each kind matches, and examples of it.

Every pattern is bounded, so that matching a line of bounded length is bounded too. None has a group of its
own, and each says about case what it means, for phrases fold only their literal text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scrubber.values import dataclass

# The characters of `document.BLANKS`, for use inside a character class: `\s` is exactly White_Space here.
BLANKS = r"\s\u200b\u2060\ufeff"
_NON_BLANK = f"[^{BLANKS}]"
_BLANK = f"[{BLANKS}]"


# What can be seen of a line at a glance, as bits of `traits_of`.
DIGIT, FIRST_DIGIT, DATE, FIRST_DATE, TIME = 1, 2, 4, 8, 16
LEADS = FIRST_DIGIT | FIRST_DATE
"""The traits that the first character gives."""

_DATES_BEGIN = frozenset("0123456789adfjmnostw")
# Searched for in every line that holds a digit: `re` takes a third of the time of `regex` for them.
_NUMERIC_DATE = re.compile(r"[0-9][-/.][0-9]")
_TIME_OF_DAY = re.compile(rf"[0-9](?:[:.][0-9]|[{BLANKS}]*(?:[ap]\.?[{BLANKS}]?m|uhr))")
_MONTHS = (
    "jan", "jän", "feb", "mar", "mär", "mrz", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt",
    "nov", "dec", "dez",
)  # fmt: skip
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def traits_of(line: str) -> int:
    """Return what a folded line may hold: bits of DIGIT, FIRST_DIGIT, DATE, FIRST_DATE and TIME."""
    if not _DIGIT.search(line):
        return 0
    dated = _NUMERIC_DATE.search(line) or any(map(line.__contains__, _MONTHS))
    return DIGIT | leads_of(line) | DATE * bool(dated) | TIME * bool(_TIME_OF_DAY.search(line))


def leads_of(line: str) -> int:
    """Return which of LEADS a line may have, folded or not, if it holds a digit at all."""
    first = line[:1].lower()
    return FIRST_DIGIT * first.isdecimal() | FIRST_DATE * (first in _DATES_BEGIN or not first.isascii())


@dataclass(frozen=True, slots=True)
class SlotKind:
    """A kind of slot: the regex source of what it matches, and examples of that.

    ``longest`` is the length of the longest match with its runs of blanks as one. ``needs`` are texts of
    which every match holds one, case folded; () where there are none to name. ``traits`` are those of every
    line that holds a match, ``leads`` of every line that begins with one. ``numeric``: it has a value.
    """

    pattern: str
    examples: tuple[str, ...]
    longest: int = 1_000
    needs: tuple[str, ...] = ()
    traits: int = 0
    leads: int = 0
    numeric: bool = False


# A number may be set in groups of three. A plain blank groups nothing, for "1 234" may be two numbers, and
# neither does a full stop, for "3.141" may be a fraction.
_INT = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f'’]\d{3}){1,3}|\d{1,12})(?!\d)"

# At least one digit: "facade" and "decade" are words.
_HEX = r"(?=[A-Fa-f-]{0,128}[0-9])[0-9A-Fa-f]{6,128}(?:-[0-9A-Fa-f]{4,12}){0,4}"

# A common mail shield leaves this text in the place of every address.
_EMAIL = r"(?:[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}|\[email[\s\u00a0]protected\])"

_HOST = r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"
_REST = r"""[^\s<>"“”]{0,500}"""
_URL = rf"(?i:https?://{_HOST}(?::\d{{1,5}})?(?:[/?#]{_REST})?|{_HOST}(?:[/?#]{_REST})?)"

# The shortest run that lets the phrase match: so the line's final colon and what a later slot wants stay out.
_WORDS = f"{_NON_BLANK}{{1,60}}?(?:{_BLANK}++{_NON_BLANK}{{1,60}}?){{0,24}}?"

_JOINTS = r"(?:['’ʼ](?!s(?![\p{L}\p{M}]))|[-‐‑])"
_CAPITALISED = (
    r"(?:(?:[dl]['’]|(?:al|el|an|ar|as|at|ul|bin|ben)[-‐‑])?[\p{Lu}\p{Lt}])[\p{L}\p{M}]{0,30}"
    rf"(?:{_JOINTS}[\p{{L}}\p{{M}}]{{1,30}}){{0,3}}"
)
# In scripts without capitals any word may be a name.
_UNCASED = r"\p{Lo}[\p{Lo}\p{Lm}\p{M}]{0,19}(?:[·・‧][\p{Lo}\p{Lm}\p{M}]{1,20}){0,3}"
_INITIALS = r"\p{Lu}\.(?:[-‐]?\p{Lu}\.){0,3}"
_ABBREVIATED = r"(?:Dr|Mr|Mrs|Ms|Prof|St|Sgt|Lt|Capt|Col|Gen|Rev|Hon)\."
_PARTICLES = (
    r"(?:af|al|am|av|bin|bint|da|das|de|del|della|der|di|do|dos|du|e|el|i|ibn|la|las|le|los|ten|ter|te|und"
    r"|van|vom|von|y|zu|zum|zur|’t|'t)(?![\p{L}\p{M}])"
)
_NAME = (
    rf"(?:{_ABBREVIATED}{_BLANK}++){{0,2}}(?:(?:{_CAPITALISED}|{_INITIALS}|{_ABBREVIATED}|{_PARTICLES}|{_UNCASED}){_BLANK}++){{0,4}}"
    rf"(?:{_CAPITALISED}|{_UNCASED})(?:,?{_BLANK}++(?:[JS]r)\.?)?"
)

_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?!\d)"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?(?!\d)"
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?|september"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    "(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
    rf"\.?(?:,{_BLANK}*+|{_BLANK}++)"
)
# A German day bears a full stop, `3. Mai`: without it, `Mai` and `So` would be too little for a date.
_GERMAN_MONTH = (
    "(?:januar|jänner|feb(?:ruar|er)|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|(?:jan|jän|febr?|mär|apr|jun|jul|aug|sept?|okt|nov|dez)\.|mrz\.?)"
)
_GERMAN_WEEKDAY = (
    "(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|mo|di|mi|do|fr|sa|so)"
    rf"\.?(?:,{_BLANK}*+(?:de[nm]{_BLANK}++)?|{_BLANK}++)"
)
_LATE_YEAR = r"(?:(?:1[5-9]|20)[0-9]{2}|[0-9]{2})"
_GERMAN_DATE = (
    rf"(?:{_GERMAN_WEEKDAY})?{_DAY}\.{_BLANK}*+"
    rf"(?:{_GERMAN_MONTH}(?:{_BLANK}++{_YEAR})?(?![\p{{L}}\p{{M}}])|(?:1[0-2]|0?[1-9])\.{_BLANK}?{_LATE_YEAR})"
)
_DATE = (
    rf"(?i:(?:{_GERMAN_DATE}|(?:{_WEEKDAY})?"
    rf"(?:{_MONTH}{_BLANK}++(?:the{_BLANK}++)?{_NTH}(?:,?{_BLANK}++{_YEAR})?"
    rf"|{_NTH}(?:{_BLANK}++of)?(?:{_BLANK}++|-){_MONTH}(?:(?:,?{_BLANK}++|-){_YEAR})?"
    rf"|(?:1[5-9]|20)[0-9]{{2}}[-/.](?:1[0-2]|0?[1-9])[-/.]{_DAY}"
    rf"|{_DAY}[-/.]{_DAY}[-/.]{_LATE_YEAR}"
    r"))(?!\d))"
)

_ZONE = (
    rf"{_BLANK}*+(?:gmt|utc|[ecmp][sd]?t|[ab]st|a[cekw][sd]t|[cew]es?t|nz[sd]t|[hijk]st|(?:hk|sg|pk|[cew]a)t|sast|msk|z)"
    r"(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?![\p{L}\p{M}])"
)
_HALF = rf"{_BLANK}*+[ap]\.?{_BLANK}?m(?:\.|(?![\p{{L}}\p{{M}}]))"
_TIME = (
    r"(?i:(?:2[0-4]|1[0-9]|0?[0-9])"
    rf"(?::[0-5][0-9](?::[0-5][0-9])?(?:{_HALF})?(?:{_ZONE})?"
    # A full stop between two numbers makes a time only where more says so.
    rf"|(?:[:.][0-5][0-9])?{_BLANK}*+uhr(?![\p{{L}}\p{{M}}])"
    rf"|(?:\.[0-5][0-9])?{_HALF}(?:{_ZONE})?|\.[0-5][0-9]{_ZONE}"
    r")(?!\d))"
)

KINDS: dict[str, SlotKind] = {
    "int": SlotKind(_INT, ("8", "12", "1,204"), 15, (), DIGIT, FIRST_DIGIT, numeric=True),
    "year": SlotKind(_YEAR, ("2024", "1998"), 4, (), DIGIT, FIRST_DIGIT, numeric=True),
    "date": SlotKind(
        _DATE,
        ("March 3, 2024", "Tue 5 Mar 2024", "2024-03-03", "03/03/2024", "Mar. 3", "Montag, 3. März 2024"),
        60,
        (),
        DIGIT | DATE,
        FIRST_DATE,
    ),
    "time": SlotKind(
        _TIME,
        ("4:15 p.m. ET", "16:15", "10.02 GMT", "5 a.m.", "14.32 Uhr"),
        40,
        (),
        DIGIT | TIME,
        FIRST_DIGIT,
    ),
    "name": SlotKind(_NAME, ("Ada Quill", "J. R. van der Berg", "ANNE-MARIE O’DEA"), 100),
    "hex": SlotKind(_HEX, ("87af90c2be85", "0F3A9C11D2E4B5A6978801FF22C3D4E5"), 200, (), DIGIT),
    "email": SlotKind(_EMAIL, ("desk@gazette.example",), needs=("@", "[email")),
    "url": SlotKind(_URL, ("https://gazette.example/news?id=4", "gazette.example"), needs=(".",)),
    "words": SlotKind(_WORDS, ("lanterns over the old harbour", "Evening")),
}
