"""Where a line stands, and what that rests on: the judgement of regions laid open for one line.

Nothing is judged here. The weighing is that of `regions`, made of the same lines; the evidence told is what
parts the likeliest cut that leaves the line out from the likeliest that keeps it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from scrubber.explain.evidence import in_words
from scrubber.explain.values import Evidence, Standing
from scrubber.layout import shape_of
from scrubber.regions.judge import Side, Weighing, weigh
from scrubber.regions.units import texts_of, units_of
from scrubber.regions.weights import HEAD_EDGES, HEAD_UNITS, TAIL_EDGES, TAIL_UNITS
from scrubber.values import dataclass
from scrubber.views import View

__all__ = ["Ground"]

_LEAST = 0.005  # what rounds to nothing is not told
_TOLD = 12  # pieces of evidence kept of each side


@dataclass(frozen=True, slots=True)
class Ground:
    """A stage's text with its weighing, to ask for the standing of any of its lines."""

    view: View
    starts: Sequence[int]
    weighing: Weighing

    @classmethod
    def of(cls, view: View) -> Ground:
        """Weigh the text of a view once more, with all that its regions rest on."""
        starts, texts = texts_of(view.line_texts, view.layout)
        return cls(view, starts, weigh(units_of(texts)))

    def standing(self, line: int) -> Standing | None:
        """Return where the line with index ``line`` stands; None for a blank one."""
        if self.view.blank[line]:
            return None
        unit = self._unit_of(line)
        regions = self.view.regions
        head, tail = self.weighing.outside("head", unit), self.weighing.outside("tail", unit)
        side: Literal["head", "tail"] = "head" if head > tail else "tail"
        places = regions.places(line)
        supports, opposes, rivals = self._evidence(side, unit)
        note = self._note(side, unit, line)
        shape = shape_of(self.view.line_texts[line])
        outside = max(head, tail)
        return Standing(places, shape, side, outside, supports, opposes, rivals, note)

    def outside(self, line: int) -> float:
        """Return the probability that a line lies before the article or after it."""
        unit = self._unit_of(line)
        return max(self.weighing.outside("head", unit), self.weighing.outside("tail", unit))

    def _unit_of(self, line: int) -> int:
        return bisect_right(self.starts, line) - 1

    def _evidence(
        self, name: Literal["head", "tail"], unit: int
    ) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[int, int]]:
        """Compare the likeliest cut that leaves the unit out with the likeliest that keeps it."""
        side = self.weighing.head if name == "head" else self.weighing.tail
        cuts = range(side.first, side.first + len(side.sums))
        leaves = [cut for cut in cuts if (cut <= unit) == (name == "tail")]
        keeps = [cut for cut in cuts if (cut <= unit) != (name == "tail")]
        if not leaves or not keeps:
            return (), (), (0, 0)
        out, inside = _likeliest(side, leaves), _likeliest(side, keeps)
        parted = range(min(out, inside), max(out, inside))
        units, edges = (HEAD_UNITS, HEAD_EDGES) if name == "head" else (TAIL_UNITS, TAIL_EDGES)
        found = [
            *_weighed((piece for at in parted for piece in self.weighing.said[at]), units),
            *_weighed_edges(side.edges[out - side.first], side.edges[inside - side.first], edges),
        ]
        found.sort(key=lambda piece: -abs(piece.weight))
        supports = [piece for piece in found if piece.weight > _LEAST]
        opposes = [piece for piece in found if piece.weight < -_LEAST]
        rivals = self.line_before(out), self.line_before(inside)
        return tuple(supports[:_TOLD]), tuple(opposes[:_TOLD]), rivals

    def line_before(self, cut: int) -> int:
        """Return the index of the line before which a cut stands."""
        return self.starts[cut] if cut < len(self.starts) else len(self.view.lines)

    def _note(self, name: Literal["head", "tail"], unit: int, line: int) -> str:
        """Say what decides beside the weights, where something does."""
        side = self.weighing.head if name == "head" else self.weighing.tail
        if line in self.view.regions.titles:
            return "it may be the article's headline: such a line is body wherever it stands"
        if len(self.starts) < 2:
            return "there is nothing around it to judge by"
        if side.refused:
            return f"nothing counts as {name}: {side.refused}"
        if name == "tail" and unit < side.first:
            return "what surely is the article's stands there or further below"
        if (
            name == "tail"
            and self.view.regions.of(line) == "tail"
            and self.weighing.outside("tail", unit) < 0.85
        ):
            return "it bears a sure sign and touches the tail"
        return ""


def _likeliest(side: Side, cuts: Sequence[int]) -> int:
    return max(cuts, key=lambda cut: side.sums[cut - side.first])


def _weighed(names: Iterable[str], weights: Mapping[str, float]) -> list[Evidence]:
    counted = Counter(names)
    return [
        Evidence(in_words(name), weights[name] * times, times)
        for name, times in counted.items()
        if name in weights
    ]


def _weighed_edges(
    leaving: Sequence[str], keeping: Sequence[str], weights: Mapping[str, float]
) -> list[Evidence]:
    """What one cut shows by its edge and the other does not; what speaks for the other speaks against it."""
    mine, others = Counter(leaving) - Counter(keeping), Counter(keeping) - Counter(leaving)
    return [
        *(Evidence(in_words(n), weights[n] * k, k) for n, k in mine.items() if n in weights),
        *(Evidence(f"else {in_words(n)}", -weights[n] * k, k) for n, k in others.items() if n in weights),
    ]
