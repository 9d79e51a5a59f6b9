"""Count the false edits of the default run on clean documents. Usage: harmless.py [--unsafe] [--offline]

All documents are text that its readers would call the text itself, so the right number of edits is none.
Our own lie in `benchmarks/clean`; others are read out of packages (`clean_texts.py`). `--pages FILE.jsonl
--field NAME` measures on records of your own instead. Exits 1 where anything was edited.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clean_texts import Text, all_texts, own

from scrubber import Scrubber
from scrubber.layout import word_count
from scrubber.records import RecordedEdit


@dataclass(frozen=True, slots=True)
class Measured:
    """A document with what the run did to it; ``left_alone`` says why it was not looked at ("" if it was)."""

    text: Text
    edits: tuple[RecordedEdit, ...]
    words: int
    removed: int
    left_alone: str


def measure(texts: Iterable[Text], *, unsafe: bool) -> Iterator[Measured]:
    with Scrubber.from_packs(unsafe=unsafe) as scrubber:
        for text in texts:
            result = scrubber.clean(text.text)
            words = word_count(text.text)
            removed = words - word_count(result.text) if result.edits else 0
            yield Measured(text, result.edits, words, removed, result.left_alone)


def table(measured: Iterable[Measured]) -> list[tuple[str, int, int, int, int, int]]:
    """Rows of genre, documents, words, documents changed, edits, words removed; the total comes last."""
    genres: dict[str, list[Measured]] = defaultdict(list)
    for each in measured:
        genres[each.text.genre].append(each)
    rows = [row(genre, found) for genre, found in sorted(genres.items())]
    return [*rows, row("all", [each for found in genres.values() for each in found])]


def row(name: str, found: list[Measured]) -> tuple[str, int, int, int, int, int]:
    return (
        name,
        len(found),
        sum(each.words for each in found),
        sum(bool(each.edits) for each in found),
        sum(len(each.edits) for each in found),
        sum(each.removed for each in found),
    )


def show_table(rows: list[tuple[str, int, int, int, int, int]]) -> None:
    print(f"{'genre':36}{'documents':>10}{'words':>10}{'changed':>9}{'edits':>7}{'removed':>9}")
    for name, *numbers in rows:
        print(f"{name:36}{numbers[0]:10}{numbers[1]:10}{numbers[2]:9}{numbers[3]:7}{numbers[4]:9}")


def show_edits(measured: Iterable[Measured], most: int) -> None:
    shown: Counter[str] = Counter()
    for each in measured:
        for edit in each.edits:
            shown[edit.rule] += 1
            if shown[edit.rule] <= most:
                change = edit.changes[0]
                place = f"{each.text.genre}/{each.text.name}:{change.origin.line}"
                print(f"{edit.rule:28}{place}\n    {change.before.strip()[:160]!r} -> {change.after[:40]!r}")
    for rule, count in shown.most_common():
        print(f"{count:6} {rule}")


def records(path: Path, field: str) -> Iterator[Text]:
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        yield Text(path.name, str(record.get("id", "")), record.get(field) or "")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe edits too (for information)")
    parser.add_argument("--offline", action="store_true", help="measure only on our own documents")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="show N edits of each rule")
    parser.add_argument("--pages", type=Path, metavar="FILE.jsonl", help="measure on these records instead")
    parser.add_argument("--field", default="text", help="the field of a record that holds the clean text")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    missing: list[str] = []
    texts = records(args.pages, args.field) if args.pages else own() if args.offline else all_texts(missing)
    start = time.process_time()
    measured = list(measure(texts, unsafe=args.unsafe))
    show_edits(measured, args.show)
    rows = table(measured)
    show_table(rows)
    print(f"false edits: {rows[-1][4]} in {rows[-1][1]} documents, {time.process_time() - start:.0f} s")
    for each in measured:
        if each.left_alone:
            print(f"left alone: {each.text.genre}/{each.text.name}: {each.left_alone}")
    for name in missing:
        print(f"not measured: {name}")
    return 1 if rows[-1][4] else 0


if __name__ == "__main__":
    raise SystemExit(main())
