"""Where cleaned documents go: standard output, back into their files, a file or a folder.

A file is written beside its place and set there in one step when it is whole: whoever reads it sees the old
one or the new one, and an interrupted run leaves no half of either.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import BinaryIO, Protocol

from scrubber.cli.words import print_bytes, print_text
from scrubber.corpus import stamp_of
from scrubber.encodings import decode
from scrubber.errors import DocumentError, Problem
from scrubber.sources import Source, reason
from scrubber.terminal import escape_controls
from scrubber.values import dataclass

_HELD = 1_000_000  # bytes: a result up to this size needs no temporary file until it is known to count


class Draft(Protocol):
    """The output of one source while it is made."""

    def write(self, data: bytes) -> None:
        """Add the next record. Raises DocumentError where it cannot be written."""
        ...

    def finish(self, changed: bool, ready: Callable[[], None]) -> None:
        """Make the output count; ``ready`` is called before a file is replaced. Raises DocumentError."""
        ...

    def discard(self) -> None:
        """Leave everything as it was; harmless after `finish`."""
        ...


class Destination(Protocol):
    """Makes the drafts of a run."""

    def draft(self, source: Source, stamp: tuple[int, ...]) -> Draft:
        """Begin the output of a source. Raises DocumentError where it cannot have one."""
        ...


@dataclass(frozen=True, slots=True)
class StandardOutput:
    """The one document's bytes as they come; on a terminal its text, with controls spelt out."""

    terminal: bool = False

    def draft(self, source: Source, stamp: tuple[int, ...]) -> Draft:
        """Return a draft that prints; what is printed cannot be discarded."""
        return _Printed(self.terminal)


@dataclass(frozen=True, slots=True)
class _Printed:
    terminal: bool

    def write(self, data: bytes) -> None:
        if self.terminal:
            print_text(escape_controls(decode(data)[0]))
        else:
            print_bytes(data)

    def finish(self, changed: bool, ready: Callable[[], None]) -> None: ...

    def discard(self) -> None: ...


@dataclass(frozen=True, slots=True)
class InPlace:
    """Each file is replaced by its result, if it changed."""

    def draft(self, source: Source, stamp: tuple[int, ...]) -> Draft:
        """Begin a replacement; a link stays one, and what it points to is replaced."""
        if source.path is None or source.format.writes != "same":
            why = f"the format `{source.format.name}` cannot be written in place: use --output"
            raise DocumentError(Problem(None, why))
        if not source.path.is_file():
            raise DocumentError(Problem(None, "it is no file that could be replaced"))
        return FileDraft(Path(os.path.realpath(source.path)), source.path, stamp, only_if_changed=True)


@dataclass(frozen=True, slots=True)
class OneFile:
    """The result goes into one file. A device or a pipe is written to as it stands: none may be replaced."""

    path: Path

    def draft(self, source: Source, stamp: tuple[int, ...]) -> Draft:
        """Begin the file."""
        _require_writable(source)
        return draft_for(self.path, source.path, stamp)


@dataclass(frozen=True, slots=True)
class Folder:
    """The results go below a folder, each where its source stood."""

    path: Path

    def draft(self, source: Source, stamp: tuple[int, ...]) -> Draft:
        """Begin the file, and the folders that it needs."""
        _require_writable(source)
        target = self.path / source.inside
        if source.format.writes == "text":
            target = target.with_name(f"{target.name}.txt")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_write(target, error) from error
        return FileDraft(target, source.path, stamp)


def draft_for(path: Path, like: Path | None = None, stamp: tuple[int, ...] = ()) -> Draft:
    """Begin what goes to ``path``: a file, replaced when all is there, or what is written to as it stands."""
    if path.exists() and not path.is_file():
        return _Stream(path)
    return FileDraft(path, like, stamp)


@dataclass
class _Stream:
    """A device or a pipe that is written to as it stands; what went into it cannot be discarded."""

    path: Path
    _file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        try:
            if self._file is None:
                self._file = self.path.open("wb")
            self._file.write(data)
        except OSError as error:
            raise _cannot_write(self.path, error) from error

    def finish(self, changed: bool, ready: Callable[[], None]) -> None:
        ready()
        try:
            if self._file is not None:
                self._file.flush()
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        finally:
            self.discard()

    def discard(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None


def _require_writable(source: Source) -> None:
    if source.format.writes == "no":
        raise DocumentError(Problem(None, f"the format `{source.format.name}` can only be read"))


@dataclass
class FileDraft:
    """A file made beside ``target`` and renamed to it.

    ``like`` is the file whose mode it gets, where the target is not there yet. With ``only_if_changed`` the
    target is the source itself, which must still bear ``stamp`` when it is replaced.
    """

    target: Path
    like: Path | None
    stamp: tuple[int, ...]
    only_if_changed: bool = False
    _held: list[bytes] = field(default_factory=list)
    _size: int = 0
    _temporary: Path | None = None
    _file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Add bytes; many of them go to the disk at once, few are held until it is known that they count."""
        self._held.append(data)
        self._size += len(data)
        if self._size > _HELD:
            self._spill()

    def finish(self, changed: bool, ready: Callable[[], None]) -> None:
        """Rename the whole file to its place, on disk before and after."""
        if self.only_if_changed and not changed:
            self.discard()
            return
        self._spill()
        try:
            self._seal()
            if self.only_if_changed and stamp_of(self.target) != self.stamp:
                raise DocumentError(Problem(None, "it changed while it was being cleaned"))
            ready()
            assert self._temporary is not None
            self._temporary.replace(self.target)
            self._temporary = None
            _sync_folder(self.target.parent)
        except OSError as error:
            raise _cannot_write(self.target, error) from error
        finally:
            self.discard()

    def discard(self) -> None:
        """Take the temporary file away."""
        self._held, self._size = [], 0
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
            self._temporary = None

    def _spill(self) -> None:
        try:
            if self._file is None:
                handle, name = tempfile.mkstemp(".scrubber", f".{self.target.name[:80]}.", self.target.parent)
                self._temporary = Path(name)
                self._file = os.fdopen(handle, "wb")
            self._file.writelines(self._held)
        except OSError as error:
            raise _cannot_write(self.target, error) from error
        self._held, self._size = [], 0

    def _seal(self) -> None:
        assert self._file is not None and self._temporary is not None
        self._file.flush()
        _copy_mode(self._temporary, self.target, self.like)
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None


def _copy_mode(temporary: Path, target: Path, like: Path | None) -> None:
    """Give a new file the mode and owner of the one it replaces; else the mode of its source, as cp does."""
    try:
        there = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = like.stat().st_mode if like is not None and like.is_file() else 0o666
        temporary.chmod(mode & 0o777 & ~mask)
        return
    shutil.copymode(target, temporary)
    own = temporary.stat()
    if (own.st_uid, own.st_gid) != (there.st_uid, there.st_gid):
        with contextlib.suppress(OSError):  # only root may give a file away
            os.chown(temporary, there.st_uid, there.st_gid)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write(path: Path, error: OSError) -> DocumentError:
    return DocumentError(Problem(None, f"{path} cannot be written: {reason(error)}"))
