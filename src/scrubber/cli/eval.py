"""`scrubber eval`: precision, recall and the worst cases of a run, on documents with right answers."""

from __future__ import annotations

from typing import Annotated

import typer

from scrubber.cli import options
from scrubber.values import dataclass

Pairs = Annotated[list[str], typer.Argument(metavar="PAIRS", hidden=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON.")]
Worst = Annotated[
    int,
    typer.Option("--worst", min=0, metavar="N", help="How many of the worst cases to show."),
]
Stayed = Annotated[
    int,
    typer.Option("--stayed", min=0, metavar="N", help="Show a sample of what should have gone."),
]
RawField = Annotated[
    str | None,
    typer.Option("--text-field", metavar="NAME", help="The field to clean: `raw`; on labelled pages `text`."),
]
CleanField = Annotated[
    str | None,
    typer.Option(
        "--clean-field", metavar="NAME", help="The right answer: `clean`; on labelled pages `gold`."
    ),
]


@dataclass(frozen=True, slots=True)
class Request:
    """A command line of `eval`, as given; the names are those of the options."""

    pairs: tuple[str, ...]
    as_json: bool = False
    worst: int = 5
    stayed: int = 0
    pack: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    without: tuple[str, ...] = ()
    text_field: str | None = None
    clean_field: str | None = None
    url_field: str = "url"
    lang_field: str = "lang"
    url: str = ""
    encoding: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    color: options.Colour = options.Colour.auto
    quiet: bool = False
    verbose: bool = False


def evaluate(
    pairs: Pairs,
    as_json: AsJson = False,
    worst: Worst = 5,
    stayed: Stayed = 0,
    pack: options.Pack = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unsafe: options.Unsafe = False,
    without: options.Without = None,
    text_field: RawField = None,
    clean_field: CleanField = None,
    url_field: options.UrlField = "url",
    lang_field: options.LangField = "lang",
    url: options.Url = "",
    encoding: options.EncodingName = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    color: options.ColourWhen = options.Colour.auto,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Measure a run on documents with right answers.

    PAIRS is a JSON Lines file, a folder or - for standard input. A record has its lines with labels in
    `blocks`, or the fields `raw` and `clean`. Files are paired as raw/NAME and clean/NAME, as NAME.txt and
    NAME.clean.txt, or as input.txt and expected.txt. Exit code 1 if a rule or a pack is below its
    `min_precision`.
    """
    request = Request(**options.as_given(locals()))
    from scrubber.cli.measure import measure

    return measure(request)
