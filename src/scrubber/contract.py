"""What an object must have to be a marker, an operator, a guard, a format or a reporter.

The Protocols of :mod:`scrubber.api` say it to a type checker; this says it to whoever publishes without
one. Each fault is a Problem that the loader completes with the plugin's name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, get_args

from scrubber.api import Needs
from scrubber.errors import Problem, listed, nearest
from scrubber.options import options_fault

Kind = Literal["marker", "operator", "guard", "format", "reporter"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Check = Callable[[object], str]
"""Returns what was expected, or "" where the value will do."""


def faults(kind: Kind, value: object) -> Iterator[Problem]:
    """Yield what ``value`` lacks to be a ``kind``; an exception of its own attributes passes through."""
    if isinstance(value, type):
        yield Problem(None, f"{kind} `{value.__name__}` is a class", f"an object: `{value.__name__}()`")
        return
    for attribute, check in _CONTRACTS[kind].items():
        if not hasattr(value, attribute):
            hint = nearest(attribute, (name for name in dir(value) if not name.startswith("__")))
            yield Problem(None, f"{label(kind, value)} has no `{attribute}`", check(None), hint)
        elif expected := check(getattr(value, attribute)):
            yield Problem(None, f"`{attribute}` of {label(kind, value)} will not do", expected)


def label(kind: Kind, value: object) -> str:
    """Return how a person knows the object: its kind and name, or its class where it has no name."""
    name = getattr(value, "name", None)
    return (
        f"{kind} `{name}`" if isinstance(name, str) and name else f"{kind} of class `{type(value).__name__}`"
    )


def _name(value: object) -> str:
    usable = isinstance(value, str) and value and value.isprintable() and not any(map(str.isspace, value))
    return "" if usable else "a name without blanks, such as `honorifics.move`"


def _needs(value: object) -> str:
    if not isinstance(value, Needs) or not all(map(_are_strings, (value.languages, value.literals))):
        return "a `Needs`, its languages and literals tuples of strings"
    return "" if _are_patterns(value.patterns) else "a `Needs`, its patterns a tuple of compiled patterns"


def _are_patterns(value: object) -> bool:
    return isinstance(value, tuple) and all(callable(getattr(item, "search", None)) for item in value)


def _are_strings(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _strings(value: object) -> str:
    return "" if _are_strings(value) else "a tuple of strings"


def _suffix(value: object) -> str:
    usable = isinstance(value, str) and value.startswith(".") and len(value) > 1 and value == value.lower()
    return "" if usable else "a suffix in lower case with its dot, such as `.md`"


def _suffixes(value: object) -> str:
    usable = isinstance(value, tuple) and not any(map(_suffix, value))
    return "" if usable else "a tuple of suffixes in lower case with their dots, such as `('.md',)`"


def _one_of(words: tuple[str, ...], value: object) -> str:
    return "" if value in words else listed(words)


def _method(signature: str, value: object) -> str:
    """A method must take as many arguments as ``signature`` names."""
    expected = f"a method {signature}"
    if not callable(value):
        return expected
    try:
        inspect.signature(value).bind(*signature.split(","))
    except TypeError:
        return expected
    except ValueError:  # compiled code that does not tell its signature
        return ""
    return ""


_SESSION: Mapping[str, Check] = {
    "name": _name,
    "Options": options_fault,
    "needs": _needs,
    "open": partial(_method, "open(options, context)"),
}
_CONTRACTS: Mapping[Kind, Mapping[str, Check]] = {
    "marker": _SESSION,
    "operator": _SESSION,
    # nobody can give a guard options, so each of them needs a default
    "guard": {**_SESSION, "Options": partial(options_fault, all_defaults=True)},
    "format": {
        "name": _name,
        "suffixes": _suffixes,
        "writes": partial(_one_of, ("same", "text", "no")),
        "guards": _strings,
        "read": partial(_method, "read(source, fields)"),
        "write": partial(_method, "write(record, text)"),
    },
    "reporter": {"name": _name, "suffix": _suffix, "render": partial(_method, "render(results)")},
}
