"""Lines in a plane as SVG: for the pages that show figures. No script, no font or file from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log

WIDTH, HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 136, 34, 48
_STROKES = (
    ("#0072b2", ""),
    ("#d55e00", "7 3"),
    ("#009e73", "2 3"),
    ("#aa4499", "9 3 2 3"),
    ("#8a6d00", "5 2"),
    ("#222222", ""),
)
"""Colours that the colour-blind tell apart, and dashes for those who see none."""
_APART = 15


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a line; `label` stands above it, `weight` (0 to 1) is how large its dot is drawn."""

    x: float
    y: float
    label: str = ""
    weight: float = 0.2


@dataclass(frozen=True, slots=True)
class Line:
    """A named line through points, in order."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high` with its ticks; `logarithmic` where each doubling takes the same room."""

    title: str
    low: float
    high: float
    ticks: Sequence[float]
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Where a value lies, 0 to 1."""
        if self.logarithmic:
            return log(value / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def chart(title: str, lines: Sequence[Line], x: Axis, y: Axis, diagonal: str = "") -> str:
    """An SVG drawing of lines with their names at their ends; `diagonal` names a line from corner to corner."""
    frame = _Frame(x, y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="#222">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14" font-weight="600">{escape(title)}</text>',
        *frame.drawn(),
    ]
    if diagonal:
        (x0, y0), (x1, y1) = frame.place(x.low, y.low), frame.place(x.high, y.high)
        parts.append(f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#999" stroke-dasharray="3 3"/>')
        beside = f'x="{x0 + (x1 - x0) * 0.73:.1f}" y="{y0 + (y1 - y0) * 0.57:.1f}"'
        parts.append(f'<text {beside} fill="#666">{escape(diagonal)}</text>')
    held = [line for line in lines if line.points]
    for line, (colour, dashes) in zip(held, _STROKES, strict=False):
        parts += _drawn(frame, line, colour, dashes)
    ends = sorted((frame.place(line.points[-1].x, line.points[-1].y)[1], k) for k, line in enumerate(held))
    for height, k in _spread(ends):
        colour = _STROKES[k % len(_STROKES)][0]
        name = escape(held[k].name)
        parts.append(f'<text x="{WIDTH - _RIGHT + 12}" y="{height + 4:.1f}" fill="{colour}">{name}</text>')
    return "".join([*parts, "</svg>"])


class _Frame:
    """The plane of a drawing in pixels."""

    def __init__(self, x: Axis, y: Axis) -> None:
        self.x, self.y = x, y

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies."""
        wide, high = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
        return _LEFT + self.x.at(x) * wide, HEIGHT - _BOTTOM - self.y.at(y) * high

    def drawn(self) -> list[str]:
        """Both axes with their ticks and titles."""
        parts = []
        for tick in self.x.ticks:
            at, _ = self.place(tick, self.y.low)
            parts.append(f'<path d="M{at:.1f} {_TOP}V{HEIGHT - _BOTTOM}" stroke="#eee"/>')
            parts.append(f'<text x="{at:.1f}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle">{tick:g}</text>')
        for tick in self.y.ticks:
            _, at = self.place(self.x.low, tick)
            parts.append(f'<path d="M{_LEFT} {at:.1f}H{WIDTH - _RIGHT}" stroke="#eee"/>')
            parts.append(f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{tick:g}</text>')
        middle = (_LEFT + WIDTH - _RIGHT) / 2
        parts.append(f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(self.x.title)}</text>')
        parts.append(f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">')
        parts.append(f"{escape(self.y.title)}</text>")
        return parts


def _drawn(frame: _Frame, line: Line, colour: str, dashes: str) -> list[str]:
    places = [frame.place(point.x, point.y) for point in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    style = f' stroke-dasharray="{dashes}"' if dashes else ""
    parts = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{style}/>']
    for (x, y), point in zip(places, line.points, strict=True):
        radius = 2 + 5 * min(point.weight, 1.0) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity=".8"/>')
        if point.label:
            parts.append(f'<text x="{x + 4:.1f}" y="{y - 7:.1f}" font-size="10" fill="{colour}">')
            parts.append(f"{escape(point.label)}</text>")
    return parts


def _spread(ends: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The heights of names, moved down where they would lie on each other, and up again where they leave the page."""
    placed: list[tuple[float, int]] = []
    for height, k in ends:
        placed.append((max(height, placed[-1][0] + _APART if placed else height), k))
    over = max(0.0, placed[-1][0] - (HEIGHT - _BOTTOM)) if placed else 0.0
    return [(height - over, k) for height, k in placed]
