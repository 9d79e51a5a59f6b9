"""The folder of what is kept between runs: where it is, whether it can be trusted, how much it holds."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

SWITCH = "SCRUBBER_CACHE"
"""The environment variable that names the folder, or says `off`."""

MOST_ENTRIES = 64
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def cache_folder() -> Path | None:
    """Return the folder that entries are kept in, made where it is missing; None where nothing is kept.

    It belongs to this user and nobody else can write into it, else it is not used.
    """
    chosen = os.environ.get(SWITCH, "")
    folder = Path(chosen).absolute() if chosen else _usual()
    if chosen == "off" or folder is None:
        return None
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder) else None
    except OSError:
        return None


def _usual() -> Path | None:
    """The folder for caches that is customary on this system, where there is a home that is this user's."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home() fails where there is none
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    with contextlib.suppress(OSError):
        if base.is_absolute() and _belongs_to_us(home.stat()):
            return base / "scrubber"
    return None


def _belongs_to_us(status: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def _is_ours(folder: Path) -> bool:
    status = folder.stat()
    return _belongs_to_us(status) and (os.name != "posix" or not status.st_mode & 0o022)


def read_entry(folder: Path, name: str) -> bytes:
    """Return an entry, which from now on counts as used last. Raises OSError where it cannot be read."""
    path = folder / name
    data = path.read_bytes()
    with contextlib.suppress(OSError):
        os.utime(path)
    return data


def write_entry(folder: Path, name: str, data: bytes) -> None:
    """Keep an entry, whole or not at all, in place of the ones used longest ago where there are many.

    Where it cannot be written, nothing is kept and nothing is said.
    """
    draft = folder / f".{name}.{os.getpid()}.{time.monotonic_ns()}"
    try:
        with os.fdopen(os.open(draft, _NEW, 0o600), "wb") as file:
            file.write(data)
        draft.replace(folder / name)
        _forget(folder)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _forget(folder: Path) -> None:
    """Remove what was used longest ago, drafts that were left behind included."""
    with os.scandir(folder) as found:
        entries = sorted(((entry.stat().st_mtime, entry.path) for entry in found), reverse=True)
    for _, path in entries[MOST_ENTRIES:]:
        with contextlib.suppress(OSError):
            os.unlink(path)  # noqa: PTH108  as scandir gave it
