"""Stages, order, conditions and actions, as a document goes through them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrubber.compile import compile_plan
from scrubber.document import Document, Meta
from scrubber.packs import load_pack
from scrubber.pipeline import Cleaner
from scrubber.plugins import Registry
from scrubber.results import Result
from scrubber.scenes import Clock

PACK = "id: p\nrules: [r.yaml]\n"
KEEP = "  keep: ['x']\n"
EXAMPLES = "  examples: [{before: \"y\\n\", after: ''}]\n"


def whole(rule: str) -> str:
    """Return a rule with the `keep:` and the examples that every rule has to have."""
    return f"- {rule.strip()}\n{KEEP}{'' if ' mark: ' in rule.split('where')[0] else EXAMPLES}"


def run(
    folder: Path, rules: str, text: str, *, pack: str = PACK, meta: Meta | None = None, unsafe: bool = False
) -> Result:
    """Clean ``text`` with a pack of ``rules``; each rule's examples and keep are added, for they do not matter."""
    (folder / "pack.yaml").write_text(pack)
    (folder / "r.yaml").write_text("".join(map(whole, rules.split("\n- "))))
    plan = compile_plan([load_pack(folder)], Registry())
    with Cleaner(plan, unsafe=unsafe) as cleaner:
        return cleaner.clean(Document(text, meta or Meta()))


BODY = "The council met on Monday and heard the report in full."

ACTIONS = [
    # rules, text, cleaned
    ("id: r\n  line: 'X.*'\n  drop: line", "a\nXyz\nb\n", "a\nb\n"),
    ("id: r\n  line: 'X.*'\n  drop: match", "a\n\n  Xyz \n\nb\n", "a\n\nb\n"),
    ("id: r\n  text: ' X'\n  drop: match", "a X\nb\n", "a\nb\n"),
    ("id: r\n  text: 'X'\n  drop: match", "a\nX\nb\n", "a\nb\n"),
    ("id: r\n  text: 'X'\n  drop: line", "a\nb X c\nd\n", "a\nd\n"),
    ("id: r\n  text: 'X'\n  drop: paragraph", "a\n\nb\nc X\nd\n\ne\n", "a\n\ne\n"),
    ("id: r\n  line: 'X'\n  drop: {from: line, to: end}", "a\n\nX\nb\n\nc", "a\n"),
    (
        "id: r\n  line: 'X'\n  drop: {from: line, to: end, stop_at: {line: 'S'}}",
        "a\nX\nb\nS\nc\n",
        "a\nS\nc\n",
    ),
    ("id: r\n  text: '(?P<one>[a-z]) (?P<two>[a-z])'\n  replace: '{two} {one}'", "a b c d", "b a d c"),
    ("id: r\n  line: 'X'\n  join: {to: next, with: ' '}", "a\nX\n\nb\n", "a\nX b\n"),
    ("id: r\n  line: 'X'\n  join: {to: previous, with: ', '}", "a \n\nX\nb\n", "a, X\nb\n"),
    ("id: r\n  lines: [{line: 'A'}, {line: 'B', optional: true}, {line: 'C'}]\n  drop: match", "A\n\nC\n\nx\n", "x\n"),
    ("id: r\n  lines: [{line: '[a-z]', times: 2..3}]\n  drop: match", "a\nB\na\nb\nc\nd\n", "a\nB\nd\n"),
    ("id: r\n  line: {max_words: 1}\n  drop: line", "a b\nc\n", "a b\n"),
    ("id: r\n  paragraph: {min_words: 3}\n  drop: paragraph", "a\n\nb c\nd\n\ne\n", "a\n\ne\n"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "text", "cleaned"), ACTIONS)
def test_actions(tmp_path: Path, rules: str, text: str, cleaned: str) -> None:
    assert run(tmp_path, rules, text).text == cleaned


NEAR = "id: m\n  line: 'M'\n  mark: here\n- id: r\n  line: 'X'\n  drop: line\n  where: "

CONDITIONS = [
    # conditions, text, whether the line X goes
    ("{near: {mark: here, within: 1}}", "X\nM\n", True),
    ("{near: {mark: here, within: 1}}", "X\na\nM\n", False),
    ("{near: {mark: here, within: 2}}", "X\na\nM\n", True),
    ("{near: {mark: here}}", "X\n\n\u00a0\nM\n", True),
    ("{follows: {mark: here}}", "X\nM\n", False),
    ("{follows: {mark: here}}", "M\nX\n", True),
    ("{precedes: {mark: here}}", "M\nX\n", False),
    ("{near: {rule: m}}", "M\nX\n", True),
    ("{near: {line: 'b.*', within: 2}}", "M\nX\nbc\n", True),
    ("{follows: {line: 'a', within: 1}}", "a\nM\nX\n", True),  # marked lines are not counted
    ("{follows: {line: 'a', within: 1}}", "a\nb\nX\n", False),
    ("{near: {mark: here, region: body}}", "M\nX\n", True),
    ("{near: {mark: here, region: tail}}", "M\nX\n", False),
    ("{near: {mark: here, region: [head, body]}}", "X\nM\n", True),
    ("[{near: {mark: here}}, {near: {line: 'z'}}]", "z\nX\n", True),
    ("{near: {mark: here}, min_words: 2}", "M\nX\n", False),
    ("{near: [{mark: here}, {line: 'z'}]}", "M\nX\nz\n", True),
    ("{near: [{mark: here}, {line: 'z'}]}", "M\nX\n", False),
    ("{shape: label}", "X\n", True),
    ("{shape: [prose, list-item]}", "X\n", False),
]


@pytest.mark.parametrize(("condition", "text", "goes"), CONDITIONS)
def test_conditions(tmp_path: Path, condition: str, text: str, goes: bool) -> None:
    result = run(tmp_path, NEAR + condition, text)
    assert ("X" not in result.text) == goes


@pytest.mark.parametrize(
    ("check", "line", "goes"),
    [("a <= b <= 60", "3 of 8", True), ("a <= b <= 60", "8 of 3", False), ("a <= b <= 60", "3 of 80", False),
     ("b > a", "3 of 8", True), ("a == 3", "3 of 8", True), ("a != 3", "3 of 8", False),],
)  # fmt: skip
def test_checks_compare_slots(tmp_path: Path, check: str, line: str, goes: bool) -> None:
    rules = f"id: r\n  phrases: ['{{a:int}} of {{b:int}}']\n  drop: line\n  where: {{check: '{check}'}}"
    assert (run(tmp_path, rules, f"{line}\nz\n").text == "z\n") == goes


def test_unless_is_asked_of_the_matched_unit(tmp_path: Path) -> None:
    rules = "id: r\n  text: 'X'\n  drop: match\n  unless: [{line: '9.*'}, {text: 'no'}]"
    assert run(tmp_path, rules, "aX\n9X\nX no\n").text == "a\n9X\nX no\n"


def test_all_rules_of_a_stage_read_the_same_text(tmp_path: Path) -> None:
    """Evidence is not destroyed by a neighbour: each of two lines goes because the other stands there."""
    rules = (
        "id: a\n  line: 'A'\n  drop: line\n  where: {near: {line: 'B'}}\n"
        "- id: b\n  line: 'B'\n  drop: line\n  where: {near: {line: 'A'}}"
    )
    assert run(tmp_path, rules, "A\nB\nc\n").text == "c\n"


def test_the_next_stage_reads_what_the_stage_before_left(tmp_path: Path) -> None:
    rules = (
        "id: late\n  stage: mend\n  line: 'ab'\n  replace: 'done'\n"
        "- id: early\n  line: 'X'\n  drop: line\n"
        "- id: join\n  line: 'a'\n  join: {to: next, with: ''}\n  stage: characters"
    )
    result = run(tmp_path, rules, "a\nb\nX\n")
    assert result.text == "done\n"
    assert [edit.rule for edit in result.edits] == ["p.join", "p.early", "p.late"]


def test_a_rule_that_lost_still_counts_as_evidence(tmp_path: Path) -> None:
    rules = (
        "id: first\n  line: 'XY'\n  replace: 'Z'\n"
        "- id: second\n  line: 'X.'\n  replace: 'Q'\n"
        "- id: third\n  line: 'b'\n  drop: line\n  where: {near: {rule: second}}"
    )
    result = run(tmp_path, rules, "XY\nb\n")
    assert result.text == "Z\n"
    assert [(refusal.kind, refusal.winner) for refusal in result.refused] == [("lost", "p.first")]


def test_a_pack_for_another_language_is_skipped_and_said(tmp_path: Path) -> None:
    rules = "id: r\n  line: 'X'\n  drop: line"
    pack = PACK + "language: [de]\n"
    skipped = run(tmp_path, rules, "X\na\n", pack=pack, meta=Meta(lang="en-GB"))
    assert (skipped.text, skipped.skipped_packs) == ("X\na\n", ("p",))
    assert run(tmp_path, rules, "X\na\n", pack=pack, meta=Meta(lang="de_AT")).text == "a\n"
    assert run(tmp_path, rules, "X\na\n", pack=pack).text == "a\n"


@pytest.mark.parametrize(
    ("url", "goes"),
    [("https://gazette.example/1", True), ("http://www.Gazette.example", True), ("https://notgazette.example", False),
     ("gazette.example/path", True), ("", False), ("http://[bad", False)],
)  # fmt: skip
def test_a_pack_for_a_site_needs_its_url(tmp_path: Path, url: str, goes: bool) -> None:
    rules = "id: r\n  line: 'X'\n  drop: line"
    result = run(tmp_path, rules, "X\na\n", pack=PACK + "domains: [gazette.example]\n", meta=Meta(url=url))
    assert (result.text == "a\n") == goes


def test_a_document_in_which_time_runs_out_is_left_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "for_text", classmethod(lambda cls, text: cls(0.05)))
    rules = (
        "id: quick\n  stage: characters\n  line: 'X'\n  drop: line\n"
        "- id: slow\n  line: '(?:a|aa)+[A-Z]*'\n  drop: line"
    )
    text = "X\n" + "a" * 80 + "b\n"
    result = run(tmp_path, rules, text)
    assert result.text == text
    assert not result.edits
    assert "p.slow ran out of its time" in result.left_alone
    assert [(refusal.edit.rule, refusal.kind) for refusal in result.refused] == [("p.quick", "timed out")]


def test_text_that_the_encoding_cannot_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    rule = whole("id: r\n  line: 'caf.'\n  replace: 'caf\u0142'")
    (tmp_path / "r.yaml").write_text(rule, encoding="utf-8")
    plan = compile_plan([load_pack(tmp_path)], Registry())
    with Cleaner(plan) as cleaner:
        result = cleaner.clean(Document.from_bytes(b"caf\xe9\n"))
    assert result.to_bytes() == b"caf\xe9\n"
    assert [refusal.kind for refusal in result.refused] == ["cannot be encoded"]


def test_reasons_say_what_a_place_was_judged_on(tmp_path: Path) -> None:
    rules = "id: r\n  description: Drop the line.\n  line: 'X'\n  drop: line\n  where: {region: body}"
    edit = run(tmp_path, rules, f"{BODY}\nX\n{BODY}\n").edits[0]
    assert edit.reason.startswith("Drop the line.")
    assert "(body" in edit.reason
