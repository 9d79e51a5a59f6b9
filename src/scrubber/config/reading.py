"""Reading a `scrubber.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scrubber.config import KEYS, Config, Settings
from scrubber.encodings import known_name
from scrubber.errors import ConfigError, DocumentError, RuleError
from scrubber.nodes import MappingNode, Node
from scrubber.schema.reading import Fields, Reading, described, fault, list_of, string, text, truth
from scrubber.schema.rules import read_budget
from scrubber.specs import Budget, Text
from scrubber.strictyaml import read

_OUTPUTS = ("output", "in-place", "in_place", "ledger", "report", "diff", "plugins", "without")
_HINTS = dict.fromkeys(_OUTPUTS, "a settings file cannot say this: give it on the command line")
_HINTS |= {"pack": "did you mean `packs`?", "path": "did you mean `paths`?"}


def read_config(path: Path) -> Config:
    """Read a settings file. Raises ConfigError with every problem, each at its line and column."""
    reading = Reading("")
    try:
        node = read(path)
        general, by_path = _read_settings(node, "the settings", (*KEYS, "paths"), reading, with_paths=True)
    except RuleError as error:
        raise ConfigError((*reading.problems, *error.problems)) from None
    if reading.problems:
        raise ConfigError(reading.problems)
    return Config(path, general, by_path)


_ByPath = tuple[tuple[str, Settings], ...]


def _read_settings(
    node: Node, what: str, keys: Sequence[str], reading: Reading, with_paths: bool = False
) -> tuple[Settings, _ByPath]:
    entries = Fields(node, what, keys, reading, _HINTS)
    settings = Settings(
        packs=entries.read("packs", list_of(text, "pack names"), None),
        select=entries.read("select", list_of(text, "rules"), None),
        ignore=entries.read("ignore", list_of(text, "rules"), None),
        unsafe=entries.read("unsafe", truth, None),
        budgets=entries.read("budgets", _read_budgets, None),
        encoding=entries.read("encoding", _read_encoding, None),
        lang=entries.read("lang", string, None),
    )
    if not with_paths:
        return settings, ()
    return settings, entries.read("paths", lambda paths: _read_paths(paths, reading), ())


def _read_paths(node: Node, reading: Reading) -> _ByPath:
    if not isinstance(node, MappingNode):
        raise fault(node, described(node), "globs of paths, each with settings below it")
    found = []
    for entry in node.entries:
        settings, _ = _read_settings(entry.value, f"the settings of `{entry.key.value}`", KEYS, reading)
        found.append((entry.key.value, settings))
    return tuple(found)


def _read_budgets(node: Node) -> tuple[tuple[Text, Budget], ...]:
    if not isinstance(node, MappingNode):
        raise fault(node, described(node), "rule ids, each with a budget such as `20%`")
    return tuple((entry.key.text, read_budget(entry.value)) for entry in node.entries)


def _read_encoding(node: Node) -> str:
    name = string(node)
    try:
        return known_name(name)
    except DocumentError as error:
        problem = error.problems[0]
        raise fault(node, problem.found, problem.expected, problem.remedy) from None
