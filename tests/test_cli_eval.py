"""`scrubber eval`: what is read, what is shown, what is wrong with a pair, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pytest

from scrubber.document import Document
from scrubber.evaluation.judging import Judged, Sample
from scrubber.evaluation.pairs import Drawn
from scrubber.evaluation.running import run
from scrubber.jsonl import JsonLinesFormat
from scrubber.results import Result
from scrubber.sources import Left, Source

if TYPE_CHECKING:
    from tests.conftest import Ran, Scrubber

RAW = "The boats came in.\nHigh water: 4:10\nHigh water: the novel, is out today.\nIt cost $ 5.\n"
CLEAN = "The boats came in.\nHigh water: the novel, is out today.\nIt cost $5.\n"
BLOCKS = list(zip(("content", "chrome", "content", "neutral"), RAW.splitlines(), strict=True))

Eval = Callable[..., "Ran"]


@pytest.fixture
def evaluate(scrubber: Scrubber, pack: Path) -> Eval:
    """Run `scrubber eval` with the Gazette's pack, whose tide box takes a line of the article too."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        return scrubber("eval", "--pack", pack, *arguments, stdin=stdin)

    return run


def write_records(path: Path, *records: object) -> Path:
    """Write a file in the current folder and return its name."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path.relative_to(Path.cwd())


def measured(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def precision(ran: Ran) -> float:
    value: float = measured(ran)["precision"]["value"]
    return value


PAGE = {"id": "p1", "text": RAW, "gold": CLEAN, "blocks": BLOCKS}
PAIR = {"raw": RAW, "clean": CLEAN}


def test_labelled_pages_are_measured_by_line(folder: Path, evaluate: Eval) -> None:
    found = measured(evaluate(write_records(folder / "p.jsonl", PAGE, PAGE), "--json"))
    assert (found["scrubber_eval"], found["unit"], found["documents"]) == (1, "line", 2)
    assert found["precision"] | {"low": 0, "high": 0} == {
        "value": 0.5,
        "low": 0,
        "high": 0,
        "part": 2,
        "whole": 4,
    }
    assert found["recall"]["value"] == 1.0
    assert found["wrongly_removed"] == {"lines": 2, "words": 14}
    assert found["harmed"] == 2
    [tide, dollar] = found["rules"]
    assert (tide["id"], tide["right"], tide["wrong"], tide["only"]) == ("gazette.tide-box", 8, 14, 2)
    assert (dollar["id"], dollar["edits"], dollar["precision"]["value"]) == ("gazette.dollar", 2, None)


def test_pairs_are_measured_by_word(folder: Path, evaluate: Eval) -> None:
    found = measured(evaluate(write_records(folder / "p.jsonl", PAIR), "--json"))
    assert found["unit"] == "word"
    assert (found["precision"]["part"], found["precision"]["whole"]) == (4, 11)
    assert found["recall"]["value"] == 1.0 and found["exact"] == 0
    assert [pack["id"] for pack in found["packs"]] == ["gazette"]


def test_the_report_for_people_names_the_worst_cases(folder: Path, evaluate: Eval) -> None:
    ran = evaluate(write_records(folder / "p.jsonl", PAGE))
    assert (ran.code, ran.err) == (0, "")
    text = ran.text
    assert "1 labelled page, 1 changed\n" in text
    assert "precision       0.5000" in text and "1 of 2 lines that went" in text
    assert "wrongly gone    1 line, 7 words\n" in text
    assert "  p.jsonl:1, line 3: gazette.tide-box, 7 words\n" in text
    assert "    - High water: the novel, is out today.\n      It cost $ 5.\n" in text
    assert "1 other rule found nothing" in text
    assert "rule" in text and "\x1b" not in text


def test_the_table_is_no_wider_than_the_terminal(
    folder: Path, evaluate: Eval, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_records(folder / "p.jsonl", PAGE)
    monkeypatch.setattr("scrubber.cli.measure.is_terminal", lambda stream: True)
    for width in (80, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = evaluate("p.jsonl", "--worst", 0).text.splitlines()
        assert max(map(len, lines)) <= width
    head = next(line for line in lines if line.startswith("rule"))
    assert "documents" in head


def test_unsafe_edits_count_where_they_are_asked_for(folder: Path, evaluate: Eval) -> None:
    pair = {"raw": "One.\nReporting by A. Person\n", "clean": "One.\n"}
    path = write_records(folder / "p.jsonl", pair)
    assert measured(evaluate(path, "--json"))["recall"]["value"] == 0.0
    assert measured(evaluate(path, "--json", "--unsafe"))["recall"]["value"] == 1.0
    chosen = measured(evaluate(path, "--json", "--unsafe", "--ignore", "gazette.sign-off"))
    assert chosen["recall"]["value"] == 0.0


FILES: list[tuple[str, str]] = [
    # the raw and the clean file of a pair
    ("raw/a.txt", "clean/a.txt"),
    ("data/raw/deep/a.txt", "data/clean/deep/a.txt"),
    ("a.txt", "a.clean.txt"),
    ("tide/input.txt", "tide/expected.txt"),
]


@pytest.mark.parametrize(("raw", "clean"), FILES)
def test_files_are_paired(folder: Path, evaluate: Eval, raw: str, clean: str) -> None:
    for name, text in ((raw, RAW), (clean, CLEAN)):
        (folder / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "set" / name).write_text(text)
    (folder / "set" / "notes.txt").write_text("What this is.\n") if "a.clean" not in clean else None
    ran = evaluate("set", "--json")
    assert (ran.code, measured(ran)["documents"]) == (0, 1)
    assert ran.err == ("passed over: 1 without a partner\n" if "a.clean" not in clean else "")
    (folder / "set" / clean).unlink()
    ran = evaluate("set", "--json")
    if raw != "a.txt":
        assert f"a raw text without its clean one: there is no set/{clean}" in ran.err and ran.code == 3
    (folder / "set" / clean).write_text(CLEAN)
    (folder / "set" / raw).unlink()
    ran = evaluate("set", "--json")
    assert ran.code == 3
    assert f"set/{clean}: a clean text without its raw one: there is no set/{raw}\n" in ran.err


def test_a_file_without_its_clean_one_is_named_where_others_have_one(folder: Path, evaluate: Eval) -> None:
    for name in ("a.txt", "a.clean.txt", "b.txt"):
        (folder / name).write_text(RAW)
    ran = evaluate(".", "--json")
    assert ran.code == 3
    assert "b.txt: a raw text without its clean one: there is no b.clean.txt\n" in ran.err
    assert measured(ran)["documents"] == 1
    assert [left["document"] for left in measured(ran)["left"]] == ["b.txt"]


WRONG: list[tuple[object, str]] = [
    # a record, and what is said of it
    ({"raw": RAW}, "p.jsonl:2: it has no field `clean`; its fields are `raw`; see --clean-field"),
    ({"clean": CLEAN, "rwa": RAW}, "p.jsonl:2: it has no field `raw`; did you mean `rwa`?; see --text-field"),
    ({"raw": RAW, "clean": " \n"}, "p.jsonl:2: its clean text, `clean`, is empty"),
    ({"raw": 5, "clean": CLEAN}, "p.jsonl:2: its field `raw` is a number, not text"),
    ({"raw": RAW, "clean": None}, "p.jsonl:2: its field `clean` is null, not text"),
    ([RAW, CLEAN], "p.jsonl:2: it is a list, not a JSON object"),
    ({"raw": "<!doctype html>", "clean": "x"}, "p.jsonl:2: it is HTML"),
    (PAGE, "p.jsonl:2: a labelled page among pairs: measure it in a run of its own"),
]


@pytest.mark.parametrize(("record", "said"), WRONG)
def test_what_is_wrong_with_a_record_is_told_and_the_rest_is_measured(
    folder: Path, evaluate: Eval, record: object, said: str
) -> None:
    ran = evaluate(write_records(folder / "p.jsonl", PAIR, record, PAIR), "--json")
    assert ran.code == 3
    assert ran.err.startswith(said) and ran.err.count("\n") == 1
    assert measured(ran)["documents"] == 2


BLOCKS_WRONG: list[tuple[object, str]] = [
    (5, "its field `blocks` is a number, not a list of [label, line]"),
    ([["content"]], "block 1 is no [label, line] but `['content']`"),
    ([["contents", "The"]], "block 1 has the label `contents`; did you mean `content`?"),
    (
        [["content", "The"], ["chrome", "Menu"]],
        "block 2, `Menu`, does not stand in the text, after the one before",
    ),
]


@pytest.mark.parametrize(("blocks", "said"), BLOCKS_WRONG)
def test_what_is_wrong_with_labels_is_told(folder: Path, evaluate: Eval, blocks: object, said: str) -> None:
    ran = evaluate(write_records(folder / "p.jsonl", PAGE, PAGE | {"blocks": blocks}), "--json")
    assert ran.code == 3 and f"p.jsonl:2: {said}" in ran.err
    assert measured(ran)["documents"] == 1


def test_an_empty_clean_file_is_told(folder: Path, evaluate: Eval) -> None:
    (folder / "a.txt").write_text(RAW)
    (folder / "a.clean.txt").write_text("\n")
    ran = evaluate(".")
    assert (ran.code, ran.out) == (3, b"")
    assert ran.err.startswith("a.clean.txt: its clean text is empty")


@pytest.mark.parametrize("arguments", [["."], ["empty.jsonl"], ["one.txt"]])
def test_nothing_to_measure_is_an_error_that_says_what_pairs_look_like(
    folder: Path, evaluate: Eval, arguments: Sequence[str]
) -> None:
    (folder / "empty.jsonl").write_text("\n")
    (folder / "one.txt").write_text(RAW)
    ran = evaluate(*arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert f"no pairs in {arguments[0]}; expected JSON Lines with `blocks`" in ran.err


def test_a_path_that_does_not_exist_is_told(folder: Path, evaluate: Eval) -> None:
    ran = evaluate("nowhere")
    assert (ran.code, ran.out) == (2, b"") and "nowhere: there is no such file or folder" in ran.err


def test_records_come_from_standard_input_and_under_other_names(folder: Path, evaluate: Eval) -> None:
    stdin = json.dumps({"dirty": RAW, "tidy": RAW}).encode()
    ran = evaluate("-", "--json", "--text-field", "dirty", "--clean-field", "tidy", stdin=stdin)
    assert ran.code == 0 and precision(ran) == 0.0


def with_threshold(pack: Path, said: str, rule: str = "tide-box") -> None:
    rules = pack / "rules.yaml"
    rules.write_text(rules.read_text().replace(f"- id: {rule}\n", f"- id: {rule}\n  min_precision: {said}\n"))


def test_a_rule_below_its_min_precision_fails_the_run_and_shows_its_worst_cases(
    folder: Path, evaluate: Eval, pack: Path
) -> None:
    write_records(folder / "p.jsonl", *[PAIR] * 3)
    with_threshold(pack, "36%")
    ran = evaluate("p.jsonl")
    assert (ran.code, ran.err) == (0, "")
    assert "reaches its min_precision 0.36; the interval, 0.12" in ran.text and "too wide to tell" in ran.text
    with_threshold(pack, "40%", "dollar")
    (pack / "rules.yaml").write_text((pack / "rules.yaml").read_text().replace("36%", ".995"))
    ran = evaluate("p.jsonl", "--worst", 1)
    assert ran.code == 1
    assert ran.err == "below min_precision: rule gazette.tide-box\n"
    assert "rule gazette.tide-box: precision 0.3636 is below its min_precision 0.995\n" in ran.text
    assert "rule gazette.dollar: nothing here to measure its min_precision 0.4 by\n" in ran.text
    failed = ran.text.index("is below its min_precision")
    assert "- High water: the novel" in ran.text[failed : failed + 400]
    states = {entry["id"]: entry["state"] for entry in measured(evaluate("p.jsonl", "--json"))["thresholds"]}
    assert states == {"gazette.tide-box": "fails", "gazette.dollar": "unmeasured"}


def test_a_pack_has_a_threshold_for_all_its_rules_together(folder: Path, evaluate: Eval, pack: Path) -> None:
    write_records(folder / "p.jsonl", PAIR)
    manifest = pack / "pack.yaml"
    manifest.write_text(f"{manifest.read_text()}min_precision: .9\n")
    ran = evaluate("p.jsonl", "--quiet")
    assert ran.code == 1
    assert ran.err == "below min_precision: pack gazette\n"
    assert "pack gazette: precision 0.3636 is below its min_precision 0.9" in ran.text


def test_cleaning_takes_no_notice_of_thresholds(folder: Path, apply: Scrubber, pack: Path) -> None:
    (folder / "a.txt").write_text(RAW)
    before = apply("a.txt").out
    with_threshold(pack, "1")
    assert apply("a.txt").out == before


def test_the_settings_count(folder: Path, scrubber: Scrubber, pack: Path) -> None:
    (folder / "scrubber.yaml").write_text(
        f"packs: ['{pack}']\npaths: {{'b.jsonl': {{ignore: [gazette.tide-box]}}}}\n"
    )
    for name in ("a.jsonl", "b.jsonl"):
        write_records(folder / name, PAIR)
    found = {name: measured(scrubber("eval", name, "--json"))["rules"] for name in ("a.jsonl", "b.jsonl")}
    assert [rule["id"] for rule in found["a.jsonl"]] == ["gazette.tide-box", "gazette.dollar"]
    assert [rule["id"] for rule in found["b.jsonl"]] == ["gazette.dollar"]


def test_what_stays_is_shown_on_request(folder: Path, evaluate: Eval) -> None:
    page = {
        "text": "Menu\n\nA line.\n",
        "blocks": [["chrome", "Menu"], ["chrome", ""], ["content", "A line."]],
    }
    ran = evaluate(write_records(folder / "p.jsonl", page), "--stayed", 3)
    assert "stayed, a sample of what should have gone\n  p.jsonl:1, line 1: 1 word\n    - Menu\n" in ran.text
    assert "0 of 1 lines that should go" in ran.text
    assert "kept" in ran.text and "agreement" not in ran.text  # there is no text to compare with


def test_a_hostile_text_plays_no_tricks_with_the_terminal(folder: Path, evaluate: Eval) -> None:
    raw = "High water: \x1b[2J\u202e gone\nThe end.\n"
    ran = evaluate(write_records(folder / "p.jsonl", {"raw": raw, "clean": raw}))
    assert "- High water: \\x1b[2J\\u202e gone\n" in ran.text


def test_a_document_that_is_left_alone_is_named_and_counts_as_it_is() -> None:
    class Tired:
        def clean_batch(self, documents: Sequence[Document], guards: object = ()) -> list[Result]:
            return [
                Result(document, document.text, left_alone="it ran out of time") for document in documents
            ]

    source = Source(None, "p.jsonl", PurePath("p.jsonl"), JsonLinesFormat())
    drawn = [Drawn(Sample(f"p.jsonl:{number}", Document(RAW), CLEAN), source) for number in (1, 2)]
    found = list(run(drawn, lambda source: Tired()))
    assert [entry for entry in found if isinstance(entry, Left)] == [
        Left("p.jsonl:1", "it ran out of time"),
        Left("p.jsonl:2", "it ran out of time"),
    ]
    assert [entry.sample.name for entry in found if isinstance(entry, Judged)] == ["p.jsonl:1", "p.jsonl:2"]


def test_every_document_is_cleaned_once_and_in_batches() -> None:
    batches = []

    class Counting:
        def clean_batch(self, documents: Sequence[Document], guards: object = ()) -> list[Result]:
            batches.append(len(documents))
            return [Result(document, document.text) for document in documents]

    source = Source(None, "p.jsonl", PurePath("p.jsonl"), JsonLinesFormat())
    drawn = (Drawn(Sample(f"p.jsonl:{number}", Document(RAW), CLEAN), source) for number in range(150))
    cleaner = Counting()
    judged = [entry for entry in run(drawn, lambda source: cleaner) if isinstance(entry, Judged)]
    assert [entry.sample.name for entry in judged] == [f"p.jsonl:{number}" for number in range(150)]
    assert batches == [64, 64, 22]
