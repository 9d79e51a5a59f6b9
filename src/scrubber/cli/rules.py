"""`scrubber rules`: the rules in the order they run; one of them with all that is to be known of it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scrubber.cli import options

if TYPE_CHECKING:
    from scrubber.compile import CompiledRule
    from scrubber.specs import Example, RuleSpec

RuleId = Annotated[str | None, typer.Argument(metavar="ID", hidden=True)]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def rules(
    id: RuleId = None,
    as_json: Json = False,
    pack: options.Pack = None,
    without: options.Without = None,
) -> int:
    """Show the rules in the order they run.

    With an ID, show that rule alone: what it is for, its examples and where it is written.
    """
    from scrubber.cli.loading import Flags, load_variants, read_settings
    from scrubber.cli.words import Words, print_text
    from scrubber.plugins import load

    words = Words()
    config = read_settings(words)
    variants = load_variants(config, Flags(pack=tuple(pack or ())), load(without or ()), words)
    found = variants[0].plan.rules
    if id is not None:
        rule = _named(id, found)
        print_text(_as_json(_described(rule.spec, True)) if as_json else _shown(rule.spec))
    elif as_json:
        print_text(_as_json([_described(rule.spec) | {"edits": rule.edits} for rule in found]))
    else:
        print_text(_table(found))
    return 0


def _named(name: str, found: tuple[CompiledRule, ...]) -> CompiledRule:
    """Return the rule with an id, or an id that it had before. Raises UsageError with the nearest."""
    from scrubber.errors import Problem, UsageError, nearest

    for rule in found:
        if name == rule.id or name in rule.spec.was:
            return rule
    ids = [rule.id for rule in found]
    raise UsageError(
        Problem(None, f"no rule is called `{name}`", remedy=nearest(name, ids) or "see `scrubber rules`")
    )


def _as_json(value: Any) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _table(found: tuple[CompiledRule, ...]) -> str:
    """Return a line a rule, aligned; a rule that settings keep from editing says so."""
    from scrubber.summary import counted
    from scrubber.terminal import escape_controls

    rows = [
        (rule.spec.stage, rule.id, rule.spec.safety, _action(rule.spec) if rule.edits else "(ignored)")
        for rule in found
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = []
    for row, rule in zip(rows, found, strict=True):
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(escape_controls(f"{cells}  {_first_sentence(rule.spec.description)}".rstrip(), keep=""))
    return "\n".join([*map(_fitted, lines), "", counted(len(found), "rule"), ""])


def _first_sentence(text: str) -> str:
    first, stop, _ = text.partition(". ")
    return first + stop.strip()


def _fitted(line: str) -> str:
    """Cut a line to a terminal's width; what a program reads stays whole."""
    from scrubber.cli.words import is_terminal

    if not is_terminal(sys.stdout):
        return line
    width = shutil.get_terminal_size().columns
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _action(spec: RuleSpec) -> str:
    from scrubber.specs import DropSpec, JoinSpec, MarkSpec, PluginSpec, ReplaceSpec

    match spec.action:
        case DropSpec(unit="rest"):
            return "drop to the end"
        case DropSpec(unit=unit):
            return f"drop {unit}"
        case ReplaceSpec():
            return "replace"
        case JoinSpec(to=to):
            return f"join {to}"
        case MarkSpec(name=name):
            return f"mark {name.value}"
        case None if isinstance(spec.matcher, PluginSpec):
            return f"operator {spec.matcher.name.value}"
    return ""


def _matched(spec: RuleSpec) -> list[str]:
    """Say in the rule's own words what it matches."""
    from scrubber.specs import LinesSpec, PatternSpec, PhrasesSpec, PluginSpec

    match spec.matcher:
        case PhrasesSpec(phrases=phrases):
            return [phrase.value for phrase in phrases]
        case PatternSpec(unit=unit, pattern=pattern):
            return [f"{unit} {pattern.value}"]
        case LinesSpec(items=items):
            return [f"a sequence of {len(items)} kinds of lines"]
        case PluginSpec(kind=kind, name=name):
            return [f"{kind} {name.value}"]
        case matcher:
            return [f"each {matcher.unit} under conditions"]


def _described(spec: RuleSpec, whole: bool = False) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": spec.id,
        "pack": spec.pack,
        "stage": spec.stage,
        "safety": spec.safety,
        "action": _action(spec),
        "description": spec.description,
        "source": str(spec.location),
    }
    if whole:
        described["matches"] = _matched(spec)
        described["was"] = list(spec.was)
        described["min_precision"] = spec.min_precision
        described["examples"] = [_example(example) for example in spec.examples]
        described["keep"] = [example.before for example in spec.keep]
        described["hash"] = spec.hash
    return described


def _example(example: Example) -> dict[str, str]:
    said = {"before": example.before, "after": example.after, "at": example.at or ""}
    said |= {"url": example.url, "lang": example.lang}
    return {key: value for key, value in said.items() if value or key == "after"}


def _shown(spec: RuleSpec) -> str:
    from scrubber.cli.loading import shown_place
    from scrubber.terminal import escape_controls

    lines = [
        spec.id,
        f"  {spec.description}" if spec.description else "  (no description)",
        "",
        f"  stage    {spec.stage}",
        f"  action   {_action(spec)}",
        f"  safety   {spec.safety}",
        f"  written  {shown_place(spec.location)}",
        *([f"  was      {', '.join(spec.was)}"] if spec.was else []),
        *([f"  at least precision {spec.min_precision:g}, when measured"] if spec.min_precision else []),
        "",
        "  matches",
        *(f"    {matched}" for matched in _matched(spec)),
    ]
    for example in spec.examples:
        at = f" ({example.at} of an article)" if example.at else ""
        lines += ["", f"  example{at}", *_difference(example)]
    if spec.keep:
        lines += ["", "  keeps"]
    for example in spec.keep:
        lines += [f"    {line}" for line in example.before.strip("\n").split("\n")]
    return escape_controls("\n".join([*lines, ""]))


def _difference(example: Example) -> list[str]:
    """Show an example as the diff that the rule makes of it, all lines of it."""
    import difflib

    before, after = example.before.splitlines(), example.after.splitlines()
    compared = difflib.ndiff(before, after)
    return [f"    {line[0]} {line[2:]}".rstrip() for line in compared if line[0] != "?"]
