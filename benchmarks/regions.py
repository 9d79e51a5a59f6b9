"""Measure the judgement of regions on labelled pages. Usage: regions.py PAGES.jsonl [--wrong N] [--missed N]

Each record has `blocks`: [label, line] with the labels content, chrome and neutral (never counted).
P: chrome among the lines in head and tail; R: the share of all chrome lines that lies there; harmed: pages
with more than 1% of their content's words there.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from scrubber.layout import judge_layout
from scrubber.regions import Regions, judge_regions


def judge(page: dict) -> Regions:
    lines = [line for _, line in page["blocks"]]
    return judge_regions(lines, judge_layout(lines))


def tally(page: dict, regions: Regions) -> Counter:
    counts: Counter = Counter()
    for index, (label, line) in enumerate(page["blocks"]):
        region = regions.of(index)
        counts[label, region] += 1
        counts["words", label, region == "body"] += len(line.split())
    content = counts["words", "content", True] + counts["words", "content", False]
    counts["harmed"] = counts["words", "content", False] * 100 > content
    return counts


def report(name: str, counts: Counter) -> None:
    chrome = sum(counts["chrome", region] for region in ("head", "body", "tail"))
    parts = [name]
    for regions in (("head", "tail"), ("head",), ("tail",)):
        right = sum(counts["chrome", region] for region in regions)
        wrong = sum(counts["content", region] for region in regions)
        parts.append(
            f"{'+'.join(regions)} P {right / max(1, right + wrong):.4f} R {right / max(1, chrome):.4f}"
        )
    print(
        "  ".join(parts),
        f"neutral {counts['neutral', 'head'] + counts['neutral', 'tail']}",
        f"harmed {counts['harmed']}",
    )


def show(number: int, page: dict, regions: Regions, wanted: str) -> None:
    print(f"== {number} {page['url']}\n   {regions.head_reason} | {regions.tail_reason}")
    for index, (label, line) in enumerate(page["blocks"]):
        near = min(abs(index - regions.head_end), abs(index - regions.tail_start)) < 6
        if near or (label == wanted and (regions.of(index) == "body") == (wanted == "chrome")):
            print(f"   {regions.of(index):5}{label:8}{line[:110]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--wrong", type=int, default=0, help="show N pages with content outside the body")
    parser.add_argument("--missed", type=int, default=0, help="show N pages with the most chrome in the body")
    args = parser.parse_args()
    pages = [json.loads(line) for line in args.pages.open(encoding="utf-8")]
    start = time.process_time()
    judged = [judge(page) for page in pages]
    seconds = time.process_time() - start
    counts = [tally(page, regions) for page, regions in zip(pages, judged, strict=True)]
    report("even", sum(counts[::2], Counter()))
    report("odd ", sum(counts[1::2], Counter()))
    report("all ", sum(counts, Counter()))
    size = sum(len(page["text"].encode()) for page in pages) / 1e6
    print(f"{size:.1f} MB in {seconds:.2f} s: {size / seconds:.1f} MB/s")
    rows = list(zip(range(len(pages)), pages, judged, counts, strict=True))
    wrong = [row for row in rows if row[3]["content", "head"] + row[3]["content", "tail"]]
    for number, page, regions, _ in wrong[: args.wrong]:
        show(number, page, regions, "content")
    rows.sort(key=lambda row: -row[3]["chrome", "body"])
    for number, page, regions, _ in rows[: args.missed]:
        show(number, page, regions, "chrome")


if __name__ == "__main__":
    main()
