"""Matchers: `phrases:`, `line:`, `paragraph:`, `text:`, `lines:`, `marker:` and `operator:`."""

from __future__ import annotations

from typing import Literal

import regex

from scrubber.errors import Location
from scrubber.nodes import Node, ScalarNode, without_source
from scrubber.schema.conditions import OF_LINE, OF_PARAGRAPH, condition, read_condition
from scrubber.schema.expressions import pattern, phrases
from scrubber.schema.reading import Fields, Reader, Reading, fault, list_of, scalar, truth
from scrubber.specs import LineItem, LinesSpec, MatcherSpec, PluginSpec, UnitSpec

MATCHERS = ("phrases", "line", "paragraph", "text", "lines", "marker", "operator")
MAX_TIMES = 50

_TIMES = regex.compile(r"([0-9]{1,6})(?:\.\.([0-9]{1,6}))?")


def read_matcher(key: str, fields: Fields, reading: Reading) -> MatcherSpec | None:
    """Read the matcher that stands under ``key``; None where it is wrong, its problem kept."""
    readers: dict[str, Reader[MatcherSpec | None]] = {
        "phrases": phrases(reading),
        "line": lambda node: _unit("line", node, reading),
        "paragraph": lambda node: _unit("paragraph", node, reading),
        "text": pattern("text", reading),
        "lines": lambda node: _lines(node, reading),
        "marker": lambda node: _plugin("marker", node, fields),
        "operator": lambda node: _plugin("operator", node, fields),
    }
    return fields.read(key, readers[key], None)


def _unit(unit: Literal["line", "paragraph"], node: Node, reading: Reading) -> MatcherSpec:
    if isinstance(node, ScalarNode):
        return pattern(unit, reading)(node)
    keys = OF_LINE if unit == "line" else OF_PARAGRAPH
    return UnitSpec(unit, condition(f"`{unit}:`", keys, reading)(node))


def _plugin(kind: Literal["marker", "operator"], node: Node, fields: Fields) -> PluginSpec:
    name = scalar(node, f"the name of {'a marker' if kind == 'marker' else 'an operator'}").text
    options = fields.node.get("options")
    place: Location = options.location if options else name.location
    return PluginSpec(kind, name, without_source(options) if options else None, place)


def _lines(node: Node, reading: Reading) -> LinesSpec:
    items = list_of(lambda item: _item(item, reading), "items, each a mapping of conditions")(node)
    if all(item.least == 0 for item in items):
        raise fault(node, "`lines:` whose items may all be absent", "one item that must be there")
    return LinesSpec(items)


def _item(node: Node, reading: Reading) -> LineItem:
    fields = Fields(node, "an item of `lines:`", (*OF_LINE, "optional", "times"), reading)
    if not fields.given(OF_LINE):
        raise fault(node, "an item of `lines:` that asks for nothing", "a condition such as `shape: prose`")
    if "optional" in fields and "times" in fields:
        fields.problem("optional", "`optional:` beside `times:`", "one of them", "say `times: 0..n`")
    least, most = fields.read("times", _times, (1, 1))
    if fields.read("optional", truth, False):
        least = 0
    return LineItem(read_condition(fields, OF_LINE, reading), least, most)


def _times(node: Node) -> tuple[int, int]:
    expected = f"a number or a range with an upper bound of at most {MAX_TIMES}, such as `0..2`"
    written = scalar(node, expected).value
    found = _TIMES.fullmatch(written)
    if not found:
        raise fault(node, f"`{written}`", expected)
    least, most = int(found[1]), int(found[2] or found[1])
    if not 0 < most <= MAX_TIMES or least > most:
        raise fault(node, f"`{written}`", expected)
    return least, most
