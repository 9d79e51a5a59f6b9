"""Conditions as definitions of a schema: each key once, and the sets of keys that may stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.json_schema.values import (
    Schema,
    at_most_one_of,
    by_kind,
    many,
    mapping,
    one_key_of,
    one_or_more,
    ref,
    spelt,
    text,
    told,
    truth,
    whole_number,
    words,
)
from scrubber.schema import conditions, names
from scrubber.schema.matching import MAX_TIMES
from scrubber.specs import PLACES, SHAPES

# An editor's `\w` is ASCII, a slot's name need not be: what is no sign and no blank will do.
_TERM = r"\s*[^\s<>=!]+\s*"
_CHECK = rf"{_TERM}(?:(?:[<>]=?|==|!=){_TERM})+"
_TIMES = r"[0-9]{1,6}(?:\.\.[0-9]{1,6})?"
_NEIGHBOURS = ("mark", "rule", "line", "text", "phrases")

PLACE_MEANINGS = {
    "head": "What stands before the article.",
    "body": "The article.",
    "tail": "What stands after the article.",
    "deep-tail": "The part of the tail that is beyond doubt.",
    "maybe-head": "Body that may well stand before the article; for unsafe rules.",
    "maybe-tail": "Body that may well stand after the article; for unsafe rules.",
}
SHAPE_MEANINGS = {
    "prose": "Sentences.",
    "heading": "A short line as titles are set.",
    "label": "A few words, as on a button or above a box.",
    "list-item": "A line with a bullet or a number before it.",
}
KEYS = {
    "region": "Where all lines of the match have to lie.",
    "near": "A neighbour that stands above or below; of a list, each.",
    "follows": "A neighbour that stands above; of a list, each.",
    "precedes": "A neighbour that stands below; of a list, each.",
    "shape": "What the lines of the match look like.",
    "min_words": "How many words they have at least.",
    "max_words": "How many words they have at most.",
    "domain": "The site that the document comes from, subdomains included.",
    "lang": "The language of the document; one that is not known will do too.",
    "check": "Compares slots, or groups of the pattern, with each other or with numbers: `a <= b <= 60`.",
    "phrases": "Phrases of which the lines of the match are one.",
    "line": "A regular expression that the lines of the match match as a whole.",
    "paragraph": "A regular expression that the paragraph matches as a whole.",
    "text": "A regular expression that is found in the lines of the match.",
    "mark": "A mark that the lines bear: `name`, or `pack.name` for another pack's.",
    "rule": "A rule that matches there: `name`, or `pack.name` for another pack's.",
}  # fmt: skip


def reference(what: str) -> Schema:
    """Return a schema of a short name or of one with its pack before it."""
    return spelt(f"{names.WORDS}(?:\\.{names.WORDS})?", f"{what}: its name, or pack.name for another pack's")


def language() -> Schema:
    """Return a schema of a language's code."""
    return spelt("[a-z]{2,3}", "a language code of two or three letters, such as en")


def domain() -> Schema:
    """Return a schema of a site's name; what is refused is what a schema can be sure of."""
    return spelt(r"[^\sA-Z/:?#@*_]+", "a site alone, such as gazette.example")


def phrases() -> Schema:
    """Return a schema of a list of phrases; whether each is well made, only the loader sees."""
    return many(_plainly("a phrase"), "phrases")


def pattern() -> Schema:
    """Return a schema of a regular expression; whether it compiles, only the loader sees."""
    return _plainly("a regular expression")


def _plainly(what: str) -> Schema:
    r"""A backspace is what YAML makes of `"\b"`."""
    refused = f"{what}; in double quotes \\b is a backspace, so put it into single quotes"
    return text(what) | {
        "pattern": "^[^\\u0008]*$",
        "patternErrorMessage": f"expected {refused}",
    }


def definitions() -> Iterator[tuple[str, Schema]]:
    """Yield the definitions that rules refer to, each with its name."""
    for key, schema in _values().items():
        yield f"condition-{key}", told(KEYS[key]) | schema
    yield "neighbour", _neighbour()
    yield "where", condition("conditions", conditions.WHERE)
    yield "unless", condition("exceptions", conditions.UNLESS)
    yield "of-line", condition("conditions of a line", conditions.OF_LINE)
    yield "of-paragraph", condition("conditions of a paragraph", conditions.OF_PARAGRAPH)
    yield "item", _item()


def _values() -> dict[str, Schema]:
    number = whole_number(0, conditions.MAX_WORDS, "a number of words")
    neighbour = by_kind(
        "a neighbour, such as {mark: credit}",
        mapping=ref("neighbour"),
        array=many(ref("neighbour"), "neighbours"),
    )
    return {
        "region": one_or_more(words({place: PLACE_MEANINGS[place] for place in PLACES}), "regions"),
        "near": neighbour,
        "follows": neighbour,
        "precedes": neighbour,
        "shape": one_or_more(words({shape: SHAPE_MEANINGS[shape] for shape in SHAPES}), "shapes"),
        "min_words": number,
        "max_words": number,
        "domain": one_or_more(domain(), "sites"),
        "lang": one_or_more(language(), "language codes"),
        "check": one_or_more(spelt(_CHECK, "a comparison such as a <= b <= 60"), "comparisons"),
        "phrases": phrases(),
        "line": pattern(),
        "paragraph": pattern(),
        "text": pattern(),
        "mark": one_or_more(reference("a mark"), "marks"),
        "rule": one_or_more(reference("a rule"), "rules"),
    }


def _shared(keys: Sequence[str]) -> dict[str, Schema]:
    return {key: ref(f"condition-{key}") for key in keys}


def condition(what: str, keys: Sequence[str]) -> Schema:
    """Return a schema of one mapping of conditions out of ``keys``."""
    return mapping(f"a mapping of {what}", _shared(keys))


def any_of(name: str, what: str) -> Schema:
    """Return a schema of a mapping of conditions (the definition ``name``) or a list of them."""
    return by_kind(f"a mapping of {what}", mapping=ref(name), array=many(ref(name), f"mappings of {what}"))


def _neighbour() -> Schema:
    within = whole_number(1, conditions.MAX_WITHIN, "a number of lines")
    keys = _shared(("line", "text", "phrases", "region"))
    keys |= {
        "mark": told("A line that bears this mark.") | reference("a mark"),
        "rule": told("A line that this rule matches, even where its edit is refused.") | reference("a rule"),
        "within": told("How many lines away at most, blank and marked ones not counted; 1 if left out.")
        | within,
    }
    one = one_key_of(_NEIGHBOURS, "expected one of mark, rule, line, text and phrases")
    closed = mapping("a neighbour, such as {mark: credit, within: 3}", keys)
    return {"allOf": [closed, one, *at_most_one_of(_NEIGHBOURS, "exactly one neighbour")]}


def _item() -> Schema:
    times = {"type": ["integer", "string"], "pattern": f"^{_TIMES}$", "minimum": 1, "maximum": MAX_TIMES}
    times["errorMessage"] = f"expected a number or a range of at most {MAX_TIMES}, such as 0..2"
    keys = _shared(conditions.OF_LINE) | {
        "optional": told("Whether the line may be missing.") | truth(),
        "times": told("How many such lines in a row: `2`, or a range, `0..3`.") | times,
    }
    asks = one_key_of(conditions.OF_LINE, "expected a condition, such as shape: prose")
    return {"allOf": [mapping("an item: a mapping of conditions of a line", keys), asks]}


def items() -> Schema:
    """Return a schema of `lines:`, of which one has to be there."""
    absent = [
        {"properties": {"optional": {"enum": [True, "true"]}}, "required": ["optional"]},
        {"properties": {"times": {"type": "string", "pattern": r"^0+\.\."}}, "required": ["times"]},
    ]
    there = {"contains": {"not": {"anyOf": absent}}, "errorMessage": "expected one item that must be there"}
    return {"allOf": [many(ref("item"), "items, each a mapping of conditions"), there]}
