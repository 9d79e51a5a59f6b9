"""`scrubber schema`: the JSON Schemas that editors complete, explain and check YAML files with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scrubber.cli import options

if TYPE_CHECKING:
    from scrubber.plugins import Registry


KINDS = ("rules", "pack", "settings")

KindName = Annotated[str | None, typer.Argument(metavar="rules|pack|settings", hidden=True)]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="A file, or a folder: without a kind, for all three."
    ),
]


def schema(kind: KindName = None, output: Output = None, without: options.Without = None) -> int:
    """Print the JSON Schema of rule files, of pack.yaml or of scrubber.yaml, for editors.

    Without a kind it is that of rule files. The markers, operators, guards and options of the plugins that
    are installed are in it: make it again when those change.
    """
    from scrubber.cli.words import Words, print_bytes
    from scrubber.plugins import load

    _require_known(kind)
    registry = load(without or ())
    if output is None:
        print_bytes(schema_text(kind or KINDS[0], registry))
        return 0
    for path in write_schemas(output, kind, registry):
        Words().say(f"written: {path}")
    return 0


def _require_known(kind: str | None) -> None:
    from scrubber.errors import Problem, UsageError, listed, nearest

    if kind is not None and kind not in KINDS:
        found = f"there is no schema of `{kind}`"
        raise UsageError(Problem(None, found, listed(KINDS), nearest(kind, KINDS)))


def schema_text(kind: str, registry: Registry) -> bytes:
    """Return the schema of one kind of file as it is written."""
    import json
    from importlib.metadata import version

    from scrubber.json_schema import SCHEMAS

    comment = f"Made by `scrubber schema` {version('scrubber-text')}, for the plugins that were installed."
    schema = {"$schema": "", "$comment": comment} | SCHEMAS[kind](registry)
    return json.dumps(schema, indent=2, ensure_ascii=False).encode() + b"\n"


def schema_name(kind: str) -> str:
    """Return what the file of a schema is called in a folder."""
    return f"{kind}.schema.json"


def write_schemas(output: str, kind: str | None, registry: Registry) -> list[Path]:
    """Write a schema to a file, or one or all of them into a folder. Raises UsageError."""
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)):
        kinds = [kind] if kind else KINDS
        wanted = {path / schema_name(each): each for each in kinds}
    else:
        wanted = {path: kind or KINDS[0]}
    for target, each in wanted.items():
        _write(target, schema_text(each, registry))
    return list(wanted)


def _write(path: Path, text: bytes) -> None:
    from scrubber.cli.output import draft_for
    from scrubber.errors import DocumentError, Problem, UsageError
    from scrubber.sources import reason

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(Problem(None, f"{path.parent} cannot be made: {reason(error)}")) from None
    draft = draft_for(path)
    try:
        draft.write(text)
        draft.finish(True, lambda: None)
    except DocumentError as error:
        raise UsageError(error.problems) from None
