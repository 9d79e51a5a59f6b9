"""Packs: found by name or path, read from their folders, set in the order in which they run.

Packs are data: those of other distributions are located without running any of their code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrubber.packs.loading import load_packs
from scrubber.packs.sources import PackSource, available_packs

if TYPE_CHECKING:
    from scrubber.packs.reading import load_pack

__all__ = ["PackSource", "available_packs", "load_pack", "load_packs"]


def __getattr__(name: str) -> object:
    # Loaded on first use: packs that are kept from an earlier run are not read again.
    if name == "load_pack":
        from scrubber.packs.reading import load_pack

        return load_pack
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
