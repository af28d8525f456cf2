"""Drawings for the screen at the size at which they are read; print has its own charts.

Classes of theme.css colour them; every drawing says in words what it shows.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString

from crm.core.charts.lines import axis_of

WIDTH, LEFT, RIGHT, PITCH, BAR = 360, 84, 116, 28, 16
STEP_WIDTH, STEP_LEFT, STEP_RIGHT, STEP_PITCH = 380, 84, 48, 30
LINE_HEIGHT, LINE_TOP, LINE_FOOT, LINE_LEFT, LINE_RIGHT = 206, 14, 24, 34, 78
APART = 13
Spot = tuple[float, float]
Place = Callable[[int, float], Spot]


@dataclass(frozen=True)
class ScreenBar:
    """``css`` is a fill class of theme.css; ``value`` stands in bold, ``note`` behind it; ``url``
    opens its rows.
    """

    label: str
    length: float
    value: str
    note: str = ""
    css: str = "pri"
    url: str = ""


@dataclass(frozen=True)
class ScreenStep:
    """A bar from ``start`` to ``end``; ``whole`` ones stand on the axis."""

    label: str
    start: float
    end: float
    words: str
    css: str
    whole: bool = False


@dataclass(frozen=True)
class ScreenPoint:
    """One month: ``value`` and ``same`` (like for like) in per cent, ``mark`` at the foot."""

    label: str
    value: float | None
    same: float | None = None
    mark: str = ""


def _svg(width: float, height: float, body: str, label: str, css: str = "") -> SafeString:
    role = "group" if "<a " in body else "img"  # a picture hides its links from screen readers
    return SafeString(
        f'<svg class="fluid dd-svg {css}" viewBox="0 0 {width:g} {height:g}" role="{role}"'
        f' aria-label="{escape(label)}">{body}</svg>'
    )


def screen_bars(bars: Sequence[ScreenBar], label: str) -> SafeString:
    """Horizontal bars from zero in the order given; the longest fills the width."""
    longest = max((bar.length for bar in bars), default=0) or 1
    height = PITCH * len(bars)
    body = "".join(_bar(bar, PITCH * index, longest) for index, bar in enumerate(bars))
    axis = f'<path class="axis" d="M{LEFT} 0V{height}"/>'
    return _svg(WIDTH, height, body + axis, label, "dd-bars")


def _bar(bar: ScreenBar, y: float, longest: float) -> str:
    width = max((WIDTH - LEFT - RIGHT) * bar.length / longest, 1)
    middle, end = y + 18, LEFT + width + 6
    note = f'<tspan class="m" dx="6" font-weight="400">{escape(bar.note)}</tspan>'
    drawn = (
        f'<text class="f12 e" x="{LEFT - 8}" y="{middle}">{escape(bar.label)}</text>'
        f'<rect class="{bar.css}" x="{LEFT}" y="{y + 6}" width="{width:.1f}" height="{BAR}"/>'
        f'<text class="f12 b" x="{end:.1f}" y="{middle}">{escape(bar.value)}{note}</text>'
    )
    if not bar.url:
        return drawn
    said = escape(f"{bar.label} {bar.value} {bar.note}".strip())
    return f'<a href="{escape(bar.url)}" aria-label="{said}">{drawn}</a>'


def screen_steps(steps: Sequence[ScreenStep], label: str) -> SafeString:
    """Whole bars from zero and what leads from one to the next, each in a line of its own."""
    furthest = max((max(step.start, step.end) for step in steps), default=0) or 1
    scale = (STEP_WIDTH - STEP_LEFT - STEP_RIGHT) / furthest
    height = STEP_PITCH * len(steps) + 4
    body = "".join(_step(step, STEP_PITCH * at, scale) for at, step in enumerate(steps))
    for at, (step, _next) in enumerate(pairwise(steps)):
        x, y = STEP_LEFT + step.end * scale, STEP_PITCH * at + 25
        body += f'<path class="axis" d="M{x:.1f} {y}V{y + STEP_PITCH - BAR}"/>'
    axis = f'<path class="axis" d="M{STEP_LEFT} 2V{height - 2}"/>'
    return _svg(STEP_WIDTH, height, body + axis, label, "dd-bars")


def _step(step: ScreenStep, y: float, scale: float) -> str:
    first, last = (0.0, step.end) if step.whole else sorted((step.start, step.end))
    x, width = STEP_LEFT + first * scale, max((last - first) * scale, 1)
    tone = {"pos": " tpos", "neg": " tneg"}.get(step.css, "")
    end, words = x + width + 8, escape(step.words)
    return (
        f'<text class="f12" x="0" y="{y + 21}">{escape(step.label)}</text>'
        f'<rect class="{step.css}" x="{x:.1f}" y="{y + 9}" width="{width:.1f}" height="{BAR}"/>'
        f'<text class="f12 b{tone}" x="{end:.1f}" y="{y + 22}">{words}</text>'
    )


def screen_split(parts: Sequence[tuple[str, float, str]], label: str) -> SafeString:
    """One bar divided into (words, size, fill class); words that do not fit are left to the text
    below.
    """
    width, total, x, body = 484.0, sum(size for _, size, _ in parts) or 1, 0.0, ""
    for words, size, css in parts:
        length = width * size / total
        shown = escape(words) if length > 14 * len(words) else ""
        ink = " tw" if css in ("pri", "pos") else ""
        body += (
            f'<rect class="{css}" x="{x:.1f}" y="0" width="{length:.1f}" height="22"/>'
            f'<text class="f12{ink}" x="{x + 8:.1f}" y="15">{shown}</text>'
        )
        x += length
    return _svg(width, 22, body, label)


def screen_lines(
    points: Sequence[ScreenPoint], names: tuple[str, str], label: str, width: int = 484
) -> SafeString:
    """The whole and, dashed, like for like, over months at even steps. ``names`` stand at the ends
    of the two lines.
    """
    values = [value for one in points for value in (one.value, one.same) if value is not None]
    if not values:
        return SafeString("")
    low, high = axis_of(values)
    pace = (width - LINE_LEFT - LINE_RIGHT) / max(1, len(points) - 1)

    def place(index: int, value: float) -> Spot:
        room = LINE_HEIGHT - LINE_TOP - LINE_FOOT
        return LINE_LEFT + pace * index, LINE_TOP + room * (high - value) / (high - low)

    whole = [(at, one.value) for at, one in enumerate(points) if one.value is not None]
    same = [(at, one.same) for at, one in enumerate(points) if one.same is not None]
    lines = [[place(*pair) for pair in pairs] for pairs in (whole, same)]
    body = _grid((low, high), width - LINE_RIGHT, place) + _months(points, pace, width)
    body += _marks(points, place) + _path(lines[1], "ln2") + _path(lines[0], "ln")
    newest = [pairs[-1][1] if pairs else None for pairs in (whole, same)]
    body += _ends(lines, newest, names, width - LINE_RIGHT)
    return _svg(width, LINE_HEIGHT, body, label)


def _grid(bounds: tuple[int, int], right: float, place: Place) -> str:
    low, high = bounds
    pace = 5 if high - low <= 25 else 10 if high - low <= 50 else 20
    body = ""
    for value in range(low, high + 1, pace):
        y, css = place(0, value)[1], "axis" if value == low else "gridline"
        body += f'<path class="{css}" d="M{LINE_LEFT} {y:.1f}H{right}"/>'
        body += f'<text class="e m" x="{LINE_LEFT - 6}" y="{y + 4:.1f}">{value}</text>'
    return body


def _path(spots: Sequence[Spot], css: str) -> str:
    if len(spots) < 2:
        return ""
    return f'<path class="{css}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in spots)}"/>'


def _months(points: Sequence[ScreenPoint], pace: float, width: int) -> str:
    last = len(points) - 1
    every = max(1, math.ceil(len(points) / (4 if width > 400 else 3)))
    shown = [at for at in range(0, len(points), every) if last - at >= every * 0.8]
    body = ""
    for at in [*shown, last]:
        css, x = ("e", 4.0) if at == last else ("c", 0.0)
        x += LINE_LEFT + pace * at
        words = escape(points[at].label)
        body += f'<text class="{css} m" x="{x:.1f}" y="{LINE_HEIGHT - 7}">{words}</text>'
    return body


def _marks(points: Sequence[ScreenPoint], place: Place) -> str:
    body, row, before = "", 0, -99.0
    for at, one in enumerate(points):
        if not one.mark or one.value is None:
            continue
        x, y = place(at, one.value)
        row = (row + 1) % 3 if x - before < 40 else 0
        before, foot = x, LINE_HEIGHT - LINE_FOOT - 5 - 11 * row
        body += f'<path class="gridline" d="M{x:.1f} {y + 4:.1f}V{foot - 10:.1f}"/>'
        body += f'<text class="c m" x="{x:.1f}" y="{foot:.1f}">{escape(one.mark)}</text>'
    return body


def _ends(
    lines: Sequence[Sequence[Spot]],
    newest: Sequence[float | None],
    names: tuple[str, str],
    right: float,
) -> str:
    """The names and newest values of both lines, kept apart."""
    body, ends = "", []
    for spots, value, name, css in zip(lines, newest, names, ("b f12 tpri", "f12 m"), strict=True):
        if value is not None:
            ends.append((spots[-1][1], f"{name} {value:.1f}", css))
    if lines[0]:
        x, y = lines[0][-1]
        body += f'<circle class="pri" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    ends.sort()
    for at, (y, words, css) in enumerate(ends):
        shown = max(y, ends[0][0] + APART) if at else y
        body += f'<text class="{css}" x="{right + 8}" y="{shown + 4:.1f}">{escape(words)}</text>'
    return body
