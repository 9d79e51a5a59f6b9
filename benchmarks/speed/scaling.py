"""How cost grows: with the number of rules, a document's length, lines and edits, and the corpus."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from articles import capital, paragraph
from children import alternate
from jsonl_runs import Corpus, Terms, Tool, scrubber
from made_corpus import MB, Size, long_document, many_lines, write_lines
from rows import Group, Row, row_of
from words import NOUNS, VERBS, coined, rank, word

SEED = 1
OUT = ("--output", "{out}")
Point = tuple[float, Tool, Path, Size]
"""What is varied, the tool, its input and the size of that."""


def rows_varied(points: Sequence[Point], terms: Terms) -> list[Row]:
    """Measure the points in turn, and what each tool takes for one record."""
    one = terms.one_record()
    starts = alternate([tool.on(one, terms.folder) for _, tool, _, _ in points], 2, terms.limit)
    commands = [tool.on(path, terms.folder) for _, tool, path, _ in points]
    whole = alternate(commands, terms.times, terms.limit)
    return [
        row_of(measured, size, terms.limit, start=start.last, varied=varied, ours=True)
        for (varied, _, _, size), measured, start in zip(points, whole, starts, strict=True)
    ]


def by_rules(counts: Sequence[int], corpus: Corpus, terms: Terms) -> Group:
    """Packs of so many phrase rules on the same corpus."""
    points = []
    for count in counts:
        folder = write_pack(terms.folder / f"pack-{count}", list(phrase_rules(count)))
        tool = scrubber(f"{count:,} rules", "--pack", str(folder), *OUT)
        points.append((float(count), tool, corpus.path, corpus.size))
    said = "Packs of made-up rules, each with one phrase of words that the corpus holds, on the same corpus."
    return Group("rules", "Number of rules", said, rows_varied(points, terms))


def by_length(sizes: Sequence[float], terms: Terms) -> Group:
    """One document of so many MB, paragraphs of prose, with the default packs."""
    said = "One plain text with paragraphs of prose, the default packs."
    return Group("length", "Length of a document", said, rows_varied(list(_long(sizes, terms)), terms))


def _long(sizes: Sequence[float], terms: Terms) -> Iterator[Point]:
    for mb in sizes:
        path = terms.folder / f"long-{mb:g}.txt"
        size = write_lines(path, long_document(SEED, int(mb * MB)))
        yield mb, scrubber(f"{mb:g} MB", *OUT), path, size


def by_lines(counts: Sequence[int], terms: Terms) -> Group:
    """One document of so many short lines, with the default packs."""
    points = []
    for count in counts:
        path = terms.folder / f"lines-{count}.txt"
        size = write_lines(path, many_lines(SEED, count))
        points.append((float(count), scrubber(f"{count:,} lines", *OUT), path, size))
    said = "One plain text with lines of two or three words, the default packs."
    return Group("lines", "Lines of a document", said, rows_varied(points, terms))


def by_edits(counts: Sequence[int], terms: Terms) -> Group:
    """One document with so many lines to drop, each below a paragraph, with the diff and the ledger."""
    folder = write_pack(terms.folder / "pack-edits", [edited_rule()])
    points = []
    for count in counts:
        path = terms.folder / f"edits-{count}.txt"
        ledger = ("--ledger", str(terms.folder / "ledger"))
        tool = scrubber(f"{count:,} edits", "--pack", str(folder), *OUT, "--diff", *ledger)
        points.append((float(count), tool, path, write_lines(path, with_edits(count))))
    said = "One plain text in which every other line goes, one rule, with the diff and the ledger."
    return Group("edits", "Edits in a document", said, rows_varied(points, terms))


def memory(sizes: Sequence[float], corpus_of: Callable[[float], Corpus], terms: Terms) -> Group:
    """Corpora of so many MB in JSON Lines: what counts is the peak."""
    options = (*OUT, "--ledger", str(terms.folder / "ledger"))
    points = []
    for mb in sizes:
        corpus = corpus_of(mb)
        points.append((mb, scrubber(f"{mb:g} MB of records", *options), corpus.path, corpus.size))
    said = "JSON Lines of growing size, the default packs, with the ledger: what counts here is the peak."
    return Group("memory", "Memory", said, rows_varied(points, terms))


def write_pack(folder: Path, rules: Sequence[str]) -> Path:
    """Write a pack of these rules and return its folder."""
    folder.mkdir(exist_ok=True)
    manifest = "id: made\ndescription: Made-up rules.\nversion: '1'\nrules: [made.yaml]\n"
    (folder / "pack.yaml").write_text(manifest, encoding="utf-8")
    (folder / "made.yaml").write_text("\n".join(rules), encoding="utf-8")
    return folder


def phrase_rules(count: int) -> Iterator[str]:
    """Yield rules that each drop a line with one phrase, of English and of coined words."""
    rng = random.Random(SEED)
    for number in range(count):
        first, second = word(rng, VERBS), word(rng, NOUNS)
        phrase = f"{first} [the|our] {second} [of|in] {coined(rank(rng))}[.] {{words}}"
        yield rule(f"made-{number}", f"phrases: ['{phrase}']")


def rule(name: str, matcher: str) -> str:
    action = "drop: line\n  keep: [The mill stood.]\n  examples: [{before: A line., after: ''}]\n"
    return f"- id: {name}\n  description: Drop a made-up line.\n  {matcher}\n  {action}"


def edited_rule() -> str:
    return rule("notice", "line: 'Notice number \\d+ of the .*'")


def with_edits(count: int) -> Iterator[str]:
    rng = random.Random(SEED)
    for number in range(count):
        yield paragraph(rng)
        yield f"Notice number {number} of the {capital(word(rng, NOUNS))}"
