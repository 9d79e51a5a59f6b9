"""What each possible end, and each possible beginning, of the article shows: evidence of a cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scrubber.regions.evidence import Context, grade, heads_references
from scrubber.regions.units import Unit

__all__ = ["free_words_from", "head_edges", "tail_edges"]

_LONG_WORDS = 25
_OWN = 0.5  # a paragraph that takes up so many of its words from above goes on with the article
_NEAR = 8


def tail_edges(units: Sequence[Unit], contexts: Sequence[Context]) -> list[tuple[str, ...]]:
    """Return for each index, the end included, what a tail from there shows by its edge and as a whole."""
    size = len(units)
    if not size:
        return [("none",)]
    whole = _wholes(units, contexts)
    inner = [(*_edge(units, t), *_cuts(units[t], contexts[t]), *whole[t]) for t in range(1, size)]
    return [("all",), *inner, ("none",)]


def head_edges(units: Sequence[Unit], most: int) -> list[tuple[str, ...]]:
    """Return for each index up to ``most`` what a head that ends there shows by its edge."""
    size = len(units)
    inner = [tuple(_edge(units, h)) for h in range(1, min(size, most + 1))]
    return [("none",), *inner, *([("all",)] if most >= size > 0 else [])]


def _edge(units: Sequence[Unit], at: int) -> Iterator[str]:
    before, after = units[at - 1], units[at]
    yield f"before: {before.form}"
    yield f"before: {before.standing}"
    yield f"after: {after.form}"
    yield f"after: {after.standing}"
    if before.form == after.form and not (before.prose or before.sure or after.sure):
        yield "within a run of one form"


def _cuts(unit: Unit, context: Context) -> Iterator[str]:
    if context.announced:
        yield "cuts a list"
    if context.cited:
        yield "cuts references"
    if heads_references(unit):
        yield "begins with references"


def _wholes(units: Sequence[Unit], contexts: Sequence[Context]) -> list[tuple[str, ...]]:
    """Say of each index what the units from there on amount to."""
    size = len(units)
    sure = _counts(units, lambda unit: unit.sure)
    telling = _counts(units, lambda unit: unit.telling)
    kinds = _kinds(units)
    free_words = free_words_from(units, contexts)
    outside = [
        unit.words if unit.paragraph and "in comments" not in context.sections else 0
        for unit, context in zip(units, contexts, strict=True)
    ]
    words, longest = _totals(outside), _maxima(outside)
    references = _counts(units, heads_references)
    runs = _runs([unit.paragraph for unit in units])
    long = _runs([unit.paragraph and unit.words >= _LONG_WORDS for unit in units])
    solid = list(zip(units, contexts, strict=True))
    after = next((i for i, unit in enumerate(reversed(units)) if unit.solid), size)
    own = _runs([unit.solid and context.taken_up >= _OWN for unit, context in solid])
    free = _runs([unit.solid and not context.sections for unit, context in solid])
    return [
        (
            grade("paragraphs in a row", runs[t], (0, 1, 2, 3, 5)),
            grade("long paragraphs in a row", long[t], (0, 1, 2, 3, 4)),
            grade("own paragraphs in a row", own[t], (0, 1, 2, 3, 4)),
            grade("free paragraphs in a row", free[t], (0, 1, 2, 3, 4, 5)),
            grade("share of free words", round(free_words[t] / (free_words[0] or 1), 3), (0, 0.03, 0.1, 0.2)),
            grade("words of paragraphs", words[t], (0, 30, 80, 200, 400)),
            grade("longest paragraph", longest[t], (0, 20, 30, 45, 60, 90)),
            grade("headings of references", references[t], (0, 1)),
            grade("sure", sure[t], (0, 1, 2, 4, 8)),
            grade("sure nearby", sure[t] - sure[min(size, t + _NEAR)], (0, 1, 2, 4)),
            grade("share of sure", round(sure[t] / (size - t), 3), (0, 0.05, 0.1, 0.2, 0.4)),
            grade("telling", telling[t], (0, 1, 3, 7)),
            grade("kinds", kinds[t], (0, 1, 2, 3)),
            grade("units after the last paragraph", after, (0, 1, 3, 7)),
        )
        for t in range(size)
    ]


def free_words_from(units: Sequence[Unit], contexts: Sequence[Context]) -> list[int]:
    """Return for each index, the end included, the words from there on of paragraphs that nothing opens."""
    return _totals(
        [
            unit.words if unit.paragraph and not context.sections else 0
            for unit, context in zip(units, contexts, strict=True)
        ]
    )


def _totals(values: Sequence[int]) -> list[int]:
    """Sums from each index to the end, which has 0."""
    result = [0]
    for value in reversed(values):
        result.append(result[-1] + value)
    return result[::-1]


def _counts(units: Sequence[Unit], holds: Callable[[Unit], bool]) -> list[int]:
    return _totals([holds(unit) for unit in units])


def _maxima(values: Sequence[int]) -> list[int]:
    result = [0]
    for value in reversed(values):
        result.append(max(result[-1], value))
    return result[::-1]


def _runs(values: Sequence[bool]) -> list[int]:
    """The longest run from each index to the end."""
    run, runs = 0, []
    for value in reversed(values):
        run = run + 1 if value else 0
        runs.append(run)
    return _maxima(runs[::-1])


def _kinds(units: Sequence[Unit]) -> list[int]:
    seen: set[str] = set()
    result = [0]
    for unit in reversed(units):
        if unit.sure and unit.sign:
            seen.add(unit.sign.kind)
        result.append(len(seen))
    return result[::-1]
