"""Packs that were read and found right are kept, so that the next run need not read and judge them again.

An entry counts for one folder, for this very code, and as long as every file that was read holds the same
bytes. A pack that is wrong is never kept: its problems are always found in its files.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

import regex

from scrubber.packs.cache_folder import cache_folder, read_entry, write_entry
from scrubber.packs.encoding import decode, encode
from scrubber.specs import PackSpec

_HEADER = b"scrubber pack 1 "


def pack_in(folder: Path) -> PackSpec:
    """Return the pack in ``folder``, as it was kept or as its files are read. Raises RuleError."""
    place = cache_folder()
    if place is None or not _engine():
        return _read(folder)[0]
    name = sha256(
        "\0".join((_engine(), os.path.realpath(folder))).encode("utf-8", "surrogatepass")
    ).hexdigest()
    kept = _kept(place, name, folder)
    if kept is not None:
        return kept
    pack, read = _read(folder)
    _keep(place, name, pack, read)
    return pack


@cache
def _engine() -> str:
    """Return what tells this code from any other that may judge a pack differently, "" where nothing does."""
    files = sorted(_stamps(Path(__file__).parents[1]))
    yaml = importlib.util.find_spec("yaml")
    if not files or yaml is None or yaml.origin is None:
        return ""
    stamp = Path(yaml.origin).stat()
    return repr((sys.version, regex.__version__, yaml.origin, stamp.st_size, stamp.st_mtime_ns, files))


def _stamps(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    """Yield each module below a folder, with its size and the time of its last change."""
    if not os.path.isdir(folder):  # noqa: PTH112  in an archive there are none
        return
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
            elif entry.is_dir() and not entry.name.startswith(("_", ".")):
                yield from _stamps(entry.path)


def _read(folder: Path) -> tuple[PackSpec, Mapping[str, str]]:
    """Read a pack, and return the digests of what was read by the names of the files."""
    # Only now: a pack that is kept needs no parser.
    from scrubber.analysis.deriving import analyse
    from scrubber.packs.reading import load_pack

    read: dict[str, str] = {}

    def opened(path: Path) -> bytes:
        data = path.read_bytes()
        read[path.relative_to(folder).as_posix()] = sha256(data).hexdigest()
        return data

    pack = load_pack(folder, opened)
    analyse(pack)
    return pack, read


def _kept(place: Path, name: str, folder: Path) -> PackSpec | None:
    """Return what was kept of a pack, None where it is damaged or not what the files say."""
    try:
        header, files, value = read_entry(place, name).split(b"\n", 2)
        if header != _header(files, value) or not _is_unchanged(folder, json.loads(files)):
            return None
        return decode(value, folder)
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _keep(place: Path, name: str, pack: PackSpec, read: Mapping[str, str]) -> None:
    try:
        files, value = json.dumps(read).encode(), encode(pack)
    except (TypeError, ValueError):
        return
    write_entry(place, name, b"\n".join((_header(files, value), files, value)))


def _header(files: bytes, value: bytes) -> bytes:
    return _HEADER + sha256(files + b"\n" + value).hexdigest().encode()


def _is_unchanged(folder: Path, read: Mapping[str, str]) -> bool:
    """Whether the files still lie in the folder and hold what was read."""
    root = os.path.realpath(folder)
    for name, digest in read.items():
        path = os.path.realpath(os.path.join(root, name))  # noqa: PTH118  as fast as it gets
        if not path.startswith(os.path.join(root, "")):  # noqa: PTH118
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            if sha256(file.read()).hexdigest() != digest:
                return False
    return True
