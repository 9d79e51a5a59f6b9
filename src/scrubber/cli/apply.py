"""`scrubber apply`: the options, and what of them goes together."""

from __future__ import annotations

import gc
from typing import Any, Self

from scrubber.cli import options
from scrubber.errors import Problem, UsageError
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """A command line of `apply`, as given; the names are those of the options."""

    paths: tuple[str, ...]
    diff: bool = False
    check: bool = False
    in_place: bool = False
    output: str | None = None
    pack: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    without: tuple[str, ...] = ()
    ledger: str | None = None
    stats: bool = False
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
    verbose: bool = False

    @classmethod
    def of(cls, **given: Any) -> Self:
        """Make a request of options as typer gives them: lists, and None for what was left out."""
        said = {name: value for name, value in given.items() if value is not None}
        plain: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items()}
        return cls(**plain)

    @property
    def writes_files(self) -> bool:
        """Whether the cleaned text goes into files."""
        return self.in_place or self.output is not None

    @property
    def prints_text(self) -> bool:
        """Whether the cleaned text goes to standard output."""
        return not (self.writes_files or self.diff or self.check or self.stats)

    def require_sense(self) -> None:
        """Raise UsageError, with every problem, for options that contradict each other."""
        clashes = [
            (self.check and self.writes_files, "--check writes nothing", "leave out one of the two"),
            (
                self.in_place and self.output is not None,
                "--in-place and --output",
                "leave out one of the two",
            ),
            (self.in_place and "-" in self.paths, "--in-place for standard input", "use --output FILE"),
            (
                self.output == "-",
                "--output -",
                "leave it out: one document goes to standard output by itself",
            ),
            (self.ledger == "-", "--ledger -", "give the name of a file"),
            (self.quiet and self.verbose, "--quiet and --verbose", "leave out one of the two"),
        ]
        problems = [Problem(None, found, remedy=remedy) for wrong, found, remedy in clashes if wrong]
        if problems:
            raise UsageError(problems)


def apply(
    paths: options.Paths,
    diff: options.Diff = False,
    check: options.Check = False,
    in_place: options.InPlace = False,
    output: options.Output = None,
    pack: options.Pack = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unsafe: options.Unsafe = False,
    without: options.Without = None,
    ledger: options.Ledger = None,
    stats: options.Stats = False,
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
    verbose: options.Verbose = False,
) -> int:
    """Clean documents, or show what would change.

    PATH is a file, a folder, or - for standard input. One document goes to standard output; several, or a
    folder, need --diff, --check or --stats to look, or --in-place or --output to write.
    """
    request = Request.of(**locals())
    request.require_sense()
    gc.disable()  # until all is loaded, which stays: to look for garbage in it finds none
    try:
        from scrubber.cli.run import run

        return run(request)
    finally:
        gc.enable()
