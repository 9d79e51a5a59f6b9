"""One run of `compare`: both packs are loaded and checked, then the corpus is read with both side by side."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from scrubber.api import Fields
from scrubber.cli.compare import Request
from scrubber.cli.opened import encoding_named
from scrubber.cli.words import Words, is_terminal, print_text
from scrubber.comparison.counting import Changes
from scrubber.comparison.page import page
from scrubber.comparison.reporting import render, report
from scrubber.comparison.revisions import as_revision, packs_of
from scrubber.comparison.sides import Sides, known_names
from scrubber.compile import Plan, compile_plan
from scrubber.corpus import Closed, Event, Outcome, Task, clean
from scrubber.document import Meta
from scrubber.errors import Problem, UsageError
from scrubber.formats import Formats, known_formats
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import Registry, load
from scrubber.sources import STDIN, Choice, Corpus, Left, reason
from scrubber.specs import PackSpec
from scrubber.summary import counted, passed_over_line
from scrubber.tables import Look
from scrubber.terminal import wants_colour
from scrubber.values import dataclass


def contrast(request: Request) -> int:
    """Carry out `compare` and return its exit code. Raises ScrubberError where it cannot begin."""
    words = Words(request.quiet, progress=is_terminal(sys.stderr) and not request.quiet)
    registry = load(request.without)
    corpora = [_corpus(request, known_formats(registry)) for _ in range(2)]
    _require_writable(request.html)
    with contextlib.ExitStack() as stack:
        sides = _sides(request, registry, stack)
        _tell_dropped(sides, words)
        follower = _Follower(words, Changes(request.sample, sides.renamed))
        fields = _fields(request)
        cleaners = [stack.enter_context(Cleaner(plan, unsafe=request.unsafe)) for plan in sides.plans]
        runs = [
            _run(corpus, Task(cleaner, fields)) for corpus, cleaner in zip(corpora, cleaners, strict=True)
        ]
        follower.follow(*runs)
    words.say(passed_over_line(corpora[0].passed_over))
    if not follower.changes.documents and not follower.count:
        raise UsageError(Problem(None, f"no documents in {' '.join(request.corpus)}"))
    _print(request, sides, follower)
    if follower.count:
        return 3
    return int(request.check and follower.changes.differ)


def _run(corpus: Corpus, task: Task) -> Iterator[Event]:
    return clean(corpus.sources(), lambda source: task)


def _corpus(request: Request, formats: Formats) -> Corpus:
    if STDIN in request.corpus:
        found = "--corpus - for standard input, which can be read only once"
        raise UsageError(Problem(None, found, "a file or a folder"))
    forced = formats.named(request.format) if request.format else None
    skip = frozenset({os.path.realpath(request.html)} if request.html else ())
    return Corpus(request.corpus, Choice(formats, forced, request.include, request.exclude, skip))


def _fields(request: Request) -> Fields:
    encoding = encoding_named(request.encoding) if request.encoding else None
    names = request.text_field, request.url_field, request.lang_field
    return Fields(*names, encoding, Meta(url=request.url))


def _sides(request: Request, registry: Registry, stack: contextlib.ExitStack) -> Sides:
    """Load both packs and compile them; a name of --select or --ignore has to mean a rule of one of them."""
    given = request.pack_a, request.pack_b
    packs = [_packs(name, stack) for name in given]
    _require_known((*request.select, *request.ignore), packs)
    plans = [_plan(found, registry, request) for found in packs]
    return Sides(given, (plans[0], plans[1]), request.corpus)


def _packs(given: str, stack: contextlib.ExitStack) -> tuple[PackSpec, ...]:
    revision = as_revision(given)
    if revision is None:
        return load_packs([given], Path.cwd())
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="scrubber-"))
    return packs_of(revision, Path(folder).resolve())


def _require_known(names: tuple[str, ...], packs: list[tuple[PackSpec, ...]]) -> None:
    every = [pack for found in packs for pack in found]
    unknown = [name for name in names if not known_names([name], every)]
    if unknown:
        raise UsageError([Problem(None, f"no rule of either pack is called `{name}`") for name in unknown])


def _plan(packs: tuple[PackSpec, ...], registry: Registry, request: Request) -> Plan:
    select, ignore = known_names(request.select, packs), known_names(request.ignore, packs)
    if request.select and not select:
        ignore = ["*"]  # this side has none of the rules that were selected
    return compile_plan(packs, registry, select=select, ignore=ignore)


def _require_writable(html: str | None) -> None:
    if html is not None and (Path(html).is_dir() or not Path(html).absolute().parent.is_dir()):
        raise UsageError(Problem(None, f"--html {html} cannot be written: it is a folder, or in none"))


def _tell_dropped(sides: Sides, words: Words) -> None:
    dropped = {(drop.rule, drop.plugin) for plan in sides.plans for drop in plan.dropped}
    for rule, plugin in sorted(dropped):
        words.say(f"rule {rule} does not run: it needs the plugin {plugin}")


@dataclass
class _Follower:
    """Takes the events of both runs, which come in the same order."""

    words: Words
    changes: Changes
    left: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0

    def follow(self, before: Iterator[Event], after: Iterator[Event]) -> None:
        """Compare document by document."""
        for one, other in zip(before, after, strict=True):
            if isinstance(one, Outcome) and isinstance(other, Outcome):
                self._take(one, other)
            elif isinstance(one, Left):
                self._leave(one.name, one.why)
            elif isinstance(one, Closed) and one.why:
                self._leave(one.source.name, one.why)
        self.words.end_progress()

    def _take(self, one: Outcome, other: Outcome) -> None:
        for why in dict.fromkeys(filter(None, (one.why, other.why))):
            self._leave(one.name, why)
        if one.result is not None and other.result is not None:
            self.changes.take(one.name, one.result, other.result)
            self.words.show_progress(f"{counted(self.changes.documents, 'document')} compared")

    def _leave(self, name: str, why: str) -> None:
        self.count += 1
        self.left += [(name, why)] if len(self.left) < 1000 else []
        self.words.error(f"{name}: {why}")


def _print(request: Request, sides: Sides, follower: _Follower) -> None:
    changes = follower.changes
    if request.html is not None:
        try:
            Path(request.html).write_text(page(sides, changes), encoding="utf-8")
        except OSError as error:
            raise UsageError(
                Problem(None, f"--html {request.html} cannot be written: {reason(error)}")
            ) from None
    if request.as_json:
        print_text(json.dumps(report(sides, changes, follower.left), indent=2) + "\n")
    else:
        width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 0
        colour = sys.stdout is not None and wants_colour(sys.stdout, request.color.value)
        print_text(render(sides, changes, Look(width, colour)))
