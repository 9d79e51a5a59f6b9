"""Mends what converting left in a text: entities, words that a line's end cut in two, hyphens set apart.

``typesetting.entities`` belongs into the stage `characters`, ``typesetting.cut-words`` and
``typesetting.compounds`` into `mend`. All ask the whole document before they are sure, which no pattern can.
"""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.api import API, Operator, hookimpl
from scrubber_typesetting.compounds import Compounds
from scrubber_typesetting.cut_words import CutWords
from scrubber_typesetting.entities import Entities

__all__ = ["API", "scrubber_operators"]


@hookimpl
def scrubber_operators() -> Sequence[Operator]:
    """Return the operators."""
    return (Compounds(), CutWords(), Entities())
