"""Conditions: the mappings under `where:`, `unless:`, `stop_at:` and in `lines:`, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import regex

from scrubber.errors import Location, Problem, RuleError
from scrubber.nodes import Node, ScalarNode, offset_location
from scrubber.schema.expressions import pattern, phrases
from scrubber.schema.names import domain, language, reference
from scrubber.schema.reading import Fields, Reader, Reading, fault, one_of, one_or_more, scalar, whole_number
from scrubber.specs import (
    PLACES,
    SHAPES,
    AnyOf,
    Check,
    Condition,
    Neighbour,
    PatternSpec,
    PhrasesSpec,
    Place,
    Text,
)

_PLACE = ("region", "near", "follows", "precedes")
_UNIT = ("shape", "min_words", "max_words", "domain", "lang")
_BEARS = ("mark", "rule")
WHERE = (*_PLACE, *_UNIT, "check", "phrases", "line", "paragraph", "text")
UNLESS = (*WHERE, *_BEARS)
OF_LINE = (*_PLACE, *_UNIT, "phrases", "line", "text", *_BEARS)
OF_PARAGRAPH = (*OF_LINE, "paragraph")

MAX_WORDS = 100_000
MAX_WITHIN = 50

_WHERE_HINTS = {
    "mark": "a rule's own unit bears a mark in `unless:` and `lines:`; here say `near: {mark: ...}`",
    "rule": "a rule's own unit is matched by another in `unless:`; here say `near: {rule: ...}`",
    "within": "`within:` stands beside the neighbour: `near: {mark: ..., within: 3}`",
}
_HINTS = {
    "check": "`check:` compares the slots of the rule's own matcher: it belongs into `where:`",
    "within": _WHERE_HINTS["within"],
}
_TOKEN = regex.compile(r"\s*(?:(?P<term>[^\W\d]\w*|[0-9]{1,15}(?!\w))|(?P<sign><=|>=|==|!=|<|>)|(?P<bad>\S))")
_SIGNS: dict[str, Literal["<", "<=", "==", "!=", ">=", ">"]] = {
    "<": "<",
    "<=": "<=",
    "==": "==",
    "!=": "!=",
    ">=": ">=",
    ">": ">",
}


def any_of(what: str, keys: Sequence[str], reading: Reading) -> Reader[AnyOf]:
    """Make a reader of a mapping (all its keys must hold) or a list of them (one of them must)."""
    read_one = condition(what, keys, reading)
    read_all = one_or_more(read_one, f"mappings with {what}")

    def read(node: Node) -> AnyOf:
        if isinstance(node, ScalarNode):
            raise fault(node, f"`{node.value}`", f"a mapping of {what}, or a list of them")
        return read_all(node)

    return read


def condition(what: str, keys: Sequence[str], reading: Reading) -> Reader[Condition]:
    """Make a reader of one mapping out of the closed set ``keys``; it must hold at least one."""

    def read(node: Node) -> Condition:
        fields = Fields(node, what, keys, reading, _WHERE_HINTS if keys is WHERE else _HINTS)
        if not fields.node.entries:
            raise fault(node, f"{what} that asks for nothing", "at least one key", "leave it out")
        return read_condition(fields, keys, reading)

    return read


def read_condition(fields: Fields, keys: Sequence[str], reading: Reading) -> Condition:
    """Read the keys of a condition; keys of ``fields`` that are not in ``keys`` are another's business."""
    least, most = _word_counts(fields)
    return Condition(
        location=fields.node.location,
        regions=_regions(fields),
        shapes=fields.read("shape", one_or_more(one_of(SHAPES), "shapes"), ()),
        min_words=least,
        max_words=most,
        neighbours=_neighbours(fields, reading),
        checks=fields.read("check", one_or_more(_check, "comparisons"), ()) if "check" in keys else (),
        domains=fields.read("domain", one_or_more(domain, "domains"), ()),
        langs=fields.read("lang", one_or_more(language, "language codes"), ()),
        matchers=_matchers(fields, keys, reading),
        marks=_references(fields, "mark", keys, reading),
        rules=_references(fields, "rule", keys, reading),
        keys=tuple((entry.key.value, entry.key.location) for entry in fields.node.entries),
    )


def _regions(fields: Fields) -> tuple[Place, ...]:
    found: tuple[Place, ...] = fields.read("region", one_or_more(one_of(PLACES), "regions"), ())
    return found


def _word_counts(fields: Fields) -> tuple[int | None, int | None]:
    number = whole_number(0, MAX_WORDS, "a number of words")
    least: int | None = fields.read("min_words", number, None)
    most: int | None = fields.read("max_words", number, None)
    if least is not None and most is not None and least > most:
        found = f"`min_words: {least}` is above `max_words: {most}`: nothing can have so many words"
        fields.problem("min_words", found, "a number no greater than `max_words`")
    return least, most


def _matchers(fields: Fields, keys: Sequence[str], reading: Reading) -> tuple[PhrasesSpec | PatternSpec, ...]:
    readers: dict[str, Reader[PhrasesSpec | PatternSpec]] = {
        "phrases": phrases(reading),
        "line": pattern("line", reading),
        "paragraph": pattern("paragraph", reading),
        "text": pattern("text", reading),
    }
    given = [key for key in fields.given(readers) if key in keys]
    found = (fields.read(key, readers[key], None) for key in given)
    return tuple(spec for spec in found if spec is not None)


def _references(fields: Fields, key: str, keys: Sequence[str], reading: Reading) -> tuple[Text, ...]:
    if key not in keys:
        return ()
    return fields.read(key, one_or_more(reference(f"a {key}'s name", reading), f"{key}s"), ())


def _neighbours(fields: Fields, reading: Reading) -> tuple[Neighbour, ...]:
    directions: tuple[Literal["near", "follows", "precedes"], ...] = ("near", "follows", "precedes")
    found: list[Neighbour] = []
    for direction in directions:
        reader = one_or_more(_neighbour(direction, reading), "mappings")
        found += fields.read(direction, reader, ())
    return tuple(found)


def _neighbour(direction: Literal["near", "follows", "precedes"], reading: Reading) -> Reader[Neighbour]:
    targets = ("mark", "rule", "line", "text", "phrases")

    def read(node: Node) -> Neighbour:
        fields = Fields(node, f"`{direction}:`", (*targets, "within", "region"), reading)
        given = fields.given(targets)
        if len(given) != 1:
            found = f"`{direction}:` with {' and '.join(f'`{key}:`' for key in given) or 'no neighbour'}"
            raise fault(node, found, "exactly one of `mark`, `rule`, `line`, `text` and `phrases`")
        return Neighbour(
            direction,
            fields.read("within", whole_number(1, MAX_WITHIN, "a number of lines"), 1),
            fields.read("mark", reference("a mark's name", reading), None),
            fields.read("rule", reference("a rule's id", reading), None),
            next(iter(_matchers(fields, targets, reading)), None),
            _regions(fields),
        )

    return read


def _check(node: Node) -> Check:
    """Read a chain of comparisons, `a <= b <= 60`."""
    written = scalar(node, "a comparison such as `a <= b`")
    terms: list[str | int] = []
    signs: list[Literal["<", "<=", "==", "!=", ">=", ">"]] = []
    for token in _TOKEN.finditer(written.value.rstrip()):
        place = offset_location(written, token.start(token.lastgroup or 0))
        wants_term = len(terms) == len(signs)
        if wants_term != (token["term"] is not None) or token["bad"]:
            raise RuleError(_unexpected(place, token.group().strip(), wants_term))
        if wants_term:
            terms.append(int(token["term"]) if token["term"].isdigit() else token["term"])
        else:
            signs.append(_SIGNS[token["sign"]])
    if not signs or len(terms) == len(signs):
        raise fault(node, f"`{written.value}` is no whole comparison", "one such as `a <= b <= 60`")
    return Check(tuple(terms), tuple(signs), written.text.location)


def _unexpected(place: Location, found: str, wants_term: bool) -> Problem:
    expected = "a slot's name or a whole number" if wants_term else "one of < <= == != >= >"
    remedy = "equality is written `==`" if found == "=" else "a check compares slots and numbers only"
    return Problem(place, f"`{found}` in a check", expected, remedy)
