"""The page on performance and its charts, made from the results and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from charts import Chart, Series, svg
from rows import Group, Row, figure, group_of

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
CHARTS = {
    "rules": ("rules", "number of phrase rules"),
    "length": ("length", "MB of text in one document"),
    "edits": ("edits", "edits in one document"),
}

Column = tuple[str, Callable[[Row], str]]


def figures(row: Row) -> str:
    """Return what a row took: the median, and the least and the most of several runs."""
    if row.missing:
        return f"not measured: {row.missing.splitlines()[0]}"
    if row.limited:
        return f"ended after {row.limit_s} s"
    spread = f" ({figure(min(row.cpu_s))}–{figure(max(row.cpu_s))})" if len(row.cpu_s) > 1 else ""
    return f"{figure(row.median_s)}{spread}"


COLUMNS: Sequence[Column] = (
    ("", lambda row: _spelt(row.name)),
    ("MB of text", lambda row: figure(row.text_mb) if row.text_mb else ""),
    ("MB of file", lambda row: figure(row.file_mb) if row.file_mb else ""),
    ("CPU, s", figures),
    ("MB/s", lambda row: figure(row.rate)),
    ("MB/s running", lambda row: figure(row.running_rate)),
    ("peak, MB", lambda row: f"{row.peak_mb:,.0f}" if row.peak_mb else ""),
    (
        "CPU against",
        lambda row: f"{figure(row.ratio)} × {_spelt(row.rival)}" if row.ratio is not None else "",
    ),
    ("tells", lambda row: row.tells),
)


def read_results() -> tuple[dict[str, Any], list[Group]]:
    """Return what the results say of themselves, and their groups."""
    saved = json.loads(RESULTS.read_text(encoding="utf-8"))
    return saved, [group_of(group) for group in saved["groups"]]


def performance_page(made: str) -> str:
    """Return the page; ``made`` says where it comes from."""
    saved, groups = read_results()
    parts = ["# Performance", "", made, "", *_taken(saved), (HERE / "how.md").read_text(encoding="utf-8")]
    for group in groups:
        parts += [f"## {group.title}", "", group.said, ""]
        parts += list(_shares(group) if group.is_shares else _table(group.rows))
        if group.id in CHARTS and _series(group):
            parts += ["", f"![{group.title}: MB/s](_static/speed-{CHARTS[group.id][0]}.svg)"]
        parts.append("")
    return "\n".join([*parts, "## What was not reached", "", *_not_reached(groups)]) + "\n"


def performance_charts() -> Iterator[tuple[str, str]]:
    """Yield the name of each chart's file with its SVG."""
    for group in read_results()[1]:
        if group.id in CHARTS and (series := _series(group)):
            name, across = CHARTS[group.id]
            yield f"speed-{name}.svg", svg(Chart(group.title, across, "MB of text a second of CPU", series))


def _taken(saved: dict[str, Any]) -> Iterator[str]:
    about = saved["environment"]
    packages = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    yield f"Figures of {saved['month']}, {about['python']} on {about['system']}, {about['cpu']}."
    yield f"Packages: {packages}."
    yield ""


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table without the columns that have nothing to say."""
    columns = [(name, tell) for name, tell in COLUMNS if not name or any(tell(row) for row in rows)]
    yield "| " + " | ".join(name for name, _ in columns) + " |"
    yield "|" + "|".join("---" if name in {"", "tells"} else "---:" for name, _ in columns) + "|"
    for row in rows:
        yield "| " + " | ".join(tell(row).replace("|", "\\|") for _, tell in columns) + " |"


def _shares(group: Group) -> Iterator[str]:
    yield "| part | share | CPU, s |"
    yield "|---|---:|---:|"
    for row, share in group.shares():
        yield f"| {row.name} | {share} | {figure(row.median_s)} |"


def _series(group: Group) -> list[Series]:
    """Return the rates over what the group varies: with start-up and without, where there are two points."""
    named = [("whole process", [(row.size, row.rate) for row in group.rows])]
    named.append(("running, without start-up", [(row.size, row.running_rate) for row in group.rows]))
    kept = [(name, [(x, y) for x, y in points if x and y]) for name, points in named]
    return [Series(name, points) for name, points in kept if points]


def _not_reached(groups: Sequence[Group]) -> Iterator[str]:
    """Yield what was ended, what was not measured, each rival that is faster, and what grows out of step."""
    rows = [(group.title, row) for group in groups for row in group.rows]
    told = [f"- {title}, {_spelt(row.name)}: {figures(row)}." for title, row in rows if _came_to_no_end(row)]
    told += [
        f"- {title}: {_spelt(row.name)} takes {figure(row.ratio)} times the CPU of {_spelt(row.rival)}."
        for title, row in rows
        if row.ours and row.ratio is not None and row.ratio > 1
    ]
    told += [said for group in groups if (said := _out_of_step(group))]
    yield from told or ["All that was measured came to its end, and no rival was faster."]


def _came_to_no_end(row: Row) -> bool:
    return row.limited or bool(row.missing)


def _out_of_step(group: Group) -> str:
    """Say so where the rate without start-up falls by a fifth and more from the least size to the largest."""
    rates = [(row.name, rate) for row in group.rows if row.size and (rate := row.running_rate)]
    if len(rates) < 2 or rates[-1][1] > 0.8 * rates[0][1]:
        return ""
    (least, first), (most, last) = rates[0], rates[-1]
    return f"- {group.title}: {figure(first)} MB/s running with {least}, {figure(last)} with {most}."


def _spelt(name: str) -> str:
    """Return a name as it can stand in Markdown: what one types is code."""
    return f"`{name}`" if "--" in name or name.startswith("import ") else name
