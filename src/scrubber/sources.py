"""The files below some paths: which ones count, in which order, and in which format each is read.

The order is that of the paths as given, in a folder that of names by code point. It is lazy: what is held
does not grow with the number of files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from scrubber.api import Format
from scrubber.errors import Problem, UsageError
from scrubber.formats import Formats, TextFormat
from scrubber.globs import matches
from scrubber.values import dataclass

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to clean, or standard input where ``path`` is None.

    ``name`` is how it is called in words, diffs and ledgers; ``inside`` is where its result goes below an
    output folder.
    """

    path: Path | None
    name: str
    inside: PurePath
    format: Format


@dataclass(frozen=True, slots=True)
class Left:
    """A file or a folder that could not be read at all, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files count: by suffix, unless ``include`` says which; ``exclude`` takes away from both.

    ``forced`` is the format that all are read in. ``skip`` are real paths that are never read.
    """

    formats: Formats
    forced: Format | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    skip: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Place:
    """A file or folder on the way through a folder: its real path, and its path inside that folder."""

    path: str
    real: str
    inside: PurePath
    is_folder: bool

    def of(self, entry: os.DirEntry[str]) -> _Place:
        """Return the place of something in this folder."""
        real = f"{self.real.rstrip(os.sep)}{os.sep}{entry.name}"
        return _Place(entry.path, real, self.inside / entry.name, entry.is_dir(follow_symlinks=False))


class Corpus:
    """The files below some paths. ``passed_over`` counts, by suffix or kind, what was seen and not read."""

    def __init__(self, paths: Sequence[str], choice: Choice) -> None:
        """Take files, folders and ``-``. Raises UsageError, naming each path that does not exist."""
        self._choice = choice
        self._paths = _distinct(paths)
        self._given = frozenset(os.path.realpath(path) for path in self._paths if path != STDIN)
        self._root = _common_root(self._paths)
        self.passed_over: Counter[str] = Counter()

    @property
    def is_single(self) -> bool:
        """Whether there is one file, or standard input, and nothing else."""
        return len(self._paths) == 1 and not Path(self._paths[0]).is_dir()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths as given, each once."""
        return self._paths

    def sources(self) -> Iterator[Source | Left]:
        """Yield the files in order, and folders that cannot be read."""
        for path in self._paths:
            if path == STDIN:
                yield Source(None, "<stdin>", PurePath("stdin"), self._choice.forced or TextFormat())
            elif Path(path).is_dir():
                yield from self._walk(Path(path))
            else:
                yield from self._given_file(Path(path))

    def _given_file(self, path: Path) -> Iterator[Source]:
        """A file that was named is read whatever its suffix, unless a glob speaks against it."""
        if self._is_excluded(PurePath(path.name)) or not self._is_included(PurePath(path.name)):
            self.passed_over["excluded"] += 1
            return
        chosen = self._choice.forced or self._choice.formats.of_file(path.name) or TextFormat()
        yield Source(path, str(path), self.inside(str(path)), chosen)

    def inside(self, path: str) -> PurePath:
        """Return where the result of a file goes below an output folder."""
        return PurePath(os.path.relpath(os.path.abspath(path), self._root))  # noqa: PTH100  links stay

    def _walk(self, folder: Path) -> Iterator[Source | Left]:
        """Go through a folder, names in order, each subfolder where its name stands."""
        pending = [_Place(str(folder), os.path.realpath(folder), PurePath(), is_folder=True)]
        while pending:
            place = pending.pop()
            if not place.is_folder:
                yield from self._found_file(place)
                continue
            try:
                with os.scandir(place.path) as entries:
                    found = sorted(entries, key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                yield Left(str(Path(place.path)), f"the folder cannot be read: {reason(error)}")
                continue
            pending += [place.of(entry) for entry in found if self._counts(entry, place.of(entry))]

    def _counts(self, entry: os.DirEntry[str], place: _Place) -> bool:
        if place.real in self._choice.skip or place.real in self._given:
            return False  # a path of its own is read in its own place
        kind = self._kind(entry, place.inside)
        self.passed_over.update([kind] if kind else [])
        return not kind

    def _found_file(self, place: _Place) -> Iterator[Source]:
        name = place.inside.name
        chosen = self._format(name, place.inside)
        if chosen is None:
            self.passed_over[PurePath(name).suffix.lower() or "no suffix"] += 1
        else:
            path = Path(place.path)
            yield Source(path, str(path), self.inside(str(path)), chosen)

    def _kind(self, entry: os.DirEntry[str], inside: PurePath) -> str:
        """Say what speaks against an entry before its suffix does; "" where nothing does."""
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_symlink():
            return "link"
        if self._is_excluded(inside):
            return "excluded"
        is_special = not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False)
        return "special file" if is_special else ""

    def _is_excluded(self, inside: PurePath) -> bool:
        return any(matches(inside, glob) for glob in self._choice.exclude)

    def _is_included(self, inside: PurePath) -> bool:
        return not self._choice.include or any(matches(inside, glob) for glob in self._choice.include)

    def _format(self, name: str, inside: PurePath) -> Format | None:
        choice = self._choice
        by_suffix = choice.formats.of_file(name)
        if choice.include:
            return (choice.forced or by_suffix or TextFormat()) if self._is_included(inside) else None
        if choice.forced:
            return choice.forced if name.lower().endswith(choice.forced.suffixes) else None
        return by_suffix


def _distinct(paths: Sequence[str]) -> tuple[str, ...]:
    """Return each path once, the first spelling of it. Raises UsageError for those that do not exist."""
    missing = [path for path in paths if path != STDIN and not os.path.lexists(path)]
    broken = [path for path in paths if path not in missing and path != STDIN and not Path(path).exists()]
    problems = [Problem(None, f"{path}: there is no such file or folder") for path in missing]
    problems += [Problem(None, f"{path}: the link points nowhere") for path in broken]
    if problems:
        raise UsageError(problems)
    by_place = {path if path == STDIN else os.path.realpath(path): path for path in reversed(paths)}
    return tuple(dict.fromkeys(path for path in paths if path in by_place.values()))


def _common_root(paths: Sequence[str]) -> str:
    """Return the folder that results are mirrored from: the one folder given, or what holds all paths."""
    files = [os.path.abspath(path) for path in paths if path != STDIN]  # noqa: PTH100  links stay
    if len(files) == 1 and Path(files[0]).is_dir():
        return files[0]
    return os.path.commonpath([os.path.dirname(path) for path in files]) if files else ""  # noqa: PTH120


def reason(error: OSError | MemoryError) -> str:
    """Say in words why the system refused."""
    if isinstance(error, MemoryError):
        return "memory ran out"
    return error.strerror or type(error).__name__
