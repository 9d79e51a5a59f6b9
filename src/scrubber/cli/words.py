"""What is said to the person at the terminal: words, on standard error, and never a document's controls."""

from __future__ import annotations

import sys
import time
from dataclasses import field
from typing import TextIO

from scrubber.errors import Problem, ScrubberError
from scrubber.terminal import escape_controls
from scrubber.values import dataclass

_CLEAR = "\r\x1b[K"


class OutputError(ScrubberError):
    """Standard output takes no more: the run ends, and what was finished is whole."""

    exit_code = 3


@dataclass
class Words:
    """Says things on ``stream``. ``quiet`` leaves only errors, ``verbose`` adds details.

    The progress line appears where a person watches and the work has lasted two seconds.
    """

    quiet: bool = False
    verbose: bool = False
    progress: bool = False
    stream: TextIO | None = field(default_factory=lambda: sys.stderr)
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
            self._send(f"{_CLEAR}{escape_controls(text, keep='')}")

    def end_progress(self) -> None:
        """Take the progress line away."""
        if self._shown:
            self._send(_CLEAR)
            self._shown = 0.0

    def write_block(self, text: str) -> None:
        """Write lines that are asked for and harmless, such as a table in colour."""
        self.end_progress()
        self._send(text)

    def _write(self, text: str) -> None:
        self.write_block(f"{escape_controls(text)}\n")

    def _send(self, text: str) -> None:
        if self.stream is not None:
            self.stream.write(text)
            self.stream.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads the stream as it comes; a closed one nobody reads."""
    return stream is not None and stream.isatty()


def print_text(text: str) -> None:
    """Write text to standard output; what its encoding cannot say is spelt out. Raises OutputError."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print_bytes(text.encode(encoding, "backslashreplace"))


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are. Raises OutputError where the system refuses."""
    if sys.stdout is None:
        raise OutputError(Problem(None, "standard output is closed"))
    try:
        sys.stdout.buffer.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        why = f"standard output cannot be written: {error.strerror}"
        raise OutputError(Problem(None, why)) from error
