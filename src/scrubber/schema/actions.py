"""Actions: `drop:`, `replace:`, `join:` and `mark:`."""

from __future__ import annotations

from typing import Literal

import regex

from scrubber.errors import Problem, RuleError
from scrubber.nodes import MappingNode, Node, offset_location
from scrubber.schema.conditions import OF_LINE, any_of
from scrubber.schema.names import identifier
from scrubber.schema.reading import Fields, Reader, Reading, any_string, fault, one_of, scalar
from scrubber.specs import ActionSpec, DropSpec, JoinSpec, MarkSpec, ReplaceSpec, Text

ACTIONS = ("drop", "replace", "join", "mark")

_UNITS: tuple[Literal["match", "line", "paragraph"], ...] = ("match", "line", "paragraph")
_DIRECTIONS: tuple[Literal["next", "previous"], ...] = ("next", "previous")
_BRACE = regex.compile(r"\{\{|\}\}|\{\w+\}|(?P<stray>[{}])")


def read_action(key: str, fields: Fields, reading: Reading) -> ActionSpec | None:
    """Read the action that stands under ``key``; None where it is wrong, its problem kept."""
    readers: dict[str, Reader[ActionSpec | None]] = {
        "drop": lambda node: _drop(node, reading),
        "replace": _replace,
        "join": lambda node: _join(node, reading),
        "mark": lambda node: _mark(node, reading),
    }
    return fields.read(key, readers[key], None)


def _drop(node: Node, reading: Reading) -> DropSpec:
    if not isinstance(node, MappingNode):
        return DropSpec(one_of(_UNITS)(node))
    fields = Fields(node, "`drop:`", ("from", "to", "stop_at"), reading)
    for key, only in (("from", "line"), ("to", "end")):
        fields.missing(key, "a cut is written `{from: line, to: end}`")
        fields.read(key, one_of((only,)), only)
    return DropSpec("rest", fields.read("stop_at", any_of("`stop_at:`", OF_LINE, reading), ()))


def _replace(node: Node) -> ReplaceSpec:
    template = scalar(node, "a template; to take text away, say `drop: match`")
    for brace in _BRACE.finditer(template.value):
        if brace["stray"]:
            place = offset_location(template, brace.start())
            expected = "the name of a slot or group in braces, such as `{name}`"
            remedy = "a brace that is meant is doubled: `{{`, `}}`"
            raise RuleError(Problem(place, f"a lone `{brace['stray']}` in a template", expected, remedy))
    return ReplaceSpec(template.text)


def template_slots(template: str) -> tuple[tuple[str, int], ...]:
    """Return the names that a template asks for, each with the offset of its first letter."""
    found = _BRACE.finditer(template)
    return tuple((name[1:-1], brace.start() + 1) for brace in found if len(name := brace[0]) > 2)


def _join(node: Node, reading: Reading) -> JoinSpec:
    fields = Fields(node, "`join:`", ("to", "with"), reading)
    fields.missing("to", "say `to: next` or `to: previous`")
    return JoinSpec(fields.read("to", one_of(_DIRECTIONS), "next"), fields.read("with", _separator, " "))


def _separator(node: Node) -> str:
    found = any_string(node)
    if "\n" in found or "\r" in found:
        raise fault(node, "a line end in `with:`", "text that stays on the line")
    return found


def _mark(node: Node, reading: Reading) -> MarkSpec:
    name = identifier("the name of a mark")(node)
    return MarkSpec(Text(f"{reading.pack}.{name.value}", name.location))
