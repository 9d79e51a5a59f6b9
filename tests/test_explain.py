"""`scrubber explain`: what it says of lines and documents, asked through the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest

from scrubber.cli.explained import Page, line_page
from scrubber.compile import CompiledRule, Plan, compile_plan
from scrubber.document import Document
from scrubber.explain import count_lines, explain_lines
from scrubber.explain.evidence import in_words
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import load
from scrubber.regions import weights
from scrubber.scenes import Match, OutOfTimeError, Scene

ROOT = Path(__file__).parents[1]
SEEDS = sorted(ROOT.glob("seeds/*/input.txt"))
LINE_END = re.compile(r"\r\n|\r|\n")

RULES = r"""
- id: credit
  description: Mark a credit.
  phrases: ['photo by {words}']
  mark: credit
  keep: ['No photo.']
- id: counter
  description: Drop a counter beside a credit.
  phrases: ['{a:int} of {b:int}']
  where: {check: 'a <= b', near: {mark: credit, within: 2}}
  unless: [{phrases: ['9 of 9']}]
  drop: line
  keep: ['Three.']
- id: shout
  description: Drop what shouts.
  line: {shape: label, max_words: 1, text: '^[A-Z]+$'}
  drop: line
  keep: ['Quiet words.']
  examples: [{before: "STOP\nThe rest of it is here.\n", after: "The rest of it is here.\n"}]
- id: doubt
  description: Drop a maybe.
  line: 'Maybe .*'
  safety: unsafe
  drop: line
  keep: ['Perhaps.']
  examples: [{before: "Maybe so\nYes.\n", after: "Yes.\n"}]
- id: maybe-not
  description: Mend a maybe.
  text: 'so'
  replace: 'thus'
  keep: ['Perhaps.']
  examples: [{before: "so\n", after: "thus\n"}]
- id: pair
  description: Drop a question with its answer.
  lines: [{line: 'Q: .*'}, {line: 'A: .*'}]
  drop: match
  keep: ['Q without A']
  examples: [{before: "Q: a\nA: b\nEnd.\n", after: "End.\n"}]
- id: hyphen
  description: Join a word that was broken.
  line: '.*[a-z]='
  join: {to: next, with: ''}
  keep: ['a = b']
  examples: [{before: "brok=\nen\n", after: "brok=en\n"}]
- id: dollar
  description: Close the gap inside money.
  stage: mend
  text: '(?<=\$) (?=\d)'
  drop: match
  keep: ['It cost $5.']
  examples: [{before: "It cost $ 5.\n", after: "It cost $5.\n"}]
- id: price
  description: Drop a price that stands alone.
  stage: tidy
  line: '\$\d+'
  drop: line
  keep: ['It cost $5.']
  examples: [{before: "One.\n$5\n", after: "One.\n"}]
"""


class Ran(Protocol):
    """What a command did: its exit code, standard output and standard error."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str: ...


Explain = Callable[..., Ran]


@pytest.fixture
def explain(scrubber: Explain, pack: Path) -> Explain:
    """Run `scrubber explain` with a pack of many kinds of rules."""
    (pack / "rules.yaml").write_text(RULES.lstrip("\n"))

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        return scrubber("explain", "--pack", pack, *arguments, stdin=stdin)

    return run


def told(ran: Ran) -> Any:
    assert ran.code == 0, ran.err
    return json.loads(ran.text)["explained"]


def spoken(ran: Ran) -> str:
    """What was said, as one line."""
    assert ran.code == 0, ran.err
    return " ".join(ran.text.split())


def test_a_line_that_goes_names_its_rule_the_reason_and_the_place(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Photo by Ada\n1 of 3\nThe end of it.\n")
    said = spoken(explain("a.txt:2"))
    assert said.startswith("a.txt:2 goes, by gazette.counter │ 1 of 3")
    assert "Drop a counter beside a credit." in said
    assert re.search(r"gazette\.counter: drops the line \([\S ]*rules\.yaml:6:3\)", said)
    assert "layout: lines: no blank lines" in said
    assert "region: body" in said


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Photo by Ada\n4 of 3\n", "check: a <= b", "a is 4, b is 3"),
        ("Nothing.\n1 of 3\n", "near: {mark: gazette.credit, within: 2}", "no line within 2 above or below"),
    ],
)
def test_a_match_that_stays_says_which_condition_failed_and_where(
    explain: Explain, folder: Path, text: str, asked: str, found: str
) -> None:
    Path("a.txt").write_text(text)
    said = spoken(explain("a.txt:2"))
    assert said.startswith("a.txt:2 stays")
    assert f"gazette.counter: no, it asks `{asked}`, but {found}" in said
    [story] = told(explain("a.txt:2", "--json"))
    [miss] = [m for stage in story["stages"] for m in stage["misses"] if m["rule"]["id"] == "gazette.counter"]
    column = RULES.lstrip("\n").splitlines()[8].index(asked.partition(":")[0]) + 1
    assert miss["failed"][0]["location"].endswith(f"rules.yaml:9:{column}")


def test_an_exception_that_keeps_a_line_is_named(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Photo by Ada\n9 of 9\n")
    assert "gazette.counter: no, its exception `phrases: '9 of 9'` holds" in spoken(explain("a.txt:2"))


def test_a_matcher_of_conditions_that_lacks_one_is_near_and_one_that_is_about_something_else_is_not(
    explain: Explain, folder: Path
) -> None:
    Path("a.txt").write_text("STOP IT\nstop\n")
    assert "gazette.shout: no, it asks `max_words: 1`, but it has 2" not in spoken(explain("a.txt:2"))
    said = spoken(explain("a.txt:2"))
    assert "gazette.shout" not in said, "its text does not match: it is about something else"
    assert "other rules do not match it" in said


def test_what_was_not_applied_says_why(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Maybe so\nYes.\n")
    said = spoken(explain("a.txt:1"))
    assert said.startswith("a.txt:1 changes, by gazette.maybe-not │ Maybe so → Maybe thus")
    assert "gazette.doubt: not applied: applied only with --unsafe; it drops the line" in said


def test_who_lost_is_told_with_the_winner(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Maybe so\nYes.\n")
    said = spoken(explain("a.txt:1", "--unsafe"))
    assert said.startswith("a.txt:1 goes, by gazette.doubt")
    assert "gazette.maybe-not: refused (lost): gazette.doubt stands first and claims the same text" in said


def test_a_line_is_followed_through_the_stages(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("One.\nMaybe\n$ 5\nTwo.\n")
    said = spoken(explain("a.txt:3"))
    assert said.startswith("a.txt:3 goes, by gazette.dollar, gazette.price │ $ 5")
    assert "tidy reads: │ $5" in said
    stages = {stage["stage"]: stage["texts"] for stage in told(explain("a.txt:3", "--json"))[0]["stages"]}
    assert stages == {"remove": ["$ 5"], "mend": ["$ 5"], "tidy": ["$5"]}


def test_both_lines_that_are_joined_say_so(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("The brok=\nen word.\nThe end.\n")
    for number in (1, 2):
        [story] = told(explain(f"a.txt:{number}", "--json"))
        assert (story["verdict"], story["after"]) == ("changes", ["The brok=en word."])
        claims = [claim for stage in story["stages"] for claim in stage["claims"]]
        assert [(claim["rule"]["id"], claim["lines"]) for claim in claims] == [("gazette.hyphen", [1, 2])]
    assert spoken(explain("a.txt:3")).startswith("a.txt:3 stays │ The end.")


def test_line_ends_and_encodings_are_those_of_the_document(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_bytes("Ca\u00e7a\r\nPhoto by Ada\r\n1 of 3\r\nThe end.\r\n".encode("cp1252"))
    [story] = told(explain("a.txt:3", "--json"))
    assert (story["text"], story["verdict"], story["after"]) == ("1 of 3", "goes", [])
    assert explain("a.txt:1", "--encoding", "cp1252").text.startswith("a.txt:1 stays\n  │ Ca\u00e7a")


def test_programs_get_a_document_as_values(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Photo by Ada\n1 of 3\nMaybe so\n")
    [story] = told(explain("a.txt", "--json"))
    assert (story["lines"], story["gone"], story["changed"]) == (3, 1, 1)
    assert [each["rule"]["id"] for each in story["applied"]] == ["gazette.counter", "gazette.maybe-not"]
    assert [(each["kind"], each["lines"]) for each in story["refused"]] == [("unsafe", [3])]


def test_one_rule_is_told_of_however_far_it_is_from_matching(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Photo from Ada\nQ: why\n1 of a\n")
    said = spoken(explain("a.txt:1", "--rule", "gazette.credit"))
    assert "the phrase `photo by {words}`" in said
    assert "matches as far as “Photo ”" in said
    assert "matches as far as" not in spoken(explain("a.txt:1", "--rule", "gazette.dollar"))
    said = spoken(explain("a.txt:2", "--rule", "gazette.pair"))
    assert "1 of the 2 items of its sequence are there; it asks `line: 'A: .*'` of line 3" in said
    said = spoken(explain("a.txt:2", "--rule", "gazette.doubt"))
    assert "its pattern matches nothing that begins like it" in said


def test_an_unknown_rule_is_a_wrong_command_line(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("One.\n")
    ran = explain("a.txt:1", "--rule", "gazette.countr")
    assert (ran.code, ran.out) == (2, b"")
    assert "did you mean `gazette.counter`?" in ran.err
    ran = explain("a.txt", "--rule", "gazette.counter")
    assert ran.code == 2
    assert "name one: a.txt:LINE" in ran.err


def test_a_document_is_told_in_short(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Photo by Ada\n1 of 3\n\nMaybe so\n")
    said = spoken(explain("a.txt"))
    assert said.startswith("a.txt 4 lines: 1 goes, 1 changes")
    assert "gazette.counter: 1 edit, line 2: drops the line" in said
    assert "gazette.doubt: not applied, line 4: applied only with --unsafe" in said
    assert "body: lines 1–4" in said


def test_several_lines_have_a_line_each(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Photo by Ada\n1 of 3\nThe end of it.\n")
    lines = explain("a.txt:1-3").text.splitlines()
    assert lines[:3] == [
        "1 stays   Photo by Ada", "2 goes    gazette.counter: 1 of 3", "3 stays   The end of it.",
    ]  # fmt: skip
    assert len(told(explain("a.txt:1-3", "--json"))) == 3


@pytest.mark.parametrize(
    ("name", "asked", "number"),
    [("a:12", "a:12:1", 1), ("a:12", "a:12:1-1", 1), ("a.txt", "a.txt:1", 1), ("a:1:2", "a:1:2:2", 2)],
)
def test_a_name_may_hold_colons_and_digits(
    explain: Explain, folder: Path, name: str, asked: str, number: int
) -> None:
    Path(name).write_text("Photo by Ada\n1 of 3\n")
    [story] = told(explain(asked, "--json"))
    assert story["number"] == number


def test_the_longest_name_that_is_a_file_is_meant(explain: Explain, folder: Path) -> None:
    Path("a").write_text("1 of 3\n")
    Path("a:1").write_text("The other.\n")
    assert "The other" not in explain("a:1-1").text
    assert explain("a:1").text.startswith("a:1 1 line")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("a.txt:9", "a.txt has 2 lines; there is no line 9; expected a line from 1 to 2"),
        ("a.txt:0", "a.txt has 2 lines; there is no line 0"),
        ("a.txt:1-9", "there is no line 9"),
        ("a.txt:2-1", "the lines 2-1 run backwards; expected 1-2"),
        ("a.txt:1:1", "a.txt is one document and has no records; expected a.txt:LINE"),
        ("a.txtt:1", "a.txtt: there is no such file\n  did you mean `a.txt`?"),
        (".", ". is a folder; expected one document"),
        ("r.jsonl", "r.jsonl holds several records\n  name one: r.jsonl:RECORD"),
        ("r.jsonl:7", "r.jsonl has no record 7; the last is 2"),
        ("r.jsonl:1-2", "several records, 1-2; expected one"),
        ("r.jsonl:2:5", "r.jsonl:2 has 1 line; there is no line 5"),
        ("empty.txt:1", "empty.txt has 0 lines; there is no line 1"),
    ],
)
def test_what_is_not_there_is_a_wrong_command_line(
    explain: Explain, folder: Path, asked: str, said: str
) -> None:
    Path("a.txt").write_text("One.\nTwo.\n")
    Path("empty.txt").write_text("")
    Path("r.jsonl").write_text('{"text": "One."}\n{"text": "1 of 3"}\n')
    ran = explain(asked)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


def test_records_and_standard_input(explain: Explain, folder: Path) -> None:
    records = b'{"text": "One."}\n{"body": "Photo by Ada\\n1 of 3"}\n'
    Path("r.jsonl").write_bytes(records)
    assert explain("r.jsonl:2:2", "--text-field", "body").text.startswith("r.jsonl:2:2 goes")
    assert explain("-:2", stdin=b"Photo by Ada\n1 of 3\n").text.startswith("<stdin>:2 goes")
    ran = explain("-:2:2", "--format", "jsonl", "--text-field", "body", stdin=records)
    assert ran.text.startswith("<stdin>:2:2 goes")
    ran = explain("r.jsonl:2:2")
    assert ran.code == 3
    assert "r.jsonl:2: " in ran.err


def test_a_document_that_cannot_be_cleaned_is_named(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("<!doctype html><p>One.\n")
    ran = explain("a.txt:1")
    assert (ran.code, ran.out) == (3, b"")
    assert "a.txt: it is HTML" in ran.err


def test_a_document_that_was_given_up_keeps_what_had_been_decided(explain: Explain, pack: Path) -> None:
    """A rule of a later stage runs out of time: what the stages before it decided does not happen."""
    explain("-")
    plan = compile_plan(load_packs([f"{pack}/."], pack), load(()))

    def find(scene: Scene) -> Iterator[Match]:
        raise OutOfTimeError
        yield

    def slow(rules: Sequence[CompiledRule]) -> tuple[CompiledRule, ...]:
        return tuple(replace(rule, find=find) if rule.id == "gazette.dollar" else rule for rule in rules)

    stages = [replace(s, rules=slow(s.rules), evaluation=slow(s.evaluation)) for s in plan.stages]
    document = Document("Photo by Ada\n1 of 3\nThe end.\n")
    [story] = explain_lines(replace(plan, stages=tuple(stages)), document, [2])
    assert story.verdict == "stays"
    assert [claim.refusal for stage in story.stages for claim in stage.claims] == ["timed out"]
    page = Page()
    line_page(page, "a.txt", story, (), every=False)
    assert page.text.startswith("a.txt:2 is left as it is, with its document\n  left untouched: rule gazette")
    assert "gazette.counter: refused (timed out): rule gazette.dollar ran out of its time" in page.text


def test_controls_are_spelt_out_and_colours_come_only_on_request(explain: Explain, folder: Path) -> None:
    Path("a.txt").write_text("Maybe \x1b[2J\u202eso\nTwo.\n")
    ran = explain("a.txt:1")
    assert "\x1b" not in ran.text
    assert r"Maybe \x1b[2J\u202eso" in ran.text
    assert "\x1b[31m" in explain("a.txt:1", "--color", "always").text


@cache
def plan_of(pack: str) -> Plan:
    return compile_plan(load_packs([pack], ROOT), load(()))


def packs_of(seed: Path) -> list[str]:
    listed = seed.parent / "packs.txt"
    return listed.read_text().split() if listed.exists() else ["news"]


RUNS = [(seed, pack) for seed in SEEDS for pack in packs_of(seed)]


@pytest.mark.parametrize(("seed", "pack_name"), RUNS, ids=[f"{s.parent.name}-{p}" for s, p in RUNS])
def test_each_line_of_a_seed_is_explained_as_it_was_cleaned_on_one_screen(seed: Path, pack_name: str) -> None:
    plan = plan_of(pack_name)
    document = Document.from_bytes(seed.read_bytes())
    with Cleaner(plan) as cleaner:
        result = cleaner.clean(document)
    stories = explain_lines(plan, document, range(1, count_lines(document) + 1))
    claims = [claim for story in stories for stage in story.stages for claim in stage.claims]
    assert {claim.rule.id for claim in claims if not claim.refusal} == {edit.rule for edit in result.edits}
    refused = {(claim.rule.id, claim.refusal) for claim in claims if claim.refusal}
    assert refused == {(refusal.edit.rule, refusal.kind) for refusal in result.refused}
    kept = [text for story in stories for text in story.after if text.strip()]
    assert list(dict.fromkeys(kept)) == list(dict.fromkeys(filter(str.strip, LINE_END.split(result.text))))
    for width in (80, 100):
        for story in stories:
            page = Page(width)
            line_page(page, "input.txt", story, (), every=False)
            assert len(page.lines) <= 24, page.text
            assert max(map(len, page.lines)) <= width


def test_the_page_shows_what_is_said(monkeypatch: pytest.MonkeyPatch, scrubber: Explain) -> None:
    """Each example of the page on explaining is what the command says; `...` stands for anything."""
    page = (ROOT / "docs" / "explaining.md").read_text()
    examples = re.findall(r"```console\n\$ scrubber (.*)\n((?:.*\n)*?)```", page)
    assert examples
    monkeypatch.chdir(ROOT)
    for command, shown in examples:
        said = scrubber(*command.split()).text
        pattern = ".*?".join(re.escape(part) for part in shown.split("..."))
        assert re.fullmatch(pattern, said, re.DOTALL), said


def test_every_weighed_piece_of_evidence_is_said_in_words() -> None:
    names = {*weights.HEAD_UNITS, *weights.HEAD_EDGES, *weights.TAIL_UNITS, *weights.TAIL_EDGES}
    assert len(names) > 100
    said_in = {name: in_words(name) for name in names}
    plain = {"a single word", "a date"}
    assert plain <= set(said_in.values())
    as_it_is = {"speaks to the reader", "speaks of the site"}
    odd = {name: said for name, said in said_in.items() if name not in as_it_is}
    assert [name for name, said in odd.items() if said == name or re.search(r"\bmore\b|\d\.\d", said)] == []
