"""The line of monthly occupancy rates. Two sizes are drawn, each with text of its own size."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Point:
    day: dt.date
    rate: Decimal
    new_building: bool = False


@dataclass(frozen=True)
class Size:
    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    labels: int


WIDE = Size("wide", 660, 250, 44, 62, 16, 34, 5)
NARROW = Size("narrow", 343, 200, 36, 50, 20, 34, 3)


def percent(rate: Decimal) -> Decimal:
    return (rate * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Plane:
    """Where months and rates lie on a drawing of this size."""

    size: Size
    count: int
    low: int
    span: int

    @property
    def floor(self) -> int:
        return self.size.height - self.size.bottom

    def x(self, position: int) -> float:
        room = self.size.width - self.size.left - self.size.right
        return self.size.left + room * position / (self.count - 1)

    def y(self, rate: float) -> float:
        return self.floor - (self.floor - self.size.top) * (rate - self.low) / self.span


def draw(points: Sequence[Point], size: Size) -> SafeString:
    """Two points or more. The axis starts at a multiple of five below the lowest rate."""
    rates = [float(point.rate) * 100 for point in points]
    low = axis_start(rates)
    high = min(100, math.ceil(max(rates) / 5) * 5 + (5 if max(rates) % 5 > 3 else 0))
    plane = Plane(size, len(points), low, max(high - low, 5))
    line = " ".join(f"{_n(plane.x(i))},{_n(plane.y(rate))}" for i, rate in enumerate(rates))
    x, y = plane.x(len(points) - 1), plane.y(rates[-1])
    return format_html(
        '<svg class="chart {}-only" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '{}{}<polyline points="{}" fill="none" stroke="#0b5cab" stroke-width="2.5"/>'
        '<circle cx="{}" cy="{}" r="4.5" fill="#0b5cab"/>'
        '<text class="b" x="{}" y="{}">{}%</text>{}</svg>',
        size.name,
        size.width,
        size.height,
        _title(points),
        _grid(plane),
        _marks(points, rates, plane),
        line,
        _n(x),
        _n(y),
        _n(x + 9),
        _n(y + 5),
        percent(points[-1].rate),
        _months(points, plane),
    )


def axis_start(rates: Sequence[float]) -> int:
    lowest = min(rates)
    return max(0, math.floor(lowest / 5) * 5 - (5 if lowest % 5 < 2 else 0))


def _grid(plane: Plane) -> SafeString:
    left, right = plane.size.left, plane.size.width - plane.size.right
    ticks = range(plane.low, plane.low + plane.span + 1, 5)
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#d9e0e7"/>'
        '<text class="m" x="{}" y="{}" text-anchor="end">{}%</text>',
        (
            (
                left,
                right,
                _n(plane.y(tick)),
                _n(plane.y(tick)),
                left - 8,
                _n(plane.y(tick) + 4),
                tick,
            )
            for tick in ticks
        ),
    )


def _marks(points: Sequence[Point], rates: Sequence[float], plane: Plane) -> SafeString:
    """A dotted line where a new building came into use."""
    return format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="#5b6b7b" stroke-dasharray="2 3"/>',
        (
            (_n(plane.x(i)), _n(plane.y(rates[i]) + 6), plane.floor)
            for i, point in enumerate(points)
            if point.new_building
        ),
    )


def _months(points: Sequence[Point], plane: Plane) -> SafeString:
    return format_html_join(
        "",
        '<text class="m" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_n(plane.x(i)), plane.size.height - 10, points[i].day.strftime("%Y-%m"))
            for i in _spread(len(points), plane.size.labels)
        ),
    )


def _title(points: Sequence[Point]) -> str:
    return _("Occupancy by month from %(first)s to %(last)s: first %(from)s%%, last %(to)s%%.") % {
        "first": points[0].day.strftime("%Y-%m"),
        "last": points[-1].day.strftime("%Y-%m"),
        "from": percent(points[0].rate),
        "to": percent(points[-1].rate),
    }


def _spread(count: int, labels: int) -> list[int]:
    if count <= labels:
        return list(range(count))
    return sorted({round(step * (count - 1) / (labels - 1)) for step in range(labels)})


def _n(value: float) -> str:
    return f"{value:.1f}"
