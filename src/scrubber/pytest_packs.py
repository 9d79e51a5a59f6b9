"""Packs as pytest sees them: a manifest is a file of tests, a rule a group of them, a case a test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrubber.errors import Location, ScrubberError
from scrubber.packs.sources import MANIFEST
from scrubber.plugins import Registry, load
from scrubber.testing import (
    Bench,
    Case,
    Check,
    Target,
    Trial,
    cases,
    find_targets,
    open_bench,
    told,
)

if TYPE_CHECKING:
    from scrubber.compile import CompiledRule

NAME = "scrubber-packs"


class CheckFailedError(Exception):
    """Checks that failed: the message is the whole report."""


def register(config: pytest.Config, named: Sequence[str], settled: Sequence[str]) -> None:
    """Let pytest collect the packs that the command line names, and those of the settings.

    The latter stand beside pytest's `testpaths`: where somebody names what to run, they are not added to it.
    Raises pytest.UsageError for a name that means no pack.
    """
    try:
        asked = find_targets(named, config.invocation_params.dir)
        usual = find_targets(settled, config.rootpath)
    except ScrubberError as error:
        raise pytest.UsageError(str(error)) from None
    config.pluginmanager.register(PackCollector([*usual, *asked]), NAME)
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS
    wanted = [*asked, *(usual if everything else ())]
    there = {Path(argument.partition("::")[0]).resolve() for argument in config.args}
    manifests = dict.fromkeys(target.folder / MANIFEST for target in wanted)
    config.args += [str(path) for path in manifests if path.resolve() not in there]


class PackCollector:
    """Collects the manifests of the packs that are to be tested, wherever pytest comes upon them."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._targets = {(target.folder / MANIFEST).resolve(): target for target in targets}

    @cached_property
    def registry(self) -> Registry:
        """The plugins, loaded once."""
        return load()

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Collect a manifest."""
        target = self._targets.get(file_path.resolve())
        if target is None:
            return None
        collector: PackFile = PackFile.from_parent(parent, path=file_path, target=target, owner=self)
        return collector


class PackFile(pytest.File):
    """A pack: its rules and, where strictness is asked for, all of them together."""

    def __init__(self, *, target: Target, owner: PackCollector, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._target, self._owner = target, owner

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Load the pack. What is wrong with it is told as `scrubber test` tells it."""
        try:
            bench = open_bench(self._target, self._owner.registry)
        except ScrubberError as error:
            raise self.CollectError(str(error)) from None
        for rule in bench.rules:
            yield RuleGroup.from_parent(self, name=rule.id, bench=bench, rule=rule)
        if _is_strict(self.config):
            place = bench.pack.location
            yield FindingsItem.from_parent(self, name="together", place=place, find=bench.check_together)


def _is_strict(config: pytest.Config) -> bool:
    return bool(config.getoption("scrubber_strict") or config.getini("scrubber_strict"))


class RuleGroup(pytest.Collector):
    """The tests of one rule, which share its compiled form."""

    def __init__(self, *, bench: Bench, rule: CompiledRule, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._bench, self._rule = bench, rule
        self._trial: Trial | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each phrase, example and keep."""
        for case in cases(self._rule.spec):
            yield CaseItem.from_parent(self, name=case.name, case=case, group=self)
        if _is_strict(self.config):
            place = self._rule.spec.location
            find = self._checks_of_parts
            yield FindingsItem.from_parent(self, name="decisive", place=place, find=find)

    def check(self, case: Case) -> list[Check]:
        """Run a case; the rule's plugins are opened for the first and closed after the last."""
        if self._trial is None:
            self._trial = Trial(self._bench.plan, self._rule, self._bench.pack)
        return list(self._trial.check(case))

    def _checks_of_parts(self) -> Iterator[Check]:
        return self._bench.check_decisive(self._rule)

    def teardown(self) -> None:
        """Close the rule's plugins."""
        if self._trial is not None:
            self._trial.close()
            self._trial = None


class CheckItem(pytest.Item):
    """A test whose failure is told without a traceback: none of it would be the rule author's code."""

    place: Location

    def runtest(self) -> None:
        """Run the checks. Raises CheckFailedError with what failed."""
        try:
            failed = [check for check in self.checks() if not check.ok]
        except ScrubberError as error:
            raise CheckFailedError(str(error)) from None
        if failed:
            raise CheckFailedError("\n".join(told(_from_here(check)) for check in failed))

    def checks(self) -> Iterable[Check]:
        """Run what the test consists of."""
        raise NotImplementedError

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the report of a failed check, or of a bug as pytest shows it."""
        if isinstance(excinfo.value, CheckFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the rule file."""
        _, _, within = self.nodeid.partition("::")
        return self.place.path, max(self.place.line - 1, 0), within.replace("::", ": ")


class CaseItem(CheckItem):
    """A phrase, an example or a keep."""

    def __init__(self, *, case: Case, group: RuleGroup, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._case, self._group = case, group
        self.place = case.location

    def checks(self) -> Iterable[Check]:
        """Run the case."""
        return self._group.check(self._case)


class FindingsItem(CheckItem):
    """What is a warning unless strictness is asked for: all of it is one test."""

    def __init__(self, *, place: Location, find: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._find = find
        self.place = place

    def checks(self) -> Iterable[Check]:
        """Look for parts that nothing needs, or for rules that never act."""
        found: Iterable[Check] = self._find()
        return found


def _from_here(check: Check) -> Check:
    """Return the check with its place as seen from the current folder."""
    here, path = Path.cwd(), check.location.path
    short = path.relative_to(here) if path.is_relative_to(here) else path
    return replace(check, location=replace(check.location, path=short))
