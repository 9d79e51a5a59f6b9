"""What is measured, as rows of groups: the table, the results file and the page are made of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from children import Measured, ratio
from made_corpus import MB, Size


@dataclass(frozen=True, slots=True)
class Row:
    """One command on one input.

    ``cpu_s`` has each run, in seconds; ``start_s`` is what the same command takes for one short record.
    ``size`` is the number that a group varies. ``ratio`` is the CPU against that of the row called ``rival``.
    ``tells`` says what the command can say about its changes. ``missing`` says why nothing was measured.
    ``ours`` tells scrubber's own commands from its rivals.
    """

    name: str
    text_mb: float = 0
    file_mb: float = 0
    cpu_s: tuple[float, ...] = ()
    median_s: float = 0
    start_s: float | None = None
    peak_mb: float = 0
    limit_s: int = 0
    limited: bool = False
    size: float | None = None
    rival: str = ""
    ratio: float | None = None
    tells: str = ""
    missing: str = ""
    ours: bool = False

    @property
    def rate(self) -> float | None:
        """MB of text a second of CPU, for the whole process."""
        return self.text_mb / self.median_s if self.text_mb and self.median_s and not self.limited else None

    @property
    def running_rate(self) -> float | None:
        """MB of text a second of CPU, without what the process takes to start."""
        if self.start_s is None or self.limited or self.median_s < 1.2 * self.start_s:
            return None  # what is left would be noise
        return self.text_mb / (self.median_s - self.start_s)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together; ``said`` is what was measured, in a sentence or two."""

    id: str
    title: str
    said: str
    rows: list[Row] = field(default_factory=list)

    @property
    def is_shares(self) -> bool:
        """Whether the rows are the parts of one run."""
        return self.id.endswith("parts") and not any(row.limited or row.missing for row in self.rows)

    def shares(self) -> Iterator[tuple[Row, str]]:
        """Yield the rows with the share of each in all."""
        whole = sum(row.median_s for row in self.rows)
        return ((row, f"{row.median_s / whole:.1%}") for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def group_of(saved: dict[str, Any]) -> Group:
    """Return a group as it was saved."""
    rows = [Row(**{**row, "cpu_s": tuple(row["cpu_s"])}) for row in saved["rows"]]
    return Group(saved["id"], saved["title"], saved["said"], rows)


def row_of(
    measured: Measured,
    size: Size | None,
    limit: int,
    rival: Measured | None = None,
    start: float | None = None,
    varied: float | None = None,
    tells: str = "",
    ours: bool = False,
) -> Row:
    """Return the row of what was measured, beside what its rival took."""
    times = ratio(measured, rival) if rival and rival is not measured else None
    return Row(
        name=measured.name,
        text_mb=size.text / MB if size else 0,
        file_mb=size.file / MB if size else 0,
        cpu_s=tuple(round(ran.cpu, 4) for ran in measured.runs),
        median_s=round(measured.cpu, 4),
        start_s=None if start is None else round(start, 4),
        peak_mb=round(measured.peak, 1),
        limit_s=limit,
        limited=measured.limited,
        size=varied,
        rival=rival.name if rival and rival is not measured else "",
        ratio=None if times is None else round(times, 3),
        tells=tells,
        missing=measured.failure,
        ours=ours,
    )


def table(group: Group) -> Iterator[str]:
    """Yield the lines of a group's table."""
    yield ""
    yield group.title
    if group.is_shares:
        yield from (_line((row.name, figure(row.median_s), share)) for row, share in group.shares())
        return
    yield _line(("", "MB of text", "CPU s", "MB/s", "MB/s running", "peak MB", "CPU against"))
    yield from (_line(cells(row)) for row in group.rows)


def cells(row: Row) -> Sequence[str]:
    if row.missing:
        return (row.name, f"not measured: {row.missing}")
    took = f"over {row.limit_s}" if row.limited else figure(row.median_s)
    against = f"{figure(row.ratio)} × {row.rival}" if row.ratio is not None else ""
    text = figure(row.text_mb) if row.text_mb else ""
    peak = f"{row.peak_mb:.0f}" if row.peak_mb else ""
    return (row.name, text, took, figure(row.rate), figure(row.running_rate), peak, against)


def figure(number: float | None) -> str:
    """Return a number with three digits that count."""
    if number is None:
        return ""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.{1 if number >= 10 else 2 if number >= 1 else 3}f}"


def _line(cells: Sequence[str]) -> str:
    name, *rest = cells
    return f"  {name:38}" + "".join(f"{cell:>14}" if len(cell) < 14 else f"  {cell}" for cell in rest)
