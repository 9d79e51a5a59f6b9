"""Reading packs from their folders, and setting them in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scrubber import schema
from scrubber.errors import Location, Problem, RuleError
from scrubber.packs.files import inside_folder, read_lists
from scrubber.packs.sources import MANIFEST, find_pack, is_path
from scrubber.schema import Manifest, Reading
from scrubber.specs import PackSpec, RuleSpec, Text
from scrubber.strictyaml import Node, read


def load_pack(folder: Path) -> PackSpec:
    """Read the pack in ``folder``: its manifest, its lists and its rule files, in order.

    Raises RuleError with every problem of all the pack's files together.
    """
    reading = Reading("")
    manifest = schema.read_manifest(read(folder / MANIFEST), reading)
    lists = read_lists(folder, manifest.lists, reading)
    inside = Reading(manifest.id, lists, reading.problems)
    rules = tuple(
        rule for name in _each_once(manifest.rules) for rule in _read_rule_file(folder, name, inside)
    )
    inside.problems.extend(_duplicates(rules))
    if inside.problems:
        raise RuleError(_by_place(inside.problems))
    return _spec(manifest, folder, rules, lists)


def _each_once(names: Sequence[Text]) -> Sequence[Text]:
    return list({name.value: name for name in reversed(names)}.values())[::-1]


def _by_place(problems: Sequence[Problem]) -> list[Problem]:
    """Sort problems by their places in a file, files in the order in which they were read."""
    files: dict[Path | None, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.location.path if problem.location else None, []).append(problem)
    return [problem for of_file in files.values() for problem in sorted(of_file, key=_line_and_column)]


def _line_and_column(problem: Problem) -> tuple[int, int]:
    return (problem.location.line, problem.location.column) if problem.location else (0, 0)


def _spec(
    manifest: Manifest, folder: Path, rules: tuple[RuleSpec, ...], lists: Mapping[str, tuple[str, ...]]
) -> PackSpec:
    return PackSpec(
        id=manifest.id,
        folder=folder,
        location=manifest.location,
        rules=rules,
        description=manifest.description,
        version=manifest.version,
        uses=manifest.uses,
        languages=manifest.languages,
        domains=manifest.domains,
        off=manifest.off,
        plugins=manifest.plugins,
        lists=lists,
        min_precision=manifest.min_precision,
    )


def _read_rule_file(folder: Path, name: Text, reading: Reading) -> tuple[RuleSpec, ...]:
    def node() -> Node | None:
        return read(inside_folder(folder, name))

    found = reading.keep_problems(node, None)
    return () if found is None else schema.read_rules(found, reading)


def _duplicates(rules: Sequence[RuleSpec]) -> list[Problem]:
    first: dict[str, RuleSpec] = {}
    problems = []
    for rule in rules:
        if rule.id in first and not rule.id.endswith("."):  # an id that could not be read is told already
            expected = f"an id of its own; the first is at {first[rule.id].location}"
            problems.append(Problem(rule.location, f"a second rule with the id `{rule.id}`", expected))
        first.setdefault(rule.id, rule)
    return problems


Known = Callable[[str, Path], Path | None]
"""What finds the folder of a pack by its id and the folder of who asks for it, before the usual places."""


def load_packs(names: Sequence[str], base: Path, known: Known | None = None) -> tuple[PackSpec, ...]:
    """Read packs and all that they use, in running order: what a pack uses before it, each pack once.

    A name is a path (it holds a separator, or is a folder below ``base`` with a `pack.yaml`) or the id of a
    known pack; a name in `uses:` is relative to its pack's folder. ``known`` is asked first where a name is
    an id. Raises RuleError for unknown names, packs
    that use each other in a circle, and whatever :func:`load_pack` finds, all packs together.
    """
    loader = _Loader(known)
    for name in names:
        loader.add(name, base, None)
    if loader.problems:
        raise RuleError(loader.problems)
    return tuple(loader.packs)


class _Loader:
    """Walks the `uses:` of packs, depth first, and keeps each pack once, by its folder."""

    def __init__(self, known: Known | None = None) -> None:
        self._known = known
        self.packs: list[PackSpec] = []
        self.problems: list[Problem] = []
        self._done: set[Path] = set()
        self._open: list[tuple[Path, str]] = []

    def add(self, name: str, base: Path, location: Location | None) -> None:
        """Add a pack after all that it uses; ``location`` is where it was named, None on a command line."""
        try:
            folder = self._at_hand(name, base) or find_pack(name, base, location)
            self._refuse_circle(folder.resolve(), name, location)
            self._add_folder(folder, name, base)
        except RuleError as error:
            self.problems.extend(error.problems)

    def _at_hand(self, name: str, base: Path) -> Path | None:
        return self._known(name, base) if self._known and not is_path(name, base) else None

    def _refuse_circle(self, folder: Path, name: str, location: Location | None) -> None:
        folders = [opened for opened, _ in self._open]
        if folder in folders:
            names = [opened for _, opened in self._open[folders.index(folder) :]]
            found = f"packs in a circle: {' uses '.join([*names, name])}"
            raise RuleError(Problem(location, found, "an order", "take one of them out of a `uses:`"))

    def _add_folder(self, folder: Path, name: str, base: Path) -> None:
        resolved = folder.resolve()
        if resolved in self._done:
            return
        self._done.add(resolved)
        pack = load_pack(folder)
        if pack.id != name and not is_path(name, base):
            found = f"the pack `{name}` says that its id is `{pack.id}`"
            raise RuleError(Problem(pack.location, found, "the id that the pack is offered under"))
        self._open.append((resolved, name))
        for used in pack.uses:
            self.add(used.value, folder, used.location)
        self._open.pop()
        self.packs.append(pack)
