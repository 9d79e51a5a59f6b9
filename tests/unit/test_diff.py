from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.diff import record_diff, render_diff, text_diff, unified_diff
from scrubber.document import Document
from scrubber.encodings import Encoding
from scrubber.places import Places
from scrubber.records import RecordedChange, RecordedEdit
from scrubber.spans import Change, Span

NUMBERS = "".join(f"{n}\n" for n in range(1, 31))


def edit(document: Document, rule: str, *changes: Change) -> RecordedEdit:
    places = Places(document)
    recorded = [
        RecordedChange(change.span, places.at(change.span), change.span.slice(document.text), change.text)
        for change in changes
    ]
    return RecordedEdit(rule, "hash", "remove", tuple(recorded), "", "safe")


def change(document: Document, old: str, new: str = "") -> Change:
    start = document.text.index(old)
    return Change(Span(start, start + len(old)), new)


def test_nothing_changed_is_no_diff() -> None:
    document = Document("one\n")
    assert unified_diff(document, [], [], "a.txt") == b""
    assert text_diff(document, [], [], "a.txt") == ""
    assert record_diff(document, [], [], "a.jsonl", 1) == ""
    assert render_diff(document, [], [], "a.txt", colour=True) == ""


def test_a_change_that_changes_nothing_is_no_diff() -> None:
    document = Document("one\ntwo\n")
    assert unified_diff(document, [change(document, "one", "one")], [], "a.txt") == b""


def test_the_form_of_a_diff() -> None:
    document = Document("one\ntwo\nthree\nfour\nfive\nsix\n")
    dropped = change(document, "four\n")
    assert unified_diff(document, [dropped], [edit(document, "web.credit", dropped)], "a/b.txt") == (
        b"--- a/a/b.txt\n+++ b/a/b.txt\n@@ -1,6 +1,5 @@ web.credit\n one\n two\n three\n-four\n five\n six\n"
    )


HEADERS = [  # of the numbers 1 to 30, a line each: what changes, how much context, the hunks
    ([("1\n", "")], 3, ["@@ -1,4 +1,3 @@"]),
    ([("30\n", "")], 3, ["@@ -27,4 +27,3 @@"]),
    ([("30\n", "30")], 3, ["@@ -27,4 +27,4 @@"]),
    ([("5\n", ""), ("12\n", "")], 3, ["@@ -2,14 +2,12 @@"]),
    ([("5\n", ""), ("13\n", "")], 3, ["@@ -2,7 +2,6 @@", "@@ -10,7 +9,6 @@"]),
    ([("5\n", ""), ("7\n", "")], 0, ["@@ -5 +4,0 @@", "@@ -7 +5,0 @@"]),
    ([("5\n6\n", "x\ny\nz\n"), ("20\n", "a\n")], 1, ["@@ -4,4 +4,5 @@", "@@ -19,3 +20,3 @@"]),
    ([(NUMBERS, "")], 3, ["@@ -1,30 +0,0 @@"]),
    ([(NUMBERS, "x\n")], 3, ["@@ -1,30 +1 @@"]),
    ([(NUMBERS, "1\n")], 3, ["@@ -1,30 +1 @@"]),
    ([("1\n", "1\nx\n")], 0, ["@@ -1,0 +2 @@"]),
]


@pytest.mark.parametrize(("swaps", "context", "expected"), HEADERS)
def test_hunks_say_where_they_stand(swaps: list[tuple[str, str]], context: int, expected: list[str]) -> None:
    document = Document(NUMBERS)
    net = [change(document, *swap) for swap in swaps]
    diff = unified_diff(document, net, [], "n", context).decode()
    assert re.findall(r"^@@ .* @@$", diff, re.M) == expected


def test_a_line_that_comes_out_as_it_was_is_context() -> None:
    document = Document("a\nb\nc\nd\ne\n")
    diff = text_diff(document, [change(document, "b\nc\nd\n", "b\nC\nd\n")], [], "x")
    assert diff.splitlines()[3:] == [" a", " b", "-c", "+C", " d", " e"]


def test_neighbouring_lines_that_change_stand_together() -> None:
    document = Document("a\nb\nc\n")
    diff = text_diff(document, [change(document, "a", "A"), change(document, "b", "B")], [], "x")
    assert diff.splitlines()[3:] == ["-a", "-b", "+A", "+B", " c"]


def test_a_shift_state_does_not_reach_beyond_its_line() -> None:
    document = Document("港の知らせ\n" * 40, encoding=Encoding("iso2022_jp"))
    net = [Change(Span(0, 1)), Change(Span(123, 125))]
    diff = unified_diff(document, net, [], "x").decode("ascii")
    assert re.findall(r"^@@ .* @@$", diff, re.M) == ["@@ -1,4 +1,4 @@", "@@ -18,7 +18,7 @@"]


def test_each_hunk_names_its_rules_in_the_order_they_occur_in_it() -> None:
    document = Document(NUMBERS)
    two, three, twenty = (change(document, f"{n}\n") for n in (2, 3, 20))
    edits = [
        edit(document, "z.last", three),
        edit(document, "a.both", two, twenty),
        edit(document, "b.too", two),
    ]
    diff = text_diff(document, [Change(Span(two.span.start, three.span.end)), twenty], edits, "x")
    assert re.findall(r"@@ (\D*)$", diff, re.M) == ["a.both b.too z.last", "a.both"]


def test_an_edit_of_an_edit_is_named_where_it_lies_in_the_original() -> None:
    document = Document("Washington - based\nfirm\n")
    dash, space = change(document, "-", "–"), change(document, " - ", "-")
    diff = text_diff(document, [space], [edit(document, "a.dash", dash), edit(document, "b.gap", space)], "x")
    assert "@@ b.gap a.dash\n" in diff


def test_an_insertion_names_its_rule() -> None:
    document = Document("a\nb\n")
    inserted = Change(Span(2, 2), "x\n")
    assert "@@ p.r\n" in text_diff(document, [inserted], [edit(document, "p.r", inserted)], "x")


def test_a_record_s_diff_says_that_it_is_for_reading() -> None:
    document = Document("one\ntwo\ud800\n")
    diff = record_diff(document, [change(document, "one\n")], [], "news 1.jsonl", 12)
    assert diff == (
        "# For reading, not for patch: record news 1.jsonl:12\t\n"
        "--- news 1.jsonl:12\t\n+++ news 1.jsonl:12\t\n@@ -1,2 +1 @@\n-one\n two\ud800\n"
    )


RENDERED = [
    pytest.param("a\nbcd\n", ("c", ""), "-b\x1b[7mc\x1b[27md", "+bd", id="a deleted character"),
    pytest.param("a\nbd\n", ("d", "cd"), "-b\x1b[7md\x1b[27m", "+b\x1b[7mcd\x1b[27m", id="a swap"),
    pytest.param("a\nbcd\n", ("bcd", "x"), "-bcd", "+x", id="a whole line stands out by itself"),
    pytest.param("a\nb\n\x1b[2J", ("b\n\x1b", "c\n"), "-\x1b[7m\\x1b\x1b[27m[2J", "+[2J", id="controls"),
    pytest.param(
        "a\u202eb\n", ("a", "c"), "-\x1b[7ma\x1b[27m\\u202eb", "+\x1b[7mc\x1b[27m\\u202eb", id="bidi"
    ),
    pytest.param("a\r\nb\r\n", ("b", "cc"), "-b", "+cc", id="CRLF throughout is not shown"),
    pytest.param("a\r\nb\n", ("b", "cc"), "-b", "+cc", id="LF among CRLF"),
    pytest.param(
        "a\nbb\r\n", ("bb", "cc"), "-\x1b[7mbb\x1b[27m\\r", "+\x1b[7mcc\x1b[27m\\r", id="CRLF among LF"
    ),
    pytest.param("ab\rc\rde\r", ("c", "x"), "-c", "+x", id="CR ends lines where nothing else does"),
    pytest.param("a\tb\n", ("a", "c"), "-\x1b[7ma\x1b[27m\tb", "+\x1b[7mc\x1b[27m\tb", id="a tab stays"),
    pytest.param("é漢x\n", ("漢", "字"), "-é\x1b[7m漢\x1b[27mx", "+é\x1b[7m字\x1b[27mx", id="not ASCII"),
]


@pytest.mark.parametrize(("text", "swap", "removed", "added"), RENDERED)
def test_a_terminal_shows_what_changed_in_a_line(
    text: str, swap: tuple[str, str], removed: str, added: str
) -> None:
    document = Document(text)
    net = [change(document, *swap)]
    lines = render_diff(document, net, [], "x", colour=True).split("\n")
    assert f"\x1b[31m{removed}\x1b[0m" in lines
    assert f"\x1b[32m{added}\x1b[0m" in lines
    plain = render_diff(document, net, [], "x", colour=False)
    assert "\x1b" not in plain
    assert plain == re.sub(r"\x1b\[\d*m", "", "\n".join(lines))


def test_a_terminal_shows_headers_in_their_own_colours() -> None:
    document = Document("one\ntwo\n")
    dropped = change(document, "one\n")
    shown = render_diff(document, [dropped], [edit(document, "p.r", dropped)], "x\x1b\u202e.txt", colour=True)
    assert shown.splitlines()[:3] == [
        '\x1b[1m--- "a/x\\033\\u202e.txt"\x1b[0m',
        '\x1b[1m+++ "b/x\\033\\u202e.txt"\x1b[0m',
        "\x1b[36m@@ -1,2 +1 @@ p.r\x1b[0m",
    ]


def test_a_terminal_shows_a_record_by_its_number() -> None:
    document = Document("one\ntwo\n")
    shown = render_diff(document, [change(document, "one\n")], [], "x.jsonl", colour=False, record=3)
    assert shown == record_diff(document, [change(document, "one\n")], [], "x.jsonl", 3)


def test_a_terminal_shows_utf_16_as_text() -> None:
    document = Document.from_bytes("\ufeffone\ntwo\n".encode("utf-16-le"))
    shown = render_diff(document, [change(document, "one\n")], [], "x", colour=False)
    assert shown == "--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-one\n two\n"


def test_missing_line_ends_are_named() -> None:
    document = Document("one\ntwo")
    shown = render_diff(document, [change(document, "two", "two\n")], [], "x", colour=False)
    assert shown.splitlines()[3:] == [" one", "-two", "\\ No newline at end of file", "+two"]


@st.composite
def edited(draw: st.DrawFn) -> tuple[Document, list[Change]]:
    alphabet = st.sampled_from("ab\n\n\n\r\x0c\u2028é漢港\U0001f600")
    text = draw(st.text(alphabet, max_size=80))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    texts = st.sampled_from(["", "", "x", "é\n", "\n", "a\r\nb"])
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return Document(text), [Change(span, draw(texts)) for span in spans]


def applied(document: Document, net: list[Change]) -> str:
    text = document.text
    for one in reversed(net):
        text = text[: one.span.start] + one.text + text[one.span.end :]
    return text


def patched(original: str, diff: str) -> str:
    """A plain patch that allows nothing to be out of place. U+E000 stands for "no newline"."""
    old = re.findall(r"[^\n]*\n|[^\n]+", original)
    new: list[str] = []
    at = 0
    marked = diff.replace("\n\\ No newline at end of file\n", "\ue000\n")
    lines = iter(re.findall(r"[^\n]*\n", marked)[2:])
    for line in lines:
        head = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", line)
        assert head, line
        start, count, new_start, new_count = (1 if n is None else int(n) for n in head.groups())
        first = start - 1 if count else start
        new += old[at:first]
        at = first
        assert len(new) == (new_start - 1 if new_count else new_start)
        before = len(new)
        while count or len(new) - before < new_count:
            row = next(lines)
            sign, content = row[0], row[1:-2] if row.endswith("\ue000\n") else row[1:]
            if sign in " -":
                assert old[at] == content
                at, count = at + 1, count - 1
            if sign in " +":
                new.append(content)
    return "".join(new + old[at:])


@given(edited(), st.integers(0, 4))
def test_a_strict_patch_takes_every_diff(case: tuple[Document, list[Change]], context: int) -> None:
    document, net = case
    diff = unified_diff(document, net, [], "x", context).decode()
    assert patched(document.text, diff) == applied(document, net)


ENCODINGS = [
    Encoding("utf-16-le", "strict", b"\xff\xfe"),
    Encoding("utf-16-be", "surrogatepass"),
    Encoding("utf-8", "surrogateescape"),
    Encoding("windows-1252"),
    Encoding("utf-8-sig"),
    Encoding("utf-7"),
    Encoding("shift_jis"),
    Encoding("iso2022_jp"),
    Encoding("iso2022_jp_3"),
    Encoding("hz"),
]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: f"{encoding.name}-{encoding.errors}")
@given(case=edited())
def test_a_strict_patch_takes_every_diff_in_every_encoding(
    case: tuple[Document, list[Change]], encoding: Encoding
) -> None:
    holds = {character: encoding.holds(character) for character in case[0].text}
    text = "".join(character if holds[character] else "字" for character in case[0].text)
    if not encoding.holds(text):
        text = "".join(character if holds[character] else "?" for character in case[0].text)
    document = Document(text, encoding=encoding)
    net = [Change(one.span, one.text if encoding.holds(one.text) else "y") for one in case[1]]
    diff = unified_diff(document, net, [], "x").decode("latin-1")
    original, output = document.to_bytes(text), document.to_bytes(applied(document, net))
    assert patched(original.decode("latin-1"), diff) == output.decode("latin-1")


@given(edited())
def test_a_diff_is_made_of_changes_alone(case: tuple[Document, list[Change]]) -> None:
    document, net = case
    diff = text_diff(document, net, [], "x")
    assert bool(diff) == (applied(document, net) != document.text)
    assert len(re.findall(r"^@@", diff, re.M)) <= len(net)


def test_the_time_grows_with_the_document_and_not_with_its_square() -> None:
    def seconds(lines: int) -> float:
        text = "the same line of a page\n" * lines
        net = [Change(Span(at, at + 4)) for at in range(0, len(text), 96)]
        document = Document(text)
        started = time.process_time()
        assert unified_diff(document, net, [edit(document, "p.r", *net)], "x")
        render_diff(document, net, [], "x", colour=True)
        return time.process_time() - started

    seconds(500)
    assert seconds(16_000) < 16 * 4 * max(seconds(1_000), 0.005)
