"""What an explanation says, as values: of a line and its way through the stages, and of a whole document.

Lines are numbered from 1 and are those of the document as it came, unless something else is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scrubber.errors import Location
from scrubber.records import RefusalKind
from scrubber.spans import Safety
from scrubber.specs import Place, Stage

__all__ = [
    "Applied",
    "Bearing",
    "Claim",
    "DocumentStory",
    "Evidence",
    "Failed",
    "LineStory",
    "Miss",
    "Refused",
    "Rule",
    "StageStory",
    "Standing",
    "Stretch",
    "Verdict",
]

Verdict = Literal["goes", "changes", "stays"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is named in an explanation. ``edits`` is False where it was told not to edit."""

    id: str
    location: Location
    stage: Stage
    action: str
    edits: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """What kept a rule from a line: what it asked, where that is written, and what was found.

    ``key`` is that of the condition. ``exception`` where an `unless:` holds; ``line`` is the line that was
    asked, 0 for the one explained.
    """

    location: Location
    asked: str
    found: str
    exception: bool = False
    line: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that does not take the line, and all that kept it.

    ``near`` where the matcher ``matched`` and only conditions failed, or all but one of a matcher made of
    conditions hold. ``detail`` says of a matcher how far it came, where that was asked.
    """

    rule: Rule
    near: bool
    failed: tuple[Failed, ...] = ()
    detail: str = ""
    matched: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposed edit that touches the line. ``refusal`` is "" where it happens, else ``detail`` says why.

    ``lines`` are the first and the last line that it touches, ``before`` and ``after`` the text of its change
    that is nearest to the line.
    """

    rule: Rule
    reason: str
    safety: Safety
    lines: tuple[int, int]
    before: str
    after: str
    refusal: RefusalKind | Literal[""] = ""
    detail: str = ""
    winner: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule whose match stands on the line: the ``mark`` it sets, or why nothing comes of it."""

    rule: Rule
    mark: str = ""
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence, in words: ``weight`` is what it adds to the logarithm of the odds."""

    said: str
    weight: float
    times: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the line stands: its region and what else rules may call it, and how that was judged.

    ``outside`` is the probability to lie before the article (``side`` "head") or after it. The evidence is
    what parts the likeliest cut that leaves the line out from the likeliest that keeps it, strongest first;
    the weights of all of it add up to the logarithm of the odds between those two. ``rivals`` are the lines
    before which these two cuts stand. ``note`` says what no weight can overrule.
    """

    places: tuple[Place, ...]
    shape: str
    side: Literal["head", "tail"]
    outside: float
    supports: tuple[Evidence, ...] = ()
    opposes: tuple[Evidence, ...] = ()
    rivals: tuple[int, int] = (0, 0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class StageStory:
    """What one stage made of the line: ``texts`` are the stage's lines that hold something of it.

    ``misses`` stand nearest first. ``unmatched`` counts the rules that have nothing to do with the line, and
    ``barred`` those that do not run on the document, by reason.
    """

    stage: Stage
    texts: tuple[str, ...]
    standing: Standing | None
    claims: tuple[Claim, ...]
    bearings: tuple[Bearing, ...]
    misses: tuple[Miss, ...]
    unmatched: int
    barred: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineStory:
    """Why a line went or stayed. ``after`` are the lines that hold something of it in the end."""

    number: int
    text: str
    verdict: Verdict
    after: tuple[str, ...]
    layout: str
    stages: tuple[StageStory, ...]
    left_alone: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Proposals that did not happen, those of one rule and one reason together."""

    rule: Rule
    kind: RefusalKind
    detail: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule with the first lines of its edits that happened."""

    rule: Rule
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines on end that rules call the same, why, and the least and the most probability to lie outside."""

    places: tuple[Place, ...]
    first: int
    last: int
    reason: str
    outside: tuple[float, float]


@dataclass(frozen=True, slots=True)
class DocumentStory:
    """What became of a document: how it was judged, which rules did something, and what was refused.

    ``silent`` counts the rules that proposed nothing, ``gone`` and ``changed`` lines.
    """

    lines: int
    layout: str
    regions: tuple[Stretch, ...]
    applied: tuple[Applied, ...]
    refused: tuple[Refused, ...]
    skipped: tuple[str, ...]
    silent: int
    changed: int
    gone: int
    left_alone: str = ""
