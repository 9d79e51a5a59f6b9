"""The hooks of a plugin, on one screen. They take no arguments and return values; none may have effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from scrubber.api import Format, Guard, Marker, Operator, Reporter

API = 1
"""The number of the contract. A plugin's own ``API`` must equal it."""

hookspec = pluggy.HookspecMarker("scrubber")
hookimpl = pluggy.HookimplMarker("scrubber")


@hookspec
def scrubber_markers() -> Sequence[Marker]:  # type: ignore[empty-body]
    """Return the markers that rules can name with `marker:`."""


@hookspec
def scrubber_operators() -> Sequence[Operator]:  # type: ignore[empty-body]
    """Return the operators that rules can name with `operator:`."""


@hookspec
def scrubber_guards() -> Sequence[Guard]:  # type: ignore[empty-body]
    """Return the guards that rules can name with `respect:`."""


@hookspec
def scrubber_formats() -> Sequence[Format]:  # type: ignore[empty-body]
    """Return the file formats that `scrubber apply` can read."""


@hookspec
def scrubber_reporters() -> Sequence[Reporter]:  # type: ignore[empty-body]
    """Return the reporters that `--report` can render with."""
