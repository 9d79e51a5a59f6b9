"""Look-alikes for `keep:`: lines of the articles themselves that hold a rule's words and must stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import regex

from scrubber.folding import folded
from scrubber.layout import ends_sentence, shape_of, word_count
from scrubber.slots import KINDS
from scrubber.suggest.recurring import Recurrence, matcher_of
from scrubber.suggest.sheets import Sheet, Spot, can_be_spelt
from scrubber.suggest.standing import Judge, hints_at_it, says_itself
from scrubber.values import dataclass

_MOST = 2
_LONGEST = 400
_SURE_WORDS = 10
_LEAST_WORDS, _MOST_WORDS = 6, 30
_SENTENCE = "The ferry leaves the quay at noon, and nobody waits for it."


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A text that stays; ``source`` is the document that it is from, "" where it was put together."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Prose:
    text: str
    folded: str
    source: str


class Articles:
    """The articles' own prose in the sheets of a site."""

    def __init__(self, sheets: Sequence[Sheet], judge: Judge) -> None:
        self._sheets, self._judge = sheets, judge

    @cached_property
    def _prose(self) -> list[_Prose]:
        """The lines of prose, the shortest first: what is short is read at a glance."""
        found = {
            line: _Prose(line, folded(line), sheet.page.name)
            for number, sheet in enumerate(self._sheets)
            for at, line in enumerate(sheet.lines)
            if len(line) <= _LONGEST
            and shape_of(line) == "prose"
            and can_be_spelt(line)
            and self._is_own(number, at)
        }
        return sorted(found.values(), key=lambda prose: (len(prose.text), prose.text))

    def _is_own(self, sheet: int, line: int) -> bool:
        text = self._sheets[sheet].lines[line]
        if says_itself(text) or (hints_at_it(text) and word_count(text) < _SURE_WORDS):
            return False  # what regions missed would make a poor look-alike
        return self._judge.side(Spot(sheet, line)) == "body"

    def like(self, recurrences: Sequence[Recurrence]) -> list[LookAlike]:
        """Return lines that look like what the recurrences match: those of the articles, or one put together.

        Best is a line that holds the whole text, then one that begins alike, then one that holds its rarest
        word or a value of its slots. Where the articles have none, a sentence of theirs is run together with
        the line itself: such a line must stay too, for dropping it would take the sentence.
        """
        own = (line for recurrence in recurrences for line in self._alike(recurrence))
        found = list({line.text: line for line in own if not _matched(line.text, recurrences)}.values())
        return found[:_MOST] or [*self.run_together(recurrences[0])][:1]

    def _alike(self, recurrence: Recurrence) -> Iterator[LookAlike]:
        for test in _tests(recurrence):
            yield from [
                LookAlike(prose.text, prose.source) for prose in self._prose if test.search(prose.folded)
            ][:_MOST]

    def run_together(self, recurrence: Recurrence) -> Iterator[LookAlike]:
        """Yield a sentence with the line behind it, and before it."""
        line = recurrence.texts[0]
        fit = (
            prose.text
            for prose in self._prose
            if _LEAST_WORDS <= word_count(prose.text) <= _MOST_WORDS and ends_sentence(prose.text)
        )
        sentence = next(fit, _SENTENCE)
        for text in (f"{sentence} {line}", f"{line} {sentence}"):
            if not _matched(text, [recurrence]):
                yield LookAlike(text)


def _matched(text: str, recurrences: Sequence[Recurrence]) -> bool:
    return any((matcher := matcher_of(r.phrase)) and matcher.match(text) for r in recurrences)


def _tests(recurrence: Recurrence) -> Iterator[regex.Pattern[str]]:
    """Yield what a look-alike holds, the most alike first."""
    literal = " ".join(folded(piece.text) for piece in recurrence.pieces if not piece.slot)
    words = recurrence.words
    if recurrence.is_exact and words:
        yield _search(rf"(?<!\w){regex.escape(folded(recurrence.texts[0]))}(?!\w)")
    if len(words) > 1 and literal.startswith(words[0]):
        yield _search(rf"{regex.escape(words[0])} {regex.escape(words[1])}(?!\w)", start=True)
    if words:
        longest = max(words, key=len)
        yield _search(rf"{regex.escape(words[0])}(?!\w)", start=True)
        yield _search(rf"(?<!\w){regex.escape(longest)}(?!\w)")
    for slot in recurrence.slots:
        if slot not in ("words", "name", "int"):
            yield _search(rf"(?<!\w){KINDS[slot].pattern}(?!\w)")


@lru_cache(maxsize=256)
def _search(pattern: str, start: bool = False) -> regex.Pattern[str]:
    return regex.compile(rf"\A{pattern}" if start else pattern)
