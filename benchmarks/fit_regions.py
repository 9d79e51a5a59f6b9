"""Fit what the evidence of regions weighs, from labelled pages. Needs numpy and scipy.

    fit_regions.py PAGES.jsonl            # cross-validates and prints what other pages may expect
    fit_regions.py PAGES.jsonl --write    # ... and writes src/scrubber/regions/weights.py

Each record has `blocks`: [label, line] with the labels content, chrome and neutral. The pages are met whole,
with all furniture left out, and cut off at random places, so that neither the length of what stands round an
article nor its having a tail at all is learned. A sure sign that stands on one page only is not seen on that
page: it tells nothing of others. A cut that loses text of the article costs more the more it loses.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from scrubber.layout import judge_layout
from scrubber.regions import units as units_module
from scrubber.regions.edges import head_edges, tail_edges
from scrubber.regions.evidence import contexts_of, evidence
from scrubber.regions.judge import after_article, most_head
from scrubber.regions.signs import Sign, sign_of
from scrubber.regions.units import texts_of

WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "scrubber" / "regions" / "weights.py"
FOLDS = 5
PENALTY = 1.0
COST = 2.0
HARM = 0.01  # a page that loses more of its article's words is harmed
LIMITS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99)


@dataclass(frozen=True, slots=True)
class Case:
    """The cuts that one document offers to one side: for each the evidence summed, and what it loses."""

    page: int
    share: float
    matrix: np.ndarray  # cuts by evidence
    right: np.ndarray  # which cuts are right
    lost: np.ndarray  # share of the article's words that each cut loses
    gained: np.ndarray  # lines of furniture that each cut removes
    wrong: np.ndarray  # lines of the article that each cut removes


class Lone:
    """Sure signs that stand on one page only, which that page does not see."""

    def __init__(self) -> None:
        self.pages: dict[str, set[int]] = defaultdict(set)
        self.page = -1
        self.learning = True

    def __call__(self, folded: str, letters: Collection[str] | None = None) -> Sign | None:
        sign = sign_of(folded, letters)
        if sign and self.learning:
            self.pages[sign.phrase].add(self.page)
        return sign if sign and (self.learning or len(self.pages[sign.phrase]) > 1) else None


def documents(pages: Sequence[dict]) -> Iterator[tuple[int, float, list[list[str]]]]:
    """Yield each page in its variants: its number, the variant's share in the whole, the labelled lines."""
    for number, page in enumerate(pages):
        blocks = page["blocks"]
        yield number, 1.0, blocks
        yield number, 1.0, [block for block in blocks if block[0] != "chrome"]
        pick = random.Random(number)
        content = [i for i, (label, _) in enumerate(blocks) if label == "content"]
        first, last = content[0], content[-1]
        for kept in (True, False) if len(content) >= 8 else ():
            end = content[pick.randrange(len(content) // 3, len(content) - 1)] + 1
            part = blocks[pick.randrange(first + 1) : end]
            yield number, 0.4, [block for block in part if kept or block[0] != "chrome"]
            end = content[pick.randrange(len(content) // 3, len(content) - 1)] + 1
            tail = blocks[last + 1 : last + 1 + pick.randrange(1, len(blocks) - last + 1)]
            yield number, 0.4, [*blocks[pick.randrange(first + 1) : end], *tail]
        yield number, 0.4, blocks[pick.randrange(first + 1) : last + 1 + pick.randrange(len(blocks) - last)]


def cases(pages: Sequence[dict], side: str, names: dict[str, int], signs: Lone) -> list[Case]:
    """Return the documents' cuts on one side; ``names`` gets a column for each piece of evidence."""
    rows = []
    for number, share, blocks in documents(pages):
        signs.page = number
        rows.append((number, share, *_cuts_of(blocks, side)))
    for *_, said, edges, _ in rows:
        for name in (f"u{x}" for each in said for x in each):
            names.setdefault(name, len(names))
        for name in (f"e{x}" for each in edges for x in each):
            names.setdefault(name, len(names))
    return [case for row in rows if (case := _case(*row, side, names)) is not None]


def _cuts_of(blocks: Sequence[Sequence[str]], side: str) -> tuple:
    lines = [line for _, line in blocks]
    # What recurs is looked at anew: what a sign tells depends on the page.
    starts, texts = texts_of(lines, judge_layout(lines))
    units = [units_module.look(text) for text in texts]
    contexts = contexts_of(units)
    labels = _labels(blocks, starts)
    words, size = [unit.words for unit in units], len(units)
    if side == "tail":
        first = after_article(units, contexts)
        said = evidence(units, contexts, first, size)
        return labels, words, first, said, tail_edges(units, contexts, first), size
    most = most_head(units)
    return labels, words, 0, evidence(units, contexts, 0, most), head_edges(units, most), size


def _labels(blocks: Sequence[Sequence[str]], starts: Sequence[int]) -> list[str]:
    labels = []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        held = {label for label, _ in blocks[start:end]}
        labels.append("content" if "content" in held else "chrome" if "chrome" in held else "neutral")
    return labels


def _case(page, share, labels, words, first, said, edges, size, side, names) -> Case | None:
    content = [i for i, label in enumerate(labels) if label == "content"]
    if not content:
        return None
    right = _right_tail(labels, content, first) if side == "tail" else _right_head(labels, content)
    cuts = range(first, size + 1) if side == "tail" else range(len(edges))
    matrix = np.zeros((len(edges), len(names)), np.float32)
    for i, each in enumerate(said):
        at = i if side == "tail" else i + 1
        for name in each:
            matrix[at, names[f"u{name}"]] += 1
    matrix = matrix[::-1].cumsum(0)[::-1].copy() if side == "tail" else matrix.cumsum(0)
    for i, each in enumerate(edges):
        for name in each:
            matrix[i, names[f"e{name}"]] += 1
    if not any(at in right for at in cuts):
        return None
    outside = [range(at, size) if side == "tail" else range(at) for at in cuts]
    total = sum(words[i] for i in content)
    return Case(
        page,
        share,
        matrix,
        np.array([at in right for at in cuts]),
        np.array([sum(words[i] for i in part if labels[i] == "content") / max(1, total) for part in outside]),
        np.array([sum(labels[i] == "chrome" for i in part) for part in outside]),
        np.array([sum(labels[i] == "content" for i in part) for part in outside]),
    )


def _right_tail(labels: Sequence[str], content: Sequence[int], first: int) -> set[int]:
    last = max(content[-1], first - 1)
    following = next((i for i in range(last + 1, len(labels)) if labels[i] == "chrome"), None)
    return {len(labels)} if following is None else set(range(last + 1, following + 1))


def _right_head(labels: Sequence[str], content: Sequence[int]) -> set[int]:
    before = [i for i in range(content[0]) if labels[i] == "chrome"]
    return set(range(before[-1] + 1, content[0] + 1)) if before else {0}


def fit(chosen: Sequence[Case], size: int) -> np.ndarray:
    """Return the weights under which the right cuts are most likely, with a cost on harmful ones."""
    rows = csr_matrix(np.concatenate([case.matrix for case in chosen]), dtype=float)
    columns = rows.T.tocsr()
    sizes = [len(case.right) for case in chosen]
    starts = np.cumsum([0, *sizes[:-1]])
    right = np.concatenate([case.right for case in chosen])
    lost = np.concatenate([case.lost for case in chosen])
    shares = np.array([case.share for case in chosen])
    harm = COST * np.minimum(1, lost * 30) + COST / 2 * (lost > 0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = rows @ weights + harm
        powers = np.exp(sums - np.repeat(np.maximum.reduceat(sums, starts), sizes))
        p = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        mass = np.add.reduceat(np.where(right, p, 0), starts) + 1e-12
        slope = np.repeat(shares, sizes) * (p - np.where(right, p, 0) / np.repeat(mass, sizes))
        total = 0.5 * PENALTY * weights @ weights - shares @ np.log(mass)
        return total, PENALTY * weights + columns @ slope

    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def odds(sums: np.ndarray) -> np.ndarray:
    powers = np.exp(sums - sums.max())
    return powers / powers.sum()


def report(tested: Sequence[tuple[Case, np.ndarray]], side: str, chrome: int) -> None:
    """Print precision, recall and harmed pages at each limit of certainty."""
    for limit in LIMITS:
        chosen = [(case, _chosen(odds(case.matrix @ weights), side, limit)) for case, weights in tested]
        gained = sum(case.gained[at] for case, at in chosen)
        wrong = sum(case.wrong[at] for case, at in chosen)
        harmed = [case.page for case, at in chosen if case.lost[at] > HARM]
        print(
            f"  {limit:.2f}  P {gained / max(1, gained + wrong):.4f}  R {gained / max(1, chrome):.4f}  "
            f"harmed {len(harmed)}{': pages' if harmed else ''} {' '.join(map(str, harmed[:12]))}"
        )


def _chosen(p: np.ndarray, side: str, limit: float) -> int:
    """The cut that takes all units which lie outside the article with that probability."""
    if side == "tail":
        return int(np.argmax(p.cumsum() >= min(limit, p.sum() - 1e-9)))
    return int(np.nonzero(p[::-1].cumsum()[::-1] >= limit)[0].max(initial=0))


def side_weights(pages: Sequence[dict], side: str, signs: Lone) -> dict[str, float]:
    names: dict[str, int] = {}
    found = cases(pages, side, names, signs)
    chrome = sum(label == "chrome" for page in pages for label, _ in page["blocks"])
    by_fold = [fit([case for case in found if case.page % FOLDS != k], len(names)) for k in range(FOLDS)]
    whole = {id(case) for case in _firsts(found)}
    bare = [case for case in found if case.share == 1 and id(case) not in whole]
    print(f"{side}: {len(names)} pieces of evidence; on pages that were not learned from:")
    report([(c, by_fold[c.page % FOLDS]) for c in found if id(c) in whole], side, chrome)
    print("  the same pages without their furniture:")
    report([(case, by_fold[case.page % FOLDS]) for case in bare], side, 0)
    weights = fit(found, len(names))
    return {name: round(float(weights[at]), 2) for name, at in names.items() if abs(weights[at]) >= 0.05}


def _firsts(found: Sequence[Case]) -> Iterator[Case]:
    seen = set()
    for case in found:
        if case.page not in seen:
            seen.add(case.page)
            yield case


HEADER = '''"""What each piece of evidence weighs. Made by `benchmarks/fit_regions.py`: do not edit.

A weight is what the evidence adds to the logarithm of the odds that the article ends (or begins) at a cut,
for each unit outside the cut that shows it, and for each edge that does.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
'''


def write(weights: dict[str, dict[str, float]]) -> None:
    parts = [HEADER]
    for name, (side, kind) in {
        f"{side}_{word}": (side, kind)
        for side in ("HEAD", "TAIL")
        for word, kind in (("UNITS", "u"), ("EDGES", "e"))
    }.items():
        rows = sorted((key[1:], value) for key, value in weights[side.lower()].items() if key[0] == kind)
        body = "".join(f"        {json.dumps(key)}: {value},\n" for key, value in rows)
        parts.append(f"{name}: Mapping[str, float] = MappingProxyType(\n    {{\n{body}    }}\n)\n")
    WEIGHTS.write_text("\n".join(parts), encoding="utf-8")
    print(f"written: {WEIGHTS.name}")


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights fitted on all pages")
    args = parser.parse_args()
    pages = [json.loads(line) for line in args.pages.open(encoding="utf-8")]
    signs = Lone()
    units_module.sign_of = signs
    for number, page in enumerate(pages):
        signs.page = number
        for _, line in page["blocks"]:
            units_module.look(line)
    signs.learning = False
    weights = {side: side_weights(pages, side, signs) for side in ("tail", "head")}
    if args.write:
        write(weights)


if __name__ == "__main__":
    main()
