"""Reading rules: what may stand where, what stays a string, and when a rule's hash changes.

Whole packs are in `test_packs.py`, mistakes and their places in `rule_errors.yaml`.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.errors import RuleError
from scrubber.schema import Reading, read_rules
from scrubber.specs import Check, PatternSpec, PhrasesSpec, RuleSpec, UnitSpec
from scrubber.strictyaml import parse

HERE = Path("rules.yaml")
BASE = "id: print, phrases: [Print], drop: line, keep: [Print runs fell.]"
PROOF = "keep: [x], examples: [{before: a, after: b}]"


def _read(text: str) -> tuple[tuple[RuleSpec, ...], Reading]:
    reading = Reading("p")
    return read_rules(parse(text, HERE), reading), reading


def _rule(text: str) -> RuleSpec:
    """Read one rule, the inside of a flow mapping."""
    rules, reading = _read(f"- {{{text}}}\n")
    assert not reading.problems, reading.problems
    return rules[0]


def _problems(text: str) -> list[str]:
    return [problem.found for problem in _read(f"- {{{text}}}\n")[1].problems]


# One value for each key of a condition.
CONDITIONS = {
    "region": "tail",
    "near": "{line: x}",
    "follows": "{line: x}",
    "precedes": "{line: x}",
    "shape": "label",
    "min_words": "1",
    "max_words": "9",
    "domain": "a.example",
    "lang": "en",
    "check": "n < 3",
    "phrases": "[Print]",
    "line": "x",
    "paragraph": "x",
    "text": "x",
    "mark": "m",
    "rule": "r",
    "optional": "true",
    "times": "0..2",
    "within": "3",
}
WHERE = {
    "region", "near", "follows", "precedes", "shape", "min_words", "max_words", "domain", "lang", "check",
    "phrases", "line", "paragraph", "text",
}  # fmt: skip
UNIT = WHERE - {"check", "paragraph"} | {"mark", "rule"}
PLACES = {
    "where": ("id: a, phrases: ['{n:int} b'], drop: line, keep: [x], where: {%s}", WHERE),
    "unless": (
        "id: a, phrases: ['{n:int} b'], drop: line, keep: [x], unless: [{%s}]",
        WHERE | {"mark", "rule"},
    ),
    "item": (
        f"id: a, lines: [{{shape: prose}}, {{%s, min_words: 1}}], drop: match, {PROOF}",
        UNIT | {"optional", "times"},
    ),
    "line": (f"id: a, line: {{%s}}, drop: line, {PROOF}", UNIT),
    "paragraph": (f"id: a, paragraph: {{%s}}, drop: line, {PROOF}", UNIT | {"paragraph"}),
    "stop_at": ("id: a, phrases: [Print], drop: {from: line, to: end, stop_at: {%s}}, keep: [x]", UNIT),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", CONDITIONS)
def test_each_key_of_a_condition_stands_where_it_means_something(place: str, key: str) -> None:
    rule, allowed = PLACES[place]
    if key == "min_words":
        rule = rule.replace(", min_words: 1", "")
    problems = _problems(rule % f"{key}: {CONDITIONS[key]}")
    if key in allowed:
        assert not problems
    else:
        assert len(problems) == 1
        assert problems[0].startswith(f"unknown key `{key}` in ")


@pytest.mark.parametrize("key", ["region", "shape", "domain", "lang", "mark", "rule", "check"])
def test_one_value_or_a_list_of_them(key: str) -> None:
    template = "id: a, phrases: ['{n:int} b'], drop: line, keep: [x], unless: {%s: %s}"
    single = _rule(template % (key, CONDITIONS[key])).unless[0]
    listed = _rule(template % (key, f"[{CONDITIONS[key]}]")).unless[0]
    fields = ("regions", "shapes", "domains", "langs", "marks", "rules", "checks")
    for field in fields:
        one, many = getattr(single, field), getattr(listed, field)
        assert len(one) == len(many) == (field == f"{key}s")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("phrases", "Print"),
        ("keep", "Print runs fell."),
        ("examples", "{before: a, after: b}"),
        ("where", "[]"),
        ("phrases", "[]"),
        ("phrases", "[[Print]]"),
        ("phrases", "{a: b}"),
        ("id", "[a]"),
        ("drop", "[line]"),
        ("safety", "true"),
        ("join", "next"),
        ("where", "{near: [x]}"),
        ("where", "{near: {within: 2}}"),
        ("where", "{min_words: -1}"),
        ("where", "{min_words: 1.5}"),
        ("budget", "0%"),
        ("budget", "0"),
        ("budget", "5 %"),
        ("budget", "few"),
        ("respect", "{a: b}"),
        ("runs_before", "No Such"),
        ("was", "a/b"),
        ("description", ""),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(key: str, value: str) -> None:
    pairs = {"id": "a", "phrases": "[Print]", "drop": "line", "keep": "[x]", key: value}
    if key == "join":
        del pairs["drop"]
    text = ", ".join(f"{name}: {written}" for name, written in pairs.items())
    assert _problems(text)


@pytest.mark.parametrize("word", ["no", "012", "1:30", "null", "0x1F", "2024-03-01", "Yes"])
def test_scalars_stay_the_strings_that_were_written(word: str) -> None:
    rule = _rule(f"id: a, phrases: [{word}], drop: line, keep: [{word}], description: {word}")
    assert isinstance(rule.matcher, PhrasesSpec)
    assert [phrase.value for phrase in rule.matcher.phrases] == [word]
    assert (rule.keep[0].before, rule.description) == (word, word)


def test_a_word_of_yaml_can_be_an_id() -> None:
    assert _rule(f"id: no, {BASE.partition(', ')[2]}").id == "p.no"


@pytest.mark.parametrize(
    ("written", "terms", "signs"),
    [
        ("a < b", ("a", "b"), ("<",)),
        ("a<=b<=60", ("a", "b", 60), ("<=", "<=")),
        (" 1 != a ", (1, "a"), ("!=",)),
        ("a == b == a", ("a", "b", "a"), ("==", "==")),
        ("60 >= a > 0", (60, "a", 0), (">=", ">")),
    ],
)
def test_checks_are_chains_of_comparisons(
    written: str, terms: tuple[str | int, ...], signs: tuple[str, ...]
) -> None:
    rule = _rule(
        f"id: a, phrases: ['{{a:int}} of {{b:int}}'], drop: line, keep: [x], where: {{check: '{written}'}}"
    )
    (check,) = rule.where[0].checks
    assert isinstance(check, Check)
    assert (check.terms, check.operators) == (terms, signs)


@pytest.mark.parametrize(
    "written", ["a", "a <", "< a", "a b", "a < (b)", "a + 1 < b", "a < 1.5", "a and b", "1 < 2"]
)
def test_a_check_is_nothing_more_than_comparisons(written: str) -> None:
    rule = "id: a, phrases: ['{a:int} of {b:int}'], drop: line, keep: [x], where: {check: '%s'}"
    assert len(_problems(rule % written)) == 1


def test_a_unit_may_be_given_by_a_pattern_or_by_conditions() -> None:
    by_pattern = _rule(f"id: a, paragraph: 'x+', drop: match, {PROOF}").matcher
    by_conditions = _rule(f"id: a, paragraph: {{max_words: 9}}, drop: match, {PROOF}").matcher
    assert isinstance(by_pattern, PatternSpec)
    assert isinstance(by_conditions, UnitSpec)
    assert (by_pattern.unit, by_conditions.unit) == ("paragraph", "paragraph")


def test_short_references_are_completed_and_full_ones_stay() -> None:
    rule = _rule(f"{BASE}, runs_before: [a, web.b], where: {{near: [{{mark: m}}, {{rule: web.r}}]}}")
    near_mark, near_rule = rule.where[0].neighbours
    assert near_mark.mark is not None
    assert near_rule.rule is not None
    assert [text.value for text in (*rule.runs_before, near_mark.mark, near_rule.rule)] == [
        "p.a", "web.b", "p.m", "web.r",
    ]  # fmt: skip


def test_a_rule_of_phrases_or_marks_needs_no_example() -> None:
    assert not _problems("id: a, phrases: [Print], drop: line, keep: [x]")
    assert not _problems("id: a, line: 'x+', mark: m, keep: [x]")
    assert _problems("id: a, line: 'x+', drop: line, keep: [x]")


def test_what_is_only_misspelt_is_not_missing_as_well() -> None:
    assert len(_problems("id: a, phrase: [Print], drop: line, keep: [x]")) == 1
    assert len(_problems("id: a, phrases: [Print], dorp: line, keep: [x]")) == 1
    assert len(_problems("id: a, phrases: [Print], drop: line, keeep: [x]")) == 1


HASHED = """\
- id: print
  phrases: [Print, Print this]
  where: {region: tail, max_words: 9}
  drop: line
  keep: [Print runs fell.]
"""
SAME = {
    "a comment": HASHED.replace("- id", "# why\n- id").replace("line\n", "line  # its ending too\n"),
    "other quotes": HASHED.replace("[Print, Print this]", "['Print', \"Print this\"]"),
    "another layout": HASHED.replace(" [Print, Print this]", "\n    - Print\n    - Print this"),
    "keys in another order": HASHED.replace("  drop: line\n", "").replace("- id", "- drop: line\n  id"),
    "another rule below": HASHED + "- {id: tags, phrases: [Tags], drop: line, keep: [x]}\n",
}
OTHER = {
    "another id": HASHED.replace("id: print", "id: prints"),
    "a phrase more": HASHED.replace("Print this]", "Print this, Printer]"),
    "phrases in another order": HASHED.replace("Print, Print this", "Print this, Print"),
    "a description": HASHED + "  description: Why.\n",
    "a condition": HASHED.replace("max_words: 9", "max_words: 8"),
    "an action": HASHED.replace("drop: line", "drop: match"),
    "a text to keep": HASHED.replace("fell", "rose"),
    "a list for a word": HASHED.replace("region: tail", "region: [tail]"),
}


@pytest.mark.parametrize("name", SAME)
def test_a_hash_stays_when_nothing_else_is_said(name: str) -> None:
    assert SAME[name] != HASHED
    assert _read(SAME[name])[0][0].hash == _read(HASHED)[0][0].hash


@pytest.mark.parametrize("name", OTHER)
def test_a_hash_changes_with_what_is_written(name: str) -> None:
    assert _read(OTHER[name])[0][0].hash != _read(HASHED)[0][0].hash


def test_hashes_of_different_rules_differ_and_look_like_sha256() -> None:
    rules, _ = _read(HASHED + OTHER["another id"])
    assert len({rule.hash for rule in rules}) == 2
    assert all(len(rule.hash) == 64 and int(rule.hash, 16) for rule in rules)


DAMAGE = [
    "[]",
    "{}",
    "x",
    "''",
    "- ",
    "{a: b}",
    "[a, b]",
    "-1",
    "'{'",
    "'['",
    "'(?P<n'",
    "0..2",
    "%",
    "&a *a",
    "٣",
    ":",
]


@given(st.integers(0, HASHED.count("\n")), st.integers(0, 30), st.sampled_from(DAMAGE), st.booleans())
def test_damaged_rules_are_read_or_refused_with_a_place(
    row: int, column: int, text: str, insert: bool
) -> None:
    lines = HASHED.split("\n")
    rest = lines[row][column:] if insert else ""
    lines[row] = lines[row][:column] + text + rest
    try:
        rules, reading = _read("\n".join(lines))
    except RuleError as error:
        problems = list(error.problems)
    else:
        problems = reading.problems
        assert rules or problems
    assert all(problem.location is not None and problem.location.line for problem in problems)
