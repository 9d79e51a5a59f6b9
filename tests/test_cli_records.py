"""`scrubber apply` on records: what changes in a file of JSON Lines, and what passes through it."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Scrubber

RECORDS = (
    b'{"id": 1, "text": "One.\\nHigh water: 4:10\\nTwo.", "url": "https://a.example/"}\r\n'
    b"\n"
    b'{ "text":"nothing h\\u0065re" ,"n":1.50 }\n'
    b'{"text": null}\n'
    b"nope\n"
    b'{"other": "High water: 4:10"}\n'
    b'{"text": "It cost $ 5."}'
)
CLEAN = RECORDS.replace(b"High water: 4:10\\n", b"").replace(b"$ 5", b"$5")
NAMED = [
    "r.jsonl:4: its field `text` is null, not text",
    "r.jsonl:5: it is not JSON: Expecting value at column 1",
    "r.jsonl:6: it has no field `text`; its fields are `other`; see --text-field",
]


def test_only_the_text_of_edited_records_changes(folder: Path, apply: Scrubber) -> None:
    (folder / "r.jsonl").write_bytes(RECORDS)
    ran = apply("r.jsonl")
    assert (ran.code, ran.out) == (3, CLEAN)
    assert ran.err.splitlines() == [*NAMED, "6 documents: 2 changed, 1 unchanged, 3 left alone"]


def test_standard_input_may_be_records(apply: Scrubber) -> None:
    ran = apply("-", "--format", "jsonl", stdin=RECORDS)
    assert (ran.code, ran.out) == (3, CLEAN)
    assert "<stdin>:5: it is not JSON" in ran.err


def test_the_fields_can_be_named(folder: Path, apply: Scrubber) -> None:
    line = b'{"body": "High water: 4:10\\nTwo.", "text": "High water: 4:10"}\n'
    (folder / "r.ndjson").write_bytes(line)
    assert apply("r.ndjson", "--text-field", "body").out == line.replace(b"High water: 4:10\\n", b"")


def test_the_diff_of_records_is_for_reading_and_names_each(folder: Path, apply: Scrubber) -> None:
    (folder / "r.jsonl").write_bytes(RECORDS)
    out = apply("r.jsonl", "--diff").text
    assert out.startswith("# For reading, not for patch: record r.jsonl:1\n")
    assert "+++ r.jsonl:7\n@@ -1 +1 @@ gazette.dollar\n" in out


def test_what_is_html_in_a_record_is_left_alone(folder: Path, apply: Scrubber) -> None:
    line = b'{"text": "<html><p>x\\nHigh water: 4:10\\n"}\n'
    (folder / "r.jsonl").write_bytes(line)
    ran = apply("r.jsonl")
    assert (ran.code, ran.out) == (3, line)
    assert "r.jsonl:1: it is HTML" in ran.err


def test_the_ledger_names_the_records(folder: Path, apply: Scrubber) -> None:
    (folder / "r.jsonl").write_bytes(RECORDS)
    apply("r.jsonl", "--ledger", "l.jsonl", "--stats")
    entries = [json.loads(line) for line in (folder / "l.jsonl").read_bytes().splitlines()]
    assert [(entry["kind"], entry["document"]) for entry in entries] == [
        ("edit", "r.jsonl:1"),
        ("left", "r.jsonl:4"),
        ("left", "r.jsonl:5"),
        ("left", "r.jsonl:6"),
        ("edit", "r.jsonl:7"),
    ]


def test_results_come_in_the_order_of_the_records(folder: Path, apply: Scrubber) -> None:
    lines = [
        json.dumps({"n": n, "text": f"Number {n}.\nHigh water: {n}\n" * (1 + n % 7)}).encode() + b"\n"
        for n in range(300)
    ]
    lines[150:150] = [b"nope\n"]
    (folder / "r.jsonl").write_bytes(b"".join(lines))
    cleaned = apply("r.jsonl").out.splitlines()
    assert cleaned.pop(150) == b"nope"
    assert [json.loads(line) for line in cleaned] == [
        {"n": n, "text": f"Number {n}.\n" * (1 + n % 7)} for n in range(300)
    ]


@pytest.mark.parametrize("content", [b"", b"\n", b"\n\n"])
def test_a_file_without_records_stays_as_it_is(folder: Path, apply: Scrubber, content: bytes) -> None:
    (folder / "r.jsonl").write_bytes(content)
    ran = apply("r.jsonl")
    assert (ran.code, ran.out) == (0, content)


def test_memory_does_not_grow_with_the_file(
    folder: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six times the records, never half as much memory again; batch and buffer are small to make it quick."""
    monkeypatch.setattr("scrubber.corpus.BATCH_DOCUMENTS", 4)
    monkeypatch.setattr("scrubber.cli.output._HELD", 40_000)

    def peak(records: int) -> int:
        text = "A line of an article that stands as it is. " * 200
        with (folder / "r.jsonl").open("w") as file:
            for number in range(records):
                file.write(json.dumps({"n": number, "text": text + "\nHigh water: 5\n"}) + "\n")
        tracemalloc.start()
        assert apply("r.jsonl", "--output", "out.jsonl", "--ledger", "l.jsonl").code == 0
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)  # what is imported and cached once
    assert peak(120) < 1.5 * peak(20)
