"""What a text shows that may hold a stranded or a torn-off title: quick patterns, asked before all else.

Each finds more than what is mended and never less. They begin with one character, a full stop or a line end,
so that little else of a text is looked at, and look back from there for the titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

import regex

from scrubber_honorifics.lexicon import Lexicon

_BLANKS = r"[^\S\n]"
_QUOTES = "“\"‘'«"


def stranded_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a title with its full stop before a quotation or a word that begins a sentence."""
    forms = [title.form for title in lexicon.titles if title.abbreviated]
    openers = "|".join(sorted({_capitalised(word) for word in _openers(lexicon)}))
    return re.compile(
        rf"\.{_after(forms, '.')}{_BLANKS}{{0,4}}\n?{_BLANKS}{{0,8}}(?:[{_QUOTES}]|(?:{openers})(?![a-z]))"
    )


def torn_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], regex.Pattern[str]]:
    """Return what finds a title at a line's end, and what finds one with blanks between."""
    forms = [form for title in lexicon.titles for form in (title.form, title.plural) if form]
    bare, stopped = _after(forms, "\n"), _after(forms, ".\n")
    at_end = re.compile(rf"\n(?:{bare}|{stopped})")
    # only `regex` can look back over a run of blanks
    any_form = "|".join(sorted(forms))
    return at_end, regex.compile(rf"\n(?<={_BLANKS}\n)(?<=(?:{any_form})\.?{_BLANKS}+\n)")


def _after(forms: Iterable[str], end: str) -> str:
    """Return what looks back for one of ``forms`` with ``end`` after it, up to the place where it is asked.

    To look back for one of its last letters first spares most places the rest.
    """
    known = sorted(set(forms), key=lambda form: (len(form), form))
    last = "".join(sorted({form[-1] for form in known}))
    behind = re.escape(end)
    lengths = (f"(?<=(?:{'|'.join(same)}){behind})" for _, same in groupby(known, key=len))
    return f"(?<=[{last}]{behind})(?:{'|'.join(lengths)})"


def _openers(lexicon: Lexicon) -> Iterable[str]:
    groups = (lexicon.pointers, lexicon.connectives, lexicon.conjunctions, lexicon.predicates)
    return {*lexicon.shared, *(word for group in groups for word in group)}


def _capitalised(word: str) -> str:
    """Return a pattern for a folded word with a capital, its apostrophe of either kind."""
    return (word[0].upper() + word[1:]).replace("’", "[’']")
