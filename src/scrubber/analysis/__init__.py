"""What is known of phrases and patterns before any line is seen: what they need, how much they take.

To find it out, phrases are parsed and patterns are read as trees. That is done once for a pack that is kept
between runs; a matcher that comes with its analysis needs neither until a line may match it, and what
derives it (`deriving.py`) is not imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from scrubber.needs import Need, any_needs
from scrubber.patterns.regexes import compile_regex
from scrubber.specs import PatternAnalysis, PatternSpec, PhrasesSpec, Way

if TYPE_CHECKING:
    from scrubber.patterns import Pattern

Lists = Mapping[str, Sequence[str]]


class LazyPattern:
    """A pattern that was judged before. Its regex is compiled when it is first asked for."""

    def __init__(self, spec: PatternSpec, analysis: PatternAnalysis, lists: Lists) -> None:
        self.linear, self.groups = analysis.linear, analysis.groups
        self.least, self.most = analysis.least, analysis.most
        self._text = spec.pattern
        self._lists = {name: lists[name] for name in analysis.lists}

    @cached_property
    def regex(self) -> regex.Pattern[str]:
        """The compiled regex."""
        return compile_regex(self._text, self._lists)


def pattern_of(spec: PatternSpec, lists: Lists) -> Pattern | LazyPattern:
    """Return a pattern ready to run. Raises RuleError where it is wrong and has not been judged before."""
    if spec.analysis is None:
        from scrubber.patterns.compiling import compile_pattern

        return compile_pattern(spec.pattern, spec.unit, lists)
    return LazyPattern(spec, spec.analysis, lists)


def ways_of(spec: PhrasesSpec, lists: Lists) -> tuple[Way, ...]:
    """Return the ways to match each of the phrases, in their order. Raises RuleError."""
    if spec.ways is not None:
        return spec.ways
    from scrubber.analysis.deriving import way_of

    return tuple(way_of(text, lists) for text in spec.phrases)


def needs_of(spec: PhrasesSpec | PatternSpec, lists: Lists) -> tuple[Need, ...]:
    """Return what a line, or some line of a paragraph, must hold for a matcher to match it."""
    if isinstance(spec, PhrasesSpec):
        return any_needs([way.needs for way in ways_of(spec, lists)])
    return analysed(spec, lists).needs


def analysed(spec: PatternSpec, lists: Lists) -> PatternAnalysis:
    """Return what reading a pattern shows. Raises RuleError if it is wrong and not judged before."""
    if spec.analysis is not None:
        return spec.analysis
    from scrubber.analysis.deriving import analysis_of

    return analysis_of(spec, lists)
