"""Mends honorifics that a sentence splitter tore from their names: a plugin of scrubber.

``honorifics.move`` takes a title that stands before something that is no name back to its name;
``honorifics.join`` joins a title at a line's end with the name that begins the next line. Both belong into
the stage `mend`, and know English titles.
"""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.api import Operator, hookimpl
from scrubber_honorifics.operators import Join, Move

API = 1


@hookimpl
def scrubber_operators() -> Sequence[Operator]:
    """Return the two operators."""
    return (Move(), Join())
