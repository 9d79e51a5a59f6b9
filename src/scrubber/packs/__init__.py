"""Packs: found by name or path, read from their folders, set in the order in which they run.

Packs are data: those of other distributions are located without running any of their code.
"""

from scrubber.packs.loading import load_pack, load_packs
from scrubber.packs.sources import PackSource, available_packs

__all__ = ["PackSource", "available_packs", "load_pack", "load_packs"]
