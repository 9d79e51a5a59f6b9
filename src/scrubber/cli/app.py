"""The commands, put together; what a command needs to run is imported when it runs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any

import typer

from scrubber.cli.typed import take_as_typed

COMMANDS = {
    "apply": "apply",
    "explain": "explain",
    "rules": "rules",
    "test": "test",
    "eval": "evaluate",
    "compare": "compare",
    "suggest": "suggest",
    "plugins": "plugins",
    "schema": "schema",
    "new": "new",
    "completion": "completion",
}
"""The commands in the order of the help. Each is a module here, with a function of this name."""

# What typer raises for a wrong command line, wherever the release at hand keeps it.
_CommandLineError: type[Any] = typer.BadParameter.__mro__[2]

_STDIN_LINE = re.compile(r"-(?::[0-9-]+)+")


def run(arguments: list[str]) -> int:
    """Carry out a command line and return its exit code; a wrong one is told on stderr."""
    completes = "_SCRUBBER_COMPLETE" in os.environ
    named = bool(arguments) and arguments[0] in COMMANDS and not completes
    command: Any = typer.main.get_command(command_line(arguments[:1] if named else COMMANDS))
    if completes:  # a shell asks what may stand at the end of the line
        from scrubber.cli.candidates import print_candidates

        return print_candidates(command, arguments)
    for each in (command, *command.commands.values()):
        take_as_typed(each.get_params(typer.Context(each)))
    try:
        with command.make_context("scrubber", _without_false_options(arguments)) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except _CommandLineError as error:
        return _wrong_command_line(error)


def _without_false_options(arguments: list[str]) -> list[str]:
    """Put `-:12`, a line of standard input, where no option is looked for."""
    lines = [argument for argument in arguments if _STDIN_LINE.fullmatch(argument)]
    if not lines or "--" in arguments:
        return arguments
    return [*(argument for argument in arguments if argument not in lines), "--", *lines]


def _wrong_command_line(error: Any) -> int:
    message: str = error.format_message()
    from scrubber.terminal import escape_controls

    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{message}\n")
        return 2
    path = context.command_path if context else "scrubber"
    lowered = message[:1].lower() + message[1:].rstrip(".")
    sys.stderr.write(escape_controls(f"scrubber: {lowered}\n  see `{path} --help`\n"))
    return 2


def command_line(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """Return the command line with these commands; nothing that cleans is imported by it."""
    app = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True
    )
    app.callback()(_root)
    for name in names:
        app.command(name)(getattr(import_module(f"scrubber.cli.{name}"), COMMANDS[name]))
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"scrubber {version('scrubber-text')}\n")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Clean text with rules and plugins, and see every change as a diff."""
