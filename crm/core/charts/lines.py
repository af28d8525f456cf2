"""A line of monthly rates, with marks for months in which the supply grew."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from crm.core.charts.svg import INK, LINE, MUTED, PRIMARY, WHITE, WIDTH, drawing, rule, text

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 30, 40, 14, 24, 178
MOST_LABELS = 9


@dataclass(frozen=True)
class LinePoint:
    """``value`` in per cent, None where it cannot be computed; ``mark`` is printed at the foot."""

    label: str
    value: float | None
    mark: str = ""
    named: bool = False


def axis_of(values: Sequence[float]) -> tuple[int, int]:
    """Bounds in whole fives with room above and below; a rate never leaves 0 to 100."""
    low = math.floor((min(values) - 4) / 5) * 5
    high = math.ceil((max(values) + 4) / 5) * 5
    return max(0, low), max(min(100, high), 5)


def line_chart(points: Sequence[LinePoint], label: str) -> SafeString:
    """Points at even steps. The last one is named in bold; those with ``named`` above the line."""
    values = [point.value for point in points if point.value is not None]
    if not values:
        return drawing(0, "", label)
    low, high = axis_of(values)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    places = [
        None if point.value is None else (LEFT + step * index, _height(point.value, low, high))
        for index, point in enumerate(points)
    ]
    body = _grid(low, high) + _marks(points, places) + _line(places)
    body += _names(points, places) + _dates(points, step)
    return drawing(HEIGHT, body, label)


def _height(value: float, low: int, high: int) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)


def _grid(low: int, high: int) -> str:
    pace = 5 if high - low <= 30 else 20
    return "".join(
        rule(LEFT, _height(value, low, high), WIDTH - RIGHT, _height(value, low, high), stroke=LINE)
        + text(LEFT - 5, _height(value, low, high) + 3, value, anchor="end", fill=MUTED)
        for value in range(low, high + 1, pace)
    )


def _marks(points: Sequence[LinePoint], places: Sequence[tuple[float, float] | None]) -> str:
    body = ""
    for index, (point, place) in enumerate(zip(points, places, strict=True)):
        if place is None or not point.mark:
            continue
        x, y = place
        last = index == len(points) - 1
        body += rule(x, y + 4, x, HEIGHT - BOTTOM, stroke=MUTED, dashes="1.5 2")
        body += text(
            x - 2 if last else x + 2,
            HEIGHT - BOTTOM - 4,
            point.mark,
            anchor="end" if last else "start",
            size=6.5,
            fill=MUTED,
        )
    return body


def _line(places: Sequence[tuple[float, float] | None]) -> str:
    return "".join(
        rule(*start, *end, stroke=PRIMARY, line=1.6)
        for start, end in pairwise(places)
        if start and end
    )


def _names(points: Sequence[LinePoint], places: Sequence[tuple[float, float] | None]) -> str:
    body = ""
    for index, (point, place) in enumerate(zip(points, places, strict=True)):
        last = index == len(points) - 1
        if place is None or not (last or point.named):
            continue
        x, y = place
        fill = PRIMARY if last else WHITE
        body += (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{fill}" '
            f'stroke="{PRIMARY}" stroke-width="1.2"/>'
        )
        words = f"{point.value:.1f}"
        body += (
            text(x + 6, y + 3, words, size=9, weight=700)
            if last
            else text(x, y - 6, words, anchor="middle", fill=INK)
        )
    return body


def _dates(points: Sequence[LinePoint], step: float) -> str:
    last = len(points) - 1
    every = max(1, math.ceil(len(points) / MOST_LABELS))
    shown = [
        index for index in range(0, len(points), every) if last - index >= every or index == last
    ]
    return "".join(
        text(
            LEFT + step * index,
            HEIGHT - 8,
            points[index].label,
            anchor="middle",
            size=7,
            fill=MUTED,
        )
        for index in [*shown, *([] if last in shown else [last])]
    )
