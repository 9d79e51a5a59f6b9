"""What a unit shows by its neighbours and by the document around it: named pieces of evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from scrubber.regions.units import PROSE_WORDS, SIGN_WORDS, Unit
from scrubber.values import dataclass

__all__ = ["Contexts", "Scale", "contexts_of", "evidence", "totals"]

_REACH = 5  # units to either side that count as neighbours
_FAR = 20
_AGAIN = 12  # so near a line stands again where furniture repeats itself
_INTERRUPTIONS = {"advertising", "newsletter box", "login or paywall", "page links", "one related story"}
_SHORT_FORMS = {"one word", "few words", "short line", "symbols", "headline"}


class Scale:
    """The names for the steps of a value: `name 3` is more than the step below, up to 3."""

    def __init__(self, name: str, edges: Sequence[float]) -> None:
        self._edges = edges
        self._names = (*(f"{name} {edge}" for edge in edges), f"{name} more")

    def of(self, value: float) -> str:
        """Return the name for ``value``."""
        return self._names[bisect_left(self._edges, value)]

    def upto(self, most: int) -> Sequence[str]:
        """Return the names for 0, 1, 2 ... ``most``."""
        return [self.of(value) for value in range(most + 1)]


@dataclass(frozen=True, slots=True)
class Contexts:
    """What stands about each unit: each field holds a value for each.

    ``sections``: the kinds of furniture opened above. ``taken_up``: the share of the unit's words that the
    prose above has too. ``announced``: it stands in a list that a colon opens. ``cited``: a heading such as
    "References" does. ``notes``: how many numbers of notes, each one more than the last, lead up to it.
    ``alike``: how many lines amid the article begin or end as it does. ``said``: the same prose stands above.
    ``again``: whether it is short and stands again, nearby or far off. ``droughts``: how many units lie
    between the paragraphs around it. ``free_words``: the words from there on of paragraphs that nothing
    opens; the end has 0.
    """

    sections: Sequence[tuple[str, ...]]
    taken_up: Sequence[float]
    announced: Sequence[bool]
    cited: Sequence[bool]
    notes: Sequence[int]
    alike: Sequence[int]
    said: Sequence[bool]
    again: Sequence[str]
    droughts: Sequence[str]
    free_words: Sequence[int]


def contexts_of(units: Sequence[Unit]) -> Contexts:
    """Return the contexts of all units, in time linear in the document's length."""
    sections = _sections(units)
    free = [
        unit.words if unit.paragraph and not opened else 0
        for unit, opened in zip(units, sections, strict=True)
    ]
    return Contexts(
        sections,
        _taken_up(units),
        list(_announced(units)),
        list(_cited(units)),
        list(_notes(units)),
        list(_alike(units)),
        list(_said(units)),
        _again(units),
        _droughts(units),
        totals(free),
    )


def totals(values: Sequence[int]) -> list[int]:
    """Return the sums from each index to the end, which has 0."""
    return list(accumulate(reversed(values), initial=0))[::-1]


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


def _taken_up(units: Sequence[Unit]) -> list[float]:
    known: set[str] = set()
    result = []
    for unit in units:
        stems = unit.stems
        if not stems:
            result.append(0.0)
        elif unit.prose:
            before = len(known)
            known |= stems
            result.append((len(stems) - (len(known) - before)) / len(stems))
        else:
            result.append(len(stems & known) / len(stems))
    return result


def _announced(units: Sequence[Unit]) -> Iterator[bool]:
    """A line that ends in a colon opens a list: the lines of one form that follow it."""
    opened, form = False, ""
    for unit in units:
        if opened:
            here = "short" if unit.form in _SHORT_FORMS else unit.form
            form = form or here
            opened = here == form and not unit.sure
        yield opened
        if unit.form == "label with colon" and not unit.sign:
            opened, form = True, ""


def _cited(units: Sequence[Unit]) -> Iterator[bool]:
    opened = False
    for unit in units:
        if unit.sign:
            opened = False
        yield opened
        opened = opened or unit.references


def _notes(units: Sequence[Unit]) -> Iterator[int]:
    last = count = 0
    for unit in units:
        if unit.words <= _NOTE_WORDS:
            number = unit.text.strip().rstrip(".)")
            if number.isdecimal() and len(number) < 4:
                count = count + 1 if int(number) == last + 1 else 0
                last = int(number)
        yield count


_NOTE_WORDS = 3  # no number of three digits has more, in whatever scripts they are


def _alike(units: Sequence[Unit]) -> Iterator[int]:
    """Lines that recur in form amid the article are its own: `Chosen by Ada`, `Chosen by Tom`."""
    last = next((i for i in range(len(units) - 1, -1, -1) if units[i].solid), -1)
    seen: dict[tuple[str, str, str], int] = {}
    for i, unit in enumerate(units):
        short = unit.words < 2 * PROSE_WORDS
        if unit.sure or not unit.folded or not (short or i < last):
            yield 0
            continue
        likenesses = _likenesses(unit)
        yield max(map(seen.get, likenesses, (0, 0))) if short else 0
        if i < last:
            for each in likenesses:
                seen[each] = seen.get(each, 0) + 1


def _likenesses(unit: Unit) -> tuple[tuple[str, str, str], ...]:
    """What lines of one form have in common: how they begin, how they end, or a single word."""
    first, blank, _ = unit.folded.partition(" ")
    if not blank:
        return (("whole", "", first),)
    return ("begins", unit.form, first), ("ends", unit.form, unit.folded.rpartition(" ")[2])


def _said(units: Sequence[Unit]) -> Iterator[bool]:
    seen: set[str] = set()
    for unit in units:
        if unit.prose and unit.folded:
            yield unit.folded in seen
            seen.add(unit.folded)
        else:
            yield False


def _again(units: Sequence[Unit]) -> list[str]:
    result = [""] * len(units)
    seen: dict[str, int] = {}
    for i, unit in enumerate(units):
        if unit.words >= 2 * PROSE_WORDS or not unit.folded or unit.form == "symbols":
            continue
        before = seen.get(unit.folded)
        if before is not None:
            word = "repeated nearby" if i - before <= _AGAIN else "repeated"
            result[i] = word
            result[before] = "repeated nearby" if "repeated nearby" in (word, result[before]) else word
        seen[unit.folded] = i
    return result


def _droughts(units: Sequence[Unit]) -> list[str]:
    """Say of each unit how many lie between the paragraphs around it: few, some, many or very many."""
    result: list[str] = []
    edges = [-1, *(i for i, unit in enumerate(units) if unit.paragraph), len(units)]
    for before, after in pairwise(edges):
        between = after - before - 1
        if between:
            result += [_DROUGHTS[bisect_left((4, 8, 15), between)]] * between
        result.append("a paragraph")
    return result[: len(units)]


_DROUGHTS = [f"between paragraphs: {size}" for size in ("few", "some", "many", "very many")]


def evidence(units: Sequence[Unit], contexts: Contexts, start: int, end: int) -> list[tuple[str, ...]]:
    """Return the names of all evidence that each unit and its neighbours show, for those from ``start`` on
    that stand before ``end``."""
    last = next((i for i in range(len(units) - 1, -1, -1) if units[i].paragraph), -1)
    result = []
    for i, around in zip(range(start, end), _around(units, start, end), strict=True):
        unit = units[i]
        said = [unit.form, *unit.hints, *unit.tones, *contexts.sections[i], *around, contexts.droughts[i]]
        said += _of_context(unit, contexts, i)
        if i > last:
            said.append("last paragraph before")
        if unit.sign:
            said.append(f"{unit.sign.kind}, {'short' if unit.words <= SIGN_WORDS else 'long'}")
        if contexts.again[i]:
            said.append(contexts.again[i])
        if unit.sentence and _named_before(units, i):
            said.append("named before")
        result.append(tuple(said))
    return result


_TAKEN_UP = {size: Scale(f"{size}, taken up", (0, 0.34, 0.67, 0.99)) for size in ("long", "short")}
_ALIKE = Scale("alike in the article", (1, 2, 3))


def _of_context(unit: Unit, contexts: Contexts, i: int) -> Iterator[str]:
    if unit.stems:
        yield _TAKEN_UP["long" if unit.prose else "short"].of(round(contexts.taken_up[i], 2))
    if contexts.announced[i]:
        yield "announced"
    if contexts.cited[i]:
        yield "under references"
    if contexts.notes[i] and (unit.prose or unit.form == "symbols"):
        yield "among notes"
    if contexts.alike[i]:
        yield _ALIKE.of(contexts.alike[i])
    if contexts.said[i]:
        yield "said before"


_SURE_BEFORE = Scale("sure before", (0, 1, 2)).upto(_REACH)
_SURE_AFTER = Scale("sure after", (0, 1, 2)).upto(_REACH)
_TELLING_AFTER = Scale("telling after", (0, 1, 2, 3)).upto(_REACH)
_PROSE_BEFORE = Scale("prose before", (0, 1, 2, 3)).upto(_REACH)
_PROSE_AFTER = Scale("prose after", (0, 1, 2, 3)).upto(_REACH)
_PARAGRAPHS_FAR = Scale("paragraphs far after", (0, 1, 3, 7, 12)).upto(_FAR)
_SURE_FAR = Scale("sure far after", (0, 1, 3, 6)).upto(_FAR)


def _around(units: Sequence[Unit], start: int, end: int) -> Iterator[list[str]]:
    """Yield the evidence from the neighbours of each unit, from running sums over all that are near."""
    base, top = max(0, start - _REACH), min(len(units), end + _FAR)
    near = units[base:top]
    sure = _sums([unit.sure for unit in near])
    telling = _sums([unit.telling for unit in near])
    prose = _sums([unit.prose for unit in near])
    paragraphs = _sums([unit.paragraph for unit in near])
    figures = _sums([unit.form == "symbols" and "date" not in unit.hints for unit in near])
    references = _sums(["reference" in unit.hints for unit in near])
    for i in range(start - base, end - base):
        after = i + 1
        low, high, far = max(0, i - _REACH), min(len(near), after + _REACH), min(len(near), after + _FAR)
        said = [
            _SURE_BEFORE[sure[i] - sure[low]],
            _SURE_AFTER[sure[high] - sure[after]],
            _TELLING_AFTER[telling[high] - telling[after]],
            _PROSE_BEFORE[prose[i] - prose[low]],
            _PROSE_AFTER[prose[high] - prose[after]],
            _PARAGRAPHS_FAR[paragraphs[far] - paragraphs[after]],
            _SURE_FAR[sure[far] - sure[after]],
        ]
        if figures[high] - figures[low] >= 3:
            said.append("among figures")
        if references[high] - references[low] >= 2:
            said.append("among references")
        yield said


def _sums(values: Iterable[bool]) -> list[int]:
    return list(accumulate(values, initial=0))


def _named_before(units: Sequence[Unit], i: int) -> bool:
    """Whether a sentence begins with the short line before it, as an author's bio does with the name."""
    if not i or not 2 <= units[i - 1].words <= 4:
        return False
    name = units[i - 1].text.strip()
    return len(name) > 5 and units[i].text.lstrip().startswith(name)
