"""Following a run: each document is shown, written, recorded and counted, in this order of care.

The ledger comes before the file: what a file's replacement rests on is on disk before it is replaced.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from scrubber.cli.book import Book
from scrubber.cli.diffs import DiffPrinter
from scrubber.cli.options import Colour
from scrubber.cli.output import Destination, Draft
from scrubber.cli.words import Words, print_text
from scrubber.corpus import Closed, Event, Opened, Outcome, left_alone, spelt
from scrubber.errors import DocumentError
from scrubber.summary import Tally, counted, documents_line, notes, passed_over_line, render_table
from scrubber.terminal import wants_colour
from scrubber.values import dataclass


@dataclass
class _Current:
    """The source that the outcomes are of: its draft, or why it can have none."""

    draft: Draft | None = None
    blocked: str = ""
    records: int = 0
    changed: int = 0

    def block(self, why: str) -> None:
        self.blocked = why
        if self.draft is not None:
            self.draft.discard()
            self.draft = None


@dataclass
class Follower:
    """Takes the events of a run. Without a ``destination`` nothing is written.

    ``check`` names the files that would change. ``left`` counts what was named as left alone.
    """

    words: Words
    destination: Destination | None
    book: Book
    diffs: DiffPrinter | None = None
    check: bool = False
    tally: Tally = field(default_factory=Tally)
    left: int = 0
    _current: _Current = field(default_factory=_Current)

    @property
    def exit_code(self) -> int:
        """3 where something was left alone, 1 where `--check` found changes, else 0."""
        if self.left:
            return 3
        return int(self.check and self.tally.changed > 0)

    def follow(self, events: Iterable[Event]) -> None:
        """Take all events; whatever stops the run, what was not finished stays as it was."""
        try:
            for event in events:
                self._take(event)
        finally:
            if self._current.draft is not None:
                self._current.draft.discard()
            self.words.end_progress()

    def _take(self, event: Event) -> None:
        if isinstance(event, Outcome):
            self._take_outcome(event)
        elif isinstance(event, Opened):
            self._open(event)
        elif isinstance(event, Closed):
            self._close(event)
        else:
            self._leave(event.name, event.why)
            self.book.leave(event.name, event.why)

    def _leave(self, name: str, why: str) -> None:
        self.left += 1
        self.words.error(f"{name}: {why}")

    def _open(self, event: Opened) -> None:
        self._current = _Current()
        if self.destination is None:
            return
        try:
            self._current.draft = self.destination.draft(event.source, event.stamp)
        except DocumentError as error:
            self._block(event.source.name, error)

    def _block(self, name: str, error: DocumentError) -> None:
        """Give a source's output up; its documents count as left alone."""
        why = error.problems[0].found
        self._current.block(why)
        self._leave(name, why)

    def _take_outcome(self, outcome: Outcome) -> None:
        outcome = self._written(outcome)
        if outcome.result is None and not outcome.why:
            return  # nothing to clean: a blank line between records
        if outcome.why and outcome.why != self._current.blocked:
            self._leave(outcome.name, outcome.why)
        self._current.records += 1
        self._current.changed += outcome.result is not None and outcome.result.changed
        if self.diffs is not None:
            self.diffs.show(outcome)
        self.book.take(outcome)
        self.tally.take(outcome.result)
        if self.words.progress:
            self.words.show_progress(documents_line(self.tally))

    def _written(self, outcome: Outcome) -> Outcome:
        """Add an outcome to the draft, if there is one; return what it is after that."""
        if self._current.blocked:
            return left_alone(outcome, self._current.blocked)
        if self._current.draft is None:
            return outcome
        try:
            outcome, data = spelt(outcome)
            self._current.draft.write(data)
        except DocumentError as error:
            self._block(outcome.source.name, error)
            return left_alone(outcome, self._current.blocked)
        return outcome

    def _close(self, event: Closed) -> None:
        current, name = self._current, event.source.name
        if event.why:
            current.block(event.why)
            self._leave(name, event.why)
            self.book.leave(name, event.why)
        elif current.draft is not None:
            try:
                current.draft.finish(current.changed > 0, self.book.sync)
            except DocumentError as error:
                self._block(name, error)
                self.book.leave(name, current.blocked)
        if self.check and current.changed:
            some = (
                f" ({current.changed} of {counted(current.records, 'record')})" if current.records > 1 else ""
            )
            self.words.say(f"would change: {name}{some}")

    def report(self, passed_over: Counter[str], order: Sequence[str] | None, colour: Colour) -> None:
        """Say what came of it all; with the ``order`` of rules, as a table."""
        if order is not None:
            self._print_table(order, colour)
        elif self.tally.documents != 1 and (self.tally.documents or not self.left):
            self.words.say(documents_line(self.tally))
        for line in (*notes(self.tally), passed_over_line(passed_over)):
            self.words.say(line)

    def _print_table(self, order: Sequence[str], colour: Colour) -> None:
        """The table is data where no diff is; then it goes to standard output."""
        to_words = self.diffs is not None
        stream = sys.stderr if to_words else sys.stdout
        coloured = stream is not None and wants_colour(stream, colour.value)
        table = render_table(self.tally, order, coloured)
        if to_words:
            self.words.write_block(table)
        else:
            print_text(table)
