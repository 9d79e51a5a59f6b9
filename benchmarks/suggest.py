"""How much memory and time `scrubber suggest` takes, and what it finds, on a corpus that is made on the way.

    .venv/bin/python benchmarks/suggest.py [DOCUMENTS [SITES]]

200,000 documents of 20 sites by default, written to a temporary file one at a time. Printed: how large that
is, the time and the peak memory of the command (in a process), how many of the planted kinds its rules
take out of the first 2,000 documents, and how many lines of the articles they take with them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from made_sites import MadeDocument, made_documents, made_sites

from scrubber.compile import compile_plan
from scrubber.document import Document, Meta
from scrubber.packs import load_pack
from scrubber.pipeline import Cleaner
from scrubber.plugins import Registry

SEED = 7
CHECKED = 2_000


def write(path: Path, documents: int, sites: int) -> None:
    """Write a corpus as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for made in made_documents(made_sites(sites, SEED), documents, SEED):
            file.write(json.dumps({"url": made.url, "text": made.text}, ensure_ascii=False) + "\n")


def measured(corpus: Path, draft: Path) -> tuple[float, int]:
    """Run the command; return its seconds and its peak memory in bytes."""
    start = time.monotonic()
    command = [sys.executable, "-m", "scrubber", "suggest", str(corpus), "--output", str(draft)]
    subprocess.run(command, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.monotonic() - start, peak * (1 if sys.platform == "darwin" else 1024)


def judged(
    draft: Path, documents: list[MadeDocument]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]], int]:
    """Return the planted lines by site and kind, those taken out, and how many of the articles' are."""
    planted: Counter[tuple[str, str]] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    eaten = 0
    plan = compile_plan([load_pack(draft)], Registry())
    with Cleaner(plan, unsafe=True) as cleaner:
        for made in documents:
            site = made.url.split("/")[2]
            left = Counter(cleaner.clean(Document(made.text, Meta(url=made.url))).text.split("\n"))
            for line, kind in made.lines:
                stays = left[line] > 0
                left[line] -= stays
                planted[site, kind] += bool(kind)
                taken[site, kind] += bool(kind) and not stays
                eaten += not kind and not stays
    return +planted, taken, eaten


def main() -> None:
    """Make, run, judge and print."""
    documents, sites = (int(given) for given in [*sys.argv[1:], "200000", "20"][:2])
    with tempfile.TemporaryDirectory() as folder:
        corpus, draft = Path(folder) / "corpus.jsonl", Path(folder) / "draft"
        write(corpus, documents, sites)
        print(f"{documents:,} documents of {sites:,} sites, {corpus.stat().st_size / 1e6:,.0f} MB")
        seconds, peak = measured(corpus, draft)
        print(f"{seconds:,.0f} s, peak memory {peak / 1e6:,.0f} MB")
        made = list(islice(made_documents(made_sites(sites, SEED), documents, SEED), CHECKED))
        planted, taken, eaten = judged(draft, made)
        found = sum(taken[key] >= 0.9 * count for key, count in planted.items())
        print(f"{found} of {len(planted)} planted kinds found, {eaten} lines of articles taken")


if __name__ == "__main__":
    main()
