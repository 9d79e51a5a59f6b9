"""Documents that no rule touches, in memory, beside one search for all words that the rules' lines need.

    in_memory.py quiet IN.jsonl OUT.jsonl   # keep the records of IN that the default run leaves as they are
    in_memory.py measure IN.jsonl OUT.json  # CPU of cleaning them, and of the search, batch by batch

The search is by ahocorasick_rs, over each text in small letters, for the longest matches: a bound for
whoever has to look at each word of a text at all. Cleaning meets each document once, so that it
remembers none.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from scrubber.compile import Plan, compile_plan
from scrubber.document import Document
from scrubber.library import DEFAULT_PACK
from scrubber.needs import DIGIT
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import load

BATCH = 8
SEARCHES = 20  # of each batch: one takes less than the clock of some machines can tell
WARM_UP = 1  # batches that do not count


def default_plan() -> Plan:
    return compile_plan(load_packs([DEFAULT_PACK], Path.cwd()), load())


def literals(plan: Plan) -> list[str]:
    """Return the words of which the plan's matchers need some, without the marks of where they stand.

    Single letters and signs are left out: a search that stops at every comma would be no rival.
    """
    plain = {"".join(filter(str.isalnum, piece)) for piece in plan.index.pieces if piece != DIGIT}
    return sorted(word for word in plain if len(word) > 1)


def records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def batches(path: Path) -> Iterator[list[str]]:
    texts = (record["text"] for record in records(path))
    while batch := list(islice(texts, BATCH)):
        yield batch


def keep_quiet(source: Path, target: Path) -> None:
    with Cleaner(default_plan()) as cleaner, target.open("w", encoding="utf-8") as out:
        for record in records(source):
            result = cleaner.clean(Document(record["text"]))
            if not (result.edits or result.refused or result.left_alone):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")


def seconds(work: Callable[[list[str]], object], texts: list[str]) -> float:
    gc.collect()  # so that neither clears up after the other
    start = time.process_time()
    work(texts)
    return time.process_time() - start


def measure(source: Path, target: Path) -> None:
    import ahocorasick_rs

    plan = default_plan()
    pieces = literals(plan)
    automaton = ahocorasick_rs.AhoCorasick(  # the fastest of its kinds here
        pieces,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    with Cleaner(plan) as cleaner:

        def clean(texts: list[str]) -> object:
            return cleaner.clean_batch([Document(text) for text in texts])

        def search(texts: list[str]) -> object:
            return [automaton.find_matches_as_indexes(text.lower()) for text in texts]

        found = [
            {
                "text": sum(len(text.encode()) for text in texts),
                "clean": seconds(clean, texts),
                "search": seconds(search, texts * SEARCHES) / SEARCHES,
            }
            for texts in batches(source)
        ]
    counted = found[WARM_UP:] or found
    target.write_text(json.dumps({"literals": len(pieces), "batches": counted}), encoding="utf-8")


if __name__ == "__main__":
    {"quiet": keep_quiet, "measure": measure}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
