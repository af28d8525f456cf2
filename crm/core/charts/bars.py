"""Horizontal bars from zero, each with its own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from crm.core.charts.svg import INK, PRIMARY, WIDTH, drawing, rectangle, rule, text

LEFT, RIGHT, TOP, PITCH = 92, 100, 4, 16.5


@dataclass(frozen=True)
class Bar:
    """``value`` sets the length, ``note`` stands behind it."""

    label: str
    value: float
    note: str
    fill: str = PRIMARY


def bar_chart(bars: Sequence[Bar], label: str) -> SafeString:
    """Bars in the order given; the longest fills the width."""
    longest = max((bar.value for bar in bars), default=0) or 1
    body = "".join(_bar(bar, TOP + index * PITCH, longest) for index, bar in enumerate(bars))
    foot = TOP + len(bars) * PITCH
    axis = rule(LEFT, TOP - 2, LEFT, foot - 3, stroke=INK)
    return drawing(foot + 2, body + axis, label)


def _bar(bar: Bar, y: float, longest: float) -> str:
    width = (WIDTH - LEFT - RIGHT) * bar.value / longest
    return (
        text(LEFT - 6, y + 10.5, bar.label, anchor="end", size=8.5)
        + rectangle(LEFT, y + 1, width, 12, fill=bar.fill)
        + text(LEFT + width + 5, y + 10.5, bar.note, size=8.5)
    )
