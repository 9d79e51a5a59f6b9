"""Charts of results as SVG: lines over a logarithmic axis, legible in light and dark, without a library."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from rows import figure

WIDTH, HEIGHT = 680, 340
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 58, 58
STYLE = """
svg { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif }
.ground { fill: #ffffff } text { fill: #24292f } .title { font-size: 15px; font-weight: 600 }
.axis { stroke: #57606a } .grid { stroke: #d8dee4 }
.s0 { stroke: #0550ae } .s1 { stroke: #953800 } .d0 { fill: #0550ae } .d1 { fill: #953800 }
@media (prefers-color-scheme: dark) {
  .ground { fill: #16181d } text { fill: #e6edf3 } .axis { stroke: #8b949e } .grid { stroke: #30363d }
  .s0 { stroke: #79c0ff } .s1 { stroke: #ffa657 } .d0 { fill: #79c0ff } .d1 { fill: #ffa657 }
}
"""


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: its name and its points, from left to right."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows: the horizontal axis is logarithmic, the vertical one begins at nothing."""

    title: str
    across: str
    up: str
    series: Sequence[Series]


def svg(chart: Chart) -> str:
    """Return the chart as an SVG document."""
    points = [point for series in chart.series for point in series.points]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top = _rounded_up(max(y for _, y in points))
    frame = _Frame(math.log10(left), math.log10(right), top)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f"aria-label={quoteattr(chart.title)}>",
        f"<title>{escape(chart.title)}</title><style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        _text(LEFT, 24, chart.title, "start", "title"),
        *_upright(frame, chart.up),
        *_level(frame, chart.across, sorted({x for x, _ in points})),
    ]
    for number, series in enumerate(chart.series):
        parts += _line(frame, number, series)
    return "\n".join([*parts, "</svg>"]) + "\n"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns values into places: logarithms from ``left`` to ``right``, values from 0 to ``top``."""

    left: float
    right: float
    top: float

    def x(self, value: float) -> float:
        width = WIDTH - LEFT - RIGHT
        if self.right == self.left:
            return LEFT + width / 2
        inset = 24
        share = (math.log10(value) - self.left) / (self.right - self.left)
        return LEFT + inset + share * (width - 2 * inset)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)


def _rounded_up(value: float) -> float:
    unit = 10 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * unit >= value)


def _upright(frame: _Frame, name: str) -> Iterator[str]:
    for step in range(6):
        value = frame.top * step / 5
        y = frame.y(value)
        kind = "axis" if step == 0 else "grid"
        yield f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text(LEFT - 8, y + 4, f"{value:.3g}", "end")
    middle = (TOP + HEIGHT - BOTTOM) / 2
    turned = f'transform="translate(18 {middle:.0f}) rotate(-90)"'
    yield f'<text {turned} text-anchor="middle">{escape(name)}</text>'


def _level(frame: _Frame, name: str, values: Sequence[float]) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    for value in values:
        x = frame.x(value)
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{bottom}" y2="{bottom + 5}"/>'
        yield _text(x, bottom + 20, f"{value:,.0f}" if value >= 1 else f"{value:g}", "middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, f"{name} (logarithmic)", "middle")


def _line(frame: _Frame, number: int, series: Series) -> Iterator[str]:
    """Yield a line with its points and values, and its name among those above the chart."""
    places = [(frame.x(x), frame.y(y)) for x, y in series.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dashes = ' stroke-dasharray="7 4"' if number else ""
    yield f'<polyline class="s{number}" points="{path}" fill="none" stroke-width="2"{dashes}/>'
    for (x, y), (_, value) in zip(places, series.points, strict=True):
        yield f'<circle class="d{number}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        yield _text(x, y + (18 if number == 0 else -9), figure(value), "middle")
    start = LEFT + number * 250
    yield f'<line class="s{number}" x1="{start}" x2="{start + 28}" y1="42" y2="42" stroke-width="2"{dashes}/>'
    yield _text(start + 34, 46, series.name, "start")


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
