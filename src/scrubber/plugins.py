"""The plugin door: what is installed, and what it gives once it has been imported and checked.

Plugins are found through entry points, sorted by name and loaded each by itself. What they give depends on
neither order: every name is unique, and nothing is ever chosen by who came first.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import inspect
import itertools
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import pluggy

from scrubber import hookspecs
from scrubber.api import API, Format, Guard, Marker, Operator, Reporter
from scrubber.contract import KINDS, Kind, faults
from scrubber.errors import Location, PluginError, Problem, listed, nearest
from scrubber.options import described_options
from scrubber.values import dataclass

GROUP = "scrubber"
"""The entry-point group of plugins."""

HOOKS: Mapping[Kind, str] = {kind: f"scrubber_{kind}s" for kind in KINDS}

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class PluginInfo:
    """An installed plugin, known without importing it. ``module`` is its entry point's value."""

    name: str
    distribution: str
    version: str
    module: str

    def __str__(self) -> str:
        return f"plugin `{self.name}` ({self.distribution} {self.version})"


@dataclass(frozen=True, slots=True)
class Provided(Generic[T]):
    """Something that a plugin gives, under the name that YAML uses for it."""

    name: str
    value: T
    info: PluginInfo


@dataclass(frozen=True, slots=True)
class Registry:
    """All that the loaded plugins give, by name. ``without`` are the plugins that were left out."""

    markers: Mapping[str, Provided[Marker]] = field(default_factory=dict)
    operators: Mapping[str, Provided[Operator]] = field(default_factory=dict)
    guards: Mapping[str, Provided[Guard]] = field(default_factory=dict)
    formats: Mapping[str, Provided[Format]] = field(default_factory=dict)
    reporters: Mapping[str, Provided[Reporter]] = field(default_factory=dict)
    plugins: tuple[PluginInfo, ...] = ()
    without: tuple[str, ...] = ()

    def left_out(self, name: str) -> str:
        """Return the plugin left out that ``name`` belongs to by its first part, or ""."""
        plugin = name.partition(".")[0]
        return plugin if plugin in self.without else ""


def installed() -> tuple[PluginInfo, ...]:
    """Return the installed plugins, sorted by name. No plugin's code runs."""
    named = cache(_named)  # a distribution may give many plugins, and its metadata is slow to read
    entries = importlib.metadata.entry_points(group=GROUP)
    return tuple(sorted(PluginInfo(entry.name, *named(entry.dist), entry.value) for entry in entries))


def _named(distribution: importlib.metadata.Distribution | None) -> tuple[str, str]:
    """Return the name and the version of a distribution."""
    name, version = "unknown", ""
    with contextlib.suppress(Exception):  # metadata damaged by hand: the plugin may work all the same
        assert distribution is not None
        metadata = distribution.metadata
        name, version = metadata["Name"] or name, metadata["Version"] or version
    return name, version


def load(without: Sequence[str] = ()) -> Registry:
    """Import and check every installed plugin but those named in ``without``.

    Raises PluginError with all that is wrong, each problem naming the plugin, its distribution and version.
    """
    known = installed()
    chosen = tuple(info for info in known if info.name not in without)
    problems = [*_unknown(without, known), *_same_name(chosen)]
    if problems:
        raise PluginError(problems)
    given: list[tuple[Kind, Provided[Any]]] = []
    for info in chosen:
        try:
            given += _provided(info)
        except PluginError as error:
            problems += error.problems
    problems += [*_given_twice(given), *_unknown_guards(given)]
    if problems:
        raise PluginError(problems)
    return _registry(given, chosen, tuple(dict.fromkeys(without)))


def _registry(
    given: Iterable[tuple[Kind, Provided[Any]]], plugins: tuple[PluginInfo, ...], without: tuple[str, ...]
) -> Registry:
    by_kind: dict[Kind, dict[str, Provided[Any]]] = {kind: {} for kind in KINDS}
    for kind, provided in sorted(given, key=lambda pair: pair[1].name):
        by_kind[kind][provided.name] = provided
    return Registry(
        by_kind["marker"],
        by_kind["operator"],
        by_kind["guard"],
        by_kind["format"],
        by_kind["reporter"],
        plugins,
        without,
    )


def _unknown(without: Sequence[str], known: Sequence[PluginInfo]) -> Iterator[Problem]:
    names = [info.name for info in known]
    for name in without:
        if name not in names:
            yield unknown_plugin(name, names)


def unknown_plugin(name: str, names: Sequence[str]) -> Problem:
    """Return the problem of a plugin's name that no installed plugin has."""
    expected = listed(names) if names else "no name at all: no plugin is installed"
    return Problem(None, f"no plugin `{name}` is installed", expected, nearest(name, names))


def _same_name(plugins: Sequence[PluginInfo]) -> Iterator[Problem]:
    for first, second in itertools.pairwise(plugins):
        if first.name == second.name:
            found = f"plugin name `{first.name}` is given twice: by {_origin(first)} and by {_origin(second)}"
            remedy = f"uninstall one of the two, or go on with neither: --without {first.name}"
            yield Problem(None, found, remedy=remedy)


def _origin(info: PluginInfo) -> str:
    return f"{info.distribution} {info.version}".rstrip()


def _given_twice(given: Iterable[tuple[Kind, Provided[Any]]]) -> Iterator[Problem]:
    """Names and file suffixes that are claimed more than once; nothing may depend on who came first."""
    claims: dict[str, list[PluginInfo]] = {}
    for kind, provided in given:
        for claim in _claims(kind, provided):
            claims.setdefault(claim, []).append(provided.info)
    for claim, owners in claims.items():
        if len(owners) > 1:
            found = f"{claim} is given twice: by {owners[0]} and by {owners[1]}"
            yield Problem(None, found, remedy=_go_on(dict.fromkeys(info.name for info in owners)))


def _claims(kind: Kind, provided: Provided[Any]) -> Iterator[str]:
    yield f"{kind} `{provided.name}`"
    if kind == "format":
        yield from (f"file suffix `{suffix}`" for suffix in sorted(set(provided.value.suffixes)))
    if kind == "reporter":
        yield f"report suffix `{provided.value.suffix}`"


def _unknown_guards(given: Sequence[tuple[Kind, Provided[Any]]]) -> Iterator[Problem]:
    guards = [provided.name for kind, provided in given if kind == "guard"]
    for kind, provided in given:
        for name in provided.value.guards if kind == "format" else ():
            if name not in guards:
                wants = f"format `{provided.name}` wants the guard `{name}`, which nobody gives"
                remedy = "; ".join(filter(None, [nearest(name, guards), _go_on([provided.info.name])]))
                yield Problem(None, f"{provided.info}: {wants}", listed(guards), remedy)


def _go_on(names: Iterable[str]) -> str:
    return "to go on: " + " or ".join(f"--without {name}" for name in names)


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that a plugin gives: its kind, its name, what it is for and the options it takes."""

    kind: Kind
    name: str
    summary: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What one plugin adds, in the order of kinds and names."""

    info: PluginInfo
    adds: tuple[Addition, ...]


def describe(name: str) -> Description:
    """Import the plugin ``name`` and say what it adds. Raises PluginError as `load` does."""
    known = installed()
    infos = [info for info in known if info.name == name]
    if not infos:
        raise PluginError(unknown_plugin(name, [info.name for info in known]))
    if len(infos) > 1:
        raise PluginError(list(_same_name(infos)))
    given = sorted(_provided(infos[0]), key=lambda pair: (KINDS.index(pair[0]), pair[1].name))
    return Description(infos[0], tuple(_addition(kind, provided) for kind, provided in given))


def _addition(kind: Kind, provided: Provided[Any]) -> Addition:
    text = inspect.getdoc(type(provided.value)) or ""
    options = getattr(provided.value, "Options", None)
    takes = tuple(described_options(options)) if options is not None else ()
    return Addition(kind, provided.name, text.partition("\n")[0], takes)


def _provided(info: PluginInfo) -> list[tuple[Kind, Provided[Any]]]:
    """Import one plugin, check it and call its hooks. Raises PluginError, whatever the plugin does."""
    with contextlib.redirect_stdout(sys.stderr):  # stdout is for data: what a plugin prints is not
        plugin = _attempt(info, "cannot be imported", lambda: _import(info))
        problems = _attempt(info, "cannot be examined", lambda: list(_module_problems(plugin)))
        if problems:
            raise PluginError([_of(info, problem, plugin) for problem in problems])
        manager = _registered(info, plugin)
        given: list[tuple[Kind, Any]] = []
        for kind in KINDS:
            given += [(kind, value) for value in _called(info, manager, HOOKS[kind])]
        problems = _attempt(info, "cannot be examined", lambda: [p for k, v in given for p in faults(k, v)])
    if problems:
        raise PluginError([_of(info, problem, plugin) for problem in problems])
    return [(kind, Provided(value.name, value, info)) for kind, value in given]


def _import(info: PluginInfo) -> object:
    return importlib.metadata.EntryPoint(info.name, info.module, GROUP).load()


def _attempt(info: PluginInfo, failure: str, action: Callable[[], T]) -> T:
    """Run a stranger's code; whatever it raises becomes a PluginError that names the plugin."""
    try:
        return action()
    except (Exception, SystemExit) as error:
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        problem = Problem(_place_of(error), f"{failure}: {why}")
        raise PluginError(_of(info, problem)) from error


def _of(info: PluginInfo, problem: Problem, plugin: object = None) -> Problem:
    """Complete a problem: whose it is, where it lies, how to go on."""
    file = getattr(plugin, "__file__", None)
    location = problem.location or (Location(Path(file)) if isinstance(file, str) else None)
    remedy = "; ".join(filter(None, [problem.remedy, _go_on([info.name])]))
    return replace(problem, location=location, found=f"{info}: {problem.found}", remedy=remedy)


def _place_of(error: BaseException) -> Location | None:
    """The line of the plugin that the exception came from: the last one outside the import machinery."""
    if isinstance(error, SyntaxError) and error.filename:
        return Location(Path(error.filename), error.lineno or 0, error.offset or 0)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_plugin_code(frame.filename)]
    return Location(Path(frames[-1].filename), frames[-1].lineno or 0, 1) if frames else None


def _is_plugin_code(filename: str) -> bool:
    machinery = (__file__, importlib.metadata.__file__, importlib.__file__)
    return not filename.startswith("<") and filename not in machinery and "/pluggy/" not in filename


def _module_problems(plugin: object) -> Iterator[Problem]:
    """The contract's number first: a plugin for another one is not judged by this one's rules."""
    number = getattr(plugin, "API", None)
    if type(number) is not int or number != API:
        found = f"declares `API = {number!r}`" if hasattr(plugin, "API") else "declares no `API`"
        yield Problem(None, found, f"`API = {API}`")
        return
    for attribute in dir(plugin):
        yield from _hook_problems(attribute, inspect.getattr_static(plugin, attribute))


def _hook_problems(attribute: str, value: object) -> Iterator[Problem]:
    """What pluggy would pass over in silence: a misspelt hook, one not marked, a wrapper."""
    function = getattr(value, "__func__", value)
    if not inspect.isfunction(function):
        return
    marked = getattr(value, "scrubber_impl", None) or getattr(function, "scrubber_impl", None)
    name = (marked or {}).get("specname") or attribute
    if marked is None and not attribute.startswith("scrubber_"):
        return
    place = Location(Path(function.__code__.co_filename), function.__code__.co_firstlineno, 1)
    if name not in HOOKS.values():
        hint = nearest(name, HOOKS.values())
        yield Problem(place, f"`{name}` is no hook", listed(HOOKS.values()), hint)
    elif marked is None:
        yield Problem(place, f"hook `{name}` is not marked", "`@hookimpl` above it")
    elif marked.get("wrapper") or marked.get("hookwrapper"):
        yield Problem(place, f"hook `{name}` is a wrapper", "a function that returns what the plugin gives")


def _registered(info: PluginInfo, plugin: object) -> pluggy.PluginManager:
    """A manager of its own for each plugin: so what a hook returns is known to be this plugin's."""
    manager = pluggy.PluginManager("scrubber")
    manager.add_hookspecs(hookspecs)
    _attempt(info, "cannot be registered", lambda: manager.register(plugin, info.name))
    _attempt(info, "cannot be registered", manager.check_pending)
    return manager


def _called(info: PluginInfo, manager: pluggy.PluginManager, hook: str) -> list[object]:
    caller = getattr(manager.hook, hook)
    results = _attempt(info, f"hook `{hook}` fails", lambda: [_as_list(result) for result in caller()])
    # pluggy leaves out a hook that returned None
    if None in results or len(results) < len(caller.get_hookimpls()):
        expected = "a list of objects (an empty one where there are none)"
        raise PluginError(_of(info, Problem(None, f"hook `{hook}` returns something else", expected)))
    return [value for result in results if result is not None for value in result]


def _as_list(result: object) -> list[object] | None:
    """The objects that a hook returned; a generator runs here, where its exceptions are caught."""
    if isinstance(result, (str, bytes, Mapping)) or not isinstance(result, Iterable):
        return None
    return list(result)
