"""Phrases and patterns as values, each tried out while it is read, so that a bad one is a load error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scrubber.errors import Location, Problem, RuleError
from scrubber.nodes import Node, ScalarNode, holds_backspace, is_raw_string, offset_location
from scrubber.patterns import compile_pattern
from scrubber.phrases import fold
from scrubber.schema.reading import Reader, Reading, fault, list_of, scalar
from scrubber.specs import PatternSpec, PhrasesSpec, Text, Unit


def phrases(reading: Reading) -> Reader[PhrasesSpec]:
    """Make a reader of a list of phrases, each tried out."""

    def read(node: Node) -> PhrasesSpec:
        found = list_of(lambda item: _phrase(item, reading), "phrases")(node)
        if doubles := list(_doubles(found, reading)):
            raise RuleError(doubles)
        return PhrasesSpec(found)

    return read


def _phrase(node: Node, reading: Reading) -> Text:
    written = scalar(node, "a phrase")
    text = _written_plainly(written)
    _placed(written, lambda: reading.phrase(text))
    return text


def _doubles(phrases: Sequence[Text], reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each phrase that stands for the same lines as one before it."""
    first: dict[str, Text] = {}
    for text in phrases:
        folded = reading.phrase(text).literal or fold(text.value)
        if folded in first:
            found = f"`{text.value}` says the same as `{first[folded].value}`"
            remedy = "case, blanks, quotes and a final colon make no difference: leave one out"
            yield Problem(text.location, found, "each phrase once", remedy)
        first.setdefault(folded, text)


def pattern(unit: Unit, reading: Reading) -> Reader[PatternSpec]:
    """Make a reader of a regular expression for one unit, tried out."""

    def read(node: Node) -> PatternSpec:
        written = scalar(node, "a regular expression")
        text = _written_plainly(written)
        _placed(written, lambda: compile_pattern(text, unit, reading.lists))
        return PatternSpec(unit, text)

    return read


def _written_plainly(node: ScalarNode) -> Text:
    """Refuse what YAML has made of a pattern that was written as if for Python."""
    if is_raw_string(node):
        remedy = "YAML has no raw strings: leave the r out and put the pattern into single quotes"
        raise fault(node, f"`{node.value}` begins with a literal r and a quote", "a pattern", remedy)
    if holds_backspace(node):
        place = offset_location(node, node.value.index("\b"))
        remedy = r"put the pattern into single quotes, where \b stays what it is"
        raise RuleError(Problem(place, r'"\b" in double quotes is a backspace', "a pattern", remedy))
    return node.text


def _placed(node: ScalarNode, compiled: Callable[[], object]) -> None:
    """Run a compilation of the node's value and set its errors to the right column of the file.

    A compiler counts columns from the first character of the value; quotes that are doubled, escapes and
    folded lines shift them.
    """
    try:
        compiled()
    except RuleError as error:
        start = offset_location(node, 0)
        raise RuleError(
            [replace(p, location=_moved(p.location, start, node)) for p in error.problems]
        ) from None


def _moved(location: Location | None, start: Location, node: ScalarNode) -> Location | None:
    if location is None or location.line != start.line or location.column < start.column:
        return location
    return offset_location(node, location.column - start.column)
