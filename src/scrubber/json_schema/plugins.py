"""What installed plugins add to the schema of rules: names, what they are for, and options."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Mapping
from typing import Any

from scrubber.json_schema.values import Schema, told
from scrubber.options import described_options, options_schema
from scrubber.plugins import Provided, Registry
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Extension:
    """A marker, an operator or a guard by its name, with the schema of its options."""

    name: str
    summary: str
    options: Schema
    needs_options: bool


def extensions(registry: Registry) -> Mapping[str, tuple[Extension, ...]]:
    """Return what the registry's plugins give to rules, by kind."""
    kinds: Mapping[str, Mapping[str, Provided[Any]]] = {
        "marker": registry.markers,
        "operator": registry.operators,
        "guard": registry.guards,
    }
    return {kind: tuple(map(_extension, given.values())) for kind, given in kinds.items()}


def _extension(provided: Provided[Any]) -> Extension:
    options = provided.value.Options
    schema = lenient(options_schema(options))
    described = dict(each.split(": ", 1) for each in described_options(options))
    for option, says in described.items():
        schema["properties"][option] |= told("\n\n".join(filter(None, [says, _doc(options)])))
    listed = [f"- `{option}`: {says}" for option, says in described.items()]
    about = "\n\n".join(filter(None, [_doc(options), "\n".join(listed)]))
    name = provided.name
    return Extension(
        name,
        f"{_doc(type(provided.value)).partition(chr(10))[0]} ({provided.info})",
        told(about or f"{name} takes no options.") | schema,
        bool(schema.get("required")),
    )


def _doc(of: type) -> str:
    """The docstring that a person wrote: a dataclass without one is given its signature."""
    text = inspect.getdoc(of) or ""
    return "" if text.startswith(f"{of.__name__}(") else text.replace("``", "`")


def lenient(schema: Schema) -> Schema:
    """Return the schema of options as an editor sees them: text may be a number, a number be quoted."""
    kind = schema.get("type")
    properties = {name: lenient(inner) for name, inner in schema.get("properties", {}).items()}
    if kind == "object":
        closed = f"expected one of {', '.join(properties)}" if properties else "it takes no options"
        return schema | {"properties": properties, "errorMessage": closed}
    if kind == "array":
        return schema | {"items": lenient(schema["items"])}
    return schema | _SCALARS.get(typing.cast(str, kind), {})


_SCALARS: Mapping[str, Schema] = {
    "string": {"type": ["string", "number"], "errorMessage": "expected text"},
    "integer": {
        "type": ["integer", "string"],
        "pattern": "^[+-]?[0-9]{1,18}$",
        "errorMessage": "expected a whole number",
    },
    "number": {
        "type": ["number", "string"],
        "pattern": r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$",
        "errorMessage": "expected a number",
    },
    "boolean": {
        "type": ["boolean", "string"],
        "pattern": "^(?:true|false)$",
        "errorMessage": "expected true or false",
    },
}
