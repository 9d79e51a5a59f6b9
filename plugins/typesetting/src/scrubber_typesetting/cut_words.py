"""An operator: words that were cut in two at a line's end, and those whose line has gone since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubber.api import Change, Context, Edit, Needs, NoOptions, Safety, Span, View
from scrubber_typesetting.signs import Signed
from scrubber_typesetting.smallwords import SMALL

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)?")
_COMPOUND = re.compile(rf"{_LETTER}+(?:[-‐]{_LETTER}+)+")
_LONGEST = 30
"""Letters: no half of a word has more."""
_GAP = r"(?:[ \t]*\n[ \t]*|[ ]{1,2})"
_CUT = re.compile(
    rf"(?<![\w'’/\\.@&#‐-])(?P<head>{_LETTER}{{2,{_LONGEST}}})"
    rf"(?P<gap>(?P<sign>[-‐\u00ad¬]){_GAP})(?P<tail>{_LETTER}{{2,{_LONGEST}}})(?![\w'’/\\@‐-])"
)
_SIGNED = tuple(Signed(sign, rf"(?<={_LETTER}{{2}}{sign}){_GAP}(?={_LETTER}{{2}})") for sign in "-‐\u00ad¬")
"""What every match of _CUT holds, one for each sign."""
_ENDINGS = re.compile(
    r"(?:[a-z]{0,3}(?:tion|sion|ment|ness|ance|ence|ity|ious|eous|able|ible|ical|ally|ively|ized|ised|izing"
    r"|ising)s?|ing|ings|ly|ers|ed|est|ous|ive|ism|ists?)"
)


class CutWords:
    """Joins a word that a hyphen and a line's end have cut in two, "govern-" and "ment"; also within a line.

    Sure where the whole word stands elsewhere in the document and the hyphenated one does not, or where the
    sign is a soft hyphen. Unsafe where only the ending tells. The document keeps its lines: the end of the
    line moves behind the word. Without a dictionary it misses most words that stand there once only.
    """

    name = "typesetting.cut-words"
    Options = NoOptions
    needs = Needs(patterns=_SIGNED)

    def open(self, options: NoOptions, context: Context) -> CutWords:
        """Return the operator itself: it keeps nothing."""
        return self

    def propose(self, views: Sequence[View]) -> Iterator[Sequence[Edit]]:
        """Yield the edits of each view."""
        for view in views:
            yield list(_edits(view))

    def close(self) -> None:
        """There is nothing to let go of."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a document, those with hyphens apart, all in lower case; the halves of cuts are none.

    ``words`` hold what soft hyphens join; ``likely`` is what only an ending says to be a word.
    """

    words: frozenset[str]
    compounds: frozenset[str]
    likely: frozenset[str] = frozenset()

    def is_word(self, half: str) -> bool:
        """Whether the half of a word can stand by itself, as far as is known."""
        return half in SMALL or half in self.words


def _edits(view: View) -> Iterator[Edit]:
    cuts = [cut for cut in _found(view.text) if _cased(cut["head"], cut["tail"])]
    if not cuts or not _may_be_words(view.text, cuts):
        return
    vocabulary = _vocabulary(view.text, cuts)
    for cut in cuts:
        verdict = _verdict(cut, vocabulary)
        if verdict is not None:
            safety, reason = verdict
            yield view.edit(*_changes(view.text, cut), reason=reason, safety=safety)


def _found(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of _CUT in order, looked for round the signs alone."""
    reach = 0
    for start, end in sorted(gap.span() for signed in _SIGNED for gap in signed.finditer(text)):
        # a head stands before the sign, a tail and what may not follow it behind the gap
        cut = _CUT.search(text, max(reach, start - _LONGEST), end + _LONGEST + 1)
        if cut and cut.start("gap") == start:
            yield cut
            reach = cut.end()


def _may_be_words(text: str, cuts: Sequence[re.Match[str]]) -> bool:
    """Whether some verdict may be had; else the words of the text need not be read."""
    if any(_is_soft(cut) or (_is_at_end(cut) and _ENDINGS.fullmatch(cut["tail"].lower())) for cut in cuts):
        return True
    rest = _rest(text, cuts)
    return any(_whole(cut) in rest for cut in cuts)


def _rest(text: str, cuts: Sequence[re.Match[str]]) -> str:
    """Return the text without the cuts, in lower case."""
    ends = (0, *(cut.end() for cut in cuts))
    starts = (*(cut.start() for cut in cuts), len(text))
    return " ".join(text[end:start] for end, start in zip(ends, starts, strict=True)).lower()


def _vocabulary(text: str, cuts: Sequence[re.Match[str]]) -> _Vocabulary:
    """Read the vocabulary of a text. What is joined now is a word in the next run: so it is one at once."""
    rest = _rest(text, cuts)
    compounds = frozenset(_COMPOUND.findall(rest))
    words = {*_WORD.findall(_COMPOUND.sub(" ", rest)), *(_whole(cut) for cut in cuts if _is_soft(cut))}
    known = _Vocabulary(frozenset(words), compounds)
    likely = frozenset(_whole(cut) for cut in cuts if _has_ending(cut, known))
    return _Vocabulary(known.words, compounds, likely)


def _verdict(cut: re.Match[str], vocabulary: _Vocabulary) -> tuple[Safety, str] | None:
    """Return how sure it is that the two halves are one word, and why; None where nothing says so."""
    whole, hyphenated = _whole(cut), f"{cut['head']}-{cut['tail']}".lower()
    if hyphenated in vocabulary.compounds:
        return None
    if _is_soft(cut):
        return ("safe", "a soft hyphen at a line's end marks a word that goes on")
    if whole in vocabulary.words:
        if not (vocabulary.is_word(cut["head"].lower()) and vocabulary.is_word(cut["tail"].lower())):
            return ("safe", f"“{whole}” stands elsewhere in the text, and no “{hyphenated}”")
        if _is_at_end(cut):
            return ("unsafe", f"“{whole}” stands elsewhere in the text, but so may its halves")
    elif whole in vocabulary.likely:
        return ("unsafe", f"“{cut['tail']}” is the end of a word")
    return None


def _whole(cut: re.Match[str]) -> str:
    return (cut["head"] + cut["tail"]).lower()


def _is_at_end(cut: re.Match[str]) -> bool:
    return "\n" in cut["gap"]


def _is_soft(cut: re.Match[str]) -> bool:
    return cut["sign"] == "\u00ad" and _is_at_end(cut)


def _has_ending(cut: re.Match[str], vocabulary: _Vocabulary) -> bool:
    """Whether a line's end cut off what only ends words."""
    tail = cut["tail"].lower()
    return _is_at_end(cut) and _ENDINGS.fullmatch(tail) is not None and not vocabulary.is_word(tail)


def _cased(head: str, tail: str) -> bool:
    """Whether the halves can be one word: what goes on is in lower case, or all is in capitals."""
    return (tail.islower() and not head[1:].isupper()) or (head.isupper() and tail.isupper())


def _changes(text: str, cut: re.Match[str]) -> Iterator[Change]:
    """Yield the changes that close the gap; a line's end goes where the word ends, so that lines stay."""
    start, end = cut.span("gap")
    yield Change(Span(start, end))
    if "\n" not in cut["gap"]:
        return
    after = re.compile(r"[^\s]*(?P<blanks>[ \t]+)(?=\S)").match(text, cut.end())
    if after:
        indent = re.sub(r"^[^\n]*", "", cut["gap"])
        yield Change(Span(*after.span("blanks")), indent)
