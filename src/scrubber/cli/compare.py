"""`scrubber compare`: what a change of a pack changes on a corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from scrubber.cli import options
from scrubber.values import dataclass

First = Annotated[str, typer.Argument(metavar="PACK_A", hidden=True)]
Second = Annotated[str, typer.Argument(metavar="PACK_B", hidden=True)]
CorpusPaths = Annotated[
    list[str],
    typer.Option("--corpus", metavar="PATH", help="The documents, a file or a folder; repeatable."),
]
Sample = Annotated[
    int,
    typer.Option("--sample", min=0, metavar="N", help="How many of each rule and kind to show."),
]
Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="Write a page to read in a browser.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON.")]
Check = Annotated[bool, typer.Option("--check", help="Exit 1 if anything differs.")]


@dataclass(frozen=True, slots=True)
class Request:
    """A command line of `compare`, as given; the names are those of the options."""

    pack_a: str
    pack_b: str
    corpus: tuple[str, ...]
    sample: int = 3
    html: str | None = None
    as_json: bool = False
    check: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    without: tuple[str, ...] = ()
    text_field: str = "text"
    url_field: str = "url"
    lang_field: str = "lang"
    url: str = ""
    encoding: str | None = None
    format: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    color: options.Colour = options.Colour.auto
    quiet: bool = False


def compare(
    pack_a: First,
    pack_b: Second,
    corpus: CorpusPaths,
    sample: Sample = 3,
    html: Html = None,
    as_json: AsJson = False,
    check: Check = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unsafe: options.Unsafe = False,
    without: options.Without = None,
    text_field: options.TextField = "text",
    url_field: options.UrlField = "url",
    lang_field: options.LangField = "lang",
    url: options.Url = "",
    encoding: options.EncodingName = None,
    format: options.FormatName = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    color: options.ColourWhen = options.Colour.auto,
    quiet: options.Quiet = False,
) -> int:
    """Show which edits of a corpus are gained, lost and moved from one pack to another.

    PACK is a name, a path, or REV:PATH for a pack as a git revision has it, with the packs that it uses as
    they were. Moved is what goes with both, but by another rule, in another stage or with another extent.
    The settings file does not count here.
    """
    request = Request(**options.as_given(locals()))
    from scrubber.cli.contrast import contrast

    return contrast(request)
