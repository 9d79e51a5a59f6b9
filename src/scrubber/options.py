"""A plugin's options: a frozen dataclass that says what may be written under `options:`.

A field is ``str``, ``int``, ``float``, ``bool``, ``Literal`` of strings or whole numbers,
``tuple[X, ...]``, ``X | None`` (None by leaving it out) or another such dataclass.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

_SCALARS = (str, int, float, bool)
_EXPECTED = "a frozen dataclass, its fields str, int, float, bool, Literal, tuple[X, ...], X | None or such"


def options_fault(value: object, all_defaults: bool = False) -> str:
    """Return what a plugin's ``Options`` should have been, or "" where it can be read from YAML.

    With ``all_defaults`` each field must have a default too.
    """
    if not _is_frozen_dataclass(value):
        return _EXPECTED
    for name, want, default in _fields(value):
        if not _is_readable(want):
            return f"{_EXPECTED} (not so: `{name}`)"
        if all_defaults and default is dataclasses.MISSING:
            return f"a default for every option (none: `{name}`)"
    return ""


def _is_frozen_dataclass(value: object) -> bool:
    params = getattr(value, "__dataclass_params__", None)
    return isinstance(value, type) and params is not None and bool(params.frozen)


def _fields(options_type: Any) -> Iterator[tuple[str, Any, object]]:
    """Yield name, type and default (or MISSING) of each field that can be given."""
    try:
        hints = typing.get_type_hints(options_type)
    except (NameError, TypeError):  # a type that stands in no module cannot be looked up
        hints = {}
    for field in dataclasses.fields(options_type):
        if field.init:
            default = field.default
            if field.default_factory is not dataclasses.MISSING:
                default = field.default_factory()
            yield field.name, hints.get(field.name), default


def _is_readable(want: Any) -> bool:
    origin, inner = typing.get_origin(want), typing.get_args(want)
    if origin is Literal:
        return all(type(word) in (str, int) for word in inner)
    if origin is tuple:
        return len(inner) == 2 and inner[1] is Ellipsis and _is_readable(inner[0])
    if origin in (typing.Union, types.UnionType):
        return len(inner) == 2 and types.NoneType in inner and _is_readable(_not_none(want))
    return want in _SCALARS or (want is not None and not options_fault(want))


def _not_none(want: Any) -> Any:
    return next(kind for kind in typing.get_args(want) if kind is not types.NoneType)


def described_options(options_type: Any) -> Iterator[str]:
    """Yield each option as a person reads it: "least: int = 3"."""
    for name, want, default in _fields(options_type):
        spelt = want.__name__ if want in _SCALARS else str(want).replace("typing.", "")
        yield f"{name}: {spelt}" + ("" if default is dataclasses.MISSING else f" = {default!r}")
