"""What is said to the person at the terminal: words, on standard error, and never a document's controls."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

from scrubber.terminal import escape_controls

_CLEAR = "\r\x1b[K"


@dataclass
class Words:
    """Says things on ``stream``. ``quiet`` leaves only errors, ``verbose`` adds details.

    The progress line appears where a person watches and the work has lasted two seconds.
    """

    quiet: bool = False
    verbose: bool = False
    progress: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _started: float = field(default_factory=time.monotonic)
    _shown: float = 0.0

    def error(self, text: str) -> None:
        """Say what went wrong, even where quiet was asked for."""
        self._write(text)

    def say(self, text: str) -> None:
        """Say what a person would want to know."""
        if text and not self.quiet:
            self._write(text)

    def detail(self, text: str) -> None:
        """Say what only somebody who asked for it wants to know."""
        if self.verbose:
            self._write(text)

    def show_progress(self, text: str) -> None:
        """Show how far the work has come, five times a second at the most."""
        now = time.monotonic()
        if self.progress and now - self._started > 2 and now - self._shown > 0.2:
            self._shown = now
            self.stream.write(f"{_CLEAR}{escape_controls(text, keep='')}")
            self.stream.flush()

    def end_progress(self) -> None:
        """Take the progress line away."""
        if self._shown:
            self.stream.write(_CLEAR)
            self.stream.flush()
            self._shown = 0.0

    def _write(self, text: str) -> None:
        self.end_progress()
        self.stream.write(f"{escape_controls(text)}\n")


def print_text(text: str) -> None:
    """Write text to standard output; what its encoding cannot say is spelt out."""
    stream = sys.stdout
    stream.flush()
    stream.buffer.write(text.encode(stream.encoding or "utf-8", "backslashreplace"))


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.buffer.write(data)
