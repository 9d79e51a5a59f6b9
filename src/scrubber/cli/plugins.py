"""`scrubber plugins`: what is installed; what one of them adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

Name = Annotated[str | None, typer.Argument(metavar="NAME", hidden=True)]


def plugins(name: Name = None) -> int:
    """Show the installed plugins and their distributions.

    None of their code runs. With a NAME, that plugin is loaded and what it adds is shown.
    """
    from scrubber.cli.words import Words, print_text
    from scrubber.plugins import describe, installed

    if name is None:
        rows = [(info.name, f"{info.distribution} {info.version}", info.module) for info in installed()]
        print_text(_aligned(rows))
        if not rows:
            Words().say("no plugins are installed")
        return 0
    described = describe(name)
    info = described.info
    lines = [f"{info.name}  ({info.distribution} {info.version}, {info.module})\n"]
    for addition in described.adds:
        lines.append(f"\n  {addition.kind} {addition.name}\n")
        lines += [f"    {addition.summary}\n"] if addition.summary else []
        lines += [f"    option {option}\n" for option in addition.options]
    print_text("".join(lines))
    return 0


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )
