"""Packs set up to be tested: found in folders and files, and each loaded by itself with what it uses."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scrubber.compile import CompiledRule, Plan, compile_plan
from scrubber.errors import Problem, RuleError, ScrubberError, UsageError, listed, nearest
from scrubber.packs import load_packs
from scrubber.packs.sources import MANIFEST, find_pack, is_path
from scrubber.plugins import Registry
from scrubber.specs import PackSpec
from scrubber.testing.checks import Check, check_rule
from scrubber.testing.decisive import check_decisive
from scrubber.testing.pointing import Places
from scrubber.testing.together import check_together
from scrubber.values import dataclass

_RULE_FILES = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be tested: a pack's folder, and of its rule files only ``files``, or all if it is empty."""

    folder: Path
    files: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class Bench:
    """A pack compiled with all that it uses, and those of its rules that are under test."""

    pack: PackSpec
    plan: Plan
    rules: tuple[CompiledRule, ...]

    def check(self, rule: CompiledRule) -> Iterator[Check]:
        """Run the examples, keeps and phrases of a rule."""
        yield from check_rule(self.plan, rule, self.pack)

    def check_decisive(self, rule: CompiledRule, places: Places | None = None) -> Iterator[Check]:
        """Take each part of a rule away in turn: see `check_decisive`."""
        yield from check_decisive(self.plan, rule, {pack.id: pack for pack in self.plan.packs}, places)

    def check_together(self) -> Iterator[Check]:
        """Run all rules together, with a check for each that is under test: see `check_together`."""
        tested = {rule.id for rule in self.rules}
        yield from (check for check in check_together(self.plan, self.pack) if check.rule in tested)


def open_bench(target: Target, registry: Registry) -> Bench:
    """Load and compile a pack. Raises ScrubberError with all that is wrong with it or what it uses.

    A file that the pack does not name in its `rules:` is one of these errors: nothing would run it.
    """
    packs = load_packs([f"{target.folder}{os.sep}."], Path.cwd())
    pack = packs[-1]
    plan = compile_plan(packs, registry)
    rules = [rule for rule in plan.rules if rule.spec.pack == pack.id]
    known = {rule.location.path.resolve() for rule in pack.rules}
    if strays := sorted(target.files - known):
        raise RuleError([_stray(file, pack, known) for file in strays])
    chosen = (r for r in rules if not target.files or r.spec.location.path.resolve() in target.files)
    return Bench(pack, plan, tuple(chosen))


def _stray(file: Path, pack: PackSpec, known: Iterable[Path]) -> Problem:
    names = [path.name for path in sorted(known)]
    found = f"{file.name} is none of the rule files of the pack `{pack.id}`"
    remedy = nearest(file.name, names) or f"name it in the `rules:` of {pack.folder / MANIFEST}"
    return Problem(pack.location, found, listed(names), remedy)


def find_targets(names: Sequence[str], base: Path) -> list[Target]:
    """Return the packs that paths and ids below ``base`` mean, each once, in the order named.

    A pack's folder, or its id, means the pack; another folder all packs below it, those in hidden folders
    and virtual environments apart; a rule file its rules alone; another file, such as a list, its pack.
    Raises UsageError with everything that means no pack.
    """
    found: dict[Path, frozenset[Path]] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            targets = list(_targets(name, base))
        except ScrubberError as error:
            problems += error.problems
            continue
        for target in targets:
            key = target.folder.resolve()
            whole = not target.files or (key in found and not found[key])
            found[key] = frozenset() if whole else found.get(key, frozenset()) | target.files
    if problems:
        raise UsageError(problems)
    return [Target(folder, files) for folder, files in found.items()]


def _targets(name: str, base: Path) -> Iterator[Target]:
    path = base / Path(name).expanduser()
    if path.is_file():
        folder = pack_folder_of(path)
        if folder is None:
            found = f"{name} belongs to no pack: no folder above it has a {MANIFEST}"
            raise UsageError(Problem(None, found, "a rule file, a pack or a folder of packs"))
        yield _target_of(path, folder)
    elif path.is_dir() and not (path / MANIFEST).is_file():
        folders = list(_folders_below(path)) or _pack_called(name, base)
        if not folders:
            remedy = f"a pack is a folder with a {MANIFEST} that names its rule files"
            raise UsageError(Problem(None, f"there is no pack in {name}", remedy=remedy))
        yield from map(Target, folders)
    elif path.is_dir() or path.name == name:  # a pack, or what may be the id of one
        yield Target(find_pack(name, base, None))
    else:
        raise UsageError(Problem(None, f"there is no file or folder {name}", "a pack or a rule file"))


def _pack_called(name: str, base: Path) -> list[Path]:
    """Return the pack whose id is the name of a folder without packs, if there is one."""
    with contextlib.suppress(RuleError):
        return [] if is_path(name, base) else [find_pack(name, base, None)]
    return []


def _target_of(path: Path, folder: Path) -> Target:
    is_rules = path.suffix in _RULE_FILES and path.name != MANIFEST
    return Target(folder, frozenset({path.resolve()}) if is_rules else frozenset())


def pack_folder_of(path: Path) -> Path | None:
    """Return the nearest folder above a file that is a pack, or None."""
    return next((folder for folder in path.absolute().parents if (folder / MANIFEST).is_file()), None)


def _folders_below(folder: Path) -> Iterator[Path]:
    """Yield the packs below a folder in the order of their paths. Links are not followed."""
    for at, folders, files in os.walk(folder):
        hidden = [one for one in folders if one.startswith(".") or (Path(at, one) / "pyvenv.cfg").is_file()]
        folders[:] = sorted(set(folders) - set(hidden))
        if MANIFEST in files:
            yield Path(at)
