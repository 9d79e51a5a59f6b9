"""What is known of phrases and patterns, derived from what is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from scrubber.analysis import ways_of
from scrubber.pattern_needs import pattern_needs
from scrubber.pattern_texts import needed_texts
from scrubber.patterns import compile_pattern
from scrubber.phrase_needs import phrase_needs
from scrubber.phrase_patterns import longest_of, needed_traits
from scrubber.phrases import parse_phrase
from scrubber.specs import PackSpec, PatternAnalysis, PatternSpec, PhrasesSpec, Text, Way

Lists = Mapping[str, Sequence[str]]


def way_of(phrase: Text, lists: Lists) -> Way:
    """Return the way to match a phrase. Raises RuleError."""
    parts = parse_phrase(phrase, lists).parts
    return Way(phrase_needs(parts, lists), longest_of(parts, lists), needed_traits(parts))


def analyse(pack: PackSpec) -> None:
    """Find out what is known of all matchers of a pack, and leave it with them."""
    for spec in matchers_in(pack):
        # Neither is part of what was written: a spec that is changed comes without.
        if isinstance(spec, PhrasesSpec):
            object.__setattr__(spec, "ways", ways_of(spec, pack.lists))
        else:
            object.__setattr__(spec, "analysis", analysis_of(spec, pack.lists))


def matchers_in(value: object) -> Iterator[PhrasesSpec | PatternSpec]:
    """Yield every matcher in a value, wherever it stands."""
    if isinstance(value, PhrasesSpec | PatternSpec):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from matchers_in(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from matchers_in(getattr(value, field.name))


def analysis_of(spec: PatternSpec, lists: Lists) -> PatternAnalysis:
    """Return what reading a pattern shows. Raises RuleError."""
    pattern = compile_pattern(spec.pattern, spec.unit, lists)
    root, exact = pattern.tree.root, pattern.tree.exact
    needs = pattern_needs(root, pattern.lists, whole=spec.unit != "text") if exact else ()
    texts = needed_texts(root) if exact and spec.unit == "text" else ()  # lines and paragraphs have needs
    return PatternAnalysis(
        pattern.linear, pattern.groups, pattern.least, pattern.most, tuple(pattern.lists), needs, texts
    )
