"""What editors are told of rule files, packs and settings is what the loader says, as far as a schema can say it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import scrubber_example
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from scrubber import config, strictyaml
from scrubber.config.reading import read_config
from scrubber.errors import ConfigError, RuleError
from scrubber.json_schema import SCHEMAS, pack_schema, rules_schema, settings_schema
from scrubber.nodes import Node, ScalarNode, SequenceNode
from scrubber.options import read_options
from scrubber.packs import load_pack
from scrubber.packs.sources import available_packs
from scrubber.plugins import PluginInfo, Provided, Registry, load
from scrubber.schema import Reading, conditions, manifest, read_rules
from scrubber.schema.rules import KEYS

# YAML as editors read it, the core schema of YAML 1.2: `3` is a number there and `true` a truth value.
WHOLE = re.compile(r"[-+]?[0-9]+")
DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
WORDS: dict[str, object] = dict.fromkeys(("null", "Null", "NULL", "~", ""))
WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)


def value_of(node: Node) -> Any:
    """Return what stands in ``node`` as JSON has it."""
    if isinstance(node, ScalarNode):
        return plain(node.value) if node.style == "plain" else node.value
    if isinstance(node, SequenceNode):
        return [value_of(item) for item in node.items]
    return {entry.key.value: value_of(entry.value) for entry in node.entries}


def plain(written: str) -> object:
    if written in WORDS:
        return WORDS[written]
    if WHOLE.fullmatch(written):
        return int(written)
    return float(written) if DECIMAL.fullmatch(written) else written


ROOT = Path(__file__).resolve().parents[1]
CASES = yaml.safe_load((ROOT / "tests" / "rule_errors.yaml").read_text(encoding="utf-8"))
PACKS = sorted([*ROOT.glob("rules/*/pack.yaml"), *ROOT.glob("plugins/*/src/*/pack/pack.yaml")])
INFO = PluginInfo("example", "scrubber-example", "0.1.0", "scrubber_example")


def _with_example() -> Registry:
    """What is installed and the example plugin, which is no part of this distribution."""
    registry = load()
    operators = {each.name: Provided(each.name, each, INFO) for each in scrubber_example.scrubber_operators()}
    markers = {each.name: Provided(each.name, each, INFO) for each in scrubber_example.scrubber_markers()}
    guards = {each.name: Provided(each.name, each, INFO) for each in scrubber_example.scrubber_guards()}
    return replace(
        registry,
        operators={**registry.operators, **operators},
        markers={**registry.markers, **markers},
        guards={**registry.guards, **guards},
    )


REGISTRY = _with_example()
RULES_SCHEMA: Any = rules_schema(REGISTRY)
PACK_SCHEMA: Any = pack_schema(available_packs(), ["example"])
SETTINGS_SCHEMA: Any = settings_schema(available_packs())
RULES, PACK, SETTINGS = map(Draft7Validator, (RULES_SCHEMA, PACK_SCHEMA, SETTINGS_SCHEMA))


def mistakes(path: Path) -> list[str]:
    """Return what the schema for a file says of it; [] as well for what is no YAML."""
    try:
        value = value_of(strictyaml.read(path))
    except RuleError:
        return []
    schema = PACK if path.name == "pack.yaml" else RULES
    return [
        f"{path.name} {list(error.absolute_path)}: {error.message}" for error in schema.iter_errors(value)
    ]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_schema_is_one_and_can_be_written(kind: str) -> None:
    schema = SCHEMAS[kind](load())
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("folder", [path.parent for path in PACKS], ids=lambda path: path.name)
def test_every_pack_is_valid(folder: Path) -> None:
    files = sorted(folder.glob("*.yaml"))
    assert len(files) >= 2
    assert [mistake for path in files for mistake in mistakes(path)] == []


def test_there_are_packs() -> None:
    assert len(PACKS) >= 5


def _files_of(case: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Write the YAML files of a case; a pack without a manifest of its own has a good one."""
    texts = dict(case.get("files", {})) | ({"rules.yaml": case["rules"]} if "rules" in case else {})
    paths = {name: folder / name for name in texts if name.endswith(".yaml")}
    for name, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(texts[name].encode("utf-8", "surrogateescape"))
    return paths


@pytest.mark.parametrize(
    "case", [case for case in CASES if "unseen" not in case], ids=lambda case: case["case"]
)
def test_what_the_loader_refuses_an_editor_shows(case: dict[str, Any], tmp_path: Path) -> None:
    """In each file of which the loader tells a problem, and in no other."""
    paths = _files_of(case, tmp_path)
    told = {problem["at"].partition(":")[0] for problem in case["problems"]}
    assert {name for name, path in paths.items() if mistakes(path)} == told


@pytest.mark.parametrize("case", [case for case in CASES if "unseen" in case], ids=lambda case: case["case"])
def test_what_needs_more_than_a_schema_is_not_shown(case: dict[str, Any], tmp_path: Path) -> None:
    assert [mistake for path in _files_of(case, tmp_path).values() for mistake in mistakes(path)] == []


def test_most_mistakes_can_be_seen() -> None:
    assert sum("unseen" not in case for case in CASES) >= 50


def _good_rules() -> Iterator[list[Any]]:
    """Rules with each key and each kind of condition, as they are written."""
    for path in [ROOT / "rules" / "news" / "captions.yaml", ROOT / "rules" / "web" / "glued-links.yaml"]:
        for node in value_texts(strictyaml.read(path)):
            yield [node]
    yield yaml.safe_load(EVERYTHING)


EVERYTHING = r"""
- id: credit
  phrases: ['{who:name} / Coast Press', '[photo|picture] by {who:name}']
  mark: credit
  was: [byline, tidewater.credit-line]
  keep: ['The toll road / bridge link reopened.', {text: 'By Ida Holm', at: body, lang: en}]
- id: counter
  description: Drop the counter of a gallery.
  phrases: ['{a:int} of {b:int}']
  where: {check: 'a <= b <= 60', near: {mark: credit, within: '3'}, region: [head, body]}
  unless: [{phrases: ['9/11']}, {rule: credit, domain: courier.example}]
  drop: line
  stage: remove
  safety: unsafe
  budget: 20%
  respect: [markdown]
  runs_before: [slide]
  keep: ['2 of 9 boats came back.']
- id: slide
  lines: [{shape: heading, optional: 'true'}, {shape: prose, max_words: '30', times: 0..1}, {mark: credit}]
  where: {follows: [{line: 'Slide \d+'}, {text: 'x', region: tail}], precedes: {phrases: [Next]}, lang: en}
  drop: match
  examples: [{before: a, after: ''}]
  keep: [x]
- id: cut
  line: {region: tail, shape: [label, heading]}
  drop: {from: line, to: end, stop_at: {shape: prose, min_words: '40'}}
  examples: [{before: a, after: b, at: tail, url: 'https://a.example/1'}]
  keep: [x]
- id: joined
  paragraph: '.*-'
  join: {to: next, with: ''}
  examples: [{before: a, after: b}]
  keep: [x]
- id: money
  text: '(?P<sign>[£€])\s(?P<amount>\d)'
  replace: '{sign}{amount}'
  stage: mend
  examples: [{before: a, after: b}]
  keep: [x]
- id: loud
  marker: example.shouting
  drop: line
  examples: [{before: a, after: b}]
  keep: [x]
"""


def value_texts(node: Node) -> Any:
    """Return what stands in a node with every scalar as text, so that it can be written again as it is."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [value_texts(item) for item in node.items]
    return {entry.key.value: value_texts(entry.value) for entry in node.entries}


GOOD = list(_good_rules())
LISTS = {
    name: entries
    for folder in ("news", "web")
    for name, entries in load_pack(ROOT / "rules" / folder).lists.items()
}


class Writer(yaml.SafeDumper):
    """Writes what is left out as nothing at all."""


Writer.add_representer(type(None), lambda writer, _: writer.represent_scalar("tag:yaml.org,2002:null", ""))


def read_again(value: Any) -> Node:
    text = yaml.dump(value, Dumper=Writer, allow_unicode=True, width=10_000, sort_keys=False)
    return strictyaml.parse(text, Path("rules.yaml"))


def refused(node: Node) -> list[str]:
    reading = Reading("tidewater", LISTS)
    read_rules(node, reading)
    return [str(problem) for problem in reading.problems]


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each value inside, but not of what stands under `options:`."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield (*at, key)
        yield from places(inner, (*at, key))


def changed(value: Any, at: tuple[Any, ...], how: str) -> Any:
    """Return a copy in which one value has another shape, is gone, or has a key that nobody knows."""
    whole = copy.deepcopy(value)
    inside = whole
    for key in at[:-1]:
        inside = inside[key]
    old = inside[at[-1]]
    shapes = {"wrapped": [old], "named": {"odd": old}, "nothing": None, "word": "odd word", "more": old}
    inside[at[-1]] = old[0] if how == "unwrapped" and isinstance(old, list) else shapes.get(how, old)
    if how == "more" and isinstance(old, dict):
        old["odd"] = "x"
    if how == "gone" and isinstance(inside, dict):
        del inside[at[-1]]
    return whole


HOW = ("wrapped", "unwrapped", "named", "nothing", "more", "gone")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_loader_and_the_schema_refuse_the_same_shapes(data: st.DataObject) -> None:
    rules = data.draw(st.sampled_from(GOOD))
    at = data.draw(st.sampled_from(list(places(rules))))
    node = read_again(changed(rules, at, data.draw(st.sampled_from(HOW))))
    problems = refused(node)
    errors = [error.message for error in RULES.iter_errors(value_of(node))]
    assert bool(problems) == bool(errors), (problems, errors)


@pytest.mark.parametrize("rules", GOOD, ids=lambda rules: rules[0]["id"])
def test_the_rules_to_change_are_good(rules: Any) -> None:
    node = read_again(rules)
    assert refused(node) == []
    assert [error.message for error in RULES.iter_errors(value_of(node))] == []


SHARES = (
    "1",
    "0",
    ".95",
    "0.95",
    "95%",
    "1.0",
    "1.5",
    "100%",
    "100.5%",
    "101%",
    "0%",
    "0.0",
    "all",
    "-1",
    "'.9'",
)
VALUES = [
    *(("where: {min_words: %s}", value) for value in ("0", "100000", "100001", "-1", "1.5", "'7'", "few", "")),
    *(("where: {near: {line: x, within: %s}}", value) for value in ("1", "50", "51", "0", "'3'", "'51 '")),
    *(("budget: %s", value) for value in ("1", "0", "25%", "100%", "100.5%", "0.5%", "0%", "0.0%", "12.345%", "'40'", "all")),
    *(("min_precision: %s", value) for value in SHARES),
    *(("where: {lang: %s}", value) for value in ("en", "deu", "EN", "e", "en-GB", "[en, de]", "[]")),
    *(("where: {domain: %s}", value) for value in ("a.example", "hafen-zürich.example", "A.example", "https://a.example", "a.example:80")),
    *(("where: {region: %s}", value) for value in ("tail", "[tail, head]", "deep-tail", "foot", "[foot]", "[]")),
    *(("was: %s", value) for value in ("b", "news.b", "[b, news.c]", "B", "a.b.c", "b_c")),
    *(("stage: %s", value) for value in ("tidy", "Tidy", "[tidy]", "'mend'")),
    *(("unless: {check: %s}", value) for value in ("a < 4", "'a <= größe <= 60'", "'4 < '", "'a = 4'", "a")),
    *(("id: %s", value) for value in ("b", "404", "b-c", "b_c", "-b", "b.c", "B")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "value"), VALUES)
def test_the_loader_and_the_schema_take_the_same_values(what: str, value: str) -> None:
    written = what % value
    name = "" if written.startswith("id") else "id: a, "
    text = f"- {{{name}phrases: [A b], drop: line, keep: [x], {written}}}\n"
    node = strictyaml.parse(text, Path("rules.yaml"))
    problems = [
        told for told in refused(node) if "slot" not in told
    ]  # what a slot is, the loader alone knows
    assert bool(problems) == bool(list(RULES.iter_errors(value_of(node)))), problems


def properties_of(schema: Any) -> set[str]:
    """The keys of a mapping: of a definition, or of a whole schema."""
    [closed] = [part for part in schema["allOf"] if "additionalProperties" in part]
    return set(closed["properties"])


def test_the_keys_are_those_of_the_readers() -> None:
    definitions = RULES_SCHEMA["definitions"]
    assert properties_of(definitions["rule"]) == set(KEYS)
    assert properties_of(definitions["where"]) == set(conditions.WHERE)
    assert properties_of(definitions["unless"]) == set(conditions.UNLESS)
    assert properties_of(definitions["of-line"]) == set(conditions.OF_LINE)
    assert properties_of(definitions["of-paragraph"]) == set(conditions.OF_PARAGRAPH)
    assert properties_of(PACK_SCHEMA) == set(manifest.KEYS)
    assert properties_of(SETTINGS_SCHEMA) == {*config.KEYS, "paths"}


def described(schema: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each property with its schema, wherever it stands; a refused one is none."""
    if isinstance(schema, list):
        for inner in schema:
            yield from described(inner, at)
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            if isinstance(inner, dict) and "const" not in inner:
                yield f"{at}.{name}", inner
        for key, inner in schema.items():
            if key not in ("if", "contains", "defaultSnippets"):
                yield from described(inner, f"{at}.{key}")


@pytest.mark.parametrize(
    "schema", [RULES_SCHEMA, PACK_SCHEMA, SETTINGS_SCHEMA], ids=["rules", "pack", "settings"]
)
def test_every_key_says_what_it_is_for(schema: Any) -> None:
    found = [(at, inner if "$ref" not in inner else schema["definitions"][inner["$ref"].split("/")[-1]])
             for at, inner in described(schema)]  # fmt: skip
    assert len(found) >= 9
    assert [at for at, inner in found if not inner.get("markdownDescription")] == []


@pytest.mark.parametrize("snippet", RULES_SCHEMA["defaultSnippets"], ids=lambda snippet: snippet["label"])
def test_what_a_snippet_inserts_is_a_rule(snippet: Any) -> None:
    """With its places as they are offered."""
    text = json.dumps(snippet["body"])
    for _ in range(9):
        text = re.sub(r"\$\{\d:((?:[^{}\\]|\\\\[{}]|\{(?=amount))*)\}", r"\1", text)
    rule = json.loads(text.replace("\\\\", ""))
    assert "$" not in str(rule)
    assert refused(read_again([rule])) == []
    assert list(RULES.iter_errors([rule])) == []


OPTIONS = [
    "{}",
    "{least: 12}",
    "{least: '12'}",
    "{least: few}",
    "{most: 3}",
    "{least: [3]}",
    "[]",
    "{least: 1.5}",
]


@pytest.mark.parametrize("written", OPTIONS)
def test_the_options_of_plugins_are_in_the_schema(written: str) -> None:
    text = f"- {{id: a, marker: example.shouting, options: {written}, drop: line, keep: [x], examples: [{{before: a, after: b}}]}}"
    node = strictyaml.parse(text, Path("rules.yaml"))
    options = node.items[0].get("options")  # type: ignore[union-attr]
    try:
        read_options(REGISTRY.markers["example.shouting"].value.Options, options, node.location)
    except RuleError:
        assert list(RULES.iter_errors(value_of(node)))
    else:
        assert list(RULES.iter_errors(value_of(node))) == []


def test_an_option_without_a_default_has_to_be_given() -> None:
    @dataclass(frozen=True, slots=True)
    class Depth:
        """How deep to look."""

        depth: int
        names: tuple[str, ...] = ()

    class Diver:
        """Dives."""

        name, Options = "diver.dive", Depth

    Depth.__annotations__.update(depth=int, names=tuple[str, ...])
    registry = replace(REGISTRY, operators={"diver.dive": Provided("diver.dive", Diver(), INFO)})  # type: ignore[arg-type]
    validator = Draft7Validator(rules_schema(registry))
    rule = {"id": "a", "operator": "diver.dive", "keep": ["x"], "examples": [{"before": "a", "after": "b"}]}
    assert [error.message for error in validator.iter_errors([rule])] == ["'options' is a required property"]
    assert list(validator.iter_errors([rule | {"options": {}}]))
    assert list(validator.iter_errors([rule | {"options": {"depth": 3, "names": ["no", 12]}}])) == []


def test_what_is_not_installed_is_refused() -> None:
    rule = {
        "id": "a",
        "operator": "honorifics.mvoe",
        "keep": ["x"],
        "examples": [{"before": "a", "after": "b"}],
    }
    assert [list(error.absolute_path) for error in RULES.iter_errors([rule])] == [[0, "operator"]]


SETTINGS_FILES = [
    "packs: [news, ./rules/gazette]\nselect: ['web.*']\nunsafe: false\nbudgets: {a.b: 40, 'web.*': 10%}\n",
    "encoding: cp1252\nlang: en\npaths:\n  'archive/**':\n    ignore: [a.b]\n    unsafe: 'true'\n",
    "pack: [news]\n",
    "packs: news\n",
    "packs: []\n",
    "unsafe: maybe\n",
    "budgets: {a.b: all}\n",
    "budgets: [a.b]\n",
    "output: there\n",
    "paths: [a]\n",
    "paths: {a: {packs: x}}\n",
    "paths: {a: {paths: {b: {}}}}\n",
    "paths: {a: b}\n",
    "- packs\n",
]


@pytest.mark.parametrize("text", SETTINGS_FILES)
def test_settings_are_refused_by_both_or_by_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "scrubber.yaml"
    path.write_text(text, encoding="utf-8")
    errors = list(SETTINGS.iter_errors(value_of(strictyaml.read(path))))
    try:
        read_config(path)
    except ConfigError:
        assert errors
    else:
        assert errors == []


def test_the_settings_on_the_page_are_valid(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    assert "budgets:" in example
    assert list(SETTINGS.iter_errors(value_of(strictyaml.parse(example, tmp_path / "scrubber.yaml")))) == []
