"""An operator: compounds whose hyphen was set off with blanks, "state - owned"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scrubber.api import Change, Context, Edit, Needs, NoOptions, Safety, Span, View
from scrubber_typesetting.signs import Signed
from scrubber_typesetting.smallwords import SMALL

_LETTER = r"[^\W\d_]"
_DASH = re.compile(
    rf"(?<![\w’'/\\.-])(?P<head>{_LETTER}{{2,20}})(?P<gap> [-–‐] ?|[-–‐] )(?P<tail>{_LETTER}{{2,20}})"
    rf"(?=(?P<next>[ ]{_LETTER}[\w’'-]*)?)(?![\w’'/\\]|-{_LETTER})"
)
_SPACED = tuple(
    Signed(dash, rf"(?:(?<={_LETTER}{{2}} {dash}) ?|(?<={_LETTER}{{2}}{dash}) )(?={_LETTER}{{2}})")
    for dash in "-–‐"
)
"""What every match of _DASH holds, one for each dash."""
_ASIDE = re.compile(r"\s[-–—‐]\s|(?<=\w)—|--")
_COMPOUND = re.compile(rf"(?<![\w-]){_LETTER}{{2,20}}[-‐]{_LETTER}{{2,20}}(?![\w-])")
_UNIT = r"(?:year|month|week|day)"
_OTHERS = re.compile(
    rf"(?<=\d)[ ]?[-–‐][ ]?(?={_UNIT}\b)|(?:\s[-–‐] ?|[-–‐] )(?=old\b)"
    r"|(?:\s[-–—‐] ?|[-–—‐] )(?=based\s(?!(?:in|on|at|near|upon|around)\b))"
)
"""Dashes that rules of their own mend: `12 - year - old`, `Harl – based`. They are none of an aside's."""
_STOP = r"[.!?…]"
_SENTENCE_END = re.compile(
    rf"{_STOP}(?:(?<=[^\W\d_A-Z]{{3}}{_STOP})|(?<=\d\d{_STOP})|(?<=[)”’\"%]{_STOP}))[”’\"')\]]*\s+"
)
_CODE = re.compile(r"[`{}<>=\\|#~]|^\s*\$")
_RULED = frozenset({"backed", "controlled", "funded", "led", "owned", "sponsored"})
"""What can be said after a name as well: `the Harl-led coalition`."""
_LEAST_WORDS = 6


class Compounds:
    """Closes the blanks round a hyphen in a compound that stands before its noun: "state - owned company".

    Sure for what the pack's lists hold (`compound` whole words, `compoundhead` and `compoundtail` halves),
    and for what the document writes with a hyphen elsewhere. Nothing happens where the sentence has another
    dash, for the two may hold an aside, or before a word that no noun phrase begins with; unsafe before a
    name. It misfires on a participle that is meant as a verb right after a single dash.
    """

    name = "typesetting.compounds"
    Options = NoOptions
    needs = Needs(patterns=_SPACED)

    def open(self, options: NoOptions, context: Context) -> CompoundsSession:
        """Return a session that knows the lists of the rule's pack."""
        lists: Mapping[str, Sequence[str]] = context.lists
        words = [frozenset(lists.get(name, ())) for name in ("compound", "compoundhead", "compoundtail")]
        return CompoundsSession(*words)


@dataclass(frozen=True, slots=True)
class CompoundsSession:
    """The operator at work; it keeps nothing from one document to the next."""

    whole: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]

    def propose(self, views: Sequence[View]) -> Iterator[Sequence[Edit]]:
        """Yield the edits of each view."""
        for view in views:
            yield list(self._edits(view))

    def close(self) -> None:
        """There is nothing to let go of."""

    def _edits(self, view: View) -> Iterator[Edit]:
        written = _Written(view.text)
        for index, gaps in _lines_with_gaps(view).items():
            line, text = view.lines[index], view.line_texts[index]
            if _CODE.search(text):
                continue
            for at, sentence in _sentences(text):
                if not any(at <= gap - line.span.start < at + len(sentence) for gap in gaps):
                    continue
                for found, safety, reason in self._found(sentence, written):
                    start = line.span.start + at + found.start("gap")
                    gap = Span(start, start + len(found["gap"]))
                    yield view.edit(Change(gap, "-"), reason=reason, safety=safety)

    def _found(self, sentence: str, written: _Written) -> Iterator[tuple[re.Match[str], Safety, str]]:
        """Yield the compounds of a sentence, unless a dash in it is none: then there may be an aside."""
        found = [(match, self._reason(match, written)) for match in _DASH.finditer(sentence)]
        closed = [(match, reason) for match, reason in found if reason and not _ends_phrase(match)]
        if not closed:
            return
        spans = {match.span("gap") for match, _ in closed}
        spans |= {other.span() for other in _OTHERS.finditer(sentence)}
        asides = [dash for dash in _ASIDE.finditer(sentence) if not _lies_in(dash, spans)]
        if asides or len(sentence.split()) < _LEAST_WORDS:
            return
        for match, reason in closed:
            yield match, "unsafe" if _before_name(match) else "safe", reason

    def _reason(self, match: re.Match[str], written: _Written) -> str:
        head, tail = match["head"], match["tail"]
        compound = f"{head}-{tail}".lower()
        if not {head.lower(), tail} & SMALL and compound in written:
            return f"the document has “{compound}” elsewhere"
        if compound in self.whole and head.islower():
            return f"“{compound}” is one word"
        known = head in self.heads and tail in self.tails
        if known or (head[0].isupper() and tail in _RULED & self.tails):
            return f"“{tail}” says something of a noun after it, together with “{head}”"
        return ""


@dataclass
class _Written:
    """The compounds that a text writes with a hyphen, in lower case; read once that is needed."""

    text: str

    def __contains__(self, compound: str) -> bool:
        return compound in self._lower and compound in self._compounds

    @cached_property
    def _lower(self) -> str:
        return self.text.lower().replace("‐", "-")

    @cached_property
    def _compounds(self) -> frozenset[str]:
        return frozenset(_COMPOUND.findall(self._lower))


def _lines_with_gaps(view: View) -> dict[int, list[int]]:
    """Return, by lines, where a dash may be set off between two words: no other has a match."""
    lines: dict[int, list[int]] = {}
    for place in sorted(gap.start() for spaced in _SPACED for gap in spaced.finditer(view.text)):
        lines.setdefault(view.line_at(place), []).append(place)
    return lines


def _sentences(line: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a line with their places; rather two as one than one as two."""
    start = 0
    for end in _SENTENCE_END.finditer(line):
        yield start, line[start : end.start()]
        start = end.end()
    yield start, line[start:]


def _ends_phrase(match: re.Match[str]) -> bool:
    """Whether no noun can follow directly: the sentence ends, or goes on with a small word or an adverb."""
    word = (match["next"] or "").strip().lower()
    return not word or word in SMALL or word.endswith("ly")


def _before_name(match: re.Match[str]) -> bool:
    return match["next"].strip()[0].isupper()


def _lies_in(dash: re.Match[str], spans: set[tuple[int, int]]) -> bool:
    return any(start <= dash.start() and dash.end() <= end for start, end in spans)
