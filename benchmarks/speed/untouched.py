"""The group of documents that no rule touches: runs `in_memory.py` and makes rows of what it says."""

from __future__ import annotations

import json
import statistics
from importlib.util import find_spec
from pathlib import Path

from children import Command, python, run
from jsonl_runs import Corpus, Terms
from made_corpus import MB
from rows import Group, Row

SEARCH = "search by ahocorasick_rs"
CLEAN = "cleaning, nothing to do"
_SCRIPT = Path(__file__).resolve().parent / "in_memory.py"


def untouched(corpus: Corpus, terms: Terms) -> Group:
    """Clean what needs no cleaning, beside one search for all that the rules look for."""
    title = "In memory, documents that no rule touches"
    if find_spec("ahocorasick_rs") is None:
        return Group("untouched", title, "", [Row(CLEAN, missing="ahocorasick_rs is not installed")])
    quiet, said = terms.folder / "quiet.jsonl", terms.folder / "untouched.json"
    for mode, source, target in (("quiet", corpus.path, quiet), ("measure", quiet, said)):
        command = Command(f"in_memory.py {mode}", python(_SCRIPT, mode, source, target), terms.folder)
        if run(command, terms.limit).limited:
            return Group("untouched", title, "", [Row(CLEAN, limited=True, limit_s=terms.limit)])
    found = json.loads(said.read_text(encoding="utf-8"))
    sentence = f"The search is for {found['literals']:,} words and signs that the default packs' rules need."
    return Group("untouched", title, sentence, _rows(found["batches"], terms.limit))


def _rows(batches: list[dict[str, float]], limit: int) -> list[Row]:
    """Make two rows: CPU is that of all batches together, the ratio the median of theirs."""
    text = sum(batch["text"] for batch in batches) / MB
    clean, search = (round(sum(batch[name] for batch in batches), 6) for name in ("clean", "search"))
    times = round(statistics.median(batch["clean"] / batch["search"] for batch in batches), 2)
    return [
        Row(CLEAN, text, 0, (clean,), clean, limit_s=limit, rival=SEARCH, ratio=times),
        Row(SEARCH, text, 0, (search,), search, limit_s=limit),
    ]
