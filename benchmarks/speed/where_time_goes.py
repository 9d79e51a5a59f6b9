"""Say where the time of a run goes. Usage: where_time_goes.py [CORPUS.jsonl] [-- OPTIONS OF apply]

The run is `scrubber apply --output --ledger` in this process. Each millisecond of CPU the stack is looked at,
and the time since the last look goes to the part that the stack shows; what the looking takes is left out. A
look comes late where C is at work, and its time is right all the same: it goes to who called.

Not called `profile.py`, as that would hide the module of this name from the standard library.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

from made_corpus import MB, made, write_records
from rows import Group, Row, figure

EVERY = 0.001  # seconds of CPU between two looks
OTHER = "the rest"

# Where one of these stands in the stack, the time is that part's; the first that is found counts. A name is a
# module or a folder of the package, or of these a function, after a colon.
PARTS: list[tuple[str, set[str]]] = [
    ("start-up: imports", {"<importlib>"}),
    ("start-up: packs read", {"packs", "schema", "strictyaml", "config", "cli/loading:load_chosen"}),
    ("start-up: plan made", {"compile:compile_plan"}),
    (
        "first use: patterns and phrases compiled",
        {"<regex compiler>", "<re compiler>", "patterns", "phrase_patterns", "phrases:compile_phrases"},
    ),
    ("plugins", {"<plugins>", "sessions"}),
    ("regions", {"regions"}),
    ("settling", {"settle", "pipeline:Cleaner._settle", "pipeline:_together"}),
    ("ledger", {"ledger", "cli/book"}),
    ("diff", {"diff", "hunks", "cli/diffs"}),
    ("writing", {"formats:JsonLinesFormat.write", "cli/output", "corpus:spelt"}),
    ("conditions", {"conditions"}),
    ("matching: phrases", {"phrases", "matchers:_phrase_look"}),
    ("matching: `line:`", {"matchers:_line_finder"}),
    ("lines looked at for all rules", {"line_index", "needs", "folding", "wants"}),
    ("", {"<a rule>"}),
    ("lines and paragraphs", {"views", "layout", "scenes", "document", "tokens"}),
    ("matching: other", {"matchers", "sequences", "actions"}),
    ("reading", {"formats", "corpus", "encodings", "sources"}),
    ("pipeline", {"pipeline"}),
]
KINDS = {
    "PhrasesSpec": "matching: phrases",
    "LinesSpec": "matching: `lines:`",
    "PluginSpec": "plugins",
    "line": "matching: `line:`",
    "paragraph": "matching: `paragraph:`",
    "text": "matching: `text:`",
}
"""The part that a rule's matching is, by the kind of its matcher or by its unit."""


class Sampler:
    """Counts the CPU of this process, from `start` to `stop`, by parts and by functions of the project."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.functions: Counter[str] = Counter()
        self._names: dict[CodeType, tuple[str, ...]] = {}
        self._last = 0.0

    def start(self) -> None:
        self._last = time.process_time()
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.seconds[OTHER] += time.process_time() - self._last

    def _look(self, number: int, frame: FrameType | None) -> None:
        took = time.process_time() - self._last
        found: set[str] = set()
        kind = function = ""
        while frame is not None:
            names = self._names_of(frame.f_code)
            found.update(names)
            function = function or next((name for name in names if ":" in name), "")
            kind = kind or kind_of_rule(frame)
            frame = frame.f_back
        if kind:
            found.add("<a rule>")
        part = next((part or kind for part, names in PARTS if not names.isdisjoint(found)), OTHER)
        self.seconds[part] += took
        self.functions[function or OTHER] += took
        self._last = time.process_time()

    def _names_of(self, code: CodeType) -> tuple[str, ...]:
        if code not in self._names:
            self._names[code] = tuple(names_of(code))
        return self._names[code]


def names_of(code: CodeType) -> Iterator[str]:
    """Yield the names by which PARTS may know a function."""
    path = Path(code.co_filename)
    if "importlib" in code.co_filename:
        yield "<importlib>"
    elif path.name == "_regex_core.py" or (path.parent.name == "regex" and code.co_name == "_compile"):
        yield "<regex compiler>"
    elif path.parent.name == "re" and (path.stem != "__init__" or code.co_name == "_compile"):
        yield "<re compiler>"
    folders = path.parts
    if any(folder.startswith("scrubber_") for folder in folders[:-1]):
        yield from ("<plugins>", f"{path.parent.name}/{path.stem}:{code.co_qualname}")
    elif "scrubber" in folders[:-1]:
        inside = folders[len(folders) - 1 - folders[::-1].index("scrubber") + 1 :]
        module = "/".join(inside).removesuffix(".py")
        function = code.co_qualname.partition(".<locals>")[0]
        yield from (module, inside[0].removesuffix(".py"), f"{module}:{function}")


def kind_of_rule(frame: FrameType) -> str:
    """Return the part of the matcher of the rule that a frame of the pipeline is about, or ""."""
    if not frame.f_code.co_filename.endswith("pipeline.py"):
        return ""
    matcher = getattr(getattr(frame.f_locals.get("rule"), "spec", None), "matcher", None)
    if matcher is None:
        return ""
    return KINDS.get(type(matcher).__name__) or KINDS.get(getattr(matcher, "unit", ""), "")


def sampled(path: Path, options: list[str]) -> Sampler:
    """Run `apply` on a file here, and return what was counted."""
    with tempfile.TemporaryDirectory() as folder:
        written = ["--output", f"{folder}/out.jsonl", "--ledger", f"{folder}/ledger", "--quiet"]
        sys.argv = ["scrubber", "apply", str(path), *written, *options]
        sampler = Sampler()
        sampler.start()
        try:
            from scrubber.cli import main as scrubber

            scrubber()
        except SystemExit as ended:
            if ended.code:
                raise
        finally:
            sampler.stop()
    return sampler


def as_group(seconds: Counter[str], text: int) -> Group:
    """Return the parts as rows, the largest first."""
    rows = [
        Row(part, text / MB, cpu_s=(round(took, 4),), median_s=round(took, 4))
        for part, took in seconds.most_common()
        if took >= EVERY
    ]
    said = f"One run of `apply` with the ledger over {text / MB:.3g} MB, looked at each millisecond of CPU."
    return Group("parts", "Where the time goes", said, rows)


def main() -> None:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("corpus", nargs="?", type=Path, help="JSON Lines; without it, made-up news")
    parser.add_argument("--mb", type=float, default=1, help="MB of made-up news")
    parser.add_argument("--functions", type=int, default=0, metavar="N", help="show N functions besides")
    parser.add_argument("--to", type=Path, metavar="FILE.json", help="write the parts there")
    own, options = sys.argv[1:], []
    if "--" in own:
        own, options = own[: own.index("--")], own[own.index("--") + 1 :]
    args = parser.parse_args(own)
    with tempfile.TemporaryDirectory() as folder:
        path = args.corpus or Path(folder) / "made.jsonl"
        if not args.corpus:
            write_records(path, made(1), int(args.mb * MB))
        with path.open("rb") as records:
            text = sum(len(json.loads(record)["text"].encode()) for record in records)
        sampler = sampled(path, options)
    group = as_group(sampler.seconds, text)
    if args.to:
        args.to.write_text(json.dumps(group.as_json()), encoding="utf-8")
        return
    for row, share in group.shares():
        print(f"{share:>7}  {figure(row.median_s):>7} s  {row.name}")
    for function, took in sampler.functions.most_common(args.functions):
        print(f"{took / sampler.functions.total():7.1%}  {figure(took):>7} s  {function}")


if __name__ == "__main__":
    main()
