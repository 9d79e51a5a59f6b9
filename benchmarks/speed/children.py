"""Run commands one after the other, and measure what each took of the processor and of memory.

CPU is user and system time of the finished child with all that it started; the peak is the largest resident
memory of any of them. A machine that does other things besides changes both little, and the clock on the wall
much: it is never asked.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

_MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
_IN_BYTES = sys.platform == "darwin"  # of ru_maxrss; kilobytes elsewhere


class ChildError(Exception):
    """A command failed by itself, not for want of time."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run took: CPU in seconds, peak memory in MB. ``limited``: it was ended at its limit."""

    cpu: float
    peak: float
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command with a name for the table, its folder, and what its environment has besides."""

    name: str
    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def run(command: Command, limit: int) -> Ran:
    """Run a command to its end, or until it has used ``limit`` seconds of CPU. Raises ChildError."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command.words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=command.folder,
            env={**os.environ, **command.environment},
            preexec_fn=lambda: _bound(limit),
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = code = os.waitstatus_to_exitcode(status)
        limited = code == -signal.SIGXCPU or (code == -signal.SIGKILL and usage.ru_utime >= limit)
        if code and not limited:
            errors.seek(0)
            said = errors.read().decode(errors="replace").replace(f"{command.folder}/", "")
            raise ChildError(f"exit code {code}: {_told(said)}")
    peak = usage.ru_maxrss / (1e6 if _IN_BYTES else 1e3)
    return Ran(usage.ru_utime + usage.ru_stime, peak, limited)


def _told(said: str) -> str:
    """Return the line of what a command said on standard error that tells most."""
    lines = said.strip().splitlines() or ["it said nothing"]
    return lines[-1 if lines[0].startswith("Traceback") else 0][:300]


def _bound(limit: int) -> None:
    """Bound this process: its CPU, and its memory, so that no size takes the machine down."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    with contextlib.suppress(ValueError, OSError):  # macOS knows no bound for memory
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of one command; ``failure`` is what it said where it failed."""

    name: str
    runs: tuple[Ran, ...]
    failure: str = ""

    @property
    def limited(self) -> bool:
        return any(ran.limited for ran in self.runs)

    @property
    def cpu(self) -> float:
        return statistics.median([ran.cpu for ran in self.runs] or [0])

    @property
    def last(self) -> float | None:
        """CPU of the last run, which finds what the ones before have kept."""
        return self.runs[-1].cpu if self.runs else None

    @property
    def peak(self) -> float:
        return statistics.median([ran.peak for ran in self.runs] or [0])


def alternate(commands: Sequence[Command], times: int, limit: int) -> list[Measured]:
    """Measure commands in turn, A B A B, so that what changes on the machine meets all of them.

    One that fails, or reaches the limit, is not run again.
    """
    found = [Measured(command.name, ()) for command in commands]
    for _ in range(times):
        for at, command in enumerate(commands):
            if not (found[at].failure or found[at].limited):
                found[at] = _once_more(found[at], command, limit)
    return found


def _once_more(so_far: Measured, command: Command, limit: int) -> Measured:
    try:
        return replace(so_far, runs=(*so_far.runs, run(command, limit)))
    except ChildError as error:
        return replace(so_far, failure=str(error))


def ratio(of: Measured, to: Measured) -> float | None:
    """Return how much more CPU one took than the other: the median of the ratios, pair by pair."""
    if any(each.failure or each.limited for each in (of, to)):
        return None
    return statistics.median(a.cpu / b.cpu for a, b in zip(of.runs, to.runs, strict=True))


def python(*words: str | Path) -> list[str]:
    """Return a command for the Python that runs this."""
    return [sys.executable, *map(str, words)]
