"""What a text shows that may hold a stranded or a torn-off title: quick patterns, asked before all else.

Each finds more than what is mended and never less. They begin with one character, a full stop or a line end,
so that little else of a text is looked at, and look back from there for the titles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

import regex

from scrubber_honorifics.lexicon import Lexicon

_BLANKS = r"[^\S\n]"
_QUOTES = "“\"‘'«"


@dataclass(frozen=True)
class Shown:
    """A pattern that is compiled when a text holds one of the ``marks``, of which each match needs one."""

    marks: tuple[str, ...]
    compiled: Callable[[], re.Pattern[str] | regex.Pattern[str]]

    def search(self, text: str, /) -> re.Match[str] | regex.Match[str] | None:
        """Return the first match, or None."""
        if "_pattern" in vars(self) or any(mark in text for mark in self.marks):
            return self._pattern.search(text)
        return None

    @cached_property
    def _pattern(self) -> re.Pattern[str] | regex.Pattern[str]:
        return self.compiled()


def shown_stranded(lexicon: Lexicon) -> Shown:
    """Return what finds a title with its full stop before a quotation or a word that begins a sentence."""
    marks = tuple(f"{title.form}." for title in lexicon.titles if title.abbreviated)
    return Shown(marks, partial(_stranded, lexicon))


def shown_torn(lexicon: Lexicon) -> tuple[Shown, Shown]:
    """Return what finds a title at a line's end, and what finds one with blanks between."""
    forms = _forms(lexicon)
    return Shown(forms, partial(_at_end, forms)), Shown(forms, partial(_before_blanks, forms))


def _stranded(lexicon: Lexicon) -> re.Pattern[str]:
    forms = [title.form for title in lexicon.titles if title.abbreviated]
    openers = "|".join(sorted({_capitalised(word) for word in _openers(lexicon)}))
    return re.compile(
        rf"\.{_after(forms, '.')}{_BLANKS}{{0,4}}\n?{_BLANKS}{{0,8}}(?:[{_QUOTES}]|(?:{openers})(?![a-z]))"
    )


def _forms(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(form for title in lexicon.titles for form in (title.form, title.plural) if form)


def _at_end(forms: Sequence[str]) -> re.Pattern[str]:
    bare, stopped = _after(forms, "\n"), _after(forms, ".\n")
    return re.compile(rf"\n(?:{bare}|{stopped})")


def _before_blanks(forms: Sequence[str]) -> regex.Pattern[str]:
    # only `regex` can look back over a run of blanks
    any_form = "|".join(sorted(forms))
    return regex.compile(rf"\n(?<={_BLANKS}\n)(?<=(?:{any_form})\.?{_BLANKS}+\n)")


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
