"""The reference of the rule language, made from the JSON Schemas that editors use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rule_pages import MADE

from scrubber.json_schema import SCHEMAS
from scrubber.plugins import load

Schema = Mapping[str, Any]

# Each section: its heading, what it is about, which part of which schema it is made from, and which part's
# keys it has beside its own.
SECTIONS = [
    ("A rule", "Rule files hold a list of these.", "rules", "rule", ""),
    ("An example", "An item of `examples:`; its rule is tested with it.", "rules", "example", ""),
    ("What is kept", "An item of `keep:`, where it is no plain text.", "rules", "kept", ""),
    (
        "Conditions",
        "An item of `where:`: all its keys must hold, and one of the items.",
        "rules",
        "where",
        "",
    ),
    (
        "Conditions on lines and paragraphs",
        "`line:` or `paragraph:` as a mapping.",
        "rules",
        "of-line",
        "where",
    ),
    ("A neighbour", "What `near:`, `follows:` and `precedes:` ask for.", "rules", "neighbour", ""),
    ("A step of `lines:`", "One item of a sequence of lines.", "rules", "item", "of-line"),
    ("A pack", "The file `pack.yaml`.", "pack", "", ""),
    ("Settings", "The file `scrubber.yaml`.", "settings", "", ""),
]


def reference_page() -> str:
    """Return the page with every key of rule files, `pack.yaml` and `scrubber.yaml`."""
    registry = load()
    schemas = {name: make(registry) for name, make in SCHEMAS.items()}
    parts = ["# Reference of the rule language", "", MADE, ""]
    parts += [
        "Every key, as editors are told of it by `scrubber schema`; what it all means together is told in"
    ]
    parts += ["[the rule language](rule-language.md)."]
    for heading, about, kind, name, besides in SECTIONS:
        known = _keys(schemas[kind], besides) if besides else {}
        parts += ["", f"## {heading}", "", about + " Its keys are those above, and:" * bool(known), ""]
        parts += ["| key | expected | meaning |", "|---|---|---|"]
        for key, value in _keys(schemas[kind], name).items():
            if key not in known:
                row = _expected(value, schemas[kind]), _meaning(value, schemas[kind])
                parts.append(f"| `{key}` | {' | '.join(row)} |")
    return "\n".join(parts) + "\n"


def _keys(schema: Schema, name: str) -> dict[str, Schema]:
    """Return the keys of a part of a schema; one that is said more than once, as it is said first."""
    found: dict[str, Schema] = {}
    for key, value in _properties(schema["definitions"][name] if name else schema, schema):
        found.setdefault(key, value)
    return found


def _resolved(node: Schema, schema: Schema) -> Schema:
    while "$ref" in node:
        node = schema["definitions"][node["$ref"].rpartition("/")[2]]
    return node


def _properties(node: Schema, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the keys of a mapping, wherever in the schema they are said."""
    node = _resolved(node, schema)
    for key, value in node.get("properties", {}).items():
        if isinstance(value, Mapping):
            yield key, _resolved(value, schema)
    for word in ("allOf", "anyOf", "oneOf"):
        for part in node.get(word, ()):
            yield from _properties(part, schema)
    for word in ("then", "else"):
        if word in node:
            yield from _properties(node[word], schema)


def _expected(node: Schema, schema: Schema) -> str:
    values = list(dict.fromkeys(_values(node, schema)))
    if values and all(len(value) < 20 for value in values):
        return ", ".join(f"`{value}`" for value in values)
    return _cell(next(_messages(node, schema), "").removeprefix("expected "))


def _messages(node: Schema, schema: Schema) -> Iterator[str]:
    node = _resolved(node, schema)
    if "errorMessage" in node:
        yield node["errorMessage"]
    for part in node.get("anyOf", ()):
        yield from _messages(part, schema)


def _values(node: Schema, schema: Schema) -> Iterator[str]:
    node = _resolved(node, schema)
    for value in node.get("enum", ()):
        yield str(value).lower() if isinstance(value, bool) else str(value)
    for part in node.get("anyOf", ()):
        yield from _values(part, schema)


def _meaning(node: Schema, schema: Schema) -> str:
    node = _resolved(node, schema)
    told = node.get("markdownDescription") or node.get("description", "")
    for part in (node, *node.get("anyOf", ())):
        values, meanings = part.get("enum", ()), part.get("markdownEnumDescriptions", ())
        if meanings:
            told += "<br>" + "<br>".join(f"`{v}`: {m}" for v, m in zip(values, meanings, strict=True))
            break
    return _cell(told)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
