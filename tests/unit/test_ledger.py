from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.document import Document, Revision
from scrubber.encodings import UTF8, Encoding
from scrubber.errors import DocumentError, UsageError
from scrubber.ledger import Entry, Kind, LeftAlone, left_line, lines, read_entries, replay, revert
from scrubber.places import Places
from scrubber.records import RecordedChange, RecordedEdit, Refusal, RefusalKind
from scrubber.results import Result
from scrubber.spans import Change, Span
from scrubber.specs import STAGES, Stage

PATH = Path("run.jsonl")


def recorded(
    document: Document, revision: Revision, changes: list[Change], stage: Stage = "remove", rule: str = "p.r"
) -> RecordedEdit:
    places = Places(document)
    made = tuple(
        RecordedChange(c.span, places.at(revision.origin(c.span)), c.span.slice(revision.raw), c.text)
        for c in changes
    )
    return RecordedEdit(rule, "beef", stage, made, f"why {rule}", "safe", 0.5)


def result_of(text: str, *changes: Change, encoding: Encoding = UTF8) -> Result:
    document = Document(text, encoding=encoding)
    revision = Revision.first(text)
    edit = recorded(document, revision, list(changes))
    after = revision.apply(changes)
    return Result(document, after.raw, (edit,), (), after.net_changes())


def entries(result: Result, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(result, name)]


def test_an_entry_says_everything_of_an_edit() -> None:
    result = result_of("é\r\nMr. So", Change(Span(3, 7), ""), Change(Span(9, 9), "!"))
    assert entries(result, "a.txt") == [
        {
            "scrubber_ledger": 1,
            "kind": "edit",
            "document": "a.txt",
            "input_sha256": sha256("é\r\nMr. So".encode()).hexdigest(),
            "output_sha256": sha256("é\r\nSo!".encode()).hexdigest(),
            "rule": "p.r",
            "rule_hash": "beef",
            "stage": "remove",
            "safety": "safe",
            "score": 0.5,
            "reason": "why p.r",
            "changes": [
                {
                    "at": [3, 7], "origin": [3, 7], "bytes": [4, 8],
                    "line": 2, "column": 1, "before": "Mr. ", "after": "",
                },
                {
                    "at": [9, 9], "origin": [9, 9], "bytes": [10, 10],
                    "line": 2, "column": 7, "before": "", "after": "!",
                },
            ],
        }
    ]  # fmt: skip


def test_an_entry_says_why_an_edit_was_refused() -> None:
    applied = result_of("one two", Change(Span(0, 4)))
    refusal = Refusal(applied.edits[0], "lost", "it met a claim", "q.first")
    result = Result(applied.document, "one two", (), (refusal,))
    (entry,) = entries(result, "x")
    assert (entry["kind"], entry["rule"]) == ("refusal", "p.r")
    assert (entry["refused"], entry["detail"], entry["winner"]) == ("lost", "it met a claim", "q.first")
    assert entry["input_sha256"] == entry["output_sha256"]


def test_an_entry_names_a_document_that_was_left_alone() -> None:
    result = Result(Document("one"), "one", left_alone="rule `p.r` ran out of time")
    (entry,) = entries(result, "x.jsonl:4")
    assert (entry["kind"], entry["document"]) == ("left", "x.jsonl:4")
    assert entry["reason"] == "rule `p.r` ran out of time"


def test_a_document_in_which_nothing_was_proposed_has_no_entry() -> None:
    assert entries(Result(Document("one"), "one"), "x") == []


HASHED = [
    (Encoding("utf-16-le", "strict", b"\xff\xfe"), "one\n", "\ufeffone\n".encode("utf-16-le")),
    (Encoding("windows-1252"), "é\x81\n", b"\xe9\x81\n"),
    (Encoding("utf-8", "surrogateescape"), "é\udcff", b"\xc3\xa9\xff"),
    (Encoding(), "a\ud800", b"a\xed\xa0\x80"),
]


@pytest.mark.parametrize(("encoding", "text", "data"), HASHED, ids=lambda value: ascii(value)[:20])
def test_the_hashes_are_those_of_the_bytes(encoding: Encoding, text: str, data: bytes) -> None:
    (entry,) = entries(result_of(text, Change(Span(0, 0), ""), encoding=encoding), "x")
    assert entry["input_sha256"] == sha256(data).hexdigest()


def test_a_line_is_ascii_and_comes_back_as_it_was() -> None:
    applied = result_of("\ud800\u2028é\n", Change(Span(0, 3)), Change(Span(4, 4), "漢"))
    left = Result(applied.document, applied.document.text, left_alone="it was too \udcff long")
    refused = Result(applied.document, applied.document.text, (), (Refusal(applied.edits[0], "guard"),))
    results = [applied, refused, left]
    made = [line for result in results for line in lines(result, "x \udc80.txt")]
    assert all(line.isascii() and line.endswith("\n") and line.count("\n") == 1 for line in made)
    whats = [entry.what for entry in read_entries(made, PATH)]
    assert whats == [applied.edits[0], refused.refused[0], LeftAlone("it was too \udcff long")]
    assert {entry.document for entry in read_entries([line.encode() for line in made], PATH)} == {
        "x \udc80.txt"
    }
    assert next(read_entries(["\n", made[0], "  \n"], PATH)).what == applied.edits[0]


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_no_number_leaves_the_line_json(score: float) -> None:
    result = result_of("one", Change(Span(0, 1)))
    edit = RecordedEdit("p.r", "h", "remove", result.edits[0].changes, "", "safe", score)
    (entry,) = entries(Result(result.document, result.text, (edit,)), "x")
    assert entry["score"] is None


def test_two_lone_surrogates_in_a_row_stay_two() -> None:
    result = result_of("a\ud800\udc00\U00010000b", Change(Span(0, 4), "\ud801\udc01"))
    [line] = lines(result, "x")
    assert [entry.what for entry in read_entries([line], PATH)] == list(result.edits)


def good() -> dict[str, Any]:
    (entry,) = entries(result_of("one two", Change(Span(0, 4))), "x")
    return entry


def changed(**values: object) -> str:
    return json.dumps(good() | values)


def with_change(**values: object) -> str:
    return changed(changes=[good()["changes"][0] | values])


def without(key: str) -> str:
    return json.dumps({name: value for name, value in good().items() if name != key})


BROKEN = [
    ('{"scrubber_ledger": 1, "ki', "run.jsonl:2:24", "no JSON"),
    ("\x00\xff", "run.jsonl:2:1", "no JSON"),
    ("[" * 100_000, "run.jsonl:2:", "no JSON"),
    ("[]", "run.jsonl:2:1", "a JSON object"),
    (changed(scrubber_ledger=2), "run.jsonl:2:1", "the entry is of format 2"),
    (changed(scrubber_ledger=True), "run.jsonl:2:1", "the entry is of format True"),
    (without("scrubber_ledger"), "run.jsonl:2:1", "no format"),
    (changed(kind="edits"), "run.jsonl:2:1", "`edit`, `refusal` or `left`"),
    (without("rule"), "run.jsonl:2:1", "`rule` is missing"),
    (changed(rule=3), "run.jsonl:2:1", "`rule` is 3; expected a text"),
    (changed(stage="first"), "run.jsonl:2:1", "`stage` is `first`; expected `characters`"),
    (changed(safety=""), "run.jsonl:2:1", "`safe` or `unsafe`"),
    (changed(score="high"), "run.jsonl:2:1", '`score` is "high"; expected a number'),
    (changed(changes={}), "run.jsonl:2:1", "expected a list"),
    (changed(changes=[1]), "run.jsonl:2:1", "a change is no object"),
    (with_change(at=[4, 0]), "run.jsonl:2:1", "`at` is no span"),
    (with_change(at=[0]), "run.jsonl:2:1", "`at` is no span"),
    (with_change(at=[0, 3]), "run.jsonl:2:1", "`at` is 3 long and `before` 4"),
    (with_change(after=["a", 1]), "run.jsonl:2:1", '`after` is ["a", 1]; expected a text'),
    (with_change(line=True), "run.jsonl:2:1", "`line` is true; expected a whole number"),
    (changed(kind="refusal"), "run.jsonl:2:1", "`refused` is missing"),
    (changed(kind="refusal", refused="no"), "run.jsonl:2:1", "`lost`, `guard`"),
]


@pytest.mark.parametrize(("line", "where", "said"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_line_is_named(line: str, where: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        list(read_entries([json.dumps(good()), line], PATH))
    assert str(caught.value).startswith(where)
    assert said in str(caught.value)


def test_bytes_that_are_no_utf_8_are_named() -> None:
    with pytest.raises(UsageError, match=r"^run\.jsonl:1:1: this is no JSON"):
        list(read_entries([b'{"a": "\xff"}\n'], PATH))


def test_entries_are_read_one_by_one() -> None:
    def lines() -> Iterator[str]:
        yield json.dumps(good())
        raise AssertionError("read ahead")

    first = next(read_entries(lines(), PATH))
    assert isinstance(first, Entry)


def test_overlapping_deletions_go_as_one_and_come_back() -> None:
    text = "abcdefgh\n"
    document, revision = Document(text), Revision.first(text)
    edits = [
        recorded(document, revision, [Change(Span(4, 6))], rule="a"),
        recorded(document, revision, [Change(Span(1, 5)), Change(Span(8, 9), "\n\n")], rule="b"),
        recorded(document, revision, [Change(Span(1, 5))], rule="c"),
        recorded(document, revision, [Change(Span(2, 3))], rule="d"),
    ]
    assert replay(text, edits) == "agh\n\n"
    assert revert("agh\n\n", edits) == text


def test_an_edit_may_bring_text_in_where_it_takes_text_away() -> None:
    text = "abcdefgh"
    changes = [Change(Span(1, 3)), Change(Span(3, 3), "X"), Change(Span(3, 5))]
    edits = [recorded(Document(text), Revision.first(text), changes)]
    assert replay(text, edits) == "aXfgh"
    assert revert("aXfgh", edits) == text


def misfits() -> Iterator[Any]:
    text = "one two three"
    document, revision = Document(text), Revision.first(text)

    def edit(*changes: Change, of: str = text) -> RecordedEdit:
        return recorded(Document(of), Revision.first(of), list(changes))

    swap, deletion = edit(Change(Span(4, 7), "2")), edit(Change(Span(5, 9)))
    inside = recorded(document, revision, [Change(Span(5, 5), "x")])
    other = edit(Change(Span(0, 7)), of="ONE TWO")
    yield pytest.param(replay, "one 222 three", [swap], id="another text to replay")
    yield pytest.param(replay, "one", [swap], id="a shorter text to replay")
    yield pytest.param(revert, "one two three", [swap], id="another text to revert")
    yield pytest.param(revert, "on", [swap], id="a shorter text to revert")
    for direction in (replay, revert):
        name = direction.__name__
        yield pytest.param(direction, text, [swap, deletion], id=f"{name}: a swap in a deletion")
        yield pytest.param(
            direction, text, [inside, deletion, edit(Change(Span(4, 6)))], id=f"{name}: inside"
        )
        yield pytest.param(direction, text, [deletion, other], id=f"{name}: they saw two texts")


@pytest.mark.parametrize(("direction", "text", "edits"), list(misfits()))
def test_edits_that_do_not_fit_are_refused(direction: Any, text: str, edits: list[RecordedEdit]) -> None:
    with pytest.raises(DocumentError, match=r"does not fit"):
        direction(text, edits)


TEXT = st.text(st.sampled_from("ab \n\n\r\r\n.é\u2028😀\ud800\udc00"), max_size=50)


@st.composite
def stage_changes(draw: st.DrawFn, raw: str) -> list[list[Change]]:
    """Return edits of one text: disjoint changes, and deletions that overlap each other as they like."""
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=10)))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    edits: list[list[Change]] = []
    for span in spans:
        text = draw(st.sampled_from(["", "", "x", "\n", "\r\n", "é😀"]))
        if text:
            edits.append([Change(draw(st.sampled_from([span, Span(span.start, span.start)])), text)])
            continue
        for _ in range(draw(st.integers(1, 3))):
            start = draw(st.integers(span.start, span.end - 1))
            edits.append([Change(Span(start, draw(st.integers(start + 1, span.end))))])
    edits = draw(st.permutations(edits))
    if draw(st.booleans()) and len(edits) > 1:  # one edit of several places
        together = sorted(edits[0] + edits[1])
        if not together[0].span.overlaps(together[1].span):
            edits[:2] = [together]
    return edits


def union(changes: list[Change], raw: str) -> list[Change]:
    """Return the same changes, disjoint, by looking at each character by itself."""
    gone = {at for c in changes if not c.text for at in range(c.span.start, c.span.end)}
    single = [Change(Span(at, at + 1)) for at in sorted(gone)]
    assert all(at < len(raw) for at in gone)
    return sorted(single + [c for c in changes if c.text])


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, str, list[RecordedEdit]]:
    text = draw(TEXT)
    document, revision = Document(text), Revision.first(text)
    edits: list[RecordedEdit] = []
    for stage in STAGES:
        proposed = draw(stage_changes(revision.raw))
        edits += [recorded(document, revision, changes, stage) for changes in proposed]
        revision = revision.apply(union([c for changes in proposed for c in changes], revision.raw))
    return text, revision.raw, draw(st.permutations(edits))


@given(histories())
def test_the_ledger_makes_the_output_and_gives_the_original_back(
    history: tuple[str, str, list[RecordedEdit]],
) -> None:
    original, output, edits = history
    assert replay(original, edits) == output
    assert revert(output, edits) == original


@given(histories())
def test_it_does_so_after_a_way_through_the_file(history: tuple[str, str, list[RecordedEdit]]) -> None:
    original, output, edits = history
    result = Result(Document(original), output, tuple(edits))
    read = [entry.what for entry in read_entries(lines(result, "x"), PATH)]
    assert read == edits
    assert revert(output, [what for what in read if isinstance(what, RecordedEdit)]) == original


anything = st.text(st.characters() | st.sampled_from('"\\/\n\x7f\ud800\udc00'))
scores = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans()


@given(histories(), anything, anything, scores, st.sampled_from(get_args(RefusalKind)))
def test_a_line_is_what_json_makes_of_its_members(
    history: tuple[str, str, list[RecordedEdit]], name: str, word: str, score: float | None, kind: RefusalKind
) -> None:
    original, output, edits = history
    odd = [replace(edit, rule=word, rule_hash=word, reason=word, score=score) for edit in edits]
    refused = tuple(Refusal(edit, kind, word, name) for edit in odd)
    made = list(lines(Result(Document(original), output, tuple(odd), refused, (), word), name))
    for line in [*made, left_line(name, word, "beef")]:
        members = json.loads(line)
        assert line == json.dumps(members, separators=(",", ":")) + "\n"
        assert members["score"] == score if "score" in members else members["kind"] == "left"
    assert len(made) == 2 * len(edits) + bool(word)


DOCUMENTATION = Path(__file__).parents[2] / "docs" / "ledger.md"


def test_the_documented_example_is_an_entry() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENTATION.read_text("utf-8"), re.S)
    (entry,) = read_entries([example.replace("\n", " ")], DOCUMENTATION)
    assert isinstance(entry.what, RecordedEdit)
    assert json.loads(example).keys() == good().keys()
    assert json.loads(example)["changes"][0].keys() == good()["changes"][0].keys()


def test_every_key_and_every_kind_of_refusal_is_documented() -> None:
    described = set(re.findall(r"`([^`\n]+)`", DOCUMENTATION.read_text("utf-8")))
    words = {*get_args(RefusalKind), *get_args(Kind), *STAGES, "refused", "detail", "winner"}
    assert words | good().keys() | good()["changes"][0].keys() <= described


def test_a_result_shows_its_diff_and_gives_the_original_back() -> None:
    result = result_of("one\ntwo\n", Change(Span(0, 4)))
    assert result.diff() == "--- a/document.txt\n+++ b/document.txt\n@@ -1,2 +1 @@ p.r\n-one\n two\n"
    assert result.diff("x/y.txt").startswith("--- a/x/y.txt\n")
    assert result.revert() == "one\ntwo\n"
