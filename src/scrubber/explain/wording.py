"""Conditions in words: what was asked, short and as a rule says it, and what was found instead."""

from __future__ import annotations

from collections.abc import Iterable

from scrubber.conditions import Part, unit_text
from scrubber.layout import shape_of, word_count
from scrubber.scenes import Match, Scene
from scrubber.specs import (
    ActionSpec,
    Check,
    Condition,
    DropSpec,
    JoinSpec,
    LineItem,
    MarkSpec,
    Neighbour,
    PatternSpec,
    PhrasesSpec,
    PluginSpec,
    ReplaceSpec,
    RuleSpec,
    Text,
)

__all__ = ["action_said", "asked", "condition_said", "found_instead", "item_said"]

_LONGEST = 60


def asked(part: Part) -> str:
    """Return a part of a condition as it is written, `region: tail`, shortened where it is long."""
    if part.key in ("min_words", "max_words"):
        return _word_counts(part.value)
    return f"{part.key}: {_value(part.value)}"


def condition_said(condition: Condition) -> str:
    """Return a whole condition as it is written, its keys in one line."""
    said = [
        *_listed("region", condition.regions),
        *(f"{neighbour.direction}: {_value(neighbour)}" for neighbour in condition.neighbours),
        *_listed("shape", condition.shapes),
        *([_word_counts((condition.min_words, condition.max_words))] if _counts_words(condition) else []),
        *(f"check: {_value(check)}" for check in condition.checks),
        *_listed("domain", condition.domains),
        *_listed("lang", condition.langs),
        *(f"{_key(matcher)}: {_value(matcher)}" for matcher in condition.matchers),
        *_listed("mark", [mark.value for mark in condition.marks]),
        *_listed("rule", [rule.value for rule in condition.rules]),
    ]
    return ", ".join(said)


def item_said(item: LineItem) -> str:
    """Return an item of `lines:` as it is written."""
    said = condition_said(item.condition) or "any line"
    if (item.least, item.most) == (1, 1):
        return said
    return f"{said}, times: {item.least}..{item.most}" if item.most > 1 else f"{said}, optional"


def _counts_words(condition: Condition) -> bool:
    return condition.min_words is not None or condition.max_words is not None


def _listed(key: str, values: Iterable[str]) -> list[str]:
    values = tuple(values)
    return [f"{key}: {_of_strings(values)}"] if values else []


def _of_strings(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _word_counts(value: object) -> str:
    least, most = value if isinstance(value, tuple) else (None, None)
    said = (("min_words", least), ("max_words", most))
    return ", ".join(f"{key}: {count}" for key, count in said if count is not None)


def _key(matcher: PhrasesSpec | PatternSpec) -> str:
    return "phrases" if isinstance(matcher, PhrasesSpec) else matcher.unit


def _value(value: object) -> str:
    match value:
        case Neighbour():
            return _neighbour(value)
        case Check(terms=terms, operators=operators):
            return " ".join([str(terms[0]), *(f"{o} {t}" for o, t in zip(operators, terms[1:], strict=True))])
        case PhrasesSpec(phrases=phrases):
            return _phrases(phrases)
        case PatternSpec(pattern=pattern):
            return f"'{_short(pattern.value)}'"
        case tuple():
            return _of_strings(tuple(each.value if isinstance(each, Text) else str(each) for each in value))
    return str(value)


def _neighbour(value: Neighbour) -> str:
    target = value.mark or value.rule
    if target is not None:
        said = f"{'mark' if value.mark else 'rule'}: {target.value}"
    elif value.matcher is not None:
        said = f"{_key(value.matcher)}: {_value(value.matcher)}"
    else:
        raise AssertionError("a neighbour is a mark, a rule or a matcher")
    within = f", within: {value.within}" if value.within > 1 else ""
    return f"{{{said}{within}{''.join(f', {each}' for each in _listed('region', value.regions))}}}"


def _phrases(phrases: tuple[Text, ...]) -> str:
    more = f" and {len(phrases) - 1} more" if len(phrases) > 1 else ""
    return f"'{_short(phrases[0].value)}'{more}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def found_instead(part: Part, scene: Scene, match: Match) -> str:
    """Say what the match has where a part of a condition does not hold for it."""
    match part.value:
        case Neighbour():
            return _no_neighbour(part.value)
        case Check(terms=terms):
            names = [term for term in terms if isinstance(term, str)]
            return ", ".join(f"{name} is {match.slots.get(name, 'missing')}" for name in names)
    if part.key == "region":
        found = {_place_said(scene, at) for at in range(match.first, match.end) if not scene.view.blank[at]}
        return f"it is in the {' and the '.join(sorted(found))}"
    if part.key == "shape":
        return f"its shape is {shape_of(unit_text(scene, match))}"
    if part.key in ("min_words", "max_words"):
        return f"it has {word_count(unit_text(scene, match))}"
    if part.key in ("domain", "lang"):
        known = scene.view.meta.url if part.key == "domain" else scene.view.meta.lang
        return f"the document's is {known or 'not known'}"
    if part.key in ("mark", "rule"):
        return "it bears no such mark" if part.key == "mark" else "no such rule matches it"
    return "it does not match"


def _place_said(scene: Scene, line: int) -> str:
    places = scene.view.regions.places(line)
    return places[0] if len(places) == 1 else f"{places[0]} ({places[1]})"


def _no_neighbour(value: Neighbour) -> str:
    where = {"near": "above or below", "follows": "above", "precedes": "below"}[value.direction]
    does = "bears it" if value.mark else "matches it" if value.rule else "is such a line"
    if value.within == 1:
        return f"no neighbour {where} {does}"
    return f"no line within {value.within} {where} {does}"


def action_said(spec: RuleSpec) -> str:
    """Say in a word or two what a rule does with what it matches."""
    action: ActionSpec | None = spec.action
    match action:
        case DropSpec(unit="rest"):
            return "drops all to the end"
        case DropSpec(unit="match"):
            return "drops it"
        case DropSpec(unit=unit):
            return f"drops the {unit}"
        case ReplaceSpec(template=template):
            return f"puts “{_short(template.value)}” in its place"
        case JoinSpec(to=to):
            return f"joins it to the {to} line"
        case MarkSpec(name=mark):
            return f"marks it {mark.value}"
    plugin = spec.matcher.name.value if isinstance(spec.matcher, PluginSpec) else ""
    return f"edits it by the operator {plugin}"
