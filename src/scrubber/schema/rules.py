"""Rules: one mapping of a rule file becomes one RuleSpec."""

from __future__ import annotations

import hashlib
import json

import regex

from scrubber.errors import listed
from scrubber.nodes import Node, ScalarNode, SequenceNode
from scrubber.schema.actions import ACTIONS, read_action
from scrubber.schema.conditions import UNLESS, WHERE, any_of
from scrubber.schema.examples import example, kept
from scrubber.schema.matching import MATCHERS, read_matcher
from scrubber.schema.names import identifier, reference
from scrubber.schema.reading import (
    Fields,
    Reading,
    fault,
    list_of,
    one_of,
    one_or_more,
    scalar,
    share,
    string,
    text,
)
from scrubber.schema.slots import check_problems, slots_of, template_problems
from scrubber.spans import Safety
from scrubber.specs import (
    STAGES,
    ActionSpec,
    AnyOf,
    Budget,
    MatcherSpec,
    PhrasesSpec,
    RuleSpec,
    Text,
)

KEYS = (
    "id", "description", *MATCHERS, "options", "where", "unless", *ACTIONS, "stage", "safety", "respect",
    "budget", "min_precision", "runs_before", "runs_after", "was", "examples", "keep",
)  # fmt: skip

_SAFETY: tuple[Safety, ...] = ("safe", "unsafe")
_BUDGET = regex.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)%|([0-9]{1,9})")
_HINTS = {
    "within": "`within:` stands beside the neighbour: `where: {near: {mark: ..., within: 3}}`",
    **{key: f"conditions stand in `where:`: `where: {{{key}: ...}}`" for key in WHERE if key not in MATCHERS},
}


def read_rules(node: Node, reading: Reading) -> tuple[RuleSpec, ...]:
    """Read a rule file: a list of rules, in order. Problems are kept in ``reading``.

    What is returned is only of use when no problem was kept.
    """
    return reading.keep_problems(lambda: list_of(lambda item: _rule(item, reading), "rules")(node), ())


def _rule(node: Node, reading: Reading) -> RuleSpec:
    fields = Fields(node, "a rule", KEYS, reading, _HINTS)
    fields.missing("id", "each rule has an id of its own")
    name = fields.read("id", identifier("a rule id"), Text("", fields.node.location))
    matcher = _matcher(fields, reading)
    action = _action(fields, reading)
    _check_proof(fields)
    ids = one_or_more(reference("a rule's id", reading), "ids")
    where: AnyOf = fields.read("where", any_of("`where:`", WHERE, reading), ())
    unless: AnyOf = fields.read("unless", any_of("`unless:`", UNLESS, reading), ())
    _check_slots(fields, matcher, (*where, *unless), reading)
    was: tuple[Text, ...] = fields.read("was", ids, ())
    return RuleSpec(
        id=f"{reading.pack}.{name.value}",
        location=fields.node.location,
        matcher=matcher,
        action=action,
        description=fields.read("description", string, "").strip(),
        where=where,
        unless=unless,
        stage=fields.read("stage", one_of(STAGES), "remove"),
        safety=fields.read("safety", one_of(_SAFETY), "safe"),
        respect=fields.read("respect", one_or_more(text, "guards"), ()),
        budget=fields.read("budget", read_budget, None),
        min_precision=fields.read("min_precision", share, None),
        runs_before=fields.read("runs_before", ids, ()),
        runs_after=fields.read("runs_after", ids, ()),
        was=tuple(old.value for old in was),
        examples=fields.read("examples", list_of(example(reading), "examples"), ()),
        keep=fields.read("keep", list_of(kept(reading), "texts"), ()),
        hash=content_hash(node),
    )


def _matcher(fields: Fields, reading: Reading) -> MatcherSpec:
    """Read the one matcher; where there is none to give, an empty one, which only fills the place."""
    given = fields.given(MATCHERS)
    if not fields.meant & set(MATCHERS):
        fields.problem("", "a rule without a matcher", listed(MATCHERS))
    for extra in given[1:]:
        fields.problem(extra, f"a second matcher, `{extra}:` after `{given[0]}:`", "one matcher a rule")
    if "options" in fields and not {"marker", "operator"} & set(given):
        fields.problem("options", "`options:` without a plugin", "`marker:` or `operator:` beside it")
    return (read_matcher(given[0], fields, reading) if given else None) or PhrasesSpec(())


def _action(fields: Fields, reading: Reading) -> ActionSpec | None:
    given = fields.given(ACTIONS)
    if "operator" in fields:
        for key in given:
            fields.problem(key, f"`{key}:` beside `operator:`", "no action", "an operator edits by itself")
        return None
    if not fields.meant & set(ACTIONS):
        fields.problem("", "a rule without an action", listed(ACTIONS))
    if not given:
        return None
    for extra in given[1:]:
        fields.problem(extra, f"a second action, `{extra}:` after `{given[0]}:`", "one action a rule")
    action = read_action(given[0], fields, reading)
    if given[0] == "mark":
        _check_mark_rule(fields)
    return action


def _check_mark_rule(fields: Fields) -> None:
    for key in fields.given(("safety", "budget", "min_precision", "respect", "examples")):
        remedy = "show it in a rule that refers to the mark" if key == "examples" else "leave it out"
        fields.problem(key, f"`{key}:` of a rule that only marks", "no edits to speak of", remedy)


def _check_slots(fields: Fields, matcher: MatcherSpec, conditions: AnyOf, reading: Reading) -> None:
    """See that checks and the template name what the matcher gives."""
    checks = [check for condition in conditions for check in condition.checks]
    template = fields.node.get("replace")
    if not checks and not isinstance(template, ScalarNode):
        return
    slots = slots_of(matcher, reading)
    if slots is None or not fields.given(MATCHERS):
        return
    for check in checks:
        reading.problems.extend(check_problems(check, slots))
    if isinstance(template, ScalarNode):
        reading.problems.extend(template_problems(template, slots))


def _check_proof(fields: Fields) -> None:
    """Every rule shows what it leaves alone and, unless its phrases or its mark say it, what it does."""
    fields.missing("keep", "give at least one text that looks alike and must stay as it is")
    if not fields.meant & {"phrases", "mark"}:
        fields.missing("examples", "give at least one text `before:` and `after:`")


def read_budget(node: Node) -> Budget:
    """Read a share of the prose words, `20%`, or a whole number of words."""
    expected = "a share such as `20%`, or a whole number of words"
    written = scalar(node, expected).value
    found = _BUDGET.fullmatch(written)
    if not found or (found[1] and not 0 < float(found[1]) <= 100) or (found[2] and not int(found[2])):
        raise fault(node, f"`{written}` as a budget", expected)
    return Budget(share=float(found[1]) / 100) if found[1] else Budget(words=int(found[2]))


def content_hash(node: Node) -> str:
    """Return the SHA-256, in hex, of what is written: the same for other comments, quotes or key order."""
    content = json.dumps(_content(node), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _content(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [_content(item) for item in node.items]
    return {entry.key.value: _content(entry.value) for entry in node.entries}
