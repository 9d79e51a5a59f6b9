"""Write a corpus for the speed benchmark, JSON Lines of any size. Usage: made_corpus.py OUT.jsonl --mb 10

Without `--pages` the records are made-up news (`articles.py`). With `--pages FILE.jsonl` they are the pages
of that file, over and over: the first time as they are, then varied, so that no document comes twice. What is
varied: in lines of twelve words or more that end as a sentence does, every third word in small letters of
five or more is replaced by a word of the same length from anywhere in the pages. All else stays as it is,
short lines above all, as that is what rules look at.

The same seed makes the same bytes. One record at a time is in memory, and the words of the pages.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles import article, capital, paragraph, short_line

MB = 1_000_000
_LONG_LINE = 12
_REPLACED = re.compile(r"\b[a-z]{5,}\b")
_SENTENCE_ENDS = (".", "!", "?", ".”", '."', "?”", "!”")


@dataclass(frozen=True, slots=True)
class Size:
    """What was written: documents, bytes of text in UTF-8, bytes of the file."""

    documents: int
    text: int
    file: int


def made(seed: int) -> Iterator[dict[str, str]]:
    """Yield records of made-up news without an end."""
    rng = random.Random(seed)
    number = 0
    while True:
        number += 1
        each = article(rng)
        url = f"https://news.example/{number}"
        yield {"id": str(number), "url": url, "title": each.title, "date": each.date, "text": each.text}


def repeated(path: Path, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the records of a file over and over, varied after the first time."""
    rng = random.Random(seed)
    words = words_by_length(path)
    yield from records(path)
    time = 1
    while True:
        time += 1
        for record in records(path):
            yield {
                **record,
                "id": f"{record.get('id', '')}-{time}",
                "text": varied(record["text"], words, rng),
            }


def records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def words_by_length(path: Path) -> dict[int, list[str]]:
    """Return all different words of the pages that may replace another; each is as likely as the next."""
    found = {word for record in records(path) for word in _REPLACED.findall(record["text"])}
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted(found):
        by_length[len(word)].append(word)
    return by_length


def varied(text: str, words: dict[int, list[str]], rng: random.Random) -> str:
    return "\n".join(_varied(line, words, rng) if is_prose(line) else line for line in text.split("\n"))


def is_prose(line: str) -> bool:
    return line.rstrip().endswith(_SENTENCE_ENDS) and line.count(" ") >= _LONG_LINE - 1


def _varied(line: str, words: dict[int, list[str]], rng: random.Random) -> str:
    count = 0

    def another(word: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return word[0] if count % 3 else rng.choice(words[len(word[0])])

    return _REPLACED.sub(another, line)


def write_records(path: Path, records: Iterable[dict[str, Any]], size: int) -> Size:
    """Write records until their texts have ``size`` bytes in UTF-8, and say what was written."""
    documents = text = written = 0
    with path.open("wb") as out:
        for record in records:
            if text >= size:
                break
            written += out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            documents += 1
            text += len(record["text"].encode())
    return Size(documents, text, written)


def write_lines(path: Path, lines: Iterable[str]) -> Size:
    """Write one document, a line at a time."""
    with path.open("wb") as out:
        written = sum(out.write(line.encode() + b"\n") for line in lines)
    return Size(1, written, written)


def long_document(seed: int, size: int) -> Iterator[str]:
    """Yield the lines of one document of prose, with a heading now and then."""
    rng = random.Random(seed)
    while size > 0:
        line = paragraph(rng) if rng.random() > 0.05 else capital(short_line(rng))
        size -= len(line.encode()) + 1
        yield line


def many_lines(seed: int, count: int) -> Iterator[str]:
    """Yield short lines."""
    rng = random.Random(seed)
    return (short_line(rng) for _ in range(count))


def main() -> None:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mb", type=float, default=10, help="MB of text (1 MB = 1,000,000 bytes)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, metavar="FILE.jsonl", help="repeat these records instead")
    args = parser.parse_args()
    source = repeated(args.pages, args.seed) if args.pages else made(args.seed)
    size = write_records(args.out, source, int(args.mb * MB))
    print(f"{size.documents:,} documents, {size.text:,} bytes of text, {size.file:,} bytes of file")


if __name__ == "__main__":
    main()
