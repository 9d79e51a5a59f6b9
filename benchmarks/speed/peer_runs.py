"""The group of other people's cleaners, with what each can tell of its changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from jsonl_runs import BASELINE, Corpus, Terms, Tool, baseline, rows_of, scrubber
from made_corpus import write_lines
from peers import clean_text_pass, data_juicer_mappers, datatrove_lines, perl_lines
from rows import Group, Row

PEERS: list[ModuleType] = [datatrove_lines, clean_text_pass, data_juicer_mappers, perl_lines]


def beside_peers(corpus: Corpus, terms: Terms) -> Group:
    """Measure scrubber, the baseline and each peer that is there on one corpus."""
    ledger = ("--ledger", str(terms.folder / "ledger"))
    whole = "the whole ledger, with the way back"
    ours = scrubber("scrubber apply --ledger", "--output", "{out}", *ledger, tells=whole)
    tools = [ours, replace(baseline(), tells="a count of lines")]
    there = [peer for peer in PEERS if not peer.missing()]
    peers = [Tool(peer.NAME, peer.words(terms.folder), peer.TELLS) for peer in there if peer.READS == "jsonl"]
    rows = rows_of([*tools, *peers], BASELINE, corpus, terms)
    texts = [Tool(peer.NAME, peer.words(terms.folder), peer.TELLS) for peer in there if peer.READS == "text"]
    if texts:
        rows += rows_of(texts, BASELINE, as_text(corpus, terms.folder), terms)
    rows += [Row(peer.NAME, tells=peer.TELLS, missing=peer.missing()) for peer in PEERS if peer.missing()]
    said = "They do different things to the same records; `tells` is what one can learn of that afterwards."
    return Group("peers", "Beside other cleaners", said, rows)


def as_text(corpus: Corpus, folder: Path) -> Corpus:
    """Write the texts of a corpus one after the other into one plain file."""

    def lines() -> Iterator[str]:
        with corpus.path.open("rb") as records:
            for record in records:
                yield from json.loads(record)["text"].splitlines()

    path = folder / "texts.txt"
    return Corpus(path, write_lines(path, lines()))
