"""Measure how fast scrubber cleans, each figure beside a rival's. Usage: speed.py [--mb 10] [--only ...]

CPU is user and system time of whole processes, start-up included; `running` is without it. MB are 1,000,000
bytes of text in UTF-8. Commands that are compared run in turn, and ratios are taken pair by pair; what is
shown is the median. No figure is worked out from another size: what was not run is not told. A command that
uses more CPU than `--limit` is ended, and told as such.

The default takes some minutes. `--full` takes the sizes that the figures of docs/performance.md are for;
`--results FILE` keeps them, and docs/generate.py makes the page and its charts of that file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from inside import parts, untouched
from jsonl_runs import Corpus, Terms, default_runs, plain_runs, startup
from made_corpus import MB, made, repeated, write_records
from peer_runs import beside_peers
from rows import Group, table
from scaling import by_edits, by_length, by_lines, by_rules, memory

PACKAGES = ["scrubber-text", "regex", "pyyaml", "typer", "orjson", "ahocorasick-rs"]


def environment() -> dict[str, Any]:
    """Return what the figures depend on besides scrubber itself."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "packages": {name: _installed(name) for name in PACKAGES},
    }


def about(args: argparse.Namespace) -> dict[str, Any]:
    return {
        "environment": environment(),
        "times": args.times,
        "month": time.strftime("%B %Y"),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def news(args: argparse.Namespace, folder: Path, mb: float) -> Corpus:
    path = folder / f"news-{mb:g}.jsonl"
    return Corpus(path, write_records(path, made(args.seed), int(mb * MB)))


def pages(args: argparse.Namespace, folder: Path, mb: float) -> Corpus:
    path = folder / f"pages-{mb:g}.jsonl"
    return Corpus(path, write_records(path, repeated(args.pages, args.seed), int(mb * MB)))


def groups(args: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Callable[[], Group]]]:
    """Yield each group's id with what measures it."""
    terms = Terms(args.times, args.limit, folder)

    def corpus(mb: float) -> Corpus:
        return news(args, folder, mb)

    yield "startup", lambda: startup(terms)
    yield "jsonl", lambda: default_runs(corpus(args.mb), terms)
    if args.pages:
        yield "pages", lambda: default_runs(pages(args, folder, args.mb), terms, of_pages=True)
    yield "plain", lambda: plain_runs(corpus(args.plain_mb), terms)
    yield "untouched", lambda: untouched(corpus(args.untouched_mb), terms)
    yield "peers", lambda: beside_peers(corpus(args.mb), terms)
    yield "rules", lambda: by_rules(args.rules, corpus(args.mb), terms)
    once = replace(terms, times=1)
    yield "length", lambda: by_length(args.lengths, once)
    yield "lines", lambda: by_lines(args.lines, once)
    yield "edits", lambda: by_edits(args.edits, once)
    yield "memory", lambda: memory(args.memory_mb, corpus, once)
    yield "parts", lambda: parts("parts", "Where the time goes", corpus(args.mb), terms)
    if args.pages:
        title = "Where the time goes on pages"
        yield "pages-parts", lambda: parts("pages-parts", title, pages(args, folder, args.mb), terms)


SMALL: dict[str, Any] = {
    "mb": 0.5,
    "plain_mb": 0.2,
    "untouched_mb": 0.5,
    "rules": [50, 200, 1000],
    "lengths": [0.1, 0.3, 1.0],
    "lines": [2_000, 20_000],
    "edits": [100, 300, 1000],
    "memory_mb": [0.5, 2.0],
    "times": 3,
    "limit": 60,
}
FULL: dict[str, Any] = {
    "mb": 20.0,
    "plain_mb": 1.0,
    "untouched_mb": 5.0,
    "rules": [50, 200, 1000],
    "lengths": [1.0, 10.0, 100.0],
    "lines": [100_000, 1_000_000, 10_000_000],
    "edits": [1_000, 10_000, 100_000],
    "memory_mb": [20.0, 200.0, 2000.0],
    "times": 3,
    "limit": 3600,
}
_SIZES = {
    "mb": "MB of text for most runs",
    "plain_mb": "MB of text for the plain interpreter",
    "untouched_mb": "MB of text of which the untouched documents are measured in memory",
    "rules": "numbers of rules",
    "lengths": "MB of one document",
    "lines": "numbers of lines of one document",
    "edits": "numbers of edits in one document",
    "memory_mb": "MB of corpora whose peaks are compared",
    "times": "how often each command is run; those that one size is varied for, once",
    "limit": "seconds of CPU that one run may take",
}


def arguments() -> argparse.Namespace:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("--pages", type=Path, metavar="FILE.jsonl", help="measure on these besides")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="the large sizes; what is named besides counts")
    parser.add_argument("--only", nargs="+", default=[], metavar="GROUP", help="only these groups")
    parser.add_argument("--folder", type=Path, help="where to put the corpora, instead of a temporary folder")
    parser.add_argument("--results", type=Path, metavar="FILE.json", help="keep the results")
    for name, said in _SIZES.items():
        small = SMALL[name]
        several = isinstance(small, list)
        kind = type(small[0] if several else small)
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(flag, type=kind, nargs="+" if several else None, metavar="N", help=said)
    args = parser.parse_args()
    for name, value in (FULL if args.full else SMALL).items():
        if getattr(args, name) is None:
            setattr(args, name, value)
    return args


def measured(args: argparse.Namespace, folder: Path) -> Iterator[Group]:
    for name, measure in groups(args, folder):
        if not args.only or name in args.only:
            yield measure()


def main() -> None:
    args = arguments()
    results: dict[str, Any] = {**about(args), "groups": []}
    print(", ".join(str(results["environment"][name]) for name in ("python", "cpu", "system")))
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for group in measured(args, folder.resolve()):
            print(*table(group), sep="\n", flush=True)
            results["groups"].append(group.as_json())
            if args.results:  # after each group, so that a run that is broken off has told what it measured
                args.results.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
