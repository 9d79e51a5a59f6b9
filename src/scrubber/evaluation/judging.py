"""Judging one cleaned document: which of its words and lines rightly went, wrongly went, or should have gone.

What went is known from the edits, and not guessed from the two texts. What should have gone is known from the
labels of a page's lines, or from the text as a person cleaned it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cached_property

from scrubber.alignment import aligned, aligned_groups
from scrubber.document import Document
from scrubber.results import Result
from scrubber.spans import Change, Span
from scrubber.tokens import Words, shingles, words_of
from scrubber.values import dataclass

HARMED = 0.01
"""A document that loses more than this share of the wanted text's shingles is harmed."""


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled line of a page: where it stands, and whether it is wanted; None where it does not count."""

    span: Span
    wanted: bool | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A document with its right answer: ``clean`` is the text that should be left.

    With ``blocks`` the lines are judged by their labels, and ``clean``, the article as a person extracted it,
    only says how much of it survives; it may be missing there.
    """

    name: str
    document: Document
    clean: str
    blocks: tuple[Block, ...] | None = None


class Verdict(IntEnum):
    """What became of a word or a line, and whether that was right."""

    UNCOUNTED = 0
    KEPT = 1  # wanted, and still there
    LOST = 2  # wanted, and gone
    REMOVED = 3  # not wanted, and gone
    MISSED = 4  # not wanted, and still there


GONE = (Verdict.LOST, Verdict.REMOVED)


@dataclass(frozen=True)
class Judged:
    """One document, judged. ``verdicts`` are those of the original's words, ``carried`` where they went.

    ``brought`` maps the index of a word that edits put into the result to whether it is wanted there; it is
    None where that is not known, on labelled pages. ``lacking`` counts wanted words that were never there.
    """

    sample: Sample
    result: Result
    words: Words
    after: Words
    carried: Sequence[int]
    verdicts: Sequence[Verdict]
    brought: dict[int, bool] | None = None
    lacking: int = 0

    @cached_property
    def counts(self) -> Counter[Verdict]:
        """How many words got which verdict."""
        return Counter(self.verdicts)

    @cached_property
    def lines(self) -> tuple[tuple[Verdict, range], ...]:
        """The labelled lines with their verdicts and their words; empty where lines bear no labels.

        A line is gone where less than half of its words are left; one without words, of its characters.
        """
        return tuple(_line(self, block) for block in self.sample.blocks or ())

    @cached_property
    def survival(self) -> tuple[int, int]:
        """How many of the wanted text's distinct shingles the original has, and how many are left."""
        wanted = set(shingles(self._wanted)) & set(shingles(self.words.keys))
        return len(wanted), len(wanted & set(shingles(self.after.keys)))

    @property
    def is_harmed(self) -> bool:
        """Whether more than 1% of the wanted text is gone."""
        had, left = self.survival
        return had - left > HARMED * had

    @property
    def is_exact(self) -> bool:
        """Whether the result is the wanted text, to the character."""
        return self.result.text == self.sample.clean

    @cached_property
    def agreement(self) -> tuple[float, float]:
        """The F1 of the shingles, before and after, with those of the wanted text."""
        wanted, *sides = (Counter(shingles(k)) for k in (self._wanted, self.words.keys, self.after.keys))
        return _f1(sides[0], wanted), _f1(sides[1], wanted)

    @cached_property
    def _wanted(self) -> Sequence[str]:
        return words_of(self.sample.clean).keys


def _f1(found: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> float:
    total = found.total() + wanted.total()
    return 2 * (found & wanted).total() / total if total else 1.0


def judge(sample: Sample, result: Result) -> Judged:
    """Judge what became of a sample's document."""
    before, after = words_of(result.document.text), words_of(result.text)
    carried = carry(before, after, result.net)
    if sample.blocks is not None:
        verdicts = _by_label(before, after, carried, sample.blocks)
        return Judged(sample, result, before, after, carried, verdicts)
    return _by_text(sample, result, before, after, carried)


def carry(before: Words, after: Words, net: Sequence[Change]) -> list[int]:
    """Return for each word of the original its index in the result, or -1 where it is gone.

    Words that no change touches are the same words. Where one does, what the result has there is compared:
    a word that a replacement writes again has stayed.
    """
    index = {start: number for number, start in enumerate(after.starts)}
    shifts = zip(before.starts, _shifts(before, net), strict=True)
    carried = [-1 if shift is None else index[start + shift] for start, shift in shifts]
    touched: list[int] = []
    last = -1
    for word, its in enumerate([*carried, len(after)]):
        if its < 0:
            touched.append(word)
            continue
        if touched:
            for mine, other in aligned([before.keys[at] for at in touched], after.keys[last + 1 : its]):
                carried[touched[mine]] = last + 1 + other
            touched = []
        last = its
    return carried


def _shifts(words: Words, net: Sequence[Change]) -> Iterator[int | None]:
    """Yield for each word how far the changes before it move it; None where one touches it."""
    shift, at = 0, 0
    for start, end in zip(words.starts, words.ends, strict=True):
        while at < len(net) and net[at].span.end < start:
            shift += len(net[at].text) - len(net[at].span)
            at += 1
        yield None if at < len(net) and net[at].span.start <= end else shift


def _by_label(before: Words, after: Words, carried: Sequence[int], blocks: Sequence[Block]) -> list[Verdict]:
    verdicts = [Verdict.UNCOUNTED] * len(before)
    moved = _moved(before, after, carried)
    for block in blocks:
        if block.wanted is None:
            continue
        for word in before.within(block.span):
            stays = carried[word] >= 0 or word in moved
            verdicts[word] = _verdict(block.wanted, stays)
    return verdicts


def _verdict(wanted: bool, stays: bool) -> Verdict:
    if wanted:
        return Verdict.KEPT if stays else Verdict.LOST
    return Verdict.MISSED if stays else Verdict.REMOVED


def _moved(before: Words, after: Words, carried: Sequence[int]) -> set[int]:
    """Return the words that are gone from where they stood and that edits put in again, alone or joined."""
    stayed = set(carried)
    brought = Counter(key for at, key in enumerate(after.keys) if at not in stayed)
    moved: set[int] = set()
    for run in runs_of([at for at, its in enumerate(carried) if its < 0]) if brought else ():
        joined = "".join(before.keys[at] for at in run)
        if brought[joined]:
            brought[joined] -= 1
            moved.update(run)
            continue
        for at in run:
            if brought[before.keys[at]]:
                brought[before.keys[at]] -= 1
                moved.add(at)
    return moved


def runs_of(numbers: Iterable[int]) -> list[list[int]]:
    """Return the numbers, those that follow one another together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _by_text(sample: Sample, result: Result, before: Words, after: Words, carried: list[int]) -> Judged:
    clean = words_of(sample.clean)
    found = dict(aligned_groups(after.by_line(range(len(after))), clean.by_line(range(len(clean)))))
    lost = _lost(before, clean, carried, found)
    wanted = (its in found if its >= 0 else at in lost for at, its in enumerate(carried))
    verdicts = [_verdict(is_wanted, its >= 0) for is_wanted, its in zip(wanted, carried, strict=True)]
    stayed = set(carried)
    brought = {at: at in found for at in range(len(after)) if at not in stayed}
    lacking = len(clean) - len(found) - len(lost)
    return Judged(sample, result, before, after, carried, verdicts, brought, lacking)


def _lost(before: Words, clean: Words, carried: Sequence[int], found: Mapping[int, int]) -> set[int]:
    """Return the words that are gone and that the clean text has where they stood.

    Where they stood is told by their neighbours that are in both; of what lies between two of these, words
    that are gone are compared with those that the clean text has and the result has not.
    """
    held = set(found.values())
    lost: set[int] = set()
    gone: list[int] = []
    reached = 0
    for at, its in enumerate([*carried, -2]):
        if its == -1:
            gone.append(at)
        elif its == -2 or its in found:
            until = len(clean) if its == -2 else found[its]
            if gone:
                wanted = [word for word in range(reached, until) if word not in held]
                pairs = aligned_groups(before.by_line(gone), clean.by_line(wanted))
                lost.update(gone[mine] for mine, _ in pairs)
            gone, reached = [], until + 1
    return lost


def _line(judged: Judged, block: Block) -> tuple[Verdict, range]:
    words = judged.words.within(block.span)
    if block.wanted is None:
        return Verdict.UNCOUNTED, words
    if not len(words):
        return _verdict(block.wanted, not _mostly_gone(judged.result, block.span)), words
    left = sum(_stays(judged, word) for word in words)
    return _verdict(block.wanted, 2 * left >= len(words)), words


def _stays(judged: Judged, word: int) -> bool:
    return judged.verdicts[word] not in GONE


def _mostly_gone(result: Result, span: Span) -> bool:
    cut = (min(span.end, c.span.end) - max(span.start, c.span.start) for c in result.net)
    return 2 * sum(max(0, characters) for characters in cut) > len(span)
