"""The settings of `scrubber.yaml`: which packs and rules count, and where others do.

The file can choose among what is there. It names no outputs, loads no plugin and allows nothing that a
command line does not: whoever runs scrubber in a stranger's folder must not be led to write anywhere.
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

from scrubber.globs import matches
from scrubber.specs import Budget, Text
from scrubber.values import dataclass

NAME = "scrubber.yaml"


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
            from scrubber.config.reading import read_config  # only now: most folders have none

            return read_config(candidate)
        if folder == home or (folder / ".git").exists():
            break
    return Config()


def _is_own(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
