"""The baseline: a line cleaner as one would write it in an afternoon. Usage: baseline.py IN.jsonl OUT.jsonl

It reads records, tries sixty patterns (`line_patterns.py`) on each line of each text until one takes the
whole line, leaves such lines out, and writes the records, edited or not. It reads JSON with orjson where that
is there; `--json` takes the standard library's instead. It keeps a count of lines and nothing else: neither
which pattern took a line, nor where it stood.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from line_patterns import PATTERNS

_COMPILED = [re.compile(f"(?:{pattern})$") for pattern in PATTERNS]


def cleaned(text: str) -> str:
    """Return the text without the lines that a pattern takes."""
    kept = []
    for line in text.split("\n"):
        stripped = line.strip()
        for pattern in _COMPILED:
            if pattern.match(stripped):
                break
        else:
            kept.append(line)
    return "\n".join(kept)


def reader_and_writer() -> tuple[Any, Any]:
    if "--json" not in sys.argv:
        try:
            import orjson
        except ImportError:
            pass
        else:
            return orjson.loads, orjson.dumps
    return json.loads, lambda record: json.dumps(record, ensure_ascii=False).encode()


def main() -> None:
    read, write = reader_and_writer()
    removed = 0
    with open(sys.argv[1], "rb") as records, open(sys.argv[2], "wb") as out:  # noqa: PTH123
        for line in records:
            record = read(line)
            text = cleaned(record["text"])
            removed += record["text"].count("\n") - text.count("\n")
            record["text"] = text
            out.write(write(record) + b"\n")
    print(f"{removed} lines removed")


if __name__ == "__main__":
    main()
