"""What is known of phrases and patterns before any line is seen: what they need, how much they take.

To find it out, phrases are parsed and patterns are read as trees. That is done once for a pack that is kept
between runs; a matcher that comes with its analysis needs neither until a line may match it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import regex

from scrubber.needs import Need, any_needs
from scrubber.pattern_needs import pattern_needs
from scrubber.patterns import Pattern, compile_pattern, compile_regex
from scrubber.phrase_needs import phrase_needs
from scrubber.phrase_patterns import longest_of, needed_traits
from scrubber.phrases import parse_phrase
from scrubber.specs import PackSpec, PatternAnalysis, PatternSpec, PhrasesSpec, Text, Way

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
        return compile_pattern(spec.pattern, spec.unit, lists)
    return LazyPattern(spec, spec.analysis, lists)


def ways_of(spec: PhrasesSpec, lists: Lists) -> tuple[Way, ...]:
    """Return the ways to match each of the phrases, in their order. Raises RuleError."""
    if spec.ways is not None:
        return spec.ways
    return tuple(_way_of(text, lists) for text in spec.phrases)


def _way_of(phrase: Text, lists: Lists) -> Way:
    parts = parse_phrase(phrase, lists).parts
    return Way(phrase_needs(parts, lists), longest_of(parts, lists), needed_traits(parts))


def needs_of(spec: PhrasesSpec | PatternSpec, lists: Lists) -> tuple[Need, ...]:
    """Return what a line, or some line of a paragraph, must hold for a matcher to match it."""
    if isinstance(spec, PhrasesSpec):
        return any_needs([way.needs for way in ways_of(spec, lists)])
    return _analysis(spec, lists).needs if spec.analysis is None else spec.analysis.needs


def analyse(pack: PackSpec) -> None:
    """Find out what is known of all matchers of a pack, and leave it with them."""
    for spec in _matchers(pack):
        # Neither is part of what was written: a spec that is changed comes without.
        if isinstance(spec, PhrasesSpec):
            object.__setattr__(spec, "ways", ways_of(spec, pack.lists))
        else:
            object.__setattr__(spec, "analysis", _analysis(spec, pack.lists))


def _matchers(value: object) -> Iterator[PhrasesSpec | PatternSpec]:
    """Yield every matcher in a value, wherever it stands."""
    if isinstance(value, PhrasesSpec | PatternSpec):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _matchers(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _matchers(getattr(value, field.name))


def _analysis(spec: PatternSpec, lists: Lists) -> PatternAnalysis:
    pattern = compile_pattern(spec.pattern, spec.unit, lists)
    root, exact = pattern.tree.root, pattern.tree.exact
    needs = pattern_needs(root, pattern.lists, whole=spec.unit != "text") if exact else ()
    return PatternAnalysis(
        pattern.linear, pattern.groups, pattern.least, pattern.most, tuple(pattern.lists), needs
    )
