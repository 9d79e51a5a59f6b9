"""Packs: what is right loads as it was written, from wherever it lies, in running order.

What is wrong with a pack is in `rule_errors.yaml`.
"""

import sys
from pathlib import Path

import pytest

from scrubber.errors import RuleError
from scrubber.links import link
from scrubber.packs import available_packs, load_pack, load_packs, sources
from scrubber.specs import (
    Budget,
    DropSpec,
    Example,
    JoinSpec,
    LinesSpec,
    MarkSpec,
    PackSpec,
    PatternSpec,
    PhrasesSpec,
    PluginSpec,
    ReplaceSpec,
    RuleSpec,
    UnitSpec,
)

RULE = "- {id: print, phrases: [Print this page], drop: line, keep: [Print runs fell.]}\n"

MANIFEST = """\
id: tidewater
description: Furniture of the Tidewater Courier.
version: 2031.2
uses: [./base]
language: [en, fr]
domains: [courier.example]
off: [base.print]
plugins: [honorifics]
lists: {wire: lists/wires.txt}
rules: [galleries.yaml, rest.yaml]
"""
WIRES = "\ufeff# News wires\nNorth Wire\n\n  Coast & County Press \n#9 Agency\n"
GALLERIES = """\
- id: credit
  phrases: ['{who:name} / {wire}', 'Picture by {who:name}']
  mark: credit
  keep: ['The toll road / bridge link reopened.']
- id: position
  description: >
    Drop the counter of a gallery
    that stands on its own line.
  phrases: ['{a:int} [of|/] {b:int}']
  where: {check: 'a <= b <= 40', near: {mark: credit, within: 4}, region: [head, body]}
  unless:
    - phrases: ['7/7']
    - {mark: credit, lang: en}
  drop: line
  safety: unsafe
  budget: 12.5%
  respect: markdown
  runs_before: credit
  was: [counter, web.old-counter]
  examples:
    - before: |
        Boats in the harbour.
        Picture by Ida Holm
        2 of 9
      after: |
        Boats in the harbour.
        Picture by Ida Holm
      at: body
      url: https://courier.example/boats
      lang: en
  keep:
    - '2 of 9 boats sank.'
    - {text: '2 of 9', at: tail}
- id: slide
  lines:
    - {shape: heading, optional: true}
    - {shape: [prose, label], max_words: 30, times: 0..2}
    - {line: 'In .+', min_words: 4, times: 2}
    - {mark: credit}
    - {rule: position}
  drop: match
  keep: [x]
  examples: [{before: a, after: ''}]
"""
REST = """\
- id: cut
  line: 'More stories'
  where: [{region: tail}, {domain: courier.example, min_words: 2}]
  drop: {from: line, to: end, stop_at: {shape: prose}}
  budget: 40
  keep: [x]
  examples: [{before: a, after: ''}]
- id: blurb
  paragraph: {shape: prose, max_words: 60, follows: [{rule: cut}, {line: 'x', within: 2}]}
  drop: paragraph
  keep: [x]
  examples: [{before: a, after: ''}]
- id: money
  text: '(?P<sign>[$£])\\s(?P<sum>\\d)'
  replace: '{sign}{sum}'
  stage: mend
  keep: [x]
  examples: [{before: a, after: b}]
- id: broken-line
  line: '.{30,} the'
  join: {to: next, with: ' '}
  stage: mend
  runs_after: money
  keep: [x]
  examples: [{before: a, after: b}]
- id: share-row
  marker: chrome.share
  options: {depth: 2}
  drop: match
  keep: [x]
  examples: [{before: a, after: b}]
- id: titles
  operator: honorifics.move
  stage: mend
  keep: [x]
  examples: [{before: a, after: b}]
"""


def _write(folder: Path, **files: str) -> Path:
    """Write a pack; `rules_yaml` is a file `rules.yaml`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_yaml", ".yaml")).write_text(text, encoding="utf-8")
    return folder


def _small(folder: Path, name: str, uses: str = "") -> Path:
    return _write(folder, pack_yaml=f"id: {name}\n{uses}\nrules: [rules.yaml]\n", rules_yaml=RULE)


@pytest.fixture
def tidewater(tmp_path: Path) -> tuple[PackSpec, ...]:
    folder = _write(tmp_path / "tidewater", pack_yaml=MANIFEST, galleries_yaml=GALLERIES, rest_yaml=REST)
    _small(folder / "base", "base")
    (folder / "lists").mkdir()
    (folder / "lists" / "wires.txt").write_text(WIRES, encoding="utf-8")
    return load_packs(["./tidewater"], tmp_path)


def _rule(packs: tuple[PackSpec, ...], name: str) -> RuleSpec:
    return next(rule for rule in packs[-1].rules if rule.id == f"tidewater.{name}")


def test_a_manifest_loads_as_written(tidewater: tuple[PackSpec, ...]) -> None:
    base, pack = tidewater
    assert (base.id, pack.id, pack.version) == ("base", "tidewater", "2031.2")
    assert pack.description == "Furniture of the Tidewater Courier."
    assert (pack.languages, pack.domains) == (("en", "fr"), ("courier.example",))
    assert [text.value for text in (*pack.uses, *pack.off, *pack.plugins)] == [
        "./base",
        "base.print",
        "honorifics",
    ]
    assert pack.lists == {"wire": ("North Wire", "Coast & County Press")}


def test_rules_come_file_by_file_from_the_top_down(tidewater: tuple[PackSpec, ...]) -> None:
    names = [rule.id.removeprefix("tidewater.") for rule in tidewater[-1].rules]
    assert names == [
        "credit", "position", "slide", "cut", "blurb", "money", "broken-line", "share-row", "titles",
    ]  # fmt: skip
    assert link(tidewater).rules[0].id == "base.print"


def test_phrases_and_a_mark_load_as_written(tidewater: tuple[PackSpec, ...]) -> None:
    rule = _rule(tidewater, "credit")
    assert isinstance(rule.matcher, PhrasesSpec)
    assert isinstance(rule.action, MarkSpec)
    assert [phrase.value for phrase in rule.matcher.phrases] == [
        "{who:name} / {wire}",
        "Picture by {who:name}",
    ]
    second = rule.matcher.phrases[1].location
    assert (second.path.name, second.line, second.column) == ("galleries.yaml", 2, 37)
    assert rule.action.name.value == "tidewater.credit"
    assert (rule.location.line, rule.location.column) == (1, 3)


def test_conditions_load_as_written(tidewater: tuple[PackSpec, ...]) -> None:
    rule = _rule(tidewater, "position")
    (where,) = rule.where
    (neighbour,) = where.neighbours
    assert neighbour.mark is not None
    assert (neighbour.direction, neighbour.mark.value, neighbour.within) == ("near", "tidewater.credit", 4)
    assert where.checks[0].terms == ("a", "b", 40)
    assert where.checks[0].operators == ("<=", "<=")
    assert where.regions == ("head", "body")
    first, second = rule.unless
    assert isinstance(first.matchers[0], PhrasesSpec)
    assert ([mark.value for mark in second.marks], second.langs) == (["tidewater.credit"], ("en",))
    tail, site = _rule(tidewater, "cut").where
    assert (tail.regions, site.domains, site.min_words) == (("tail",), ("courier.example",), 2)


def test_the_rest_of_a_rule_loads_as_written(tidewater: tuple[PackSpec, ...]) -> None:
    rule = _rule(tidewater, "position")
    assert rule.description == "Drop the counter of a gallery that stands on its own line."
    assert (rule.safety, rule.budget, rule.stage) == ("unsafe", Budget(share=0.125), "remove")
    assert [text.value for text in (*rule.respect, *rule.runs_before)] == ["markdown", "tidewater.credit"]
    assert rule.was == ("tidewater.counter", "web.old-counter")
    (example,) = rule.examples
    assert (example.at, example.url, example.lang) == ("body", "https://courier.example/boats", "en")
    assert example.before.removeprefix(example.after) == "2 of 9\n"
    plain, set_in_tail = rule.keep
    assert plain == Example("2 of 9 boats sank.", "2 of 9 boats sank.", plain.location)
    assert (set_in_tail.before, set_in_tail.at) == ("2 of 9", "tail")
    assert _rule(tidewater, "cut").budget == Budget(words=40)


def test_a_sequence_of_lines_loads_as_written(tidewater: tuple[PackSpec, ...]) -> None:
    matcher = _rule(tidewater, "slide").matcher
    assert isinstance(matcher, LinesSpec)
    assert [(item.least, item.most) for item in matcher.items] == [(0, 1), (0, 2), (2, 2), (1, 1), (1, 1)]
    heading, prose, line, credit, counter = (item.condition for item in matcher.items)
    assert (heading.shapes, prose.shapes, prose.max_words) == (("heading",), ("prose", "label"), 30)
    assert isinstance(line.matchers[0], PatternSpec)
    assert [text.value for text in (*credit.marks, *counter.rules)] == [
        "tidewater.credit",
        "tidewater.position",
    ]


def test_each_action_and_plugin_loads_as_written(tidewater: tuple[PackSpec, ...]) -> None:
    cut = _rule(tidewater, "cut").action
    assert isinstance(cut, DropSpec)
    assert (cut.unit, cut.stop_at[0].shapes) == ("rest", ("prose",))
    blurb = _rule(tidewater, "blurb")
    assert isinstance(blurb.matcher, UnitSpec)
    assert (blurb.matcher.unit, len(blurb.matcher.condition.neighbours)) == ("paragraph", 2)
    assert blurb.action == DropSpec("paragraph")
    money = _rule(tidewater, "money")
    assert isinstance(money.action, ReplaceSpec)
    assert (money.action.template.value, money.stage) == ("{sign}{sum}", "mend")
    assert _rule(tidewater, "broken-line").action == JoinSpec("next", " ")
    share, titles = _rule(tidewater, "share-row").matcher, _rule(tidewater, "titles")
    assert isinstance(share, PluginSpec)
    assert (share.kind, share.name.value, share.options is None) == ("marker", "chrome.share", False)
    assert isinstance(titles.matcher, PluginSpec)
    assert (titles.matcher.kind, titles.matcher.options, titles.action) == ("operator", None, None)


def test_what_a_pack_uses_runs_before_it_and_once(tmp_path: Path) -> None:
    _small(tmp_path / "a", "a", "uses: [../b, ../c]")
    _small(tmp_path / "b", "b", "uses: [../d]")
    _small(tmp_path / "c", "c", "uses: [../d]")
    _small(tmp_path / "d", "d")
    assert [pack.id for pack in load_packs(["./a"], tmp_path)] == ["d", "b", "c", "a"]
    assert [pack.id for pack in load_packs(["./c", "./a", "./c"], tmp_path)] == ["d", "c", "b", "a"]


def test_a_folder_below_the_base_needs_no_separator(tmp_path: Path) -> None:
    _small(tmp_path / "mine", "my-pack")
    assert [pack.id for pack in load_packs(["mine"], tmp_path)] == ["my-pack"]


def test_a_link_that_leads_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    folder = _small(tmp_path / "pack", "pack")
    (folder / "rules.yaml").rename(tmp_path / "elsewhere.yaml")
    (folder / "rules.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(RuleError, match="leads out of the pack's folder"):
        load_pack(folder)


def test_a_link_within_the_pack_is_followed(tmp_path: Path) -> None:
    folder = _small(tmp_path / "pack", "pack")
    (folder / "rules.yaml").rename(folder / "other.yaml")
    (folder / "rules.yaml").symlink_to("other.yaml")
    assert len(load_pack(folder).rules) == 1


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a distribution that offers three packs and whose code must not run."""
    site = tmp_path / "site"
    _small(site / "courierpacks" / "packs" / "courier-en", "courier-en")
    _small(site / "courierpacks", "courier")
    (site / "courierpacks" / "__init__.py").write_text("raise SystemExit('code was run')\n")
    info = site / "courier_packs-1.4.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: courier-packs\nVersion: 1.4\n")
    (info / "entry_points.txt").write_text(
        "[scrubber.packs]\n"
        "courier = courierpacks\n"
        "courier-en = courierpacks:packs/courier-en\n"
        "courier-fr = courierpacks:packs/courier-fr\n"
        "lost = nosuchpackage.packs\n"
    )
    monkeypatch.syspath_prepend(str(site))
    return site


def test_packs_of_other_distributions_load_without_their_code(distribution: Path) -> None:
    packs = load_packs(["courier", "courier-en"], distribution)
    assert [pack.id for pack in packs] == ["courier", "courier-en"]
    source = available_packs()["courier-en"]
    assert (source.distribution, source.version, source.problem) == ("courier-packs", "1.4", "")
    assert "courierpacks" not in sys.modules


@pytest.mark.parametrize("name", ["courier-fr", "lost"])
def test_a_pack_that_its_distribution_lacks_harms_no_other(name: str, distribution: Path) -> None:
    assert available_packs()["courier"].problem == ""
    with pytest.raises(RuleError, match=rf"pack `{name}` cannot be used: courier-packs has no pack\.yaml"):
        load_packs([name], distribution)


def test_two_distributions_with_one_pack_are_both_named(distribution: Path) -> None:
    info = distribution / "rival-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rival\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text("[scrubber.packs]\ncourier = courierpacks:packs/courier-en\n")
    with pytest.raises(RuleError, match="both courier-packs and rival offer it") as caught:
        load_packs(["courier"], distribution)
    assert "name the pack by its path" in str(caught.value)


def test_a_bundled_pack_wins_its_name(distribution: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = distribution / "bundled"
    _small(bundled / "courier", "courier")
    monkeypatch.setattr(sources, "_bundled_folder", lambda: bundled)
    assert available_packs()["courier"].folder == bundled / "courier"


def test_a_pack_found_by_an_id_has_that_id(distribution: Path) -> None:
    _small(distribution / "courierpacks" / "packs" / "courier-fr", "courier-de")
    with pytest.raises(RuleError, match="the pack `courier-fr` says that its id is `courier-de`"):
        load_packs(["courier-fr"], distribution)


def test_the_packs_of_this_project_are_read_where_they_are_written() -> None:
    known = available_packs()
    assert known["web"].folder == Path(__file__).resolve().parents[2] / "rules" / "web"
    assert not known["web"].distribution
