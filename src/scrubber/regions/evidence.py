"""What a unit shows by its neighbours and by the document around it: named pieces of evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from scrubber.regions.signs import words_of
from scrubber.regions.units import PROSE_WORDS, SIGN_WORDS, Unit

__all__ = ["Context", "contexts_of", "evidence", "grade"]

_REACH = 5  # units to either side that count as neighbours
_FAR = 20
_AGAIN = 12  # so near a line stands again where furniture repeats itself
_HEADING_WORDS = 3
_INTERRUPTIONS = {"advertising", "newsletter box", "login or paywall", "page links", "one related story"}
_SHORT_FORMS = {"one word", "few words", "short line", "symbols", "headline"}


def grade(name: str, value: float, edges: Sequence[float]) -> str:
    """Return ``name`` with the step that ``value`` is on: `name 3` is more than the step below, up to 3."""
    at = bisect_left(edges, value)
    return f"{name} {edges[at]}" if at < len(edges) else f"{name} more"


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above a unit.

    ``sections``: the kinds of furniture opened there. ``taken_up``: the share of the unit's words that the
    prose above has too. ``announced``: it stands in a list that a colon opens. ``cited``: a heading such as
    "References" does. ``notes``: how many numbers of notes, each one more than the last, lead up to it.
    ``alike``: how many lines amid the article begin or end as it does. ``said``: the same prose stands above.
    """

    sections: tuple[str, ...]
    taken_up: float
    announced: bool
    cited: bool
    notes: int
    alike: int
    said: bool


def contexts_of(units: Sequence[Unit]) -> list[Context]:
    """Return the context of each unit, in time linear in the document's length."""
    sections = _sections(units)
    return [
        Context(*each)
        for each in zip(
            sections,
            _taken_up(units),
            _announced(units),
            _cited(units),
            _notes(units),
            _alike(units),
            _said(units),
            strict=True,
        )
    ]


def heads_references(unit: Unit) -> bool:
    """Whether a unit is a heading over references, sources, notes or thanks."""
    if unit.words > _HEADING_WORDS or (unit.sign and unit.sign.sure):
        return False
    return not words_of("references").isdisjoint(unit.folded.split())


def _sections(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """Say of each unit which kinds of furniture were opened above it, until paragraphs in a row close them.

    What a head opens closes with the article's beginning, so nothing opens before its first paragraphs; what
    interrupts articles opens nothing.
    """
    result: list[tuple[str, ...]] = []
    lasts: dict[str, int] = {}
    opened: tuple[str, ...] = ()
    paragraphs = run = 0
    for unit in units:
        result.append(opened)
        if unit.paragraph:
            paragraphs, run = paragraphs + 1, run + 1
            if lasts and run >= min(lasts.values()):
                lasts = {kind: least for kind, least in lasts.items() if run < least}
                opened = tuple(f"in {kind}" for kind in lasts)
            continue
        run = 0
        opens = unit.sign and unit.sure and unit.sign.kind not in _INTERRUPTIONS
        if opens and unit.sign and paragraphs >= 2 and unit.words <= SIGN_WORDS:
            if unit.sign.kind not in lasts:
                opened += (f"in {unit.sign.kind}",)
            lasts[unit.sign.kind] = 6 if unit.sign.kind == "comments" else 3
    return result


def _taken_up(units: Sequence[Unit]) -> Iterator[float]:
    known: set[str] = set()
    for unit in units:
        yield len(unit.stems & known) / len(unit.stems) if unit.stems else 0.0
        if unit.prose:
            known |= unit.stems


def _announced(units: Sequence[Unit]) -> Iterator[bool]:
    """A line that ends in a colon opens a list: the lines of one form that follow it."""
    opened, form = False, ""
    for unit in units:
        here = "short" if unit.form in _SHORT_FORMS else unit.form
        form = form if not opened else form or here
        opened = opened and here == form and not unit.sure
        yield opened
        if unit.form == "label with colon" and not unit.sign:
            opened, form = True, ""


def _cited(units: Sequence[Unit]) -> Iterator[bool]:
    opened = False
    for unit in units:
        if unit.sign:
            opened = False
        yield opened
        opened = opened or heads_references(unit)


def _notes(units: Sequence[Unit]) -> Iterator[int]:
    last = count = 0
    for unit in units:
        number = unit.text.strip().rstrip(".)")
        if number.isdecimal() and len(number) < 4:
            count = count + 1 if int(number) == last + 1 else 0
            last = int(number)
        yield count


def _alike(units: Sequence[Unit]) -> Iterator[int]:
    """Lines that recur in form amid the article are its own: `Chosen by Ada`, `Chosen by Tom`."""
    last = max((i for i, unit in enumerate(units) if unit.solid), default=-1)
    seen: Counter[tuple[str, str, str]] = Counter()
    for i, unit in enumerate(units):
        keys = _keys(unit) if unit.folded and not unit.sure else ()
        yield max((seen[key] for key in keys), default=0) if unit.words < 2 * PROSE_WORDS else 0
        if i < last:
            seen.update(keys)


def _keys(unit: Unit) -> tuple[tuple[str, str, str], ...]:
    words = unit.folded.split()
    if len(words) == 1:
        return (("whole", "", words[0]),)
    return (("begins", unit.form, words[0]), ("ends", unit.form, words[-1])) if words else ()


def _said(units: Sequence[Unit]) -> Iterator[bool]:
    seen: set[str] = set()
    for unit in units:
        yield unit.prose and bool(unit.folded) and unit.folded in seen
        if unit.prose:
            seen.add(unit.folded)


def evidence(units: Sequence[Unit], contexts: Sequence[Context]) -> list[tuple[str, ...]]:
    """Return for each unit the names of all evidence that it and its neighbours show."""
    around = _Around(units)
    droughts = _droughts(units)
    again = _again(units)
    last = max((i for i, unit in enumerate(units) if unit.paragraph), default=-1)
    result = []
    for i, (unit, context) in enumerate(zip(units, contexts, strict=True)):
        said = [unit.form, *unit.hints, *unit.tones, *context.sections, *around.of(i), droughts[i]]
        said += _of_context(unit, context)
        if i > last:
            said.append("last paragraph before")
        if unit.sign:
            said.append(f"{unit.sign.kind}, {'short' if unit.words <= SIGN_WORDS else 'long'}")
        if again[i]:
            said.append(again[i])
        if _named_before(units, i):
            said.append("named before")
        result.append(tuple(said))
    return result


def _of_context(unit: Unit, context: Context) -> Iterator[str]:
    size = "long" if unit.prose else "short"
    if unit.stems:
        yield grade(f"{size}, taken up", round(context.taken_up, 2), (0, 0.34, 0.67, 0.99))
    if context.announced:
        yield "announced"
    if context.cited:
        yield "under references"
    if context.notes and (unit.prose or unit.form == "symbols"):
        yield "among notes"
    if context.alike:
        yield grade("alike in the article", context.alike, (1, 2, 3))
    if context.said:
        yield "said before"


class _Around:
    """Counts of what stands near each unit, from running sums."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._size = len(units)
        self._sure = _sums(unit.sure for unit in units)
        self._telling = _sums(unit.telling for unit in units)
        self._prose = _sums(unit.prose for unit in units)
        self._paragraphs = _sums(unit.paragraph for unit in units)
        self._figures = _sums(unit.form == "symbols" and "date" not in unit.hints for unit in units)
        self._references = _sums("reference" in unit.hints for unit in units)

    def of(self, i: int) -> Iterator[str]:
        """Yield the evidence from the neighbours of the unit with index ``i``."""
        low, high, far = max(0, i - _REACH), min(self._size, i + 1 + _REACH), min(self._size, i + 1 + _FAR)
        yield grade("sure before", self._sure[i] - self._sure[low], (0, 1, 2))
        yield grade("sure after", self._sure[high] - self._sure[i + 1], (0, 1, 2))
        yield grade("telling after", self._telling[high] - self._telling[i + 1], (0, 1, 2, 3))
        yield grade("prose before", self._prose[i] - self._prose[low], (0, 1, 2, 3))
        yield grade("prose after", self._prose[high] - self._prose[i + 1], (0, 1, 2, 3))
        yield grade("paragraphs far after", self._paragraphs[far] - self._paragraphs[i + 1], (0, 1, 3, 7, 12))
        yield grade("sure far after", self._sure[far] - self._sure[i + 1], (0, 1, 3, 6))
        if self._figures[high] - self._figures[low] >= 3:
            yield "among figures"
        if self._references[high] - self._references[low] >= 2:
            yield "among references"


def _sums(values: Iterable[bool]) -> list[int]:
    return [0, *accumulate(values)]


def _droughts(units: Sequence[Unit]) -> list[str]:
    """Say of each unit how many lie between the paragraphs around it: few, some, many or very many."""
    result: list[str] = []
    edges = [-1, *(i for i, unit in enumerate(units) if unit.paragraph), len(units)]
    for before, after in pairwise(edges):
        size = bisect_left((4, 8, 15), after - before - 1)
        result += ["between paragraphs: " + ("few", "some", "many", "very many")[size]] * (after - before - 1)
        result.append("a paragraph")
    return result[: len(units)]


def _again(units: Sequence[Unit]) -> list[str]:
    """Say of each short unit whether it stands again in the document, nearby or far off."""
    result = [""] * len(units)
    seen: dict[str, int] = {}
    for i, unit in enumerate(units):
        if unit.words >= 2 * PROSE_WORDS or unit.form == "symbols" or not unit.folded:
            continue
        before = seen.get(unit.folded)
        if before is not None:
            word = "repeated nearby" if i - before <= _AGAIN else "repeated"
            result[i] = word
            result[before] = "repeated nearby" if "repeated nearby" in (word, result[before]) else word
        seen[unit.folded] = i
    return result


def _named_before(units: Sequence[Unit], i: int) -> bool:
    """Whether a sentence begins with the short line before it, as an author's bio does with the name."""
    if not i or not units[i].sentence or not 2 <= units[i - 1].words <= 4:
        return False
    name = units[i - 1].text.strip()
    return len(name) > 5 and units[i].text.lstrip().startswith(name)
