"""Data-Juicer: three of its mappers for text, called as its executor calls them, with batches.

It is not in the extra `bench`: it brings a gigabyte of packages, and imports `aiohttp` and `ray` without
asking for them. `pip install py-data-juicer aiohttp ray` gets it measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

NAME = "Data-Juicer, three mappers"
TELLS = "some changed texts, before and after"
READS = "jsonl"
BATCH = 1000


def missing() -> str:
    absent = [name for name in ("data_juicer", "aiohttp", "ray") if not find_spec(name)]
    return f"{', '.join(absent)} not installed" if absent else ""


def words(folder: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), "{in}", "{out}"]


def batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    with path.open("rb") as lines:
        records = map(json.loads, lines)
        while batch := list(islice(records, BATCH)):
            yield batch


def main() -> None:
    from data_juicer.ops.mapper.clean_copyright_mapper import CleanCopyrightMapper
    from data_juicer.ops.mapper.clean_email_mapper import CleanEmailMapper
    from data_juicer.ops.mapper.clean_links_mapper import CleanLinksMapper

    mappers = [CleanCopyrightMapper(), CleanEmailMapper(), CleanLinksMapper()]
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for records in batches(Path(sys.argv[1])):
            samples = {"text": [record["text"] for record in records]}
            for mapper in mappers:
                samples = mapper.process_batched(samples)
            for record, text in zip(records, samples["text"], strict=True):
                out.write(json.dumps({**record, "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
