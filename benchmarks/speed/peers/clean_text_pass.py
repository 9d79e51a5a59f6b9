"""clean-text: its pass over a text with URLs and addresses replaced, case and accents left as they are."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

NAME = "clean-text"
TELLS = "nothing"
READS = "jsonl"


def missing() -> str:
    return "" if find_spec("cleantext") else "clean-text is not installed"


def words(folder: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), "{in}", "{out}"]


def main() -> None:
    from cleantext import clean

    with Path(sys.argv[1]).open("rb") as records, Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for line in records:
            record = json.loads(line)
            text = clean(record["text"], lower=False, to_ascii=False, no_urls=True, no_emails=True)
            out.write(json.dumps({**record, "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
