"""`scrubber new`: begin a pack or a plugin, as a distribution whose tests pass."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scrubber.cli import options

Kind = Annotated[str, typer.Argument(metavar="pack|plugin", hidden=True)]
Name = Annotated[str, typer.Argument(metavar="NAME", hidden=True)]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="DIR", help="The folder to make, instead of scrubber-NAME here."),
]


def new(kind: Kind, name: Name, output: Output = None, without: options.Without = None) -> int:
    """Begin a pack or a plugin in a folder of its own.

    NAME is what rules and the command line call it: lower-case words with hyphens. What is made is a whole
    distribution, to be changed from there: rules or code that work, tests that pass, a README that says what
    is where. Nothing that is there already is written over.
    """
    from scrubber.cli.schema import KINDS, schema_name, schema_text
    from scrubber.cli.words import Words
    from scrubber.plugins import load
    from scrubber.projects import project, write_project

    wanted = project(kind, name)
    folder = Path(output or wanted.distribution)
    registry = load(without or ())
    schemas = {f"schemas/{schema_name(each)}": schema_text(each, registry) for each in KINDS}
    files = write_project(wanted, folder, schemas)
    words = Words()
    words.say(f"made: the {kind} {name}, in {folder}")
    for path in files:
        words.say(f"  {path.relative_to(folder)}")
    steps = [f"cd {folder}", "pip install --editable '.[dev]'", "pytest", f"scrubber rules --pack {name}"]
    if kind == "plugin":
        steps.append("scrubber schema --output schemas/   # its operators and options too, for your editor")
    words.say("\n  ".join(["next:", *steps]))
    return 0
