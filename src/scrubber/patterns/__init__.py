"""Patterns: authors' regexes, judged before they are compiled and compiled so that they cannot do harm."""

from __future__ import annotations

from scrubber.patterns.alternatives import Alternative, alternatives_of
from scrubber.patterns.compiling import Pattern, compile_pattern, compile_regex, is_linear, literals_of

__all__ = [
    "Alternative",
    "Pattern",
    "alternatives_of",
    "compile_pattern",
    "compile_regex",
    "is_linear",
    "literals_of",
]
