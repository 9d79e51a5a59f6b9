"""The settings of `scrubber.yaml`: which packs and rules count, and where others do.

The file can choose among what is there. It names no outputs, loads no plugin and allows nothing that a
command line does not: whoever runs scrubber in a stranger's folder must not be led to write anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from scrubber.encodings import known_name
from scrubber.errors import ConfigError, DocumentError, RuleError
from scrubber.globs import matches
from scrubber.nodes import MappingNode, Node
from scrubber.schema.reading import Fields, Reading, described, fault, list_of, string, text, truth
from scrubber.schema.rules import read_budget
from scrubber.specs import Budget, Text
from scrubber.strictyaml import read

NAME = "scrubber.yaml"
_OUTPUTS = ("output", "in-place", "in_place", "ledger", "report", "diff", "plugins", "without")
_HINTS = dict.fromkeys(_OUTPUTS, "a settings file cannot say this: give it on the command line")
_HINTS |= {"pack": "did you mean `packs`?", "path": "did you mean `paths`?"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said of some files; None where nothing is said.

    ``packs`` are names, or folders relative to ``Config.folder``. ``budgets`` are rule ids, pack ids or
    globs with the budget that their rules get, later ones over earlier ones.
    """

    packs: tuple[Text, ...] | None = None
    select: tuple[Text, ...] | None = None
    ignore: tuple[Text, ...] | None = None
    unsafe: bool | None = None
    budgets: tuple[tuple[Text, Budget], ...] | None = None
    encoding: str | None = None
    lang: str | None = None

    def over(self, other: Settings) -> Settings:
        """Return these settings, and the other's where these say nothing."""
        mine = {name: getattr(self, name) for name in KEYS}
        return Settings(**{n: getattr(other, n) if value is None else value for n, value in mine.items()})


KEYS = tuple(key.name for key in fields(Settings))


@dataclass(frozen=True, slots=True)
class Config:
    """A settings file as read; ``path`` is None where there is none.

    ``by_path`` pairs globs (relative to the file's folder) with what differs there; the first match counts.
    ``note`` says why a settings file that is there was not read.
    """

    path: Path | None = None
    general: Settings = Settings()
    by_path: tuple[tuple[str, Settings], ...] = ()
    note: str = ""

    @property
    def folder(self) -> Path:
        """The folder that paths in the file are relative to."""
        return self.path.parent if self.path else Path.cwd()

    @property
    def variants(self) -> tuple[Settings, ...]:
        """Every combination of settings that a file can get: the general one first."""
        return (self.general, *(settings.over(self.general) for _, settings in self.by_path))

    def variant_of(self, path: Path | None) -> int:
        """Return which of the variants counts for the file at ``path``; 0 for standard input."""
        if path is None or not self.by_path:
            return 0
        try:
            inside = path.resolve().relative_to(self.folder.resolve())
        except ValueError:
            return 0
        found = (n for n, (glob, _) in enumerate(self.by_path, 1) if matches(inside, glob))
        return next(found, 0)


def find_config(start: Path) -> Config:
    """Find and read the settings that count in the folder ``start``. Raises ConfigError.

    It is looked for upwards, not past the root of a repository, the home folder, or into a folder that
    belongs to another user.
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home() fails where there is none
    for folder in (start, *start.parents):
        candidate = folder / NAME
        if not _is_own(folder):
            there = candidate.is_file()
            return Config(
                note=f"{candidate} is not read: the folder belongs to another user" if there else ""
            )
        if candidate.is_file():
            return read_config(candidate)
        if folder == home or (folder / ".git").exists():
            break
    return Config()


def _is_own(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


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
