"""A plugin's options: a frozen dataclass that says what may be written under `options:`.

A field is ``str``, ``int``, ``float``, ``bool``, ``Literal`` of strings or whole numbers,
``tuple[X, ...]``, ``X | None`` (None by leaving it out) or another such dataclass. A ``ValueError`` that the
dataclass raises when it is made is reported as a problem of the options.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from scrubber.errors import Location, Problem, RuleError, listed, nearest
from scrubber.nodes import MappingNode, Node, ScalarNode, SequenceNode
from scrubber.values import dataclass

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TRUTH = {"true": True, "false": False}
_SCALARS: Mapping[type, tuple[str, str]] = {
    str: ("text", "string"),
    int: ("a whole number", "integer"),
    float: ("a number", "number"),
    bool: ("`true` or `false`", "boolean"),
}
_EXPECTED = "a frozen dataclass, its fields str, int, float, bool, Literal, tuple[X, ...], X | None or such"


@dataclass(frozen=True, slots=True)
class _Field:
    """One option; ``default`` is MISSING where it must be given."""

    name: str
    want: Any
    default: object

    @property
    def required(self) -> bool:
        return self.default is dataclasses.MISSING


class _Failed:
    """What stands for a value that could not be read; its problem has been noted."""


_FAILED = _Failed()


def options_fault(value: object, all_defaults: bool = False) -> str:
    """Return what a plugin's ``Options`` should have been, or "" where it can be read from YAML.

    With ``all_defaults`` each field must have a default too. A dataclass that holds itself will not do.
    """
    if not _is_frozen_dataclass(value):
        return _EXPECTED
    for field in _fields(value):
        if not _is_readable(field.want, (value,)):
            return f"{_EXPECTED} (`{field.name}` is none of these)"
        if all_defaults and field.required:
            return f"a default for every option (`{field.name}` has none)"
    return ""


def _is_frozen_dataclass(value: object) -> bool:
    params = getattr(value, "__dataclass_params__", None)
    return isinstance(value, type) and params is not None and bool(params.frozen)


def _fields(options_type: Any) -> Iterator[_Field]:
    """Yield each field that can be given; its type is None where it cannot be looked up."""
    try:
        hints = typing.get_type_hints(options_type)
    except (NameError, TypeError):  # the dataclass stands inside a function, or names what is not there
        hints = {}
    for field in dataclasses.fields(options_type):
        if field.init:
            default: object = field.default
            if field.default_factory is not dataclasses.MISSING:
                default = field.default_factory()
            yield _Field(field.name, hints.get(field.name), default)


def _is_readable(want: Any, outer: tuple[object, ...]) -> bool:
    origin, inner = typing.get_origin(want), typing.get_args(want)
    if origin is Literal:
        return all(type(word) in (str, int) for word in inner)
    if origin is tuple:
        return len(inner) == 2 and inner[1] is Ellipsis and _is_readable(inner[0], outer)
    if origin in (typing.Union, types.UnionType):
        return len(inner) == 2 and types.NoneType in inner and _is_readable(_not_none(want), outer)
    if _is_frozen_dataclass(want):
        return want not in outer and all(_is_readable(f.want, (*outer, want)) for f in _fields(want))
    return want in _SCALARS


def _not_none(want: Any) -> Any:
    return next(kind for kind in typing.get_args(want) if kind is not types.NoneType)


def read_options(options_type: type, node: object, location: Location) -> object:
    """Return an instance of ``options_type`` with what is written in ``node``, a Node or None.

    ``location`` is where a missing option is reported if nothing is written. Raises RuleError with every
    problem: an unknown option, a missing one, a value of another type, a ValueError of the dataclass.
    """
    problems: list[Problem] = []
    whole = node if isinstance(node, Node) else MappingNode((), location)
    value = _read_dataclass(options_type, whole, problems)
    if problems:
        raise RuleError(problems)
    return value


def _read(want: Any, node: Node, problems: list[Problem]) -> Any:
    origin = typing.get_origin(want)
    if origin is tuple:
        return _read_tuple(want, node, problems)
    if origin in (typing.Union, types.UnionType):
        return _read(_not_none(want), node, problems)
    if _is_frozen_dataclass(want):
        return _read_dataclass(want, node, problems)
    return _read_scalar(want, node, problems)


def _read_dataclass(want: Any, node: Node, problems: list[Problem]) -> Any:
    if not isinstance(node, MappingNode):
        return _fail(problems, node.location, _kind_of(node), "options, each as `name: value`")
    before = len(problems)
    fields = {field.name: field for field in _fields(want)}
    given = {}
    for entry in node.entries:
        field = fields.get(entry.key.value)
        if field is None:
            problems.append(_unknown(entry.key, list(fields)))
        else:
            given[field.name] = _read(field.want, entry.value, problems)
    for field in fields.values():
        if field.required and field.name not in given:
            expected = f"`{field.name}:` with {expectation(field.want)}"
            _fail(problems, node.location, f"the option `{field.name}` is missing", expected)
    return _FAILED if len(problems) > before else _made(want, given, node.location, problems)


def _made(want: Any, given: Mapping[str, Any], location: Location, problems: list[Problem]) -> Any:
    try:
        return want(**given)
    except ValueError as error:
        return _fail(problems, location, f"these options will not do: {error}", "")


def _unknown(key: ScalarNode, known: list[str]) -> Problem:
    expected = listed(known) if known else "no option at all: it takes none"
    return Problem(key.location, f"unknown option `{key.value}`", expected, nearest(key.value, known))


def _read_tuple(want: Any, node: Node, problems: list[Problem]) -> Any:
    if not isinstance(node, SequenceNode):
        return _fail(problems, node.location, _kind_of(node), expectation(want))
    return tuple(_read(typing.get_args(want)[0], item, problems) for item in node.items)


def _read_scalar(want: Any, node: Node, problems: list[Problem]) -> Any:
    if not isinstance(node, ScalarNode) or node.absent:
        return _fail(problems, node.location, _kind_of(node), expectation(want))
    value = _convert(want, node.value)
    if isinstance(value, _Failed):
        words = [word for word in typing.get_args(want) if isinstance(word, str)]
        return _fail(
            problems, node.location, f"`{node.value}`", expectation(want), nearest(node.value, words)
        )
    return value


def _convert(want: Any, written: str) -> object:
    if typing.get_origin(want) is Literal:
        return next((word for word in typing.get_args(want) if str(word) == written), _FAILED)
    readers: Mapping[Any, Callable[[str], object]] = {str: str, int: _int, float: _float, bool: _bool}
    return readers[want](written)


def _int(written: str) -> object:
    return int(written) if _WHOLE.fullmatch(written) else _FAILED


def _float(written: str) -> object:
    value = float(written) if _DECIMAL.fullmatch(written) else math.inf
    return value if math.isfinite(value) else _FAILED


def _bool(written: str) -> object:
    return _TRUTH.get(written, _FAILED)


def _fail(
    problems: list[Problem], location: Location, found: str, expected: str, remedy: str = ""
) -> _Failed:
    problems.append(Problem(location, found, expected, remedy))
    return _FAILED


def _kind_of(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "nothing is written here" if node.absent else f"`{node.value}`"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


def expectation(want: Any) -> str:
    """Return what a person may write for a field of the type ``want``."""
    origin = typing.get_origin(want)
    if origin is Literal:
        return listed(map(str, typing.get_args(want)))
    if origin is tuple:
        return f"a list, each entry {expectation(typing.get_args(want)[0])}"
    if origin in (typing.Union, types.UnionType):
        return expectation(_not_none(want))
    return _SCALARS[want][0] if want in _SCALARS else "options, each as `name: value`"


def described_options(options_type: Any) -> Iterator[str]:
    """Yield each option as a person reads it: "least: a whole number (3 if left out)"."""
    for field in _fields(options_type):
        left_out = "needed" if field.required else f"{_spelt(field.default)} if left out"
        yield f"{field.name}: {expectation(field.want)} ({left_out})"


def _spelt(default: object) -> str:
    """A default as it would be written in YAML."""
    if default is None or default == ():
        return "none"
    if isinstance(default, tuple):
        return f"`[{', '.join(map(str, default))}]`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def options_schema(options_type: Any) -> dict[str, Any]:
    """Return the JSON Schema of what may be written: editors complete and check with it."""
    fields = list(_fields(options_type))
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _schema(field) for field in fields},
        "additionalProperties": False,
    }
    required = [field.name for field in fields if field.required]
    return schema | ({"required": required} if required else {})


def _schema(field: _Field) -> dict[str, Any]:
    schema = _type_schema(field.want)
    plain = isinstance(field.default, (str, int, float))
    return schema | ({"default": field.default} if plain else {})


def _type_schema(want: Any) -> dict[str, Any]:
    origin = typing.get_origin(want)
    if origin is Literal:
        return {"enum": list(typing.get_args(want))}
    if origin is tuple:
        return {"type": "array", "items": _type_schema(typing.get_args(want)[0])}
    if origin in (typing.Union, types.UnionType):
        return _type_schema(_not_none(want))
    return {"type": _SCALARS[want][1]} if want in _SCALARS else options_schema(want)
