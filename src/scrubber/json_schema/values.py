"""The parts that schemas are put together from.

The dialect is draft-07: every release of yaml-language-server reads it, and newer drafts only recent ones. A
file is read there as YAML 1.2, in which `3` is a number and `true` a truth value, while scrubber takes every
scalar as the text that was written: what holds text may therefore be a number here. As text `true`, `false`
and `null` have to stand in quotes for an editor, which would offer the first two everywhere otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"


def told(words: str) -> Schema:
    """Return what an editor shows of a key: plain, and with its code set as code."""
    return {"description": words.replace("`", ""), "markdownDescription": words}


def ref(name: str) -> Schema:
    """Return a reference to a definition; nothing may stand beside it in this dialect."""
    return {"$ref": f"#/definitions/{name}"}


def text(expected: str = "text", empty: bool = False) -> Schema:
    """Return a schema of text; a key with nothing after its colon holds none."""
    schema: Schema = {"type": ["string", "number"], "errorMessage": f"expected {expected}"}
    return schema if empty else schema | {"minLength": 1}


def spelt(pattern: str, expected: str) -> Schema:
    """Return a schema of text that matches ``pattern`` as a whole."""
    return text(expected) | {"pattern": f"^(?:{pattern})$"}


def share() -> Schema:
    """Return a schema of a share above 0 and up to 1, `.95` or `95%`."""
    percent = r"(?!0+(?:\.0+)?%)(?:100(?:\.0{1,6})?|[0-9]{1,2}(?:\.[0-9]{1,6})?)%"
    number = r"(?!0?\.0+$)0?\.[0-9]{1,9}|1\.0{1,9}|1"
    schema = spelt(f"{percent}|{number}", "a share from 0 to 1 such as .95, or 95%")
    return schema | {"exclusiveMinimum": 0, "maximum": 1}


def words(meanings: Mapping[str, str], expected: str = "") -> Schema:
    """Return a schema of one word out of a few, each with its meaning."""
    expected = expected or " or ".join(", ".join(meanings).rsplit(", ", 1))
    return {
        "enum": list(meanings),
        "enumDescriptions": [meaning.replace("`", "") for meaning in meanings.values()],
        "markdownEnumDescriptions": list(meanings.values()),
        "errorMessage": f"expected {expected}",
    }


def whole_number(low: int, high: int, what: str) -> Schema:
    """Return a schema of a whole number, which may stand in quotes."""
    return {
        "type": ["integer", "string"],
        "pattern": "^[0-9]{1,9}$",
        "minimum": low,
        "maximum": high,
        "errorMessage": f"expected {what} from {low} to {high}",
    }


def truth() -> Schema:
    """Return a schema of `true` or `false`."""
    pattern = {"pattern": "^(?:true|false)$"}
    return {"type": ["boolean", "string"], **pattern, "errorMessage": "expected true or false"}


def many(items: Schema, what: str) -> Schema:
    """Return a schema of a list that holds something."""
    expected = f"expected a list of {what}, in brackets or a line each after a hyphen"
    return {"type": "array", "items": items, "minItems": 1, "errorMessage": expected}


def one_or_more(item: Schema, what: str) -> Schema:
    """Return a schema of a value or a list of such; editors complete both."""
    return {"anyOf": [item, many(item, what)]}


def by_kind(
    expected: str, scalar: Schema | None = None, mapping: Schema | None = None, array: Schema | None = None
) -> Schema:
    """Return a schema that asks first what is written, so that an error is about that and nothing else."""
    kinds = (("string", scalar), ("number", scalar), ("object", mapping), ("array", array))
    given = [(kind, schema) for kind, schema in kinds if schema is not None]
    return {
        "type": [kind for kind, _ in given],
        "errorMessage": f"expected {expected}",
        "allOf": [{"if": {"type": kind}, "then": schema} for kind, schema in given],
    }


def mapping(what: str, properties: Mapping[str, Schema], required: Mapping[str, str] | None = None) -> Schema:
    """Return a schema of a mapping out of a closed set of keys; ``required`` ones with why they are."""
    closed = {"properties": dict(properties), "additionalProperties": False, "minProperties": 1}
    needs = [{"required": [key], "errorMessage": why} for key, why in (required or {}).items()]
    return {"type": "object", "errorMessage": f"expected {what}", "allOf": [closed, *needs]}


def one_key_of(keys: Sequence[str], message: str) -> Schema:
    """Return a schema of a mapping that has at least one of ``keys``."""
    return {"anyOf": [{"required": [key], "errorMessage": message} for key in keys]}


def at_most_one_of(keys: Sequence[str], message: str) -> list[Schema]:
    """Return schemas of a mapping that has no two of ``keys``; the second in their order is at fault."""
    return [
        without([key], keys[number + 1 :], f"{message}: there is {key} already")
        for number, key in enumerate(keys[:-1])
    ]


def without(given: Sequence[str], refused: Sequence[str], message: str) -> Schema:
    """Return a schema of a mapping that has none of ``refused`` where it has all of ``given``."""
    nothing = {"properties": dict.fromkeys(refused, False), "errorMessage": message}
    return {"if": {"required": list(given)}, "then": nothing}
