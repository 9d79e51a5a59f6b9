"""The default run by the plain interpreter: every rule tried on every line. plain.py IN.jsonl OUT.jsonl

What an index leaves out is held to this: the texts that come out are the same.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scrubber.compile import compile_plan
from scrubber.document import Document, Meta
from scrubber.library import DEFAULT_PACK
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import load


def main() -> None:
    plan = compile_plan(load_packs([DEFAULT_PACK], Path.cwd()), load(), plain=True)
    with (
        Cleaner(plan) as cleaner,
        Path(sys.argv[1]).open(encoding="utf-8") as records,
        Path(sys.argv[2]).open("w", encoding="utf-8") as out,
    ):
        for line in records:
            record = json.loads(line)
            meta = Meta(record.get("id", ""), record.get("url", ""), "", record.get("date", ""))
            text = cleaner.clean(Document(record["text"], meta)).text
            out.write(json.dumps({**record, "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
