"""The files of a pack: none lies outside its folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

from scrubber.errors import Location, Problem, RuleError
from scrubber.schema import Reading
from scrubber.specs import Text
from scrubber.strictyaml import Opened


def inside_folder(folder: Path, name: Text) -> Path:
    """Return the path of a file that a pack names. Raises RuleError where it leads out of the folder.

    Absolute paths, `..` and symbolic links to files elsewhere are refused, and so is a file that is missing.
    """
    parts = PurePosixPath(name.value)
    absolute = parts.is_absolute() or PureWindowsPath(name.value).anchor
    path = folder / parts
    if absolute or ".." in parts.parts or not path.resolve().is_relative_to(folder.resolve()):
        remedy = "copy the file into the pack"
        found = f"`{name.value}` leads out of the pack's folder"
        raise RuleError(Problem(name.location, found, "a path below the pack's folder", remedy))
    if not path.is_file():
        raise RuleError(Problem(name.location, f"there is no file `{name.value}`", f"a file in {folder}"))
    return path


def read_lists(
    folder: Path, lists: Sequence[tuple[Text, Text]], reading: Reading, opened: Opened
) -> dict[str, tuple[str, ...]]:
    """Read the word lists that a manifest names, each `(name, file)`. Problems are kept in ``reading``."""
    read: dict[str, tuple[str, ...]] = {}
    for name, file in lists:
        entries = partial(_read_list, folder, file, opened)
        read[name.value] = reading.keep_problems(entries, ())
    return read


def _read_list(folder: Path, name: Text, opened: Opened) -> tuple[str, ...]:
    """Read a list: UTF-8, one entry a line, lines that begin with `#` are comments."""
    path = inside_folder(folder, name)
    lines = _decoded(path, opened).splitlines()
    first: dict[str, int] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry in first:
            expected = f"each entry once; the first is in line {first[entry]}"
            problems.append(Problem(Location(path, number, 1), f"`{entry}` a second time", expected))
        first.setdefault(entry, number)
    if not first:
        problems.append(Problem(Location(path), "an empty list", "one entry a line"))
    if problems:
        raise RuleError(problems)
    return tuple(first)


def _decoded(path: Path, opened: Opened) -> str:
    try:
        return opened(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        place = Location(path, line, 1)
        found = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
        raise RuleError(Problem(place, found, "a file in UTF-8", "save the file as UTF-8")) from None
    except OSError as error:
        found = f"the file cannot be read: {error.strerror or error}"
        raise RuleError(Problem(Location(path), found, "a list, one entry a line")) from None
