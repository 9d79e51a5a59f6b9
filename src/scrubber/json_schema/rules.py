"""The schema of a rule file."""

from __future__ import annotations

from collections.abc import Mapping

from scrubber.json_schema.conditions import (
    PLACE_MEANINGS,
    any_of,
    definitions,
    items,
    language,
    pattern,
    phrases,
    reference,
)
from scrubber.json_schema.plugins import Extension, extensions
from scrubber.json_schema.snippets import RULE_SNIPPETS
from scrubber.json_schema.values import (
    DIALECT,
    Schema,
    at_most_one_of,
    by_kind,
    many,
    mapping,
    one_key_of,
    one_or_more,
    ref,
    share,
    spelt,
    text,
    told,
    without,
    words,
)
from scrubber.plugins import Registry
from scrubber.schema import names
from scrubber.schema.actions import ACTIONS
from scrubber.schema.matching import MATCHERS
from scrubber.schema.rules import KEYS
from scrubber.slots import KINDS
from scrubber.specs import REGIONS, STAGES

STAGE_MEANINGS = {
    "characters": "First: characters that were misread, entities.",
    "remove": "Then what does not belong to the article goes. Where rules run that say nothing.",
    "mend": "Then what is left is mended: words, titles, money.",
    "tidy": "Last.",
}
_SAFETY_MEANINGS = {
    "safe": "The rule's edits are applied.",
    "unsafe": "They are proposed and counted, and applied only with `--unsafe`.",
}
_DROP_MEANINGS = {
    "match": "Removes the match: whole lines with their endings, or a part of a line.",
    "line": "Removes every line that the match touches.",
    "paragraph": "Removes every paragraph that the match touches.",
}
_DIRECTION_MEANINGS = {
    "next": "Joins the match to the line below.",
    "previous": "Joins the match to the line above.",
}
_KEYS = {
    "id": "The rule's name: lower-case words with hyphens. The pack's id is put before it.",
    "description": "Why the rule is there; the reason of each of its edits.",
    "phrases": "Whole lines in the phrase language, the main way to match. Case, blanks, quotes and a final "
    "colon make no difference. `[a|b]` is one of two, `[a]` may be left out. Slots are "
    f"{', '.join(f'`{{{kind}}}`' for kind in KINDS)} and the pack's lists; `{{n:int}}` is one with a name.",
    "line": "Lines that match a regular expression as a whole, or that meet conditions.",
    "paragraph": "Paragraphs that match a regular expression as a whole, or that meet conditions.",
    "text": "A regular expression that is found anywhere, within one paragraph.",
    "lines": "Lines that follow one another, blank ones passed over.",
    "marker": "What a plugin finds.",
    "operator": "A plugin that proposes edits itself: the rule has no action.",
    "options": "What the plugin takes.",
    "where": "The match counts where this holds. A mapping: all its keys. A list: one of its mappings.",
    "unless": "The match does not count where this holds. A mapping: all its keys. A list: one of them.",
    "drop": "Removes the match, its `line` or `paragraph`; with `{from: line, to: end}` all from there on.",
    "replace": "Puts a text in place of the match: `{name}` is a slot or a group, `{{` and `}}` are braces.",
    "join": "Joins the match to the line below or above: `{to: next, with: ' '}`.",
    "mark": "Changes nothing; gives the lines of the match a name, for other rules to go by.",
    "stage": "When the rule runs; `remove` if nothing is said.",
    "safety": "Whether the rule's edits are applied, or only proposed; `safe` if nothing is said.",
    "respect": "Guards of plugins: an edit that touches what they protect is refused.",
    "budget": "The prose words that the rule may remove from the body of a document, as a share or a number. "
    "If it would remove more, all its edits there are refused. `25%` if nothing is said, and 60 words in any "
    "case.",
    "min_precision": "The share of the words it takes or puts in that have to be right when it is measured: "
    "`scrubber eval` fails below it. Cleaning takes no notice.",
    "runs_before": "Rules of the same stage that this one runs before.",
    "runs_after": "Rules of the same stage that this one runs after.",
    "was": "Names that the rule once had; `--select` and `--ignore` still take them.",
    "examples": "What the rule does: documents before and after. They are its tests.",
    "keep": "Look-alikes that the rule must leave alone, at least one. They are tests too.",
}  # fmt: skip
_OF_EDITS = ("safety", "budget", "min_precision", "respect", "examples")
_EXAMPLE_KEYS = {
    "before": "The document before.",
    "after": "The document after; `''` is the empty one.",
    "text": "The text that stays.",
    "at": "Sets the text into a stock article: at its head, in its body or at its tail.",
    "url": "Where the document comes from.",
    "lang": "The document's language.",
}
_SHARE = r"(?!0+(?:\.0+)?%)(?:100(?:\.0{1,2})?|[0-9]{1,2}(?:\.[0-9]{1,2})?)%|[0-9]{1,9}"
BUDGET: Schema = spelt(_SHARE, "a share such as 20%, or a whole number of words") | {"minimum": 1}


def rules_schema(registry: Registry) -> Schema:
    """Return the JSON Schema of rule files, the options of the registry's plugins included."""
    plugins = extensions(registry)
    return {
        "$schema": DIALECT,
        **told("A list of rules, in the order in which they run."),
        "definitions": dict(definitions()) | {"rule": _rule(plugins), "example": _example(), "kept": _kept()},
        **many(ref("rule"), "rules"),
        "defaultSnippets": list(RULE_SNIPPETS),
    }


def _rule(plugins: Mapping[str, tuple[Extension, ...]]) -> Schema:
    values = _matchers(plugins) | _actions() | _rest(plugins)
    keys = {key: told(_KEYS[key]) | values[key] for key in KEYS}
    required = {
        "id": "expected an id: each rule has one of its own",
        "keep": "expected keep: at least one text that looks alike and must stay as it is",
    }
    schema = mapping("a rule: a mapping that begins with its id", keys, required)
    schema["allOf"] += [*_together(), *_options(plugins)]
    return schema | {"defaultSnippets": list(RULE_SNIPPETS)}


def _matchers(plugins: Mapping[str, tuple[Extension, ...]]) -> dict[str, Schema]:
    either = "a regular expression, or a mapping of conditions"
    return {
        "phrases": phrases(),
        "line": by_kind(either, scalar=pattern(), mapping=ref("of-line")),
        "paragraph": by_kind(either, scalar=pattern(), mapping=ref("of-paragraph")),
        "text": pattern(),
        "lines": items(),
        "marker": _named("marker", plugins),
        "operator": _named("operator", plugins),
        "options": {"type": "object", "errorMessage": "expected options, each as name: value"},
    }


def _actions() -> dict[str, Schema]:
    cut = {
        "from": told("Where the cut begins.") | words({"line": "With the first line of the match."}),
        "to": told("Where it ends.") | words({"end": "With the document."}),
        "stop_at": told("The cut ends above the first line that meets these.")
        | any_of("of-line", "conditions"),
    }
    whole = "a cut is written {from: line, to: end}"
    join = {
        "to": told("Which line it is joined to.") | words(_DIRECTION_MEANINGS),
        "with": told("The text between the two; a blank if left out.") | _one_line(),
    }
    return {
        "drop": {"anyOf": [words(_DROP_MEANINGS), mapping(whole, cut, {"from": whole, "to": whole})]},
        "replace": text("a template; to take text away, say drop: match") | _template(),
        "join": mapping("{to: next, with: ' '}", join, {"to": "say to: next or to: previous"}),
        "mark": spelt(names.WORDS, "the name of a mark: lower-case words with hyphens"),
    }


def _template() -> Schema:
    message = "expected {name} for a slot or a group; a brace that is meant is doubled"
    return {"pattern": r"^(?:[^{}]|\{\{|\}\}|\{[^{}\s]+\})*$", "patternErrorMessage": message}


def _one_line() -> Schema:
    return text(empty=True) | {
        "pattern": r"^(?![\s\S]*[\r\n])",
        "patternErrorMessage": "expected text on one line",
    }


def _named(kind: str, plugins: Mapping[str, tuple[Extension, ...]]) -> Schema:
    known = {each.name: each.summary for each in plugins[kind]}
    article = "an" if kind == "operator" else "a"
    return words(known, f"{article} {kind} of an installed plugin: {', '.join(known)}")


def _rest(plugins: Mapping[str, tuple[Extension, ...]]) -> dict[str, Schema]:
    ids = one_or_more(reference("a rule"), "rules")
    return {
        "id": spelt(names.WORDS, "lower-case words with hyphens; the pack's id is put before them by itself"),
        "description": text("why the rule is there"),
        "where": any_of("where", "conditions"),
        "unless": any_of("unless", "exceptions"),
        "stage": words({stage: STAGE_MEANINGS[stage] for stage in STAGES}),
        "safety": words(_SAFETY_MEANINGS),
        "respect": one_or_more(_named("guard", plugins), "guards"),
        "budget": BUDGET,
        "min_precision": share(),
        "runs_before": ids,
        "runs_after": ids,
        "was": ids,
        "examples": many(ref("example"), "examples, each with before and after"),
        "keep": many(
            by_kind("a text that stays", scalar=text("a text that stays"), mapping=ref("kept")),
            "texts that stay",
        ),
    }


def _example() -> Schema:
    keys = _document("before", text("text")) | _document(
        "after", text("text; write '' for the empty one", empty=True)
    )
    needs = {"before": "expected before and after", "after": "expected before and after"}
    return mapping("an example: before and after", keys, needs)


def _kept() -> Schema:
    return mapping(
        "a text, or a mapping with text", _document("text", text("text")), {"text": "expected text"}
    )


def _document(key: str, schema: Schema) -> dict[str, Schema]:
    """A text of an example, with what is known of its document."""
    places: dict[str, str] = {region: PLACE_MEANINGS[region] for region in REGIONS}
    known = {"at": words(places), "url": spelt(r"\S*://\S*", "a whole url"), "lang": language()}
    return {name: told(_EXAMPLE_KEYS[name]) | value for name, value in ({key: schema} | known).items()}


def _together() -> list[Schema]:
    """What keys of a rule ask of each other."""
    edits = ("phrases", "mark")
    shown = {
        "required": ["examples"],
        "errorMessage": "expected examples: at least one text before and after",
    }
    some_action = one_key_of(ACTIONS, f"expected an action: {', '.join(ACTIONS)}")
    return [
        one_key_of(MATCHERS, f"expected a matcher: {', '.join(MATCHERS)}"),
        *at_most_one_of(MATCHERS, "one matcher a rule"),
        *at_most_one_of(ACTIONS, "one action a rule"),
        without(["operator"], ACTIONS, "an operator edits by itself: it takes no action"),
        without(
            ["mark"],
            ("safety", "budget", "min_precision", "respect", "examples"),
            "a rule that only marks makes no edits",
        ),
        {"if": {"required": ["operator"]}, "else": some_action},
        {"if": {"anyOf": [{"required": [key]} for key in edits]}, "else": shown},
        {
            "if": {"required": ["options"]},
            "then": one_key_of(("marker", "operator"), "options go to a plugin's marker or operator"),
        },
    ]


def _options(plugins: Mapping[str, tuple[Extension, ...]]) -> list[Schema]:
    """The options of each marker and operator, and that those without a default are given."""
    return [_options_of(kind, each) for kind in ("marker", "operator") for each in plugins[kind]]


def _options_of(kind: str, each: Extension) -> Schema:
    chosen = {"properties": {kind: {"const": each.name}}, "required": [kind]}
    then: Schema = {"properties": {"options": each.options}}
    if each.needs_options:
        then |= {"required": ["options"], "errorMessage": f"{each.name} cannot do without options"}
    return {"if": chosen, "then": then}
