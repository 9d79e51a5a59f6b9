"""The documents of a site as they are looked at: their lines that are not blank, and where each lies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrubber.document import BLANKS, Revision
from scrubber.layout import word_count
from scrubber.regions import Regions
from scrubber.suggest.sampling import Page
from scrubber.values import dataclass
from scrubber.views import View

_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST = 300  # code points: what is longer is no line that anyone would write a phrase for
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document's lines that are not blank, without the blanks at their edges.

    ``numbers`` are their indices among all lines; ``regions`` is None where they were not judged.
    """

    page: Page
    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    regions: Regions | None

    def places(self, at: int) -> Sequence[str]:
        """Return what rules may call the place of a line; () where it was not judged."""
        return self.regions.places(self.numbers[at]) if self.regions else ()


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A line of a sheet: the sheet's index, and that of the line among those that are not blank."""

    sheet: int
    line: int


def sheets_of(pages: Sequence[Page], judged: int) -> list[Sheet]:
    """Return the pages as sheets; of the first ``judged`` the regions are judged."""
    return [_sheet(page, number < judged) for number, page in enumerate(pages)]


def _sheet(page: Page, judge: bool) -> Sheet:
    view = View(Revision.first(page.text))
    numbers = tuple(number for number, blank in enumerate(view.blank) if not blank)
    lines = tuple(view.line_texts[number].strip(BLANKS) for number in numbers)
    return Sheet(page, lines, numbers, view.regions if judge else None)


def is_short(line: str) -> bool:
    """Whether a line is short enough to be furniture by its form, and holds anything that can be read."""
    return len(line) <= _LONGEST and 0 < word_count(line) <= _MOST_WORDS and can_be_spelt(line)


def can_be_spelt(line: str) -> bool:
    """Whether YAML can hold a line: half of a surrogate pair it cannot, not even as an escape."""
    return line.isascii() or _SURROGATE.search(line) is None
