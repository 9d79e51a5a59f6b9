"""`--diff`: a patch where a program reads it, coloured and escaped where a person does."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from scrubber.cli.words import print_bytes, print_text
from scrubber.corpus import Outcome
from scrubber.diff import record_diff, render_diff, unified_diff
from scrubber.sources import Source
from scrubber.values import dataclass


@dataclass
class DiffPrinter:
    """Prints the diff of each document that changed."""

    for_a_person: bool
    colour: bool
    _named: tuple[Source, str] | None = None  # the last file, which most often is the next one too

    def show(self, outcome: Outcome) -> None:
        """Print the diff of one document."""
        result = outcome.result
        if result is None or not result.changed:
            return
        document, net, edits, number = result.document, result.net, result.edits, outcome.number
        name = self._name(outcome.source)
        if self.for_a_person:
            print_text(render_diff(document, net, edits, name, self.colour, number or None))
        elif number:
            print_bytes(record_diff(document, net, edits, name, number).encode("utf-8", "backslashreplace"))
        else:
            print_bytes(unified_diff(document, net, edits, name))

    def _name(self, source: Source) -> str:
        if self._named is None or self._named[0] is not source:
            self._named = source, name_in_diff(source)
        return self._named[1]


def name_in_diff(source: Source) -> str:
    """Return the name of a file from the current folder; from the root where it lies elsewhere."""
    if source.path is None:
        return source.inside.as_posix()
    # Links on the way to the file stay, unless it is only through them that it seems to lie elsewhere.
    for path in (Path(os.path.abspath(source.path)), source.path.resolve()):  # noqa: PTH100
        if path.is_relative_to(Path.cwd()):
            return path.relative_to(Path.cwd()).as_posix()
    absolute = PurePath(os.path.abspath(source.path))  # noqa: PTH100
    return absolute.relative_to(absolute.anchor).as_posix()
