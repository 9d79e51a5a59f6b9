"""Many documents: read one at a time, cleaned in batches, given back in the order of their sources.

Everything is lazy: what is held is one batch, whatever the number of files or records.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stdout
from dataclasses import field
from pathlib import Path
from typing import BinaryIO, Protocol

from scrubber.api import Fields, Format, Record, Unreadable
from scrubber.document import Document
from scrubber.errors import DocumentError, Problem
from scrubber.formats import TextFormat, why_no_text
from scrubber.jsonl import JsonLinesFormat
from scrubber.records import Refusal
from scrubber.results import Result
from scrubber.sources import Left, Source, reason
from scrubber.values import dataclass

BATCH_DOCUMENTS = 64
BATCH_SIZE = 1_000_000
"""Code points: a batch is full at this size or at 64 documents, whichever comes first."""


def stamp_of(path: Path | None) -> tuple[int, ...]:
    """Return what changes whenever a file's content does; empty for standard input. Raises OSError."""
    if path is None:
        return ()
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class Cleans(Protocol):
    """What the corpus asks of a Cleaner."""

    def clean_batch(self, documents: Sequence[Document], guards: Collection[str] = ()) -> Sequence[Result]:
        """Return the results in the order of the documents."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with the documents of a source: the cleaner, and what its reader is told."""

    cleaner: Cleans
    fields: Fields


@dataclass(frozen=True, slots=True)
class Opened:
    """The next outcomes are of this source. ``stamp`` tells the file that was read from one changed since."""

    source: Source
    stamp: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record. ``result`` is None where it could not be read, and ``raw`` are its bytes.

    ``why`` says why it was left alone; "" where it was not, or where there was nothing to clean.
    """

    source: Source
    number: int
    why: str = ""
    record: Record | None = None
    result: Result | None = None
    raw: bytes = b""

    @property
    def name(self) -> str:
        """FILE, or FILE:RECORD where the file holds more than the document."""
        return f"{self.source.name}:{self.number}" if self.number else self.source.name

    def with_result(self, result: Result) -> Outcome:
        """Return the outcome with what cleaning has made of its document."""
        return Outcome(self.source, self.number, result.left_alone, self.record, result, self.raw)


@dataclass(frozen=True, slots=True)
class Closed:
    """The source is at its end; ``why`` says why it could not be read to there."""

    source: Source
    why: str = ""


Event = Left | Opened | Outcome | Closed


def clean(sources: Iterable[Source | Left], task_of: Callable[[Source], Task]) -> Iterator[Event]:
    """Read and clean the documents of the sources, in batches; the events come in the order of the sources.

    What becomes of a document never depends on the batch that it falls into. Raises nothing for what a
    document or a plugin's format does: that is an event.
    """
    batch = _Batch()
    for source in sources:
        if isinstance(source, Left):
            batch.events.append(source)
            continue
        task = task_of(source)
        for event in read(source, task.fields):
            if isinstance(event, Outcome) and not batch.takes(event, task.cleaner):
                yield from batch.flush()
            batch.add(event, task.cleaner)
            if batch.is_full:
                yield from batch.flush()
    yield from batch.flush()


def read(source: Source, fields: Fields) -> Iterator[Event]:
    """Read the documents of a source, none of them cleaned. What cannot be read is an event too."""
    try:
        stamp = stamp_of(source.path)
    except OSError as error:
        yield Left(source.name, reason(error))
        return
    yield Opened(source, stamp)
    why = ""
    try:
        with _opened(source) as stream:
            for entry in _entries(source.format, stream, fields):
                yield _outcome(source, entry)
    except (OSError, MemoryError) as error:
        why = reason(error)
    except DocumentError as error:
        why = error.problems[0].found
    yield Closed(source, why)


def _is_ours(chosen: Format) -> bool:
    """Whether a format is built in: what it raises is our own bug and not a fault of the file."""
    return isinstance(chosen, (TextFormat, JsonLinesFormat))


def _entries(chosen: Format, stream: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
    """Read the records. Raises DocumentError, whatever a stranger's format does, and OSError."""
    if _is_ours(chosen):
        yield from chosen.read(stream, fields)
        return
    with _faults_told(chosen):
        entries = iter(chosen.read(stream, fields))
    while True:
        with _faults_told(chosen):
            entry: object = next(entries, None)
        if entry is None:
            return
        if not isinstance(entry, (Record, Unreadable)):
            raise DocumentError(Problem(None, f"the format `{chosen.name}` gave no record but {entry!r:.80}"))
        yield entry


@contextmanager
def _faults_told(chosen: Format) -> Iterator[None]:
    """Run a stranger's format: what it raises is told as its own, what it prints goes to standard error."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except DocumentError:
        raise
    except (OSError, MemoryError) as error:
        raise DocumentError(Problem(None, reason(error))) from error
    except Exception as error:
        why = f"the format `{chosen.name}` failed: {type(error).__name__}: {error}"
        raise DocumentError(Problem(None, why)) from error


def _opened(source: Source) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb")


def _outcome(source: Source, entry: Record | Unreadable) -> Outcome:
    if isinstance(entry, Unreadable):
        return Outcome(source, entry.number, entry.why, raw=entry.raw)
    why = why_no_text(entry.document.text)
    result = Result(entry.document, entry.document.text, left_alone=why) if why else None
    return Outcome(source, entry.number, why, entry, result)


@dataclass
class _Batch:
    """Events that wait, in order, until enough documents have come together to be cleaned at once."""

    events: list[Event] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)  # which of the events are to be cleaned
    size: int = 0
    cleaner: Cleans | None = None
    guards: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        waits_long = len(self.waiting) >= BATCH_DOCUMENTS or len(self.events) >= 4 * BATCH_DOCUMENTS
        return waits_long or self.size >= BATCH_SIZE

    def takes(self, outcome: Outcome, cleaner: Cleans) -> bool:
        """Whether a document can join: the same cleaner, and guards, count for all of a batch."""
        if not self.waiting or outcome.record is None:
            return True
        return self.cleaner is cleaner and self.guards == outcome.source.format.guards

    def add(self, event: Event, cleaner: Cleans) -> None:
        if isinstance(event, Outcome):
            self.size += len(event.raw)
            if event.record is not None and event.result is None:
                self.waiting.append(len(self.events))
                self.size += len(event.record.document.text)
                self.cleaner, self.guards = cleaner, event.source.format.guards
        self.events.append(event)

    def flush(self) -> Iterator[Event]:
        """Clean what waits and give everything back."""
        outcomes = [event for at in self.waiting if isinstance(event := self.events[at], Outcome)]
        documents = [outcome.record.document for outcome in outcomes if outcome.record]
        if self.cleaner is not None and documents:
            results = self.cleaner.clean_batch(documents, self.guards)
            for at, outcome, result in zip(self.waiting, outcomes, results, strict=True):
                self.events[at] = outcome.with_result(result)
        events, self.events, self.waiting, self.size = self.events, [], [], 0
        yield from events


def spelt(outcome: Outcome) -> tuple[Outcome, bytes]:
    """Return the outcome and its bytes for the output, in the format that it came in.

    A text that its format cannot spell is left alone instead. Raises DocumentError where not even the
    original can be written back, so that its file must stay as it is.
    """
    record, result = outcome.record, outcome.result
    if record is None or result is None:
        return outcome, outcome.raw
    try:
        return outcome, _written(outcome.source.format, record, result.text)
    except DocumentError as error:
        kept = left_alone(outcome, error.problems[0].found)
        return kept, _written(outcome.source.format, record, record.document.text)


def left_alone(outcome: Outcome, why: str) -> Outcome:
    """Return the outcome as that of a document which was left alone after all, its edits refused."""
    result = outcome.result
    if result is None or result.left_alone:
        return outcome
    refused = tuple(Refusal(edit, "left alone", why) for edit in result.edits)
    kept = Result(result.document, result.document.text, (), (*refused, *result.refused), (), why)
    return outcome.with_result(kept)


def _written(chosen: Format, record: Record, text: str) -> bytes:
    """Let a format spell a text. Raises DocumentError, whatever a stranger's format does."""
    if _is_ours(chosen):
        return chosen.write(record, text)
    with _faults_told(chosen):
        data: object = chosen.write(record, text)
    if not isinstance(data, bytes):
        why = f"the format `{chosen.name}` gave {type(data).__name__}, not bytes"
        raise DocumentError(Problem(None, why))
    return data
