"""One run of `apply`, set up: everything is loaded and checked before anything is read or written."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from scrubber.api import Fields
from scrubber.cli.apply import Request
from scrubber.cli.book import Book
from scrubber.cli.diffs import DiffPrinter
from scrubber.cli.follow import Follower
from scrubber.cli.loading import Flags, Variant, load_variants, read_settings
from scrubber.cli.opened import Cleaners, encoding_named
from scrubber.cli.options import Colour
from scrubber.cli.output import Destination, Folder, InPlace, OneFile, StandardOutput
from scrubber.cli.words import Words, is_terminal
from scrubber.corpus import Task, clean
from scrubber.document import Meta
from scrubber.errors import Problem, UsageError
from scrubber.formats import Formats, known_formats
from scrubber.plugins import load
from scrubber.sources import STDIN, Choice, Corpus, Source
from scrubber.terminal import wants_colour
from scrubber.values import dataclass

_SELDOM = 50_000, 20, 50
"""What must have been made before garbage is looked for: what a document leaves behind is let go at once."""


def run(request: Request) -> int:
    """Carry out `apply` and return its exit code. Raises ScrubberError before anything is written."""
    words = Words(request.quiet, request.verbose, progress=_may_show_progress(request))
    config = read_settings(words)
    registry = load(request.without)
    flags = Flags(request.pack, request.select, request.ignore, request.unsafe)
    corpus = _corpus(request, known_formats(registry))
    destination = _destination(request, corpus)
    variants = load_variants(config, flags, registry, words)
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()
    order = [rule.id for variant in variants for rule in variant.plan.rules]
    with contextlib.ExitStack() as stack:
        cleaners = _Cleaners(Cleaners(config, variants, stack), [fields_of(request, v) for v in variants])
        book = stack.enter_context(Book.opened(request.ledger))
        follower = Follower(words, destination, book, _diff_printer(request), request.check)
        follower.follow(clean(corpus.sources(), cleaners.task_of))
    follower.report(corpus.passed_over, order if request.stats else None, request.color)
    return follower.exit_code


def _may_show_progress(request: Request) -> bool:
    return is_terminal(sys.stderr) and not (request.quiet or request.diff or request.prints_text)


def _diff_printer(request: Request) -> DiffPrinter | None:
    if not request.diff:
        return None
    for_a_person = is_terminal(sys.stdout) or request.color is Colour.always
    return DiffPrinter(for_a_person, for_a_person and wants_colour(sys.stdout, request.color.value))


def _corpus(request: Request, formats: Formats) -> Corpus:
    """Find out what is to be read. Raises UsageError where that does not go with what is to be written."""
    skip = {os.path.realpath(path) for path in (request.ledger, request.output) if path is not None}
    forced = formats.named(request.format) if request.format else None
    choice = Choice(formats, forced, request.include, request.exclude, frozenset(skip))
    corpus = Corpus(request.paths, choice)
    if request.prints_text and not corpus.is_single:
        found = "several documents, or a folder, and nothing that says where they go"
        remedy = "add --diff or --check to look, or --in-place or --output FOLDER to write"
        raise UsageError(Problem(None, found, remedy=remedy))
    _require_separate(request, corpus.paths)
    return corpus


def _require_separate(request: Request, paths: Sequence[str]) -> None:
    """Refuse a ledger or an output that is an input. Raises UsageError."""
    inputs = {os.path.realpath(path) for path in paths if path != STDIN}
    output = os.path.realpath(request.output) if request.output is not None else None
    if request.ledger is not None:
        _require_free(Path(request.ledger), inputs | ({output} if output is not None else set()))
    if output is None:
        return
    holds = [path for path in inputs if Path(path).is_dir() and Path(path).is_relative_to(output)]
    if output in inputs or holds:
        found = f"--output {request.output} is, or holds, what is to be cleaned"
        raise UsageError(Problem(None, found, remedy="name another place, or use --in-place"))


def _require_free(ledger: Path, taken: set[str]) -> None:
    """Refuse a ledger that would take the place of something else. Raises UsageError."""
    if os.path.realpath(ledger) in taken:
        raise UsageError(
            Problem(None, f"--ledger {ledger} is an input or the output", remedy="name another file")
        )
    if not ledger.parent.is_dir():
        raise UsageError(Problem(None, f"--ledger {ledger}: there is no folder {ledger.parent}"))
    if ledger.is_dir() or (ledger.is_file() and not _is_ledger(ledger)):
        found = f"--ledger {ledger} is there already, and it is no ledger"
        raise UsageError(Problem(None, found, "a new file, or an older ledger to replace"))


def _is_ledger(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(200)
    return not start or b'"scrubber_ledger"' in start


def _destination(request: Request, corpus: Corpus) -> Destination | None:
    if request.in_place:
        return InPlace()
    if request.output is None:
        return StandardOutput(is_terminal(sys.stdout)) if request.prints_text else None
    path = Path(request.output)
    if corpus.is_single and not path.is_dir():
        return OneFile(path)
    if path.exists() and not path.is_dir():
        found = f"--output {path} is a file, and there is more than one document"
        raise UsageError(Problem(None, found, "a folder", "name another place"))
    folder = Folder(path)
    inputs = {os.path.realpath(given): given for given in corpus.paths if Path(given).is_file()}
    clashes = [given for given in inputs.values() if os.path.realpath(path / corpus.inside(given)) in inputs]
    if clashes:
        found = f"--output {path} would replace {clashes[0]}"
        raise UsageError(Problem(None, found, "another folder", "to replace inputs use --in-place"))
    return folder


def fields_of(request: Request, variant: Variant) -> Fields:
    """Return what readers are told of the fields, the encoding and what is known of the documents."""
    name = request.encoding or variant.settings.encoding
    meta = Meta(url=request.url, lang=variant.settings.lang or "")
    encoding = encoding_named(name) if name else None
    return Fields(request.text_field, request.url_field, request.lang_field, encoding, meta)


@dataclass
class _Cleaners:
    """The cleaner and the fields of each source."""

    cleaners: Cleaners
    fields: Sequence[Fields]

    def task_of(self, source: Source) -> Task:
        """Return what is to be done with a source."""
        return Task(self.cleaners.of(source), self.fields[self.cleaners.number_of(source)])
