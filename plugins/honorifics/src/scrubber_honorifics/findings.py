"""What is found in one text: titles that lost their names, and titles torn off at a line's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scrubber.api import Span
from scrubber_honorifics.decision import Choice
from scrubber_honorifics.occurrences import Occurrence
from scrubber_honorifics.openers import Opener
from scrubber_honorifics.splits import Split

Verdict = Literal["move", "orphan", "keep"]


@dataclass(frozen=True, slots=True)
class Stranded:
    """A title that no name follows, and what is to become of it.

    "move": it goes to the name of ``choice``. "orphan": nobody in the paragraph can have it, and ``lost`` is
    the word before it that stands in its name's place. "keep": in doubt, as ``choice`` says. ``capital``: the
    word after it keeps its capital.
    """

    title: Occurrence
    opener: Opener
    verdict: Verdict
    capital: bool
    choice: Choice
    lost: Span | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """A split that is to be joined; ``bearer`` is where else the name bears the title, if that was needed."""

    split: Split
    bearer: Span | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one text, each in the order of the text."""

    stranded: tuple[Stranded, ...] = ()
    joined: tuple[Joined, ...] = ()
