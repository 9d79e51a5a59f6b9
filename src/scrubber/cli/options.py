"""The options of the commands: how each is called and what its help says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer


class Colour(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


def _flag(*names: str, help: str) -> object:
    return typer.Option(*names, help=help)


def _value(*names: str, metavar: str, help: str) -> object:
    return typer.Option(*names, metavar=metavar, help=help)


def as_given(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as typer gives them, lists as tuples, without those that were left out."""
    said = {name: value for name, value in options.items() if value is not None}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}


# Arguments are told of in their command's help text: typer would show their Python types beside them.
Paths = Annotated[list[str], typer.Argument(metavar="PATH", hidden=True)]
Diff = Annotated[bool, _flag("--diff", help="Show a unified diff; write only if told to.")]
Check = Annotated[bool, _flag("--check", help="Exit 1 if anything would change; write nothing.")]
InPlace = Annotated[bool, _flag("--in-place", help="Replace each file that changes.")]
Output = Annotated[
    str | None, _value("--output", "-o", metavar="PATH", help="A file for one, a mirrored folder for many.")
]
Pack = Annotated[
    list[str] | None,
    _value("--pack", "-p", metavar="NAME|PATH", help="A pack instead of the default, news; repeatable."),
]
Select = Annotated[
    list[str] | None,
    _value("--select", metavar="RULE|PACK|GLOB", help="Let only these rules edit; repeatable."),
]
Ignore = Annotated[
    list[str] | None,
    _value("--ignore", metavar="RULE|PACK|GLOB", help="Let these rules not edit; repeatable."),
]
Unsafe = Annotated[bool, _flag("--unsafe", help="Apply unsafe edits too.")]
Without = Annotated[
    list[str] | None,
    _value("--without", metavar="PLUGIN", help="Leave a plugin out, and the rules that need it."),
]
Ledger = Annotated[
    str | None, _value("--ledger", metavar="FILE", help="Record each edit and refusal, as JSON Lines.")
]
Stats = Annotated[bool, _flag("--stats", help="Show a table of what each rule did.")]
TextField = Annotated[str, _value("--text-field", metavar="NAME", help="The field of records to clean.")]
UrlField = Annotated[str, _value("--url-field", metavar="NAME", help="The field with a record's URL.")]
LangField = Annotated[str, _value("--lang-field", metavar="NAME", help="The field with its language.")]
Url = Annotated[
    str, _value("--url", metavar="URL", help="Where documents come from that do not say so themselves.")
]
EncodingName = Annotated[
    str | None, _value("--encoding", metavar="NAME", help="The encoding, instead of recognising it.")
]
FormatName = Annotated[
    str | None, _value("--format", metavar="NAME", help="The format, instead of going by the suffix.")
]
Include = Annotated[
    list[str] | None,
    _value("--include", metavar="GLOB", help="Read only these files, whatever their suffix; repeatable."),
]
Exclude = Annotated[
    list[str] | None, _value("--exclude", metavar="GLOB", help="Do not read these; repeatable.")
]
ColourWhen = Annotated[Colour, _value("--color", metavar="auto|always|never", help="When to colour.")]
Quiet = Annotated[bool, _flag("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, _flag("--verbose", "-v", help="Say which settings and packs count.")]
