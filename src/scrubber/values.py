"""`dataclass` for frozen values with slots, made in a third of the time.

The standard library compiles the source of six methods for each class, which for the classes of one run takes
longer than all else that the run prepares. Of these only ``__init__`` has to be compiled: it is called most,
and its parameters differ. The other methods are the same for all classes, but for the names of the fields.
Everything else, and every class that asks for more than this, is the standard library's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, **options):
        """Make a class of values as `dataclasses.dataclass` does."""
        if cls is None:
            return lambda cls: dataclass(cls, **options)
        if options != {"frozen": True, "slots": True} or not _is_plain(cls):
            return dataclasses.dataclass(**options)(cls)
        cls.__doc__ = cls.__doc__ or cls.__name__  # else one is made of the signature, which takes long
        return _frozen(dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls))


_OWN = {"__init__", "__repr__", "__eq__", "__hash__", "__post_init__", "__setattr__", "__delattr__"}
_OWN |= {"__getstate__", "__setstate__"}
_LEFT_OUT = object()
_set = object.__setattr__


def _is_plain(cls: type) -> bool:
    """Whether a class writes none of the methods itself, inherits no fields, and has only usual ones."""
    said = str(vars(cls).get("__annotations__", ""))
    odd = "InitVar" in said or "KW_ONLY" in said
    return not odd and _OWN.isdisjoint(vars(cls)) and cls.__mro__[1:] == (object,)


def _frozen(cls: Any) -> Any:
    """Complete a class with slots."""
    fields = dataclasses.fields(cls)
    key = _key([field.name for field in fields if field.compare])
    hashed = _key([f.name for f in fields if (f.compare if f.hash is None else f.hash)])
    names = tuple(field.name for field in fields)
    shown = tuple(field.name for field in fields if field.repr)

    def equal(self: object, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_of(self: object) -> int:
        return hash(hashed(self))

    @recursive_repr()
    def repr_of(self: object) -> str:
        inner = ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])
        return f"{self.__class__.__qualname__}({inner})"

    def state_of(self: object) -> list[object]:
        return [getattr(self, name) for name in names]

    def restore(self: object, state: Sequence[object]) -> None:
        for name, value in zip(names, state, strict=True):
            _set(self, name, value)

    cls.__init__, cls.__repr__, cls.__eq__, cls.__hash__ = _init(cls, fields), repr_of, equal, hash_of
    cls.__getstate__, cls.__setstate__ = state_of, restore
    cls.__setattr__, cls.__delattr__ = _refuse_set, _refuse_delete
    cls.__dataclass_params__.frozen = True
    return cls


def _key(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return what gets the values of these fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _init(cls: type, fields: Sequence[dataclasses.Field[Any]]) -> Any:
    parameters, body, defaults = ["self"], ["pass"], []
    inside = {"_set": _set, "_left_out": _LEFT_OUT}
    for field in fields:
        name, value = field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            inside[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}()" + (f" if {name} is _left_out else {name}" if field.init else "")
        if field.init:
            parameters.append(name)
            if field.default is not dataclasses.MISSING:
                defaults.append(field.default)
            elif field.default_factory is not dataclasses.MISSING:
                defaults.append(_LEFT_OUT)
        elif field.default is not dataclasses.MISSING:
            inside[f"_value_{name}"] = field.default
            value = f"_value_{name}"
        elif field.default_factory is dataclasses.MISSING:
            continue
        body.append(f"_set(self, {name!r}, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(body), inside)
    made: Any = inside["__init__"]
    made.__defaults__ = tuple(defaults)
    made.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    made.__module__ = cls.__module__
    return made


def _refuse_set(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
