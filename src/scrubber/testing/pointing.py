"""Where exactly a part of a rule is written: read from the file again, since only few parts are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scrubber.errors import Location, ScrubberError
from scrubber.nodes import MappingNode, Node, ScalarNode, SequenceNode, offset_location
from scrubber.strictyaml import read
from scrubber.testing.parts import Pointer


class Places:
    """Finds the places of parts. Each file is read once."""

    def __init__(self) -> None:
        self._mappings: dict[Path, dict[Location, MappingNode]] = {}

    def place_of(self, pointer: Pointer) -> Location:
        """Return the place that is pointed at; where the file has changed since, that of the mapping."""
        node: Node | None = self._mappings_of(pointer.base.path).get(pointer.base)
        place = pointer.base
        for step in pointer.steps:
            place = _key_place(node, step) or place
            node = _at(node, step)
            place = node.location if node is not None and isinstance(step, int) else place
        if pointer.offset is not None and isinstance(node, ScalarNode):
            return offset_location(node, pointer.offset)
        return place

    def _mappings_of(self, path: Path) -> dict[Location, MappingNode]:
        if path not in self._mappings:
            try:
                found = {node.location: node for node in _mappings(read(path))}
            except ScrubberError:
                found = {}
            self._mappings[path] = found
        return self._mappings[path]


def _key_place(node: Node | None, step: str | int) -> Location | None:
    """Return the place of a key, or None for a place in a list."""
    entries = node.entries if isinstance(node, MappingNode) else ()
    return next((entry.key.location for entry in entries if entry.key.value == step), None)


def _at(node: Node | None, step: str | int) -> Node | None:
    """Go one step down; a place in a list that was written as its one entry is that entry."""
    if isinstance(step, str):
        return node.get(step) if isinstance(node, MappingNode) else None
    if isinstance(node, SequenceNode):
        return node.items[step] if step < len(node.items) else None
    return node


def _mappings(node: Node) -> Iterator[MappingNode]:
    if isinstance(node, MappingNode):
        yield node
        for entry in node.entries:
            yield from _mappings(entry.value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _mappings(item)
