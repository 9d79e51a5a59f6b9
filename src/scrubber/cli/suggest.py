"""`scrubber suggest`: draft rules from what recurs in a corpus."""

from __future__ import annotations

from typing import Annotated, Any, Self

import typer

from scrubber.cli import options
from scrubber.values import dataclass

Paths = Annotated[list[str], typer.Argument(metavar="CORPUS", hidden=True)]
Folder = Annotated[
    str, typer.Option("--output", "-o", metavar="FOLDER", help="The draft pack's folder: new, or empty.")
]


def _number(name: str, least: int, help: str, most: int | None = None, metavar: str = "N") -> object:
    return typer.Option(name, metavar=metavar, min=least, max=most, help=help, show_default=False)


Documents = Annotated[int, _number("--min-documents", 2, "Documents that a line must stand in; 5.")]
Share = Annotated[int, _number("--min-share", 1, "And what share of its site's; 10.", 100, "PERCENT")]
SampleSize = Annotated[int, _number("--sample", 5, "Documents of each site that are looked at; 200.")]
Sites = Annotated[int, _number("--sites", 1, "Sites that get rules of their own, the largest; 200.")]
Limit = Annotated[int, _number("--limit", 1, "Rules for each site; 100.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Name what recurs and is not proposed, with the reason.")
]


@dataclass(frozen=True, slots=True)
class Request:
    """A command line of `suggest`, as given; the names are those of the options."""

    paths: tuple[str, ...]
    output: str
    min_documents: int = 5
    min_share: int = 10
    sample: int = 200
    sites: int = 200
    limit: int = 100
    text_field: str = "text"
    url_field: str = "url"
    url: str = ""
    encoding: str | None = None
    format: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    quiet: bool = False
    verbose: bool = False

    @classmethod
    def of(cls, **given: Any) -> Self:
        """Make a request of options as typer gives them: lists, and None for what was left out."""
        said = {name: value for name, value in given.items() if value is not None}
        plain: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items()}
        return cls(**plain)


def suggest(
    paths: Paths,
    output: Folder,
    min_documents: Documents = 5,
    min_share: Share = 10,
    sample: SampleSize = 200,
    sites: Sites = 200,
    limit: Limit = 100,
    text_field: options.TextField = "text",
    url_field: options.UrlField = "url",
    url: options.Url = "",
    encoding: options.EncodingName = None,
    format: options.FormatName = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    quiet: options.Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Draft rules from lines that recur across documents.

    CORPUS is files and folders as `apply` reads them, best records with a url. What recurs at the edges of a
    site's documents becomes a pack in FOLDER: rules with examples, support and an estimated precision, all
    `safety: unsafe`, for you to read. The corpus is read twice.
    """
    request = Request.of(**locals())
    from scrubber.cli.drafts import run

    return run(request)
