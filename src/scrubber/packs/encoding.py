"""Packs that have been read, as data: JSON that can hold nothing but the values of `specs.py`.

A value of a class is a list that begins with the class's number and holds its fields in their order, so that
a field that is added is kept without being named here. Paths are kept relative to the pack's folder.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scrubber import nodes, specs
from scrubber.errors import Location
from scrubber.specs import PackSpec

_TUPLE, _PATH, _MAPPING, _SET = range(4)


def _classes() -> Iterator[type]:
    """Yield what a pack may be made of: sorted, so that the numbers are those of every process."""
    yield Location
    for module in (specs, nodes):
        found = (value for value in vars(module).values() if isinstance(value, type))
        own = (one for one in found if one.__module__ == module.__name__ and dataclasses.is_dataclass(one))
        yield from sorted(own, key=lambda one: one.__name__)


_CLASSES = tuple(_classes())
_NUMBERS = {one: number for number, one in enumerate(_CLASSES, _SET + 1)}
_FIELDS = {one: tuple(field.name for field in dataclasses.fields(one)) for one in _CLASSES}


def encode(pack: PackSpec) -> bytes:
    """Return a pack as JSON. Raises ValueError or TypeError where it holds what cannot be kept exactly."""
    paths: dict[str, int] = {}
    value = _encoded(pack, pack.folder, paths)
    return json.dumps([list(paths), value], ensure_ascii=False, separators=(",", ":")).encode()


def _encoded(value: object, folder: Path, paths: dict[str, int]) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Path):
        return [_PATH, paths.setdefault(value.relative_to(folder).as_posix(), len(paths))]
    if isinstance(value, tuple):
        return [_TUPLE, *(_encoded(one, folder, paths) for one in value)]
    if isinstance(value, frozenset):
        return [_SET, *sorted(value)]
    if isinstance(value, Mapping):
        return [_MAPPING, *(_encoded(pair, folder, paths) for pair in value.items())]
    number = _NUMBERS.get(type(value))
    if number is None:
        raise TypeError(f"a pack that holds a {type(value).__name__}")
    return [number, *(_encoded(getattr(value, name), folder, paths) for name in _FIELDS[type(value)])]


def decode(data: bytes, folder: Path) -> PackSpec:
    """Return the pack in ``folder`` that :func:`encode` made the JSON of. It must be whole."""
    names, value = json.loads(data)
    paths = [folder / name for name in names]
    makers: list[Callable[..., Any]] = [
        lambda *parts: parts,
        lambda number: paths[number],
        lambda *pairs: dict(pairs),
        lambda *parts: frozenset(parts),
        *_CLASSES,
    ]

    def decoded(value: Any) -> Any:
        if type(value) is not list:
            return value
        return makers[value[0]](*map(decoded, value[1:]))

    pack = decoded(value)
    assert isinstance(pack, PackSpec)
    return pack
