"""How a rate came from one date to the next: then, the effects, now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from crm.core.charts.svg import (
    HATCH_N,
    INK,
    MUTED,
    WHITE,
    WIDTH,
    drawing,
    rectangle,
    rule,
    state_box,
    text,
)

HEIGHT, TOP, BOTTOM, BAR = 112, 14, 26, 58
HATCHED = f"url(#{HATCH_N})"


@dataclass(frozen=True)
class Step:
    """A column from ``start`` to ``end``; ``whole`` ones stand on the broken axis."""

    name: str
    start: float
    end: float
    words: str
    fill: str
    whole: bool = False


def waterfall_chart(steps: Sequence[Step], label: str, note: str) -> SafeString:
    """Columns side by side. The axis does not start at zero: each whole column shows the break."""
    ends = [
        value for step in steps for value in ((step.end,) if step.whole else (step.start, step.end))
    ]
    low, high = math.floor(min(ends) - 1), math.ceil(max(ends) + 0.5)
    pace = WIDTH / len(steps)
    body = "".join(_column(step, pace * index, pace, low, high) for index, step in enumerate(steps))
    body += rule(0, HEIGHT - BOTTOM, WIDTH, HEIGHT - BOTTOM, stroke=INK)
    body += text(WIDTH, HEIGHT - 2, note, anchor="end", size=7, fill=MUTED)
    return drawing(HEIGHT, body, label)


def _values(step: Step) -> tuple[float, ...]:
    return (step.end,) if step.whole else (step.start, step.end)


def _column(step: Step, left: float, pace: float, low: int, high: int) -> str:
    def level(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    start = low if step.whole else step.start
    x, head, foot = (
        left + (pace - BAR) / 2,
        level(max(start, step.end)),
        level(min(start, step.end)),
    )
    body = _body(x, head, foot - head, step.fill)
    body += text(x + BAR / 2, head - 4, step.words, anchor="middle", size=9.5, weight=700)
    body += text(x + BAR / 2, HEIGHT - 14, step.name, anchor="middle", size=8.5)
    if step.whole:
        body += _axis_break(x)
    if left + pace < WIDTH - 1:
        y = level(step.end)
        body += rule(x + BAR, y, x + pace, y, stroke=MUTED, dashes="2 2")
    return body


def _body(x: float, y: float, height: float, fill: str) -> str:
    if fill != HATCHED:
        return rectangle(x, y, BAR, height, fill=fill, line=0.5)
    return state_box(x, y, BAR, height, "N")


def _axis_break(x: float) -> str:
    wave = BAR / 4 + 2
    return (
        f'<path d="M{x - 4:.1f} {HEIGHT - BOTTOM - 10}l{wave:.1f} -5l{wave:.1f} 5l{wave:.1f} -5'
        f'l{wave:.1f} 5v4l-{wave:.1f} -5l-{wave:.1f} 5l-{wave:.1f} -5l-{wave:.1f} 5z" '
        f'fill="{WHITE}" stroke="none"/>'
    )
