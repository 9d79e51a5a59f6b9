"""What is measured inside a child: documents that no rule touches, and where the time of a run goes."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from children import Command, alternate, python
from jsonl_runs import Corpus, Terms, cache_of, scrubber
from made_corpus import MB
from rows import Group, Row, group_of, row_of

SEARCH = "search by ahocorasick_rs"
CLEAN = "cleaning, nothing to do"
_HERE = Path(__file__).resolve().parent


def untouched(corpus: Corpus, terms: Terms) -> Group:
    """Clean what needs no cleaning, beside one search for all that the rules look for."""
    title = "In memory, documents that no rule touches"
    if find_spec("ahocorasick_rs") is None:
        return Group("untouched", title, "", [Row(CLEAN, missing="ahocorasick_rs is not installed")])
    quiet, said = terms.folder / "quiet.jsonl", terms.folder / "untouched.json"
    for mode, source, target in (("quiet", corpus.path, quiet), ("measure", quiet, said)):
        if row := _broken_off(CLEAN, python(_HERE / "in_memory.py", mode, source, target), terms):
            return Group("untouched", title, "", [row])
    found = json.loads(said.read_text(encoding="utf-8"))
    sentence = f"The search is for {found['literals']:,} words that the rules of the default packs need."
    return Group("untouched", title, sentence, _rows(found["batches"], terms.limit))


def _rows(batches: list[dict[str, float]], limit: int) -> list[Row]:
    """Make two rows, of all batches together."""
    text = sum(batch["text"] for batch in batches) / MB
    clean, search = (round(sum(batch[name] for batch in batches), 6) for name in ("clean", "search"))
    times = round(clean / search, 2)
    return [
        Row(CLEAN, text, 0, (clean,), clean, limit_s=limit, rival=SEARCH, ratio=times, ours=True),
        Row(SEARCH, text, 0, (search,), search, limit_s=limit),
    ]


def parts(id: str, title: str, corpus: Corpus, terms: Terms) -> Group:
    """Look where the time of a run over a corpus goes."""
    alternate([scrubber("apply", "--check").on(terms.one_record(), terms.folder)], 1, terms.limit)  # warm
    said = terms.folder / "parts.json"
    script = python(_HERE / "where_time_goes.py", corpus.path, "--to", said)
    if row := _broken_off("apply", script, terms):
        return Group(id, title, "", [row])
    return replace(group_of(json.loads(said.read_text(encoding="utf-8"))), id=id, title=title)


def _broken_off(name: str, script: list[str], terms: Terms) -> Row | None:
    """Run a script; return a row that says so where it came to no end."""
    measured = alternate([Command(name, script, terms.folder, cache_of(terms.folder))], 1, terms.limit)[0]
    return row_of(measured, None, terms.limit) if measured.failure or measured.limited else None
