"""`scrubber test`: run the examples of packs."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scrubber.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrubber.specs import PackSpec
    from scrubber.testing import Check

Packs = Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True)]


def test(packs: Packs = None, without: options.Without = None, quiet: options.Quiet = False) -> int:
    """Run the examples of packs.

    PATH is a pack, a folder of packs or a rule file; without one, the packs in use here are tested. Each
    rule that fails shows what came out, and the exit code is 1.
    """
    from scrubber.cli.loading import load_chosen, read_settings
    from scrubber.cli.words import Words
    from scrubber.plugins import load
    from scrubber.testing import check_packs

    config = read_settings(Words(quiet))
    registry = load(without or ())
    named = _packs_in(packs or ())
    loaded = load_chosen(config, config.general, named)
    only = _ids_of(named, loaded) if named else None
    files = {Path(path).resolve() for path in packs or () if Path(path).is_file()}
    checks = check_packs(loaded, registry, only)
    chosen = (check for check in checks if not files or check.location.path.resolve() in files)
    return _print(chosen, quiet)


def _packs_in(paths: Sequence[str]) -> list[str]:
    """Return the packs that are meant: a folder of packs means each of them, a rule file means its pack."""
    found = []
    for given in paths:
        path = Path(given)
        within = sorted(path.glob("*/pack.yaml")) if not (path / "pack.yaml").is_file() else []
        if path.is_file():
            found.append(f"{path.parent}/.")
        elif within:
            found += [f"{manifest.parent}/." for manifest in within]
        else:
            found.append(given)
    return list(dict.fromkeys(found))


def _ids_of(named: Sequence[str], loaded: Sequence[PackSpec]) -> set[str]:
    """Return the ids of the packs that were named; those that they use have tests of their own."""
    from scrubber.packs.sources import find_pack

    folders = {find_pack(name, Path.cwd(), None).resolve() for name in named}
    return {pack.id for pack in loaded if pack.folder.resolve() in folders}


def _print(checks: Iterable[Check], quiet: bool) -> int:
    from scrubber.cli.words import print_text
    from scrubber.summary import counted

    ran: list[bool] = []
    failed_rules = rules = 0
    for rule, group in groupby(checks, key=lambda check: check.rule):
        found = list(group)
        failed = [check for check in found if not check.ok]
        ran += [check.ok for check in found]
        rules, failed_rules = rules + 1, failed_rules + bool(failed)
        if failed or not quiet:
            print_text(_shown(rule, len(found), failed))
    total = f"{counted(len(ran), 'check')} of {counted(rules, 'rule')}"
    if not all(ran):
        print_text(f"\n{total}: {ran.count(False)} failed, in {counted(failed_rules, 'rule')}\n")
    elif not quiet:
        print_text(f"\n{total}: all hold\n" if ran else "no rules, no checks\n")
    return int(not all(ran))


def _shown(rule: str, count: int, failed: Sequence[Check]) -> str:
    """Return the line of a rule and, below it, what failed: where, what, and the difference."""
    from scrubber.cli.loading import shown_place
    from scrubber.summary import counted
    from scrubber.terminal import escape_controls

    if not failed:
        return f"ok    {rule}  ({counted(count, 'check')})\n"
    lines = [f"FAIL  {rule}  ({len(failed)} of {counted(count, 'check')})"]
    for check in failed:
        lines.append(f"      {shown_place(check.location)}: {check.what}")
        lines += [f"        {line}" for line in check.diff.splitlines()]
    return escape_controls("\n".join(lines)) + "\n"
