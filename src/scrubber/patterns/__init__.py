"""Patterns: authors' regexes, judged before they are compiled and compiled so that they cannot do harm."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from scrubber.patterns.regexes import compile_regex

if TYPE_CHECKING:
    from scrubber.patterns.alternatives import Alternative, alternatives_of
    from scrubber.patterns.compiling import Pattern, compile_pattern, is_linear, literals_of

__all__ = [
    "Alternative",
    "Pattern",
    "alternatives_of",
    "compile_pattern",
    "compile_regex",
    "is_linear",
    "literals_of",
]


def __getattr__(name: str) -> object:
    # Loaded on first use: what was judged in an earlier run is only compiled.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = "alternatives" if name in {"Alternative", "alternatives_of"} else "compiling"
    return getattr(import_module(f"scrubber.patterns.{part}"), name)
