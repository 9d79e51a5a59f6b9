"""Reading a pack from its folder: manifest, lists and rule files, with all that is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scrubber import schema
from scrubber.errors import Problem, RuleError
from scrubber.nodes import Node
from scrubber.packs.files import inside_folder, read_lists
from scrubber.packs.sources import MANIFEST
from scrubber.schema import Manifest, Reading
from scrubber.specs import PackSpec, RuleSpec, Text
from scrubber.strictyaml import Opened, read


def load_pack(folder: Path, opened: Opened = Path.read_bytes) -> PackSpec:
    """Read the pack in ``folder``: its manifest, its lists and its rule files, in order.

    What is read of a file is what ``opened`` returns for its path, and nothing else counts.

    Raises RuleError with every problem of all the pack's files together.
    """
    reading = Reading("")
    manifest = schema.read_manifest(read(folder / MANIFEST, opened), reading)
    lists = read_lists(folder, manifest.lists, reading, opened)
    inside = Reading(manifest.id, lists, reading.problems)
    rules = tuple(
        rule for name in _each_once(manifest.rules) for rule in _read_rule_file(folder, name, inside, opened)
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


def _read_rule_file(folder: Path, name: Text, reading: Reading, opened: Opened) -> tuple[RuleSpec, ...]:
    def node() -> Node | None:
        return read(inside_folder(folder, name), opened)

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
