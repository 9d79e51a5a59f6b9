"""Patterns: authors' regexes, judged before they are compiled and compiled so that they cannot do harm."""

from __future__ import annotations

from scrubber.patterns.compiling import Pattern, compile_pattern, is_linear, literals_of

__all__ = ["Pattern", "compile_pattern", "is_linear", "literals_of"]
