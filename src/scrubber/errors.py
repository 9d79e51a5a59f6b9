"""One error tree. Every error says where, what was found, what was expected and what to do.

Problems are values, so that a file with five mistakes shows all five; an exception carries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from scrubber.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: 1-based line and column (code points); 0 where there is none to give."""

    path: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return str(self.path)
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``found`` is a clause ("unknown key `phrase`"), the others may be empty."""

    location: Location | None
    found: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        head = f"{self.location}: {self.found}" if self.location else self.found
        if self.expected:
            head += f"; expected {self.expected}"
        return f"{head}\n  {self.remedy}" if self.remedy else head


class ScrubberError(Exception):
    """The base of every error that a person can cause and mend. Exit code 2 unless a subclass says else."""

    exit_code = 2

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)


class RuleError(ScrubberError):
    """A pack or a rule file that cannot be loaded."""


class ConfigError(ScrubberError):
    """A `scrubber.yaml` that cannot be used."""


class PluginError(ScrubberError):
    """A plugin that cannot be loaded or does not keep the contract."""


class UsageError(ScrubberError):
    """A command line that cannot be carried out."""


class DocumentError(ScrubberError):
    """A document that cannot be read or cleaned; it is left untouched and named."""

    exit_code = 3


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, or "" where none is near."""
    import difflib  # only on the way to an error: it costs start-up time

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the known word most like ``word``, or "" where none is near."""
    close = closest(word, known)
    return f"did you mean `{close}`?" if close else ""


def listed(words: Iterable[str]) -> str:
    """Return the words as a person lists them: "`a`, `b` or `c`"."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
