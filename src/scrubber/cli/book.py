"""The ledger's file while a run goes on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from scrubber import ledger
from scrubber.corpus import Outcome
from scrubber.errors import DocumentError, Problem, UsageError
from scrubber.sources import reason
from scrubber.values import dataclass


@dataclass
class Book:
    """Writes down what becomes of documents; without a file it writes nothing."""

    file: BinaryIO | None = None

    @classmethod
    @contextlib.contextmanager
    def opened(cls, path: str | None) -> Iterator[Self]:
        """Open the ledger for the length of a run; an older one is replaced. Raises UsageError."""
        if path is None:
            yield cls()
            return
        try:
            file = Path(path).open("wb")  # noqa: SIM115  closed below, after the last entries
        except OSError as error:
            raise UsageError(Problem(None, f"--ledger {path} cannot be written: {reason(error)}")) from None
        with file:
            book = cls(file)
            yield book
            book.sync()

    def take(self, outcome: Outcome) -> None:
        """Write down what became of a document. Raises DocumentError where the disk refuses."""
        if self.file is None:
            return
        if outcome.result is not None:
            self._write(ledger.lines(outcome.result, outcome.name))
        elif outcome.why:
            self.leave(outcome.name, outcome.why, hashlib.sha256(outcome.raw).hexdigest())

    def leave(self, name: str, why: str, digest: str = "") -> None:
        """Write down that a document was left alone; for a file after its edits: that it was not replaced."""
        self._write([ledger.left_line(name, why, digest)])

    def sync(self) -> None:
        """Bring what was written onto the disk. Raises DocumentError where the disk refuses."""
        if self.file is None:
            return
        with _refusals_told():
            self.file.flush()
            if stat.S_ISREG(os.fstat(self.file.fileno()).st_mode):  # a device or a pipe has nothing to sync
                os.fsync(self.file.fileno())

    def _write(self, lines: Iterable[str]) -> None:
        if self.file is None:
            return
        data = "".join(lines).encode("ascii")
        if data:
            with _refusals_told():
                self.file.write(data)


@contextlib.contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = f"the ledger cannot be written: {reason(error)}"
        raise DocumentError(Problem(None, why, remedy="nothing was replaced without it")) from error
