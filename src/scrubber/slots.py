"""The slots of the phrase language: what each kind matches, and examples of it.

Every pattern is bounded, so that matching a line of bounded length is bounded too. None has a group of its
own, and each says about case what it means, for phrases fold only their literal text.
"""

from __future__ import annotations

from dataclasses import dataclass

# The characters of `document.BLANKS`, for use inside a character class: `\s` is exactly White_Space here.
BLANKS = r"\s\u200b\u2060\ufeff"
_NON_BLANK = f"[^{BLANKS}]"
_BLANK = f"[{BLANKS}]"


@dataclass(frozen=True, slots=True)
class SlotKind:
    """A kind of slot: the regex source of what it matches, and examples of that.

    ``longest`` is the length of the longest match with its runs of blanks as one. ``needs`` are texts of
    which every match holds one, case folded; () where there are none to name. ``numeric``: it has a value.
    """

    pattern: str
    examples: tuple[str, ...]
    longest: int = 1_000
    needs: tuple[str, ...] = ()
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
    rf"(?:(?:{_CAPITALISED}|{_INITIALS}|{_ABBREVIATED}|{_PARTICLES}|{_UNCASED}){_BLANK}++){{0,4}}"
    rf"(?:{_CAPITALISED}|{_UNCASED})(?:,?{_BLANK}++(?:[JS]r)\.?)?"
)

_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?!\d)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    rf"|sun(?:day)?)\.?(?:,{_BLANK}*+|{_BLANK}++)"
)
_DATE = (
    rf"(?i:(?:{_WEEKDAY})?"
    rf"(?:{_MONTH}{_BLANK}++(?:the{_BLANK}++)?{_DAY}(?:,?{_BLANK}++{_YEAR})?"
    rf"|{_DAY}(?:{_BLANK}++of)?(?:{_BLANK}++|-){_MONTH}(?:,?(?:{_BLANK}++|-){_YEAR})?"
    r"|(?:1[5-9]|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])"
    r"|(?:3[01]|[12][0-9]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])[-/.](?:(?:1[5-9]|20)[0-9]{2}|[0-9]{2})"
    r")(?!\d))"
)

_ZONE = (
    r"(?:GMT|UTC|BST|WES?T|CES?T|EES?T|MSK|[ECMP][SD]?T|A[KCEW]?[SD]T|HST|NZ[SD]T|IST|JST|KST|HKT|SGT|PKT|WAT"
    r"|CAT|EAT|SAST|Z)(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?![\p{L}\p{M}])"
)
_HOUR = r"(?:2[0-4]|1[0-9]|0?[0-9])"
_HALF = rf"{_BLANK}*+[ap]\.?{_BLANK}?m(?:\.|(?![\p{{L}}\p{{M}}]))"
_TIME = (
    rf"(?i:{_HOUR}:[0-5][0-9](?::[0-5][0-9])?(?:{_HALF})?(?:{_BLANK}*+{_ZONE})?"
    # A full stop between two numbers makes a time only where more says so.
    rf"|{_HOUR}\.[0-5][0-9](?:{_HALF}(?:{_BLANK}*+{_ZONE})?|{_BLANK}*+{_ZONE})"
    rf"|{_HOUR}{_HALF}(?:{_BLANK}*+{_ZONE})?)(?!\d)"
)

KINDS: dict[str, SlotKind] = {
    "int": SlotKind(_INT, ("8", "12", "1,204"), 15, numeric=True),
    "year": SlotKind(_YEAR, ("2024", "1998"), 4, numeric=True),
    "date": SlotKind(_DATE, ("March 3, 2024", "Tue 5 Mar 2024", "2024-03-03", "03/03/2024", "Mar. 3"), 60),
    "time": SlotKind(_TIME, ("4:15 p.m. ET", "16:15", "10.02 GMT", "5 a.m."), 40),
    "name": SlotKind(_NAME, ("Ada Quill", "J. R. van der Berg", "ANNE-MARIE O’DEA")),
    "hex": SlotKind(_HEX, ("87af90c2be85", "0F3A9C11D2E4B5A6978801FF22C3D4E5"), 200),
    "email": SlotKind(_EMAIL, ("desk@gazette.example",), needs=("@", "[email")),
    "url": SlotKind(_URL, ("https://gazette.example/news?id=4", "gazette.example"), needs=(".",)),
    "words": SlotKind(_WORDS, ("lanterns over the old harbour", "Evening")),
}
