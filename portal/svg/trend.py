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


def draw(points: Sequence[Point], size: Size) -> SafeString:
    """The axis starts at the multiple of five below the lowest rate, and the page says so."""
    rates = [float(point.rate) * 100 for point in points]
    low = max(0, math.floor(min(rates) / 5) * 5 - (5 if min(rates) % 5 < 2 else 0))
    high = min(100, math.ceil(max(rates) / 5) * 5 + (5 if max(rates) % 5 > 3 else 0))
    span = max(high - low, 5)
    floor = size.height - size.bottom

    def x(position: int) -> float:
        return size.left + (size.width - size.left - size.right) * position / (len(points) - 1)

    def y(rate: float) -> float:
        return floor - (floor - size.top) * (rate - low) / span

    grid = format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#d9e0e7"/>'
        '<text class="m" x="{}" y="{}" text-anchor="end">{}%</text>',
        (
            (
                size.left,
                size.width - size.right,
                _n(y(tick)),
                _n(y(tick)),
                size.left - 8,
                _n(y(tick) + 4),
                tick,
            )
            for tick in range(low, low + span + 1, 5)
        ),
    )
    marks = format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="#5b6b7b" stroke-dasharray="2 3"/>',
        (
            (_n(x(i)), _n(y(rates[i]) + 6), floor)
            for i, point in enumerate(points)
            if point.new_building
        ),
    )
    line = " ".join(f"{_n(x(i))},{_n(y(rate))}" for i, rate in enumerate(rates))
    last = len(points) - 1
    months = format_html_join(
        "",
        '<text class="m" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_n(x(i)), size.height - 10, points[i].day.strftime("%Y-%m"))
            for i in _spread(len(points), size.labels)
        ),
    )
    return format_html(
        '<svg class="chart {name}-only" viewBox="0 0 {width} {height}"'
        ' role="img" aria-label="{title}">'
        '{grid}{marks}<polyline points="{line}" fill="none" stroke="#0b5cab" stroke-width="2.5"/>'
        '<circle cx="{x}" cy="{y}" r="4.5" fill="#0b5cab"/>'
        '<text class="b" x="{tx}" y="{ty}">{value}%</text>{months}</svg>',
        name=size.name,
        width=size.width,
        height=size.height,
        title=_title(points),
        grid=grid,
        marks=marks,
        line=line,
        x=_n(x(last)),
        y=_n(y(rates[last])),
        tx=_n(x(last) + 9),
        ty=_n(y(rates[last]) + 5),
        value=percent(points[last].rate),
        months=months,
    )


def axis_start(points: Sequence[Point]) -> int:
    lowest = min(float(point.rate) * 100 for point in points)
    return max(0, math.floor(lowest / 5) * 5 - (5 if lowest % 5 < 2 else 0))


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
