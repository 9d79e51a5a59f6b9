"""`scrubber test`: run the examples of packs, and see that everything in their rules is needed."""

from __future__ import annotations

from dataclasses import field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scrubber.cli import options
from scrubber.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrubber.cli.checked import Tally
    from scrubber.cli.words import Words
    from scrubber.errors import ScrubberError
    from scrubber.plugins import Registry
    from scrubber.testing import Bench, Check, Target

Packs = Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True)]
Strict = Annotated[bool, typer.Option("--strict", help="Count warnings as failures.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show every rule and every warning.")]
Strays = Annotated[
    bool,
    typer.Option("--skip-strays", help="Pass over files that belong to no pack, as pre-commit needs it."),
]


def test(
    packs: Packs = None,
    strict: Strict = False,
    as_json: Json = False,
    without: options.Without = None,
    skip_strays: Strays = False,
    quiet: options.Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Run the examples of packs.

    PATH is a pack, a folder of packs or a rule file; without one, the packs in use here are tested. Each
    rule that fails shows what came out, and the exit code is 1. Warnings tell of rules that never fire or
    that others always pre-empt, and of conditions, exceptions and alternatives that no example needs.
    """
    from scrubber.cli.words import Words, is_terminal
    from scrubber.errors import Problem, UsageError
    from scrubber.plugins import load

    if quiet and verbose:
        raise UsageError(Problem(None, "--quiet and --verbose", remedy="leave out one of the two"))
    words = Words(quiet, verbose)
    words.progress = is_terminal(words.stream) and not quiet
    report = _Report(words, strict, as_json)
    registry = load(without or ())
    for target in _targets(packs or (), words, skip_strays):
        report.run(target, registry)
    return report.finish()


def _targets(names: Sequence[str], words: Words, skip_strays: bool) -> Sequence[Target]:
    """Return what was named, or the packs that settings name, or the default ones."""
    from scrubber.cli.loading import load_chosen, read_settings
    from scrubber.testing import Target, find_targets, pack_folder_of

    if not names:
        config = read_settings(words)
        return [Target(pack.folder) for pack in load_chosen(config, config.general, ())]
    if skip_strays:
        names = [name for name in names if not Path(name).is_file() or pack_folder_of(Path(name))]
    return find_targets(names, Path.cwd())


@dataclass
class _Report:
    """Runs packs one after another and tells of each rule as it goes; what does not load is told at once."""

    words: Words
    strict: bool
    as_json: bool
    tallies: list[Tally] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    shown: bool = False

    @property
    def warns(self) -> bool:
        """Whether warnings are wanted at all: they cost time."""
        return self.strict or self.as_json or not self.words.quiet

    def run(self, target: Target, registry: Registry) -> None:
        """Test one pack. Whatever is wrong with it is told, and does not keep others from being tested."""
        from scrubber.cli.words import OutputError
        from scrubber.errors import ScrubberError
        from scrubber.testing import open_bench

        try:
            self._run_pack(open_bench(target, registry))
        except OutputError:
            raise  # no pack is to blame
        except ScrubberError as error:
            self._tell(error)
        self.words.end_progress()

    def _run_pack(self, bench: Bench) -> None:
        from scrubber.cli.checked import Tally, shown_rule, shown_warnings

        for dropped in bench.plan.dropped:
            self.words.say(f"rule {dropped.rule} is not tested: it needs the plugin {dropped.plugin}")
        tally = Tally(bench.pack.id, len(bench.rules))
        self.tallies.append(tally)
        for number, (rule, checks) in enumerate(_checks_of(bench, self.warns)):
            self.words.show_progress(f"{bench.pack.id}: {number} of {len(bench.rules)} rules")
            tally.add(checks)
            if self.words.verbose or any(not check.ok and not check.warning for check in checks):
                self._show(shown_rule(rule, checks))
        if self.warns:
            tally.add(list(bench.check_together()))
            tally.sort([rule.id for rule in bench.rules])
            self._show(shown_warnings(tally, self.strict, self.words.verbose))

    def _tell(self, error: ScrubberError) -> None:
        """Say once what is wrong, however many packs it lies in."""
        self.words.end_progress()
        for problem in map(str, error.problems):
            if problem not in self.problems:
                self.problems.append(problem)
                self.words.error(f"scrubber: {problem}")

    def _show(self, text: str) -> None:
        from scrubber.cli.words import print_text

        if text and not self.as_json:
            self.words.end_progress()
            self.shown = True
            print_text(text)

    def finish(self) -> int:
        """Print the totals, or everything as JSON, and return the exit code."""
        from scrubber.cli.checked import as_json, shown_totals
        from scrubber.cli.words import print_text

        failed = any(tally.failed or (self.strict and tally.warnings) for tally in self.tallies)
        if self.as_json:
            print_text(as_json(self.tallies, self.problems))
        elif self.tallies and (failed or not self.words.quiet):
            print_text(("\n" if self.shown else "") + shown_totals(self.tallies, self.strict))
        return 2 if self.problems else int(failed)


def _checks_of(bench: Bench, warns: bool) -> Iterator[tuple[str, list[Check]]]:
    from scrubber.testing import Places

    places = Places()
    for rule in bench.rules:
        extra = bench.check_decisive(rule, places) if warns else ()
        yield rule.id, list(chain(bench.check(rule), extra))
