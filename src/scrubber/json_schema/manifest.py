"""The schemas of the other two files that people write: `pack.yaml` and `scrubber.yaml`."""

from __future__ import annotations

from collections.abc import Iterable

from scrubber import config
from scrubber.json_schema.conditions import domain, language
from scrubber.json_schema.rules import BUDGET
from scrubber.json_schema.values import DIALECT, Schema, many, mapping, share, spelt, text, told, truth
from scrubber.schema import names
from scrubber.schema.manifest import KEYS
from scrubber.slots import KINDS

_KEYS = {
    "id": "The pack's name, and the first part of its rules' full ids.",
    "description": "What the pack is for.",
    "version": "Shown, never compared.",
    "uses": "Packs that run first: ids, or paths relative to this pack's folder.",
    "language": "The pack is skipped, and counted, for documents known to be in another language.",
    "domains": "The pack runs only on documents whose url is there; subdomains are included.",
    "off": "Rules that are switched off on `domains`, of this pack or others: full ids, pack ids, or globs.",
    "plugins": "Plugins without which the pack cannot work.",
    "min_precision": "What all its rules together have to reach when they are measured: `scrubber eval` "
    "fails below it.",
    "lists": "Word lists: `{wire: wires.txt}` makes the slot `{wire}` and the named list `\\L<wire>`.",
    "rules": "The rule files, in the order in which they run.",
}  # fmt: skip
_SETTINGS = {
    "packs": "The packs that run, instead of `news`: ids, or folders relative to this file.",
    "select": "Only these rules edit: ids, pack ids, or globs over ids.",
    "ignore": "These rules do not edit: ids, pack ids, or globs over ids.",
    "unsafe": "Whether unsafe edits are applied.",
    "budgets": "How much prose rules may take from a document's body: rule ids, pack ids or globs, each with "
    "a share (`20%`) or a number of words. A later one counts over an earlier one.",
    "encoding": "The encoding of the files, instead of recognising it.",
    "lang": "The language of documents that do not say theirs.",
}  # fmt: skip
_PATHS = "What differs for some files: globs relative to this file, the first that matches counts."


def pack_schema(packs: Iterable[str], plugins: Iterable[str]) -> Schema:
    """Return the JSON Schema of `pack.yaml`; known packs and plugins are offered, others will do too."""
    values = {
        "id": spelt(names.WORDS, "lower-case words with hyphens between them"),
        "description": text("what the pack is for"),
        "version": text("a version"),
        "uses": many(_offered("a pack", packs), "packs"),
        "language": many(language(), "language codes"),
        "domains": many(domain(), "sites"),
        "off": many(
            spelt(r"[a-z0-9.*?-]+", "a full id, a pack's id, or a glob such as news.*"), "rules' ids"
        ),
        "plugins": many(_offered("a plugin", plugins), "plugins"),
        "min_precision": share(),
        "lists": _lists(),
        "rules": many(_inside("a rule file"), "rule files") | {"uniqueItems": True},
    }
    keys = {key: told(_KEYS[key]) | values[key] for key in KEYS}
    needs = {"id": "expected id: the pack's name", "rules": "expected rules: the rule files, in order"}
    schema = mapping("a pack: a mapping with id and rules", keys, needs)
    why = "expected domains: rules are switched off on these only"
    schema["allOf"].append(
        {"if": {"required": ["off"]}, "then": {"required": ["domains"], "errorMessage": why}}
    )
    return _whole("A pack: rule files and what they share.", schema)


def settings_schema(packs: Iterable[str]) -> Schema:
    """Return the JSON Schema of `scrubber.yaml`."""
    names_of_rules = many(text("a rule, a pack or a glob"), "rules")
    values = {
        "packs": many(_offered("a pack", packs), "packs"),
        "select": names_of_rules,
        "ignore": names_of_rules,
        "unsafe": truth(),
        "budgets": {
            "type": "object",
            "additionalProperties": BUDGET,
            "errorMessage": "expected rules, each with a budget",
        },
        "encoding": text("the name of an encoding"),
        "lang": text("a language's code"),
    }
    keys = {key: told(_SETTINGS[key]) | values[key] for key in config.KEYS}
    some = {"type": "object", "properties": keys, "additionalProperties": False}
    every = {
        "type": "object",
        "additionalProperties": some,
        "errorMessage": "expected globs, each with settings",
    }
    schema = mapping("settings: a mapping", keys | {"paths": told(_PATHS) | every})
    return _whole("What counts for the files below this folder.", schema)


def _whole(about: str, schema: Schema) -> Schema:
    """A title would stand above the explanation of every key."""
    return {"$schema": DIALECT, **told(about)} | schema


def _offered(what: str, known: Iterable[str]) -> Schema:
    return text(what) | {"examples": list(known)}


def _inside(what: str) -> Schema:
    """A file of the pack: no path leads out of its folder."""
    return spelt(r"(?!/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)).+", f"{what}, below the pack's folder")


def _lists() -> Schema:
    message = "expected a name of lower-case letters, digits and underscores that is no kind of slot"
    kinds = "|".join(KINDS)
    return {
        "type": "object",
        "patternProperties": {f"^(?!(?:{kinds})$)[a-z][a-z0-9_]*$": _inside("the file of a list")},
        "additionalProperties": False,
        "minProperties": 1,
        "errorMessage": message,
    }
