"""One run of `eval`: everything is loaded and checked first, then measured, then reported."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import field

from scrubber.cli.eval import Request
from scrubber.cli.loading import Flags, Variant, load_variants, read_settings
from scrubber.cli.opened import Cleaners, encoding_named
from scrubber.cli.words import Words, is_terminal, print_text
from scrubber.config import Settings
from scrubber.document import Meta
from scrubber.errors import Problem, UsageError
from scrubber.evaluation.data import report
from scrubber.evaluation.judging import Judged
from scrubber.evaluation.measuring import Measurement, Unit
from scrubber.evaluation.pairs import LAYOUTS, Names, read_pairs
from scrubber.evaluation.reporting import render
from scrubber.evaluation.running import run
from scrubber.evaluation.thresholds import thresholds
from scrubber.formats import known_formats
from scrubber.plugins import load
from scrubber.sources import Choice, Corpus, Left
from scrubber.summary import counted, passed_over_line
from scrubber.tables import Look
from scrubber.terminal import wants_colour
from scrubber.values import dataclass

_NAMED = 1000
"""Documents that were left out are all named on standard error, and so many of them in the JSON report."""


def measure(request: Request) -> int:
    """Carry out `eval` and return its exit code. Raises ScrubberError where it cannot begin."""
    words = Words(request.quiet, request.verbose, progress=is_terminal(sys.stderr) and not request.quiet)
    config = read_settings(words)
    registry = load(request.without)
    choice = Choice(known_formats(registry), None, request.include, request.exclude)
    corpus = Corpus(request.pairs, choice)
    flags = Flags(request.pack, request.select, request.ignore, request.unsafe)
    variants = load_variants(config, flags, registry, words)
    names = _names(request, config.general)
    follower = _Follower(words, request.worst, request.stayed)
    with contextlib.ExitStack() as stack:
        follower.follow(run(read_pairs(corpus, names), Cleaners(config, variants, stack).of))
    words.say(passed_over_line(corpus.passed_over))
    if follower.measured is None and not follower.count:
        raise UsageError(Problem(None, f"no pairs in {' '.join(request.pairs)}", LAYOUTS))
    return follower.report(request, variants)


def _names(request: Request, settings: Settings) -> Names:
    name = request.encoding or settings.encoding
    meta = Meta(url=request.url, lang=settings.lang or "")
    encoding = encoding_named(name) if name else None
    fields = request.text_field, request.clean_field, request.url_field, request.lang_field
    return Names(*fields, encoding, meta)


@dataclass
class _Follower:
    """Takes what was judged; names what could not be, at once."""

    words: Words
    most: int
    stay: int
    measured: Measurement | None = None
    left: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0

    def follow(self, entries: Iterable[Judged | Left]) -> None:
        """Take everything."""
        for entry in entries:
            if isinstance(entry, Left):
                self.count += 1
                self.left += [(entry.name, entry.why)] if len(self.left) < _NAMED else []
                self.words.error(f"{entry.name}: {entry.why}")
            else:
                self._take(entry)
        self.words.end_progress()

    def _take(self, judged: Judged) -> None:
        if self.measured is None:
            unit: Unit = "line" if judged.sample.blocks is not None else "word"
            self.measured = Measurement(unit, self.most, self.stay)
        self.measured.take(judged)
        self.words.show_progress(f"{counted(self.measured.documents, 'document')} measured")

    def report(self, request: Request, variants: Sequence[Variant]) -> int:
        """Print the report, say which thresholds are missed, and return the exit code."""
        if self.measured is None:
            return 3
        plans = [variant.plan for variant in variants]
        held = thresholds(plans, self.measured)
        if request.as_json:
            print_text(_as_json(report(self.measured, held, self.left)))
        else:
            ran = {rule.id for plan in plans for rule in plan.rules if rule.edits and rule.act is not None}
            print_text(render(self.measured, held, len(ran - set(self.measured.rules)), _look(request)))
        missed = [threshold for threshold in held if threshold.state == "fails"]
        if missed:
            self.words.error(f"below min_precision: {', '.join(f'{t.kind} {t.id}' for t in missed)}")
        return 3 if self.count else int(bool(missed))


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _look(request: Request) -> Look:
    if sys.stdout is None:
        return Look()
    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 0
    return Look(width, wants_colour(sys.stdout, request.color.value))
