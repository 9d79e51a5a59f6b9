"""The commands, put together; what a command needs to run is imported when it runs."""

from __future__ import annotations

import os
import re
import sys
from typing import Annotated, Any

import typer

from scrubber.cli import (
    apply,
    compare,
    completion,
    eval,
    explain,
    new,
    plugins,
    rules,
    schema,
    suggest,
    test,
)

# What typer raises for a wrong command line, wherever the release at hand keeps it.
_CommandLineError: type[Any] = typer.BadParameter.__mro__[2]

_STDIN_LINE = re.compile(r"-(?::[0-9-]+)+")


def run(arguments: list[str]) -> int:
    """Carry out a command line and return its exit code; a wrong one is told on stderr."""
    command = typer.main.get_command(command_line())
    if "_SCRUBBER_COMPLETE" in os.environ:  # a shell asks what may stand at the end of the line
        from scrubber.cli.candidates import print_candidates

        return print_candidates(command, arguments)
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


def command_line() -> typer.Typer:
    """Return the command line with all its commands; nothing that cleans is imported by it."""
    app = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True
    )
    app.callback()(_root)
    app.command("apply")(apply.apply)
    app.command("explain")(explain.explain)
    app.command("rules")(rules.rules)
    app.command("test")(test.test)
    app.command("eval")(eval.evaluate)
    app.command("compare")(compare.compare)
    app.command("suggest")(suggest.suggest)
    app.command("plugins")(plugins.plugins)
    app.command("schema")(schema.schema)
    app.command("new")(new.new)
    app.command("completion")(completion.completion)
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
