"""JSON Lines in, JSON Lines out: the default run beside a baseline, and beside the plain interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from children import Command, alternate, python
from made_corpus import Size
from rows import Group, Row, row_of

HERE = Path(__file__).resolve().parent
BASELINE = "baseline"
ONE = '{"id": "1", "text": "The mill stood."}\n'


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of records with its size."""

    path: Path
    size: Size


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each command is run, its limit in seconds of CPU, and the folder for what it writes."""

    times: int
    limit: int
    folder: Path

    def one_record(self) -> Path:
        """Return a file with one short record: what it takes is the start-up."""
        path = self.folder / "one.jsonl"
        path.write_text(ONE, encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class Tool:
    """A command that reads one file and writes another: ``{in}`` and ``{out}`` stand in ``words``."""

    name: str
    words: Sequence[str]
    tells: str = ""
    ours: bool = False

    def on(self, path: Path, folder: Path) -> Command:
        places = {"{in}": str(path), "{out}": str(folder / "out.jsonl")}
        return Command(self.name, [places.get(word, word) for word in self.words], folder, cache_of(folder))


def cache_of(folder: Path) -> dict[str, str]:
    """Return the environment in which scrubber keeps things between runs in this folder, and in no other."""
    return {"SCRUBBER_CACHE": str(folder / "cache")}


def scrubber(name: str, *options: str, tells: str = "") -> Tool:
    """Return the tool that is scrubber itself, quietly."""
    return Tool(name, python("-m", "scrubber", "apply", "{in}", "--quiet", *options), tells, ours=True)


def baseline(*options: str) -> Tool:
    return Tool(BASELINE, python(HERE / "baseline.py", "{in}", "{out}", *options))


def rows_of(tools: Sequence[Tool], rival: str, corpus: Corpus, terms: Terms) -> list[Row]:
    """Measure tools in turn on a corpus, and on one record for their start-up."""
    one = terms.one_record()
    starts = alternate([t.on(one, terms.folder) for t in tools], terms.times, terms.limit)
    whole = alternate([t.on(corpus.path, terms.folder) for t in tools], terms.times, terms.limit)
    against = next((measured for measured in whole if measured.name == rival), None)
    return [
        row_of(measured, corpus.size, terms.limit, against, start.cpu, tells=tool.tells, ours=tool.ours)
        for tool, measured, start in zip(tools, whole, starts, strict=True)
    ]


def default_runs(corpus: Corpus, terms: Terms, of_pages: bool = False) -> Group:
    """The default packs with the ledger, without, and with the diff, beside the baseline."""
    out = ("--output", "{out}")
    tools = [
        scrubber("apply --output --ledger", *out, "--ledger", str(terms.folder / "ledger")),
        scrubber("apply --output", *out),
        scrubber("apply --output --diff", *out, "--diff"),
        baseline(),
        Tool("baseline, json of Python", baseline("--json").words),
    ]
    said = "The default packs, whole process. The baseline tries sixty anchored patterns on each line."
    rows = rows_of(tools, BASELINE, corpus, terms)
    if of_pages:
        said = f"{corpus.size.documents:,} documents made of pages that were scraped, otherwise as above."
        return Group("pages", "The same on pages", said, rows)
    return Group("jsonl", "JSON Lines in, JSON Lines out", said, rows)


def plain_runs(corpus: Corpus, terms: Terms) -> Group:
    """The plain interpreter, every rule on every line, beside the run as it is."""
    tools = [
        scrubber("apply --output", "--output", "{out}"),
        Tool("plain interpreter", python(HERE / "plain.py", "{in}", "{out}")),
    ]
    said = "The same rules by the plain interpreter, which tries every rule on every line and keeps nothing."
    rows = rows_of(tools, "apply --output", corpus, terms)
    return Group("plain", "Against the plain interpreter", said, rows)


def startup(terms: Terms) -> Group:
    """What a run takes that has hardly anything to do, beside the imports that it cannot do without."""
    imports = "import typer, regex, yaml"
    apply = scrubber("apply on one line", "--check").on(terms.one_record(), terms.folder)
    ours = [
        Command("--help", python("-m", "scrubber", "--help"), terms.folder),
        apply,
        replace(apply, name="the same, nothing kept from earlier", environment={"SCRUBBER_CACHE": "off"}),
    ]
    rivals = [Command(code, python("-c", code), terms.folder) for code in (imports, "pass")]
    measured = alternate([*ours, *rivals], max(terms.times, 3), terms.limit)
    rows = [row_of(each, None, terms.limit, measured[3], ours=at < 3) for at, each in enumerate(measured)]
    return Group("startup", "Start-up", "What has to be read and compiled before the first line.", rows)
