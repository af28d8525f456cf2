"""Bars for the screen, drawn at the size at which they are read; print has its own charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH, LEFT, RIGHT, PITCH, BAR = 360, 84, 116, 28, 16


@dataclass(frozen=True)
class ScreenBar:
    """``css`` is a fill class of theme.css; ``value`` stands in bold, ``note`` behind it."""

    label: str
    length: float
    value: str
    note: str = ""
    css: str = "pri"


def screen_bars(bars: Sequence[ScreenBar], label: str) -> SafeString:
    """Horizontal bars from zero in the order given; the longest fills the width."""
    longest = max((bar.length for bar in bars), default=0) or 1
    height = PITCH * len(bars)
    body = "".join(_bar(bar, PITCH * index, longest) for index, bar in enumerate(bars))
    return SafeString(
        f'<svg class="fluid dd-svg dd-bars" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(label)}">{body}<path class="axis" d="M{LEFT} 0V{height}"/></svg>'
    )


def _bar(bar: ScreenBar, y: float, longest: float) -> str:
    width = max((WIDTH - LEFT - RIGHT) * bar.length / longest, 1)
    middle, end = y + 18, LEFT + width + 6
    note = f'<tspan class="m" dx="6" font-weight="400">{escape(bar.note)}</tspan>'
    return (
        f'<text class="f12 e" x="{LEFT - 8}" y="{middle}">{escape(bar.label)}</text>'
        f'<rect class="{bar.css}" x="{LEFT}" y="{y + 6}" width="{width:.1f}" height="{BAR}"/>'
        f'<text class="f12 b" x="{end:.1f}" y="{middle}">{escape(bar.value)}{note}</text>'
    )
