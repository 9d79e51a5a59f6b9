"""Values of the command line that are what was typed.

Some releases of typer have pydantic convert every value, words included, and to import that takes as long as
all the rest of typer. A word, or a list of words, is told apart here; whatever has to be converted or checked
goes to typer as before, and a release that converts otherwise is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

_CONVERTER = "_runtime_param"


def take_as_typed(parameters: Iterable[Any]) -> None:
    """Spare the parameters of a command a conversion that would change nothing."""
    for parameter in parameters:
        if hasattr(parameter, _CONVERTER) and hasattr(parameter, "get_runtime_param"):
            setattr(parameter, _CONVERTER, _AsTyped(parameter))


class _AsTyped:
    """Stands where typer keeps what converts a parameter's values, until one has to be converted."""

    def __init__(self, parameter: Any) -> None:
        self._many = bool(parameter.multiple or parameter.nargs == -1)
        self._annotation = parameter.type_descriptor.annotation
        self._has_parser = parameter.type_descriptor.parameter_info.parser is not None

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value as typer would."""
        if not self._has_parser:
            if value is None:
                return () if self._many else None
            if self._annotation == list[str] and self._many and _are_words(value):
                return list(value)
            if self._annotation is str and not self._many and type(value) is str:
                return value
            if isinstance(value, Enum) and type(value) is self._annotation:  # nothing was typed
                return value
        setattr(param, _CONVERTER, None)
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _are_words(values: object) -> bool:
    return isinstance(values, list | tuple) and all(type(value) is str for value in values)
