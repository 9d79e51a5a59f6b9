"""A complete plugin: what it gives is returned by the hooks below, and nothing happens at import."""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.api import API, Format, Guard, Marker, Operator, hookimpl
from scrubber_example.doubled import Doubled
from scrubber_example.fortune import Fortune
from scrubber_example.quoted import Quoted
from scrubber_example.shouting import Shouting

__all__ = ["API", "scrubber_formats", "scrubber_guards", "scrubber_markers", "scrubber_operators"]


@hookimpl
def scrubber_operators() -> Sequence[Operator]:
    """Give what proposes edits by itself."""
    return [Doubled()]


@hookimpl
def scrubber_markers() -> Sequence[Marker]:
    """Give what finds places for rules to act on."""
    return [Shouting()]


@hookimpl
def scrubber_guards() -> Sequence[Guard]:
    """Give what finds places that no edit may touch."""
    return [Quoted()]


@hookimpl
def scrubber_formats() -> Sequence[Format]:
    """Give what reads documents out of files."""
    return [Fortune()]
