"""What `explain` is asked about: a file, a record of it, and lines; found, read and counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scrubber.errors import DocumentError, Problem, UsageError, nearest
from scrubber.values import dataclass

if TYPE_CHECKING:
    from scrubber.api import Fields, Record
    from scrubber.corpus import Outcome
    from scrubber.formats import Formats
    from scrubber.sources import Source

_STDIN = "-"
_MOST_LINES = 1000
_NUMBER = re.compile(r"(?P<path>.+):(?P<first>[0-9]{1,9})", re.DOTALL)
_RANGE = re.compile(r"(?P<path>.+):(?P<first>[0-9]{1,9})(?:-(?P<last>[0-9]{1,9}))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A file and the numbers behind it: each a first and a last, the same where only one was given."""

    path: str
    numbers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was found; ``lines`` are the first and the last that is asked for, if one is."""

    name: str
    record: Record
    lines: tuple[int, int] | None


def parse_reference(given: str) -> Reference:
    """Read `FILE`, `FILE:LINE`, `FILE:RECORD:LINE`; the longest part that is a file is the file.

    Raises UsageError where none is.
    """
    path = given
    numbers: tuple[tuple[int, int], ...] = ()
    readings = [Reference(given)]
    for pattern in (_RANGE, _NUMBER):
        found = pattern.fullmatch(path)
        if found is None:
            break
        first = int(found["first"])
        last = int(found["last"]) if pattern is _RANGE and found["last"] else first
        path, numbers = found["path"], ((first, last), *numbers)
        readings.append(Reference(path, numbers))
    for reading in readings:
        if reading.path == _STDIN or Path(reading.path).exists():
            return _require_file(reading)
    raise UsageError(_missing(readings[-1].path))


def _require_file(reference: Reference) -> Reference:
    if reference.path != _STDIN and Path(reference.path).is_dir():
        found = f"{reference.path} is a folder"
        raise UsageError(Problem(None, found, "one document", "name a file in it"))
    return reference


def _missing(path: str) -> Problem:
    folder = Path(path).parent
    names = [str(entry) for entry in folder.iterdir()] if folder.is_dir() else []
    return Problem(None, f"{path}: there is no such file", remedy=nearest(path, names))


def source_of(reference: Reference, formats: Formats, forced: str | None) -> Source:
    """Return the source that is meant, in the format that counts for it. Raises UsageError."""
    from scrubber.sources import Choice, Corpus, Left

    choice = Choice(formats, formats.named(forced) if forced else None)
    source = next(iter(Corpus([reference.path], choice).sources()))
    if isinstance(source, Left):
        raise DocumentError(Problem(None, f"{source.name}: {source.why}"))
    return source


def find_record(source: Source, reference: Reference, fields: Fields) -> Found:
    """Read the document that is meant.

    Raises UsageError where there is no such record, DocumentError where it cannot be read.
    """
    from scrubber.corpus import Closed, Outcome, read
    from scrubber.sources import Left

    last, candidates = 0, []
    for event in read(source, fields):
        if isinstance(event, (Left, Closed)) and event.why:
            raise DocumentError(Problem(None, f"{source.name}: {event.why}"))
        if not isinstance(event, Outcome):
            continue
        last = event.number
        if not last:
            return _alone(event, reference)
        if reference.numbers and last == _record_meant(reference):
            return _found(event, reference.numbers[1:])
        candidates += [event] if not reference.numbers and (event.record or event.why) else []
        if len(candidates) > 1:
            found = f"{source.name} holds several records"
            raise UsageError(Problem(None, found, remedy=f"name one: {reference.path}:RECORD"))
    if candidates:
        return _found(candidates[0], ())
    raise UsageError(
        Problem(None, f"{source.name} has no record {_record_meant(reference)}; the last is {last}")
    )


def _alone(event: Outcome, reference: Reference) -> Found:
    """Take the one document of a file: what stands behind its name is a line."""
    if len(reference.numbers) > 1:
        found = f"{event.source.name} is one document and has no records"
        raise UsageError(Problem(None, found, f"{reference.path}:LINE"))
    return _found(event, reference.numbers)


def _record_meant(reference: Reference) -> int:
    first, last = reference.numbers[0] if reference.numbers else (0, 0)
    if first != last:
        found = f"several records, {first}-{last}"
        raise UsageError(
            Problem(None, found, f"one: {reference.path}:RECORD or {reference.path}:RECORD:LINE")
        )
    return first


def _found(event: Outcome, lines: tuple[tuple[int, int], ...]) -> Found:
    if event.why or event.record is None:
        why = event.why or "it is a blank line between records"
        raise DocumentError(Problem(None, f"{event.name}: {why}"))
    return Found(event.name, event.record, lines[0] if lines else None)


def lines_meant(found: Found) -> range:
    """Return the numbers of the lines that are asked for, none for the whole document.

    Raises UsageError where the document has no such lines.
    """
    from scrubber.explain import count_lines

    if found.lines is None:
        return range(0)
    (first, last), count = found.lines, count_lines(found.record.document)
    has = f"{found.name} has {count} line{'' if count == 1 else 's'}"
    if last > count or first < 1:
        wrong = first if first < 1 or first > count else last
        expected = f"a line from 1 to {count}" if count else ""
        raise UsageError(Problem(None, f"{has}; there is no line {wrong}", expected))
    if last < first:
        raise UsageError(Problem(None, f"the lines {first}-{last} run backwards", f"{last}-{first}"))
    if last - first >= _MOST_LINES:
        raise UsageError(Problem(None, f"{last - first + 1} lines at once", f"{_MOST_LINES} at the most"))
    return range(first, last + 1)
