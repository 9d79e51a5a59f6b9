"""What `scrubber.testing` finds: examples that do not hold, parts that nothing needs, rules that never act."""

from __future__ import annotations

import doctest
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scrubber.api import Context, Edit, Needs, NoOptions, Span, View
from scrubber.compile import Plan, compile_plan
from scrubber.document import Document
from scrubber.errors import ScrubberError, UsageError
from scrubber.packs import load_packs
from scrubber.patterns import alternatives, alternatives_of
from scrubber.pipeline import Cleaner
from scrubber.plugins import PluginInfo, Provided, Registry, load
from scrubber.specs import PackSpec
from scrubber.testing import (
    Check,
    Target,
    assert_edits,
    assert_pack,
    check_decisive,
    check_rule,
    check_together,
    find_targets,
    open_bench,
    variants,
)
from scrubber.testing.alone import alone

MakePack = Callable[..., tuple[Plan, PackSpec]]
HEAD = "- id: dull\n  description: Drop what is dull.\n  drop: line\n"
PROOF = '  examples: [{before: "One.\\nfoo\\n", after: "One.\\n"}]\n  keep: [\'food\']\n'


class Trailing:
    """Drops the last word, but only where a line feed stands behind it: a fault."""

    name, Options, needs = "odd.trailing", NoOptions, Needs()

    def open(self, options: NoOptions, context: Context) -> Trailing:
        return self

    def propose(self, views: Sequence[View]) -> list[list[Edit]]:
        return [self._edits(view) for view in views]

    def _edits(self, view: View) -> list[Edit]:
        at = view.text.find(" dull\n")
        return [view.edit(Span(at, at + 5), reason="dull")] if at >= 0 else []

    def close(self) -> None: ...


@pytest.fixture
def make(tmp_path: Path) -> MakePack:
    """Make a pack of one rule file, with what plugins give, and compile it."""

    def make(rules: str, registry: Registry | None = None) -> tuple[Plan, PackSpec]:
        (tmp_path / "pack.yaml").write_text("id: test\nrules: [rules.yaml]\nlists: {w: w.txt}\n")
        (tmp_path / "rules.yaml").write_text(rules)
        (tmp_path / "w.txt").write_text("foo\nbar\n")
        packs = load_packs([f"{tmp_path}/."], tmp_path)
        return compile_plan(packs, registry or Registry()), packs[-1]

    return make


def failed(checks: Sequence[Check]) -> list[tuple[int, int, str]]:
    return [(c.location.line, c.location.column, c.what) for c in checks if not c.ok]


def decisive(plan: Plan, pack: PackSpec) -> list[tuple[int, int, str]]:
    return [
        found for rule in plan.rules for found in failed(list(check_decisive(plan, rule, {pack.id: pack})))
    ]


def lost(what: str) -> str:
    return f"nothing notices the loss of {what}"


PARTS = [
    # what follows `drop: line`, and the parts whose loss nothing notices, with their places
    ("  line: 'foo|bar'\n", [(4, 14, "the alternative `bar`")]),
    ("  line: '(?i)foo'\n", []),
    ("  line: '(?i:bar|foo|baz)'\n", [(4, 14, "the alternative `bar`"), (4, 22, "the alternative `baz`")]),
    ("  line: 'don''t|foo'\n", [(4, 10, "the alternative `don't`")]),
    ("  line: 'foo|don''t|b'\n", [(4, 14, "the alternative `don't`"), (4, 21, "the alternative `b`")]),
    ("  line: '\\L<w>'\n", []),
    ("  line: 'foo'\n  where: {max_words: 3}\n", [(5, 11, "`max_words:`")]),
    ("  line: 'foo.?'\n  unless: {line: 'food'}\n", []),
    ("  line: 'foo.?'\n  unless: [{line: 'food'}, {line: 'fool'}]\n", [(5, 28, "this entry of `unless:`")]),
    ("  line: 'foo.?'\n  unless: {line: 'food|fool'}\n", [(5, 24, "the alternative `fool`")]),
    ("  line: 'foo.?'\n  unless: {line: 'food', max_words: 2}\n", [(5, 26, "`max_words:`")]),
    ("  line: 'foo.?'\n  unless: {phrases: [food, fool]}\n", []),
    ("  line: 'foo.?'\n  where: [{line: 'foo'}, {line: 'fool'}]\n", [(5, 26, "this entry of `where:`")]),
    ("  line: {text: 'foo', shape: [label, heading]}\n  where: {line: '...'}\n",
     [(4, 10, "`text:`"), (4, 23, "`shape:`"), (4, 38, "`heading` in `shape:`")]),
    ("  line: 'foo.?'\n  where: {line: foo, follows: {line: 'One\\.|Two\\.'}}\n",
     [(5, 11, "`line:`"), (5, 31, "this `follows:`"), (5, 45, "the alternative `Two\\.`")]),
    ("  line: 'foo.?'\n  where:\n    line: foo\n    near: [{text: One}, {text: O}]\n",
     [(6, 5, "`line:`"), (7, 12, "this `near:`"), (7, 25, "this `near:`")]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), PARTS)
def test_a_part_that_nothing_needs_is_told_with_its_place(
    make: MakePack, written: str, expected: list[tuple[int, int, str]]
) -> None:
    plan, pack = make(HEAD + written + PROOF)
    assert failed(list(check_rule(plan, plan.rules[0], pack))) == []
    assert decisive(plan, pack) == [(line, column, lost(what)) for line, column, what in expected]


def test_what_to_add_is_said(make: MakePack) -> None:
    plan, pack = make(f"{HEAD}  line: 'foo|bar'\n  unless: {{line: baz}}\n{PROOF}")
    checks = [c for c in check_decisive(plan, plan.rules[0], {pack.id: pack}) if not c.ok]
    assert [(c.remedy.partition(" that")[0], c.warning) for c in checks] == [
        ("add an example", True),
        ("add a `keep`", True),
    ]


SEQUENCE = """\
- id: rest
  description: Drop a list from its heading on.
  line: 'More:'
  drop: {from: line, to: end, stop_at: [{shape: prose}, {line: 'END|FIN'}]}
  examples: [{before: "One.\\nMore:\\na\\nEND\\n", after: "One.\\nEND\\n"}]
  keep: ['More']
- id: run
  description: Drop a heading with its list.
  lines: [{line: 'List:'}, {line: 'x', times: 0..2}, {line: 'y'}]
  drop: match
  examples: [{before: "One.\\nList:\\ny\\n", after: "One.\\n"}]
  keep: ["y", "List:\\nz", "List:", "z\\ny"]
"""


def test_stops_and_items_are_parts_too(make: MakePack) -> None:
    plan, pack = make(SEQUENCE)
    assert decisive(plan, pack) == [
        (4, 41, lost("this entry of `stop_at:`")),
        (4, 69, lost("the alternative `FIN`")),
        (9, 28, lost("this item of `lines:`")),
        (9, 29, lost("`line:`")),
    ]


MARKED = """\
- id: credit
  description: Mark the photographer.
  line: 'Photo: .+|Image: .+'
  mark: credit
  keep: ['Photos']
- id: caption
  description: Drop the line above a photographer.
  line: 'The .+'
  where: {precedes: {mark: credit}}
  drop: line
  examples: [{before: "One.\\nThe sea.\\nPhoto: A. Person\\n", after: "One.\\nPhoto: A. Person\\n"}]
  keep: ['The sea.']
"""


def test_a_rule_that_asks_for_a_mark_speaks_for_the_one_that_sets_it(make: MakePack) -> None:
    plan, pack = make(MARKED)
    assert decisive(plan, pack) == [(3, 20, lost("the alternative `Image: .+`"))]
    found = [c for c in check_decisive(plan, plan.rules[0], {pack.id: pack}) if not c.ok]
    assert "a rule that asks for the mark" in found[0].remedy


COMPANY = """\
- {id: early, description: Mend the word., stage: characters, text: fooo, replace: foo, keep: [fo], examples: [{before: fooo, after: foo}]}
- {id: one, description: Drop foo., line: foo, drop: line, keep: [fo], examples: [{before: "A\\nfoo\\n", after: "A\\n"}]}
- {id: same, description: Drop foo again., line: foo, drop: line, keep: [fo], examples: [{before: "B\\nfoo\\n", after: "B\\n"}]}
- {id: more, description: Drop foo and bar., line: 'foo|bar', drop: line, keep: [fo], examples: [{before: "B\\nbar\\n", after: "B\\n"}]}
- {id: late, description: Drop the long word., line: fooo, drop: line, keep: [fo], examples: [{before: "B\\nfooo\\n", after: "B\\n"}]}
- {id: bold, description: Drop everything., line: '.*ba.*', drop: line, safety: unsafe, keep: [fo], examples: [{before: "B\\nbaz\\n", after: "B\\n"}]}
- {id: careful, description: Drop one word., line: baz, drop: line, keep: [fo], examples: [{before: "B\\nbaz\\n", after: "B\\n"}]}
- {id: other, description: Put another word., text: foo, replace: bar, keep: [fo], examples: [{before: foo, after: bar}]}
- {id: phrase, description: Drop what is far away., phrases: [far away], where: {follows: {line: Near}}, drop: line, keep: [fo]}
- {id: unasked, description: Mark a word., line: quux, mark: word, keep: [fo]}
"""


def test_rules_that_never_act_are_told_with_who_comes_first(make: MakePack) -> None:
    plan, pack = make(COMPANY)
    assert [failed(list(check_rule(plan, rule, pack))) for rule in plan.rules] == [[]] * len(plan.rules)
    never = "nothing that the pack shows makes this rule fire"
    assert failed(list(check_together(plan, pack))) == [
        (3, 3, "always pre-empted by test.one"),
        (5, 3, "always pre-empted by test.early"),
        (8, 3, "always pre-empted by test.one"),
        (9, 3, never),
        (10, 3, never),
    ]


def test_a_rule_alone_does_what_it_does_in_the_whole_plan() -> None:
    """Checks run in a plan cut down to the rule; marks, neighbours and places must be as in the whole one."""
    packs = load_packs(("news",), Path.cwd())
    plan = compile_plan(packs, load())
    compared = 0
    for rule in plan.rules[::3]:
        texts = [example.before for example in rule.spec.examples]
        with (
            Cleaner(plan, unsafe=True, only={rule.id}) as whole,
            Cleaner(alone(plan, rule), unsafe=True, only={rule.id}) as cut,
        ):
            found = [
                whole.clean_batch(list(map(Document, texts))),
                cut.clean_batch(list(map(Document, texts))),
            ]
        assert [r.text for r in found[0]] == [r.text for r in found[1]], rule.id
        compared += sum(result.changed for result in found[0])
    assert compared > 40


def test_an_example_must_hold_with_other_line_ends_too(make: MakePack) -> None:
    info = PluginInfo("odd", "odd", "1", "odd")
    registry = Registry(operators={"odd.trailing": Provided("odd.trailing", Trailing(), info)})
    plan, pack = make(
        "- {id: odd, description: Drop a word., operator: odd.trailing, keep: [fo], "
        'examples: [{before: "One is dull\\n", after: "One is\\n"}]}\n',
        registry,
    )
    check = next(check for check in check_rule(plan, plan.rules[0], pack) if not check.ok)
    assert check.what == "example 1: without its final newline"
    assert check.diff == "--- expected\n+++ came out\n@@ -1 +1 @@\n-One is\n+One is dull"


def test_an_example_must_be_at_rest_after_one_run(make: MakePack) -> None:
    plan, pack = make(
        "- {id: again, description: Halve it., text: '(?:ab)+', replace: a, keep: [fo], "
        "examples: [{before: ababab, after: a}]}\n"
        "- {id: twice, description: Take one., text: 'x(?=x*y)', drop: match, keep: [fo], "
        "examples: [{before: xxy, after: 'y'}]}\n"
        "- {id: loop, description: Shift it., text: 'q(?P<a>q*)z', replace: '{a}z', keep: [fo], "
        "examples: [{before: qqz, after: qz}]}\n"
    )
    found = [failed(list(check_rule(plan, rule, pack))) for rule in plan.rules]
    assert [[what for _, _, what in one] for one in found] == [[], [], ["example 1: a second run"]]


def test_an_operator_is_held_to_both_line_ends_and_a_second_run() -> None:
    with pytest.raises(AssertionError, match="without its final newline:\n--- expected"):
        assert_edits(Trailing(), "One is dull\n", "One is\n")
    with pytest.raises(AssertionError, match="as written:\n"):
        assert_edits(Trailing(), "One is dull\n", "One\n")
    with pytest.raises(AssertionError, match="in a second run:\n"):
        assert_edits(Trailing(), "One is dull dull\n", "One is dull\n")
    assert_edits(Trailing(), "Nothing here.\n", "Nothing here.\n")


def test_a_pack_is_asserted_whole(tmp_path: Path, make: MakePack) -> None:
    make(f"{HEAD}  line: 'foo|bar'\n{PROOF}")
    assert_pack(tmp_path)
    with pytest.raises(AssertionError, match=r"rules\.yaml:4:14: test\.dull: nothing notices") as caught:
        assert_pack(tmp_path / "rules.yaml", strict=True)
    assert "    add an example that only this makes hold, or delete it" in str(caught.value)
    make(HEAD + "  line: bar\n" + PROOF)
    with pytest.raises(AssertionError, match=r"rules\.yaml:5:14: test\.dull: example 1\n    --- expected"):
        assert_pack(tmp_path)


def write(path: Path, text: str = "id: x\nrules: [r.yaml]\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_packs_are_found_by_folder_file_list_and_id(tmp_path: Path) -> None:
    for name in ("b", "a/deep", ".hidden", "env"):
        write(tmp_path / name / "pack.yaml")
    write(tmp_path / "env" / "pyvenv.cfg", "")
    write(tmp_path / "b" / "r.yaml", "")
    write(tmp_path / "b" / "lists" / "w.txt", "")
    deep, b = tmp_path / "a" / "deep", tmp_path / "b"
    rules = frozenset({(b / "r.yaml").resolve()})
    assert find_targets(["."], tmp_path) == [Target(deep), Target(b)]
    assert find_targets(["b/r.yaml"], tmp_path) == [Target(b, rules)]
    assert find_targets(["b/r.yaml", "b/lists/w.txt"], tmp_path) == [Target(b)]
    assert find_targets(["b", "b/r.yaml"], tmp_path) == [Target(b)]
    assert [target.folder.name for target in find_targets(["news"], tmp_path)] == ["news"]


def test_what_means_no_pack_is_told_all_at_once(tmp_path: Path) -> None:
    write(tmp_path / "empty" / "stray.yaml", "")
    with pytest.raises(UsageError) as caught:
        find_targets(["empty", "empty/stray.yaml", "nowhere", "newz"], tmp_path)
    told = [str(problem) for problem in caught.value.problems]
    assert told[0].startswith("there is no pack in empty\n")
    assert told[1].startswith("empty/stray.yaml belongs to no pack")
    assert "`nowhere`" in told[2] and "did you mean `news`?" in told[3]


def test_a_file_that_its_pack_does_not_name_is_an_error(tmp_path: Path, make: MakePack) -> None:
    make(f"{HEAD}  line: foo\n{PROOF}")
    write(tmp_path / "rule.yaml", "")
    (target,) = find_targets([str(tmp_path / "rule.yaml")], tmp_path)
    with pytest.raises(ScrubberError, match=r"rule\.yaml is none of the rule files.*`rules\.yaml`") as caught:
        open_bench(target, Registry())
    assert "did you mean `rules.yaml`?" in str(caught.value)


@pytest.mark.parametrize("module", [alternatives, variants])
def test_what_the_docstrings_show(module: object) -> None:
    done = doctest.testmod(module)  # type: ignore[arg-type]
    assert done.attempted and not done.failed


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("foo", []),
        ("a|b|c", ["a", "b", "c"]),
        ("(?P<x>a|b)", ["a", "b"]),
        ("(?:(?i)a|b)", ["a", "b"]),
        ("a(?:b|c)|[|]|\\|", ["a(?:b|c)", "[|]", "\\|"]),
        ("(?x) a | b # c|d\n", [" a ", " b # c|d\n"]),
        ("^(?:a|b)$", []),
        ("(?<!a|b)c", []),
        ("a{e<=1}|b", []),
        ("a|", ["a", ""]),
    ],
)
def test_alternatives_at_the_top_of_a_pattern(pattern: str, texts: list[str]) -> None:
    found = alternatives_of(pattern)
    assert [one.text for one in found] == texts
    for one in found:
        assert pattern[one.start : one.start + len(one.text)] == one.text
        assert [other.text for other in alternatives_of(one.rest)] == (
            [text for text in texts if text != one.text] if len(texts) > 2 else []
        )
