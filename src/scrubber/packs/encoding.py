"""Packs that have been read, as data: JSON that can hold nothing but the values of `specs.py`.

A value of a class is a list that begins with the class's number and holds its fields in their order, so that
a field that is added is kept without being named here. An empty list is an empty tuple. Paths are kept
relative to the pack's folder.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scrubber import nodes, specs
from scrubber.errors import Location
from scrubber.specs import PackSpec

_TUPLE, _PATH, _PLACE, _SET, _MAPPING = range(5)


def _classes() -> Iterator[type]:
    """Yield what a pack may be made of: sorted, so that the numbers are those of every process."""
    for module in (specs, nodes):
        found = (value for value in vars(module).values() if isinstance(value, type))
        own = (one for one in found if one.__module__ == module.__name__ and dataclasses.is_dataclass(one))
        yield from sorted(own, key=lambda one: one.__name__)


_CLASSES = tuple(_classes())
_NUMBERS = {one: number for number, one in enumerate(_CLASSES, _MAPPING + 1)}
_FIELDS = {one: tuple(field.name for field in dataclasses.fields(one)) for one in _CLASSES}


def encode(pack: PackSpec) -> bytes:
    """Return a pack as JSON. Raises ValueError or TypeError where it holds what cannot be kept exactly."""
    encoder = _Encoder(pack.folder)
    value = encoder.encoded(pack)
    sets = [sorted(each) for each in encoder.sets]
    parts = [list(encoder.paths), *map(list, zip(*encoder.places, strict=True)), sets, value]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


class _Encoder:
    """What there is most of is kept in tables, and what holds it holds its number: that is read fastest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, int] = {}
        self.places: dict[tuple[int, int, int], int] = {}
        self.sets: dict[frozenset[str], int] = {}

    def encoded(self, value: object) -> object:
        """Return a value as JSON can hold it."""
        if value is None or isinstance(value, str | int | float):
            return value
        if isinstance(value, Path):
            return [_PATH, self._path(value)]
        if isinstance(value, Location):
            place = (self._path(value.path), value.line, value.column)
            return [_PLACE, self.places.setdefault(place, len(self.places))]
        if isinstance(value, frozenset):
            return [_SET, self.sets.setdefault(value, len(self.sets))]
        if isinstance(value, tuple):
            return [_TUPLE, *map(self.encoded, value)] if value else []
        if isinstance(value, Mapping):
            return [_MAPPING, *map(self.encoded, value.items())]
        number = _NUMBERS.get(type(value))
        if number is None:
            raise TypeError(f"a pack that holds a {type(value).__name__}")
        return [number, *(self.encoded(getattr(value, name)) for name in _FIELDS[type(value)])]

    def _path(self, path: Path) -> int:
        return self.paths.setdefault(path.relative_to(self.folder).as_posix(), len(self.paths))


def decode(data: bytes, folder: Path) -> PackSpec:
    """Return the pack in ``folder`` that :func:`encode` made the JSON of. It must be whole."""
    names, files, lines, columns, members, value = json.loads(data)
    paths, sets = [folder / name for name in names], [frozenset(each) for each in members]
    places = list(map(Location, map(paths.__getitem__, files), lines, columns))
    tables: dict[int, Sequence[Any]] = {_PATH: paths, _PLACE: places, _SET: sets}
    makers: dict[int, Callable[..., Any]] = {_MAPPING: lambda *pairs: dict(pairs)}
    makers |= {number: _maker(one) for one, number in _NUMBERS.items()}

    def decoded(value: list[Any]) -> Any:
        number = value[0]
        if number in tables:
            return tables[number][value[1]]
        parts = [part if type(part) is not list else decoded(part) if part else () for part in value[1:]]
        return makers[number](*parts) if number else tuple(parts)

    pack = decoded(value)
    assert isinstance(pack, PackSpec)
    return pack


def _maker(made: Any) -> Callable[..., Any]:
    """Return what makes a value of a class from all its fields, those too that its constructor leaves out."""
    given = [field.init for field in dataclasses.fields(made)]
    if all(given):
        return made  # type: ignore[no-any-return]
    least = given.index(False)
    late = _FIELDS[made][least:]

    def make(*values: Any) -> Any:
        new = made(*values[:least])
        for name, value in zip(late, values[least:], strict=True):
            object.__setattr__(new, name, value)
        return new

    return make
