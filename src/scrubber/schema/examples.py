"""Examples: `examples:`, what a rule does, and `keep:`, what it leaves alone."""

from __future__ import annotations

from scrubber.nodes import Node, ScalarNode
from scrubber.schema.names import language
from scrubber.schema.reading import Fields, Reader, Reading, any_string, fault, one_of, string
from scrubber.specs import REGIONS, Example

_SETTING = ("at", "url", "lang")


def example(reading: Reading) -> Reader[Example]:
    """Make a reader of one entry of `examples:`: `before` and `after`, which must differ."""

    def read(node: Node) -> Example:
        fields = Fields(node, "an example", ("before", "after", *_SETTING), reading)
        for key in ("before", "after"):
            fields.missing(key)
        before = fields.read("before", string, "")
        after = fields.read("after", any_string, "")
        if before == after and "after" in fields and before:
            remedy = "what a rule must leave alone stands in `keep:`"
            fields.problem("after", "an example whose `after` equals its `before`", "a change", remedy)
        return _set(before, after, fields)

    return read


def kept(reading: Reading) -> Reader[Example]:
    """Make a reader of one entry of `keep:`: a text, or a mapping with `text`."""

    def read(node: Node) -> Example:
        if isinstance(node, ScalarNode):
            text = string(node)
            return Example(text, text, node.location)
        fields = Fields(node, "an entry of `keep:`", ("text", *_SETTING), reading)
        fields.missing("text")
        text = fields.read("text", string, "")
        return _set(text, text, fields)

    return read


def _set(before: str, after: str, fields: Fields) -> Example:
    """Make an example of the texts and of what the keys say of its document."""
    return Example(
        before,
        after,
        fields.node.location,
        fields.read("at", one_of(REGIONS), None),
        fields.read("url", _url, ""),
        fields.read("lang", language, ""),
    )


def _url(node: Node) -> str:
    found = string(node)
    if "://" not in found or any(character.isspace() for character in found):
        raise fault(node, f"`{found}` as a url", "a whole one, such as `https://gazette.example/1`")
    return found
