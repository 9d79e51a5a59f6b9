"""The speed benchmark itself: what it makes is the same each time, and what it says of a child is so."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tracemalloc
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

SPEED = Path(__file__).parents[1] / "benchmarks" / "speed"


@pytest.fixture(scope="module", autouse=True)
def _on_the_path() -> Iterator[None]:
    """The benchmark's modules import each other as scripts of one folder do; they leave no name behind."""
    before = set(sys.modules)
    sys.path.insert(0, str(SPEED))
    yield
    sys.path.remove(str(SPEED))
    for name in set(sys.modules) - before:
        if SPEED in Path(getattr(sys.modules[name], "__file__", None) or "/").parents:
            del sys.modules[name]


def module(name: str) -> Any:
    return importlib.import_module(name)


def pages(tmp_path: Path) -> Path:
    path = tmp_path / "pages.jsonl"
    lines = [
        "Share on Facebook",
        "The keeper of the northern lighthouse wrote a letter to every harbour on the coast, and waited.",
        "Nobody answered before winter, although several captains later claimed that they never received it.",
    ]
    records = [{"id": str(number), "text": "\n".join(lines)} for number in range(3)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_the_same_seed_makes_the_same_corpus(tmp_path: Path) -> None:
    corpus = module("made_corpus")
    sizes = [corpus.write_records(tmp_path / name, corpus.made(7), 60_000) for name in "ab"]
    corpus.write_records(tmp_path / "c", corpus.made(8), 60_000)
    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert a == b != c
    assert sizes[0] == sizes[1]
    assert sizes[0].file == len(a)


def test_a_corpus_has_the_size_that_it_says(tmp_path: Path) -> None:
    corpus = module("made_corpus")
    size = corpus.write_records(tmp_path / "a", corpus.made(1), 50_000)
    texts = [json.loads(line)["text"] for line in (tmp_path / "a").read_text(encoding="utf-8").splitlines()]
    assert size.documents == len(texts)
    assert size.text == sum(len(text.encode()) for text in texts)
    assert 50_000 <= size.text < 50_000 + 12_000


def test_a_corpus_is_written_a_record_at_a_time(tmp_path: Path) -> None:
    corpus = module("made_corpus")
    records = ({"id": str(number), "text": chr(97 + number % 26) * 100_000} for number in range(1_000))
    tracemalloc.start()
    size = corpus.write_records(tmp_path / "out", records, 5_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size.documents == 50
    assert peak < 1_500_000


def test_made_news_repeats_no_paragraph_and_goes_on_finding_new_words() -> None:
    corpus = module("made_corpus")
    texts = [record["text"] for record in islice(corpus.made(3), 120)]
    lines = Counter(line for text in texts for line in text.splitlines() if line.count(" ") > 12)
    assert len(lines) > 1_000
    assert max(lines.values()) == 1
    words = " ".join(texts).lower().split()
    half = len(set(words[: len(words) // 2]))
    assert len(set(words)) > 1.4 * half > 5_000


def test_pages_come_as_they_are_and_then_varied_in_sentences_alone(tmp_path: Path) -> None:
    corpus = module("made_corpus")
    path = pages(tmp_path)
    given = list(corpus.records(path))
    found = list(islice(corpus.repeated(path, 1), 9))
    assert found[:3] == given
    assert len({record["text"] for record in found[3:]}) == 6
    for record in found[3:]:
        share, *sentences = record["text"].split("\n")
        assert share == "Share on Facebook"
        assert list(map(len, sentences)) == list(map(len, given[0]["text"].split("\n")[1:]))


def child(code: str, tmp_path: Path) -> Any:
    return module("children").Command("child", [sys.executable, "-c", code], tmp_path)


def test_a_child_is_measured_by_itself(tmp_path: Path) -> None:
    run = module("children").run
    little = run(child("pass", tmp_path), 20)
    much = run(child("x = b'1' * 300_000_000; sum(range(6_000_000))", tmp_path), 20)
    assert 0 < little.cpu < much.cpu
    assert 300 < much.peak < 400
    assert not little.limited


def test_a_child_at_its_limit_is_ended_and_told(tmp_path: Path) -> None:
    children, rows = module("children"), module("rows")
    measured = children.alternate([child("while True: pass", tmp_path), child("pass", tmp_path)], 2, 1)
    assert [each.limited for each in measured] == [True, False]
    assert [len(each.runs) for each in measured] == [1, 2], "what reached the limit is not run again"
    row = rows.row_of(measured[0], None, 1, measured[1])
    assert row.rate is None and row.ratio is None
    assert "over 1" in rows.cells(row)


def test_a_child_that_fails_is_told(tmp_path: Path) -> None:
    measured = module("children").alternate([child("raise SystemExit('no such luck')", tmp_path)], 2, 5)
    assert "no such luck" in measured[0].failure
    assert "no such luck" in module("rows").cells(module("rows").row_of(measured[0], None, 5))[1]


def test_baselines_in_python_and_perl_leave_the_same_lines(tmp_path: Path) -> None:
    baseline, perl = module("baseline"), module("peers.perl_lines")
    text = "Home\nThe mill stood.\nSign up for our newsletter\n\nBy Ada Holm\nShare on Facebook\nBy day it stood.\n"
    assert baseline.cleaned(text) == "The mill stood.\n\nBy day it stood.\n"
    if perl.missing():
        # A newcomer need not have perl; where changes are judged, it may not go untested.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(perl.missing())
    (tmp_path / "in").write_text(text, encoding="utf-8")
    places = {"{in}": str(tmp_path / "in"), "{out}": str(tmp_path / "out")}
    subprocess.run([places.get(word, word) for word in perl.words(tmp_path)], check=True, capture_output=True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == baseline.cleaned(text)


def test_charts_are_well_formed_and_name_what_they_show() -> None:
    charts = module("charts")
    series = [charts.Series("a <b>", [(1, 0.2), (100, 3.5)]), charts.Series("c", [(1, 0.1)])]
    root = ET.fromstring(charts.svg(charts.Chart('Rules & "rates"', "rules", "MB/s", series)))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {'Rules & "rates"', "a <b>", "c", "MB/s", "rules (logarithmic)", "3.50"} <= set(texts)
    for circle in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(circle.get("cx", "0")) < charts.WIDTH
        assert 0 < float(circle.get("cy", "0")) < charts.HEIGHT


def test_results_come_back_as_they_were_saved() -> None:
    rows = module("rows")
    row = rows.Row("one", text_mb=2.0, cpu_s=(1.0, 1.5), median_s=1.25, start_s=0.25)
    group = rows.Group("id", "title", "said", [row])
    back = rows.group_of(json.loads(json.dumps(group.as_json())))
    assert back == group
    assert (back.rows[0].rate, back.rows[0].running_rate) == (1.6, 2.0)


def test_the_parts_of_a_run_add_up_to_it(tmp_path: Path) -> None:
    module("made_corpus").write_lines(tmp_path / "one.jsonl", ['{"text": "The mill stood."}'])
    script = [str(SPEED / "where_time_goes.py"), str(tmp_path / "one.jsonl"), "--to", str(tmp_path / "parts")]
    command = [sys.executable, *script, "--", "--pack", "places"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    parts = module("where_time_goes")
    group = module("rows").group_of(json.loads((tmp_path / "parts").read_text(encoding="utf-8")))
    names = {row.name for row in group.rows}
    assert names <= {name for name, _ in parts.PARTS} | {parts.OTHER} | set(parts.KINDS.values())
    assert "start-up: imports" in names
    assert sum(row.median_s for row in group.rows) > 0.1


def test_the_parts_of_a_run_are_told_by_functions_that_exist() -> None:
    core = SPEED.parents[1] / "src" / "scrubber"
    names = {name for _, names in module("where_time_goes").PARTS for name in names if name[0] != "<"}
    assert len(names) > 20
    for name in names:
        path, _, function = name.partition(":")
        assert (core / path).is_dir() or (core / f"{path}.py").is_file(), name
        if function:
            assert f"def {function.rpartition('.')[2]}(" in (core / f"{path}.py").read_text("utf-8"), name


def test_the_page_says_what_was_not_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, page = module("rows"), module("page")
    measured = [
        rows.Row("apply --diff", 1.0, cpu_s=(3.0,), median_s=3.0, rival="rival", ratio=3.0, ours=True),
        rows.Row("rival", 1.0, cpu_s=(1.0,), median_s=1.0),
        rows.Row("another", 1.0, cpu_s=(9.0,), median_s=9.0, rival="rival", ratio=9.0),
        rows.Row("endless", 1.0, cpu_s=(5.0,), median_s=5.0, limit_s=5, limited=True),
        rows.Row("absent", missing="it is not installed"),
    ]
    sizes = [
        rows.Row(name, 1.0, cpu_s=(took,), median_s=took, start_s=0.1, size=size)
        for name, size, took in (("few", 1.0, 1.1), ("many", 10.0, 2.1))
    ]
    groups = [rows.Group("peers", "Peers", "", measured), rows.Group("edits", "Edits", "", sizes)]
    about = {"python": "", "system": "", "cpu": "", "packages": {}}
    saved = {"environment": about, "month": "", "groups": [group.as_json() for group in groups]}
    monkeypatch.setattr(page, "RESULTS", tmp_path / "results.json")
    page.RESULTS.write_text(json.dumps(saved), encoding="utf-8")
    text = page.performance_page("")
    assert text.partition("## What was not reached\n\n")[2].splitlines() == [
        "- Peers, endless: ended after 5 s.",
        "- Peers, absent: not measured: it is not installed.",
        "- Peers: `apply --diff` takes 3.00 times the CPU of rival.",
        "- Edits: 1.00 MB/s running with few, 0.500 with many.",
    ]
    assert [name for name, _ in page.performance_charts()] == ["speed-edits.svg"]
    assert "_static/speed-edits.svg" in text
