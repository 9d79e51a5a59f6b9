"""What is counted of a run, and how it is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from scrubber.document import Document
from scrubber.records import Place, RecordedChange, RecordedEdit, Refusal
from scrubber.results import Result
from scrubber.spans import Change, Span
from scrubber.summary import Tally, counted, documents_line, notes, passed_over_line, render_table


def edit(rule: str, before: str, after: str = "") -> RecordedEdit:
    span = Span(0, len(before))
    change = RecordedChange(span, Place(span, 0, len(before), 1, 1), before, after)
    return RecordedEdit(rule, "", "remove", (change,), "", "safe")


def result(text: str, out: str, edits: tuple[RecordedEdit, ...] = (), **more: object) -> Result:
    net = (Change(Span(0, len(text)), out),) if text != out else ()
    return replace(Result(Document(text), out, edits, net=net), **more)  # type: ignore[arg-type]


def tally() -> Tally:
    counts = Tally()
    # Two rules claim the same two lines; a third shortens what is left elsewhere.
    both = (edit("p.one", "a\r\nb\r\n"), edit("p.two", "b\r\n"))
    counts.take(result("a\r\nb\r\n", "", both))
    counts.take(result("same", "same"))
    refused = tuple(Refusal(edit("p.three", "x"), kind) for kind in ("unsafe", "unsafe", "lost", "guard"))
    counts.take(result("x", "x", refused=refused))
    counts.take(result("y", "y", left_alone="timed out"))
    counts.take(None)
    return counts


def test_rules_and_documents_are_counted() -> None:
    counts = tally()
    assert (counts.changed, counts.unchanged, counts.left, counts.documents) == (1, 2, 2, 5)
    assert (counts.edits, counts.lines, counts.characters) == (2, 2, 6)
    one, two, three = (counts.rules[f"p.{name}"] for name in ("one", "two", "three"))
    assert (one.edits, one.lines, one.characters) == (1, 2, 6)
    assert (two.edits, two.lines, two.characters) == (1, 1, 3)
    assert (three.edits, three.refused) == (0, 4)


def test_the_table_is_aligned_and_in_the_order_of_the_rules() -> None:
    shown = render_table(tally(), ["p.two", "p.silent", "p.one", "p.three"])
    assert shown.splitlines() == [
        "rule          edits  refused  lines  characters",
        "p.two             1        0      1           3",
        "p.one             1        0      2           6",
        "p.three           0        4      0           0",
        "-----------------------------------------------",
        "all together      2        4      2           6",
        "",
        "5 documents: 1 changed, 2 unchanged, 2 left alone",
    ]
    assert render_table(Tally(), []) == "No rule found anything.\n\nno documents found\n"
    assert "\x1b[1mrule " in render_table(tally(), ["p.one"], colour=True)


def test_what_was_not_applied_is_said_in_a_line() -> None:
    assert notes(tally()) == [
        "2 unsafe edits not applied: see --diff --unsafe",
        "2 edits refused (1 touching what a guard protects, 1 lost to an earlier rule): see --ledger",
    ]
    assert notes(Tally()) == []


def test_counts_are_said_in_words() -> None:
    assert counted(1, "edit") == "1 edit"
    assert counted(12_345, "edit") == "12 345 edits"
    one = Tally(changed=1)
    assert documents_line(one) == "1 document: 1 changed, 0 unchanged"
    assert passed_over_line(Counter()) == ""
    assert (
        passed_over_line(Counter({".png": 2, "link": 1, ".a\x1b": 1}))
        == "passed over: 1 .a\\x1b, 2 .png, 1 link"
    )
