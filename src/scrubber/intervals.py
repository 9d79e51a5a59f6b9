"""How far a share that was measured on some documents can be trusted.

Words of one line go together, and lines of one page resemble each other: a rule that is right on one page is
right in all of its forty words. So it is documents that count as independent, not words. The share is a ratio
of two sums over documents; its variance is that of a ratio of cluster totals (linearised), and the interval
is Wilson's with the number of independent observations that this variance amounts to. Only sums are kept:
memory does not grow with the documents, and nothing is drawn at random.
"""

from __future__ import annotations

import math

from scrubber.values import dataclass

LEVEL = 0.95
_NORMAL = 1.959964  # the two-sided quantile of the normal distribution at 95%
_STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)  # for 1 to 10


@dataclass
class Share:
    """A share of counts over documents: ``part`` of ``whole``, and what its interval is made of."""

    documents: int = 0
    part: float = 0
    whole: float = 0
    _part_part: float = 0
    _part_whole: float = 0
    _whole_whole: float = 0

    def take(self, part: float, whole: float) -> None:
        """Count one document: ``part`` of its ``whole``. One that has no whole says nothing."""
        if not whole:
            return
        self.documents += 1
        self.part += part
        self.whole += whole
        self._part_part += part * part
        self._part_whole += part * whole
        self._whole_whole += whole * whole

    @property
    def value(self) -> float | None:
        """The share, or None where there was nothing to measure."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds between which the share lies with 95% confidence, or None where nothing was measured."""
        value = self.value
        return None if value is None else wilson(value, self.independent)

    @property
    def independent(self) -> float:
        """How many independent observations the documents amount to; at most the whole.

        At least each document counts as one, of unequal ones the larger for more: so it is where all that a
        document holds goes one way. Where all documents say the same (all right, or all wrong) nothing is
        known of how they vary, and it is that least number. Few documents tell little of how they vary: the
        number is lowered by what Student's distribution is wider than the normal one.
        """
        share = self.part / self.whole
        documents = self.whole**2 / self._whole_whole
        if self.documents < 2 or self.part in (0, self.whole):
            return documents
        squares = self._part_part - 2 * share * self._part_whole + share**2 * self._whole_whole
        variance = max(squares, 0) * self.documents / (self.documents - 1) / self.whole**2
        widened = (_NORMAL / _student(self.documents - 1)) ** 2
        spread = share * (1 - share)
        count = self.whole if variance * self.whole <= spread else spread / variance
        return max(documents, count * widened)


def _student(degrees: int) -> float:
    """Return the quantile of Student's distribution that takes the place of the normal one's."""
    if degrees <= len(_STUDENT):
        return _STUDENT[degrees - 1]
    z = _NORMAL
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)


def wilson(share: float, count: float) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share that was found in ``count`` independent observations.

    >>> [round(bound, 3) for bound in wilson(1.0, 10)]
    [0.722, 1.0]
    """
    square = _NORMAL**2
    centre = (share + square / (2 * count)) / (1 + square / count)
    half = math.sqrt(share * (1 - share) / count + square / (4 * count**2)) * _NORMAL / (1 + square / count)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return (0.0 if share == 0 else min(low, share)), (1.0 if share == 1 else max(high, share))
