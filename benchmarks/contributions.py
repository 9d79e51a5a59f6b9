"""Measure what each topic of the default run and each plugin adds to it, on labelled pages.

Usage: contributions.py PAGES.jsonl [--rerun TOPIC ...]

Each record has `text`, `gold`, the article as a person extracted it, and `blocks`: [label, line] with the
labels content, chrome and neutral (never counted), one for each line of the text. A topic is a rule file. In
each row the run is measured without it:

P: chrome among the removed lines; R: the removed ones among all chrome lines. A line counts as removed when
    at least half of its words are gone from where it stood; a line that only moved up or was joined is not.
kept: the share of the article's 4-word shingles in the text that are still there afterwards
harmed: pages that lose more than 1% of those
chrome, content: lines that nothing else removes, of either kind; below 0 are lines that go without it only

A plugin is really left out, in a run of its own. A topic's share is read out of the edits of one run: its
rules go on marking, every rule's edit is recorded, and where two remove the same line each has its own, so
that what stays removed without one is known. An edit of a later stage which spans text that the topic removed
is left out with it, the others are taken as they were. `--rerun` runs such topics really, to see how far that
holds.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from extracted import shingles, words

from scrubber import Scrubber
from scrubber.library import DEFAULT_PACK
from scrubber.links import link
from scrubber.packs import load_packs
from scrubber.records import RecordedEdit
from scrubber.spans import Span

PACK = DEFAULT_PACK
PLUGINS = ("contents", "honorifics", "markdown", "mojibake", "typesetting")

Shingles = set[tuple[str, ...]]
Wanted = Callable[[RecordedEdit], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled page: each line with its label, and the article's shingles that its text has."""

    text: str
    lines: tuple[tuple[str, Span], ...]
    article: Shingles


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did: the edits of each page, and the rules that were lost with a plugin."""

    edits: list[tuple[RecordedEdit, ...]]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A run to make: the rules that may not edit and the plugins that are left out."""

    ignore: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def pages_of(path: Path) -> Iterator[Page]:
    for row in path.open(encoding="utf-8"):
        record = json.loads(row)
        text = record["text"]
        yield Page(text, tuple(_lines(text, record["blocks"])), shingles(record["gold"]) & shingles(text))


def _lines(text: str, blocks: Sequence[Sequence[str]]) -> Iterator[tuple[str, Span]]:
    at = 0
    for label, line in blocks:
        start = text.index(line, at)
        at = start + len(line)
        yield label, Span(start, at)


def run(texts: Sequence[str], variant: Variant) -> Run:
    with Scrubber.from_packs(PACK, ignore=variant.ignore, without=variant.without) as scrubber:
        lost = tuple(dropped.rule for dropped in scrubber.dropped)
        return Run([scrubber.clean(text).edits for text in texts], lost)


def measure(page: Page, edits: Sequence[RecordedEdit], wanted: Wanted) -> Counter:
    """Count what the wanted ones among a page's edits do to it."""
    gone, brought = effects(page, edits, wanted)
    result = "".join(
        brought.get(at, "") + ("" if out else character)
        for at, (character, out) in enumerate(zip(page.text, gone, strict=True))
    )
    kept = len(page.article & shingles(result + brought.get(len(page.text), "")))
    counts: Counter = Counter(article=len(page.article), kept=kept)
    counts["harmed"] = (len(page.article) - kept) * 100 > len(page.article)
    for label, span in page.lines:
        counts[label] += 1
        counts[label, "removed"] += is_removed(page.text, gone, span)
    return counts


def effects(page: Page, edits: Sequence[RecordedEdit], wanted: Wanted) -> tuple[bytearray, dict[int, str]]:
    """Return which code points of the page go, and which text comes in before which of them."""
    gone, absent = bytearray(len(page.text)), bytearray(len(page.text))
    brought: dict[int, str] = {}
    for edit in edits:
        places = [change.origin.span for change in edit.changes]
        if not wanted(edit):
            for place in places:
                absent[place.start : place.end] = b"\1" * len(place)
            continue
        rests = edit.stage != "remove" and any(
            absent.find(1, place.start, place.end) >= 0 for place in places
        )
        for change, place in zip(edit.changes, places, strict=True) if not rests else ():
            gone[place.start : place.end] = b"\1" * len(place)
            brought[place.start] = brought.get(place.start, "") + change.after
    return gone, brought


def is_removed(text: str, gone: bytearray, span: Span) -> bool:
    """Tell whether at least half of a line's words, or of its characters where it has none, are gone."""
    if gone.find(1, span.start, span.end) < 0:
        return False
    line = text[span.start : span.end]
    left = "".join(c for c, out in zip(line, gone[span.start : span.end], strict=True) if not out)
    had, has = (words(line), words(left)) if words(line) else (list(line), list(left))
    return len(has) * 2 <= len(had)


class Totals:
    """The counts of a run, and of it without some rules: pages that these do not edit count as they are."""

    def __init__(self, pages: Sequence[Page], run: Run) -> None:
        self._pages, self._edits = pages, run.edits
        self._each = [measure(*row, lambda edit: True) for row in zip(pages, run.edits, strict=True)]
        self.all = total(self._each)

    def without(self, rules: frozenset[str]) -> Counter:
        return total(
            measure(page, edits, lambda edit: edit.rule not in rules)
            if any(edit.rule in rules for edit in edits)
            else whole
            for page, edits, whole in zip(self._pages, self._edits, self._each, strict=True)
        )


def total(counts: Iterator[Counter] | list[Counter]) -> Counter:
    return sum(counts, Counter())


def topics() -> dict[str, frozenset[str]]:
    """The rules of each pack and of each of its files, in running order."""
    packs = load_packs([PACK], Path.cwd())
    found: dict[str, set[str]] = {}
    for pack in packs:
        rules = [rule for rule in link(packs).rules if rule.pack == pack.id]
        found[pack.id] = {rule.id for rule in rules}
        for file in dict.fromkeys(rule.location.path.stem for rule in pack.rules):
            found[f"{pack.id}/{file}"] = {rule.id for rule in rules if rule.location.path.stem == file}
    return {name: frozenset(rules) for name, rules in found.items()}


def row(name: str, counts: Counter, whole: Counter, note: str = "") -> str:
    chrome, content = counts["chrome", "removed"], counts["content", "removed"]
    figures = (
        f"{chrome / max(1, chrome + content):.4f}  {chrome / max(1, counts['chrome']):.3f}  "
        f"{counts['kept'] / max(1, counts['article']):.5f} {counts['harmed']:6}"
    )
    only = (whole[label, "removed"] - counts[label, "removed"] for label in ("chrome", "content"))
    return f"{name:24}{figures}" + "".join(f"{lines:9}" for lines in only) + note


def report(pages: Sequence[Page], runs: dict[str, Run], names: dict[str, frozenset[str]]) -> None:
    whole = Totals(pages, runs["everything"])
    print(f"{'without':24}{'P':6}  {'R':5}  {'kept':7} harmed{'chrome':>9}{'content':>9}")
    print(row("nothing left out", whole.all, whole.all))
    for name, rules in names.items():
        print(row(name, whole.without(rules), whole.all))
    for name, made in runs.items():
        if name != "everything":
            print(row(name, Totals(pages, made).all, whole.all, "  ".join(["", *made.lost])))


def variants(names: dict[str, frozenset[str]], rerun: Sequence[str]) -> dict[str, Variant]:
    """The runs to make. A plugin without which no rule is lost changes nothing, and has none."""
    wanted = {"everything": Variant()}
    for plugin in PLUGINS:
        with Scrubber.from_packs(PACK, without=[plugin]) as scrubber:
            if scrubber.dropped:
                wanted[f"plugin {plugin}"] = Variant(without=(plugin,))
            else:
                print(f"plugin {plugin}: no rule of the default run needs it")
    return wanted | {f"{name}, really": Variant(ignore=tuple(sorted(names[name]))) for name in rerun}


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--rerun", action="append", default=[], metavar="TOPIC", help="run really without it")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="runs at a time")
    args = parser.parse_args()
    names = topics()
    if unknown := [name for name in args.rerun if name not in names]:
        parser.error(f"no topic {', '.join(unknown)}; there are {', '.join(names)}")
    pages = list(pages_of(args.pages))
    texts = [page.text for page in pages]
    wanted = variants(names, args.rerun)
    with ProcessPoolExecutor(args.jobs) as pool:
        made = pool.map(run, [texts] * len(wanted), wanted.values())
        report(pages, dict(zip(wanted, made, strict=True)), names)


if __name__ == "__main__":
    main()
