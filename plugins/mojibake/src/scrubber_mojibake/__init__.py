"""Mends text that was read in a wrong encoding ("itâ€™s" for "it’s"), with the help of ftfy.

``mojibake.mend`` belongs into the stage `characters`. It needs ftfy, which the extra `mojibake` brings;
without it the plugin loads, and a run whose rules ask for it stops before anything is cleaned.
"""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.api import API, Operator, hookimpl
from scrubber_mojibake.operators import Mend

__all__ = ["API", "scrubber_operators"]


@hookimpl
def scrubber_operators() -> Sequence[Operator]:
    """Return the operator."""
    return (Mend(),)
