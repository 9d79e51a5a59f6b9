"""What a pack says, as values: the result of reading YAML and the input of the compiler.

Nothing here reads or runs anything. Every spec that a person wrote keeps the Location it was written at,
so that whoever finds it wrong later can still point at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from scrubber.errors import Location
from scrubber.spans import Safety
from scrubber.values import dataclass

Stage = Literal["characters", "remove", "mend", "tidy"]
STAGES: tuple[Stage, ...] = ("characters", "remove", "mend", "tidy")
Shape = Literal["prose", "heading", "label", "list-item"]
SHAPES: tuple[Shape, ...] = ("prose", "heading", "label", "list-item")
Region = Literal["head", "body", "tail"]
REGIONS: tuple[Region, ...] = ("head", "body", "tail")
# `deep-tail` is tail beyond doubt; the last two are body that may well lie outside the article.
Place = Literal["head", "body", "tail", "deep-tail", "maybe-head", "maybe-tail"]
PLACES: tuple[Place, ...] = (*REGIONS, "deep-tail", "maybe-head", "maybe-tail")
Unit = Literal["line", "paragraph", "text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A string that a person wrote, with its place: the first character's, inside any quotes."""

    value: str
    location: Location


@dataclass(frozen=True, slots=True)
class Way:
    """One way to match: what a line needs for it, the rarest need first, and how long it is at the most.

    ``longest`` counts characters that are not blank; None where there is no bound. ``traits`` are bits of
    `slots.traits_of` that the folded line must have.
    """

    needs: tuple[frozenset[str], ...]
    longest: int | None = None
    traits: int = 0


@dataclass(frozen=True, slots=True)
class PhrasesSpec:
    """`phrases:`: whole lines in the phrase language.

    ``ways`` are those to match each of them, where `analysis.py` has found that out. It follows
    from what is written and is no part of it: a changed copy comes without.
    """

    phrases: tuple[Text, ...]
    ways: tuple[Way, ...] | None = field(default=None, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PatternAnalysis:
    """What reading a pattern shows.

    Whether it is ``linear``, its ``groups``, the ``least`` and ``most`` characters that it takes (None where
    there is no bound), the ``lists`` that it names, what it ``needs``, and ``texts`` of which every unit with
    a match of `text:` holds one (none where none are known).
    """

    linear: bool
    groups: tuple[str, ...]
    least: int
    most: int | None
    lists: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternSpec:
    """A regex: `line:`, `paragraph:` (the whole unit, blanks at its edges aside) or `text:` (anywhere).

    ``analysis`` is there where `analysis.py` has been asked for it. A changed copy comes without.
    """

    unit: Unit
    pattern: Text
    analysis: PatternAnalysis | None = field(default=None, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """`line:` or `paragraph:` given as conditions: every such unit that meets them."""

    unit: Literal["line", "paragraph"]
    condition: Condition


@dataclass(frozen=True, slots=True)
class LineItem:
    """One item of `lines:`: between ``least`` and ``most`` lines that each meet ``condition``."""

    condition: Condition
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class LinesSpec:
    """`lines:`: items that match one after another; blank lines between them are passed over."""

    items: tuple[LineItem, ...]


@dataclass(frozen=True, slots=True)
class PluginSpec:
    """`marker:` or `operator:`: a plugin by name with its raw, still unvalidated options."""

    kind: Literal["marker", "operator"]
    name: Text
    options: object  # a strictyaml Node, or None
    options_location: Location


MatcherSpec = PhrasesSpec | PatternSpec | UnitSpec | LinesSpec | PluginSpec


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`near:`, `follows:` or `precedes:`: another line at most ``within`` countable lines away.

    Exactly one of ``mark``, ``rule`` and ``matcher`` is given. ``regions``, where given, are those in one of
    which the other line must lie.
    """

    direction: Literal["near", "follows", "precedes"]
    within: int = 1
    mark: Text | None = None
    rule: Text | None = None
    matcher: PhrasesSpec | PatternSpec | None = None
    regions: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """`check:`: a chain of comparisons of slots and whole numbers, ``a <= b <= 60``.

    ``terms`` has one more entry than ``operators``; a term is a slot's name or an int.
    """

    terms: tuple[str | int, ...]
    operators: tuple[Literal["<", "<=", "==", "!=", ">=", ">"], ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Condition:
    """The keys of one mapping under `where:`, `unless:` or an item: all that are given must hold.

    Several entries in one tuple field mean "any of them" for ``regions``, ``shapes``, ``domains`` and
    ``langs``, "each of them" for ``neighbours``, ``checks`` and ``matchers``. ``marks`` and ``rules`` (in
    `lines:` items and `unless:`) name what the unit itself must bear, any of them. ``keys`` are the places
    of the keys as written.
    """

    location: Location
    regions: tuple[Place, ...] = ()
    shapes: tuple[Shape, ...] = ()
    min_words: int | None = None
    max_words: int | None = None
    neighbours: tuple[Neighbour, ...] = ()
    checks: tuple[Check, ...] = ()
    domains: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    matchers: tuple[PhrasesSpec | PatternSpec, ...] = ()
    marks: tuple[Text, ...] = ()
    rules: tuple[Text, ...] = ()
    keys: tuple[tuple[str, Location], ...] = field(default=(), compare=False, repr=False)

    def at(self, key: str) -> Location:
        """Return the place where a key is written, or that of the mapping where it is not known."""
        return next((location for name, location in self.keys if name == key), self.location)


AnyOf = tuple[Condition, ...]
"""A list of conditions: one of them must hold. Empty: no condition at all."""


@dataclass(frozen=True, slots=True)
class DropSpec:
    """`drop: match | line | paragraph`, or `{from: line, to: end, stop_at: ...}` as ``unit`` "rest"."""

    unit: Literal["match", "line", "paragraph", "rest"]
    stop_at: AnyOf = ()


@dataclass(frozen=True, slots=True)
class ReplaceSpec:
    """`replace:`: a template in which ``{name}`` stands for a slot or a named group."""

    template: Text


@dataclass(frozen=True, slots=True)
class JoinSpec:
    """`join: {to: next, with: ' '}`: the matched unit and the one after it become one line."""

    to: Literal["next", "previous"] = "next"
    separator: str = " "


@dataclass(frozen=True, slots=True)
class MarkSpec:
    """`mark:`: names the match for other rules of the stage; changes nothing."""

    name: Text


ActionSpec = DropSpec | ReplaceSpec | JoinSpec | MarkSpec


@dataclass(frozen=True, slots=True)
class Budget:
    """How many prose words outside head and tail a rule may remove from a document: a share or a count."""

    share: float | None = None
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A document before and after one rule; ``after == before`` for an entry of `keep:`.

    ``at`` sets the text into a stock article, at its head, in its body or at its tail.
    """

    before: str
    after: str
    location: Location
    at: Region | None = None
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule as written. ``id`` is the full id, ``pack.rule``; ``action`` is None for an operator.

    ``min_precision`` is a share: what measuring the rule has to find. Cleaning does not look at it.
    """

    id: str
    location: Location
    matcher: MatcherSpec
    action: ActionSpec | None
    description: str = ""
    where: AnyOf = ()
    unless: AnyOf = ()
    stage: Stage = "remove"
    safety: Safety = "safe"
    respect: tuple[Text, ...] = ()
    budget: Budget | None = None
    min_precision: float | None = None
    runs_before: tuple[Text, ...] = ()
    runs_after: tuple[Text, ...] = ()
    was: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    keep: tuple[Example, ...] = ()
    hash: str = ""  # of the rule's source text: changes whenever what is written changes

    @property
    def pack(self) -> str:
        """The id of the pack that the rule belongs to."""
        return self.id.rpartition(".")[0]

    @property
    def asks_for_region(self) -> bool:
        """Whether a place in the document is part of what the rule finds, by its matcher or by `where:`."""
        found: list[Condition] = list(self.where)
        if isinstance(self.matcher, UnitSpec):
            found.append(self.matcher.condition)
        if isinstance(self.matcher, LinesSpec):
            found += [item.condition for item in self.matcher.items]
        return any(condition.regions for condition in found)


@dataclass(frozen=True, slots=True)
class PackSpec:
    """A pack: a folder with `pack.yaml` and rule files, all read. ``lists`` maps a name to its entries."""

    id: str
    folder: Path
    location: Location
    rules: tuple[RuleSpec, ...]
    description: str = ""
    version: str = ""
    uses: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    off: tuple[Text, ...] = ()
    plugins: tuple[Text, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    min_precision: float | None = None
