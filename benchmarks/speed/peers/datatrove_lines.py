"""datatrove: its filter of lines after C4, without the count of sentences (which needs a tokenizer)."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

NAME = "datatrove, C4 line filter"
TELLS = "counts of lines by reason"
READS = "jsonl"


def missing() -> str:
    return "" if find_spec("datatrove") else "datatrove is not installed"


def words(folder: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), "{in}", "{out}"]


def main() -> None:
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    lines = C4QualityFilter(min_num_sentences=-1)
    with Path(sys.argv[1]).open("rb") as records, Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for line in records:
            record = json.loads(line)
            document = Document(text=record["text"], id=record["id"])
            if lines.filter(document) is True:
                out.write(json.dumps({**record, "text": document.text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
