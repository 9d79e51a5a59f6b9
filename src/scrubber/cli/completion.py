"""`scrubber completion`: the script that completes command lines in a shell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

SHELLS = ("bash", "zsh", "fish")

Shell = Annotated[str | None, typer.Argument(metavar="bash|zsh|fish", hidden=True)]


def completion(shell: Shell = None) -> int:
    """Print the script that completes command lines in a shell.

    It completes commands, options, and the names of packs, rules and plugins. Its first lines say where it
    goes. Without a name it is the script for the shell that $SHELL names.
    """
    from scrubber.cli.words import print_bytes
    from scrubber.errors import Problem, UsageError, listed, nearest

    name = Path(os.environ.get("SHELL", "")).name if shell is None else shell
    if name not in SHELLS:
        found = f"there is no completion for `{name}`" if name else "no shell is named, and $SHELL is not set"
        raise UsageError(Problem(None, found, listed(SHELLS), nearest(name, SHELLS)))
    print_bytes(Path(__file__).with_name("completions").joinpath(f"scrubber.{name}").read_bytes())
    return 0
