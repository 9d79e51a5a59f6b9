"""What a test asks in one line: that a pack holds, that a plugin does what is expected of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scrubber.api import Operator
from scrubber.document import Meta
from scrubber.plugin_checks import Lists, edited
from scrubber.plugins import load
from scrubber.testing.benches import Bench, find_targets, open_bench
from scrubber.testing.checks import Check
from scrubber.testing.pointing import Places
from scrubber.testing.variants import difference, variants


def assert_pack(path: str | Path, *, strict: bool = False, without: Sequence[str] = ()) -> None:
    """Raise AssertionError, with all that `scrubber test` would show, unless the rules at ``path`` hold.

    ``path`` is a pack, a folder of packs or a rule file; ``strict`` counts warnings as failures; ``without``
    leaves plugins out. Raises ScrubberError for a path without a pack and for packs that do not load.
    """
    registry = load(without)
    benches = (open_bench(target, registry) for target in find_targets([str(path)], Path.cwd()))
    failed = [told(check) for bench in benches for check in _checks(bench, strict) if not check.ok]
    if failed:
        raise AssertionError("\n".join(failed))


def _checks(bench: Bench, strict: bool) -> Iterator[Check]:
    places = Places()
    for rule in bench.rules:
        yield from bench.check(rule)
        yield from bench.check_decisive(rule, places) if strict else ()
    yield from bench.check_together() if strict else ()


def told(check: Check) -> str:
    """Return a check that failed: where, which rule, what; then the difference, or what to do."""
    place = check.location
    lines = [f"{place}: {check.rule}: {check.what}"]
    lines += [f"    {line}" for line in (*check.diff.split("\n"), check.remedy) if line]
    return "\n".join(lines)


def assert_edits(
    operator: Operator,
    before: str,
    after: str,
    options: object = None,
    lists: Lists | None = None,
    meta: Meta | None = None,
) -> None:
    """Raise AssertionError unless an operator makes ``after`` of ``before``, and leaves ``after`` alone.

    The same must hold with CRLF line ends, and with a final newline or without: whichever ``before`` has not.
    ``after`` equal to ``before`` asks that nothing is edited. Unsafe edits count; what raises otherwise is as
    for `edits_of`.
    """
    _assert_same(after, edited(operator, before, options, lists, meta), "as written")
    _assert_same(after, edited(operator, after, options, lists, meta), "in a second run")
    for variant in variants(before, after):
        found = edited(operator, variant.before, options, lists, meta)
        if not variant.same(found):
            _assert_same(variant.after, found, variant.how)


def _assert_same(expected: str, found: str, how: str) -> None:
    if found != expected:
        raise AssertionError(f"{how}:\n{difference(expected, found)}")
