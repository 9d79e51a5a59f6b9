"""What YAML is read as: nodes that know where they stand; every scalar stays the string that was written."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, replace
from pathlib import Path
from typing import Literal

import regex

from scrubber.errors import Location
from scrubber.specs import Text
from scrubber.values import dataclass

Style = Literal["plain", "single", "double", "literal", "folded"]

LINE_END = regex.compile(r"\r\n|\r|\n")
_HEX_LENGTHS = {"x": 2, "u": 4, "U": 8}


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, with the offsets at which its lines start."""

    path: Path
    text: str
    starts: tuple[int, ...]

    def location(self, offset: int) -> Location:
        """Return the place of the character at ``offset``; a line ends at LF, CRLF or a lone CR."""
        line = bisect_right(self.starts, offset)
        return Location(self.path, line, offset - self.starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A string. ``location`` is where it begins in the file, its opening quote included.

    ``start`` and ``end`` delimit it in the source, quotes and block header included.
    """

    value: str
    location: Location
    style: Style = "plain"
    source: Source | None = field(default=None, repr=False, compare=False)
    start: int = field(default=0, repr=False, compare=False)
    end: int = field(default=0, repr=False, compare=False)

    @property
    def absent(self) -> bool:
        """Whether nothing at all was written, as after a key with a bare colon."""
        return self.style == "plain" and not self.value

    @property
    def text(self) -> Text:
        """The string with the place of its first character, inside any quotes."""
        return Text(self.value, offset_location(self, 0))


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of nodes."""

    items: tuple[Node, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order written; no key stands twice."""

    entries: tuple[Entry, ...]
    location: Location

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, or None."""
        return next((entry.value for entry in self.entries if entry.key.value == key), None)


Node = ScalarNode | SequenceNode | MappingNode


def without_source(node: Node) -> Node:
    """Return a node with all its places that no longer holds the text of its file."""
    if isinstance(node, ScalarNode):
        return replace(node, source=None)
    if isinstance(node, SequenceNode):
        return SequenceNode(tuple(map(without_source, node.items)), node.location)
    entries = tuple(Entry(replace(one.key, source=None), without_source(one.value)) for one in node.entries)
    return MappingNode(entries, node.location)


def offset_location(node: ScalarNode, offset: int) -> Location:
    """Return the place in the file of the character at ``offset`` of the node's value.

    Doubled quotes, escapes, folded lines and the indentation of blocks are counted as they were written.
    An offset at or past the end gives the place after the last character.
    """
    if node.source is None:
        return node.location
    if node.style == "literal":
        return _literal_location(node, node.source, min(offset, len(node.value)))
    at = _content_start(node, node.source.text)
    for character in node.value[:offset]:
        at = _after(character, node, node.source.text, at)
    return node.source.location(_skip_folds(node, node.source.text, at, node.value[offset : offset + 1]))


def _content_start(node: ScalarNode, text: str) -> int:
    if node.style == "plain":
        return node.start
    if node.style == "folded":
        header = LINE_END.search(text, node.start)
        return header.end() if header else node.end
    return node.start + 1


def _skip_folds(node: ScalarNode, text: str, at: int, character: str) -> int:
    """Pass over blanks and line ends in the source that the value does not have."""
    if not character or character.isspace():
        return at
    while at < node.end and text[at] != character:
        if text[at] in " \t\r\n":
            at += 1
        elif node.style == "double" and text[at] == "\\" and text[at + 1] in "\r\n":
            at += 2
        else:
            break
    return at


def _after(character: str, node: ScalarNode, text: str, at: int) -> int:
    """Return the source offset after the spelling of ``character``, which is found from ``at`` on."""
    at = _skip_folds(node, text, at, character)
    if at >= node.end:
        return at
    if node.style == "double" and text[at] == "\\":
        return at + 2 + _HEX_LENGTHS.get(text[at + 1], 0)
    if node.style == "single" and text[at : at + 2] == "''":
        return at + 2
    return at + (2 if text[at : at + 2] == "\r\n" else 1)


def _literal_location(node: ScalarNode, source: Source, offset: int) -> Location:
    """In a literal block each line of the value is the end of one line of the file."""
    row = node.value.count("\n", 0, offset)
    start = node.value.rfind("\n", 0, offset) + 1
    end = node.value.find("\n", start)
    width = (end if end >= 0 else len(node.value)) - start
    line = min(node.location.line + row, len(source.starts) - 1)
    after = source.starts[line + 1] if line + 1 < len(source.starts) else len(source.text)
    length = len(source.text[source.starts[line] : after].rstrip("\r\n"))
    return Location(source.path, line + 1, length - width + (offset - start) + 1)


def is_raw_string(node: ScalarNode) -> bool:
    """Whether a plain scalar was written as in Python, `r"..."`: YAML keeps the r and the quotes."""
    return node.style == "plain" and regex.fullmatch(r"""[rR](["']).*\1""", node.value) is not None


def holds_backspace(node: ScalarNode) -> bool:
    """Whether a double-quoted scalar holds a backspace, which `\\b` between double quotes means in YAML."""
    return node.style == "double" and "\b" in node.value
