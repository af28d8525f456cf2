"""A life on one line: stretches of time side by side, years below, what was marked above."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString

from crm.occupancy.svg.pieces import (
    CELL,
    FONT,
    INK,
    LINE,
    MUTED,
    PATTERNS,
    WARNING,
    Paint,
    box,
    cut,
    dots,
    frame,
    plate,
    text,
    text_width,
)

WIDTH, TOP, PITCH, MARKED_PITCH = 900, 16, 24, 36


@dataclass(frozen=True)
class Stretch:
    """From ``start`` up to ``end`` (not counted; None: still). ``label`` is read aloud."""

    start: dt.date
    end: dt.date | None
    paint: Paint
    words: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Lane:
    """One line; ``frames`` are drawn over it (reservations), ``marks`` as ticks with words."""

    title: str
    stretches: Sequence[Stretch]
    frames: Sequence[Stretch] = field(default_factory=list)
    marks: Sequence[tuple[dt.date, str]] = field(default_factory=list)


@dataclass(frozen=True)
class BandStyle:
    """``day`` is marked; ``left`` is the room of the lanes' titles, ``width`` that of the whole."""

    title: str
    day: dt.date
    left: int = 64
    width: int = WIDTH
    links: bool = True
    with_patterns: bool = True


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date
    left: int
    width: int

    def at(self, day: dt.date) -> float:
        whole = max((self.last - self.first).days, 1)
        inside = min(max((day - self.first).days, 0), whole)
        return self.left + (self.width - self.left - 4) * inside / whole


def time_band(lanes: Sequence[Lane], style: BandStyle) -> SafeString:
    """Lanes one below the other on one scale of days; an open stretch lasts to the edge."""
    stretches = [one for lane in lanes for one in [*lane.stretches, *lane.frames]]
    first = min((one.start for one in stretches), default=style.day)
    ends = [one.end for one in stretches if one.end is not None]
    last = max([*ends, style.day + dt.timedelta(days=30)])
    scale = _Scale(first, last, style.left, style.width)
    body, y = PATTERNS if style.with_patterns else "", float(TOP)
    pitch = MARKED_PITCH if any(lane.marks for lane in lanes) else PITCH
    foot = TOP + pitch * len(lanes)
    body += _years(scale, foot)
    for lane in lanes:
        body += _lane(lane, y, scale, style)
        y += pitch
    now = scale.at(style.day)
    body += f'<path d="M{now:.1f} {TOP - 4}V{foot}" stroke="{INK}" stroke-width="1.5"/>'
    return SafeString(
        f'<svg class="fluid dd-svg dd-sp dd-band" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {style.width} {foot + 16}" role="group" aria-label="{escape(style.title)}" '
        f'font-family="{FONT}" font-size="11" fill="{INK}">{body}</svg>'
    )


def _lane(lane: Lane, y: float, scale: _Scale, style: BandStyle) -> str:
    body = text(0, y + 14, cut(lane.title, style.left - 6), fill=MUTED)
    for one in lane.stretches:
        x = scale.at(one.start)
        width = max(scale.at(one.end or scale.last) - x - 1, 1)
        body += _linked(one, _stretch(one, x, y, width), style)
    for one in lane.frames:
        x = scale.at(one.start)
        width = max(scale.at(one.end or scale.last) - x, 3)
        drawn = frame(x, y + 2, width, CELL - 4, "resv", WARNING, "5 3")
        body += _linked(one, drawn, style)
    for day, words in lane.marks:
        x = scale.at(day)
        body += f'<path d="M{x:.1f} {y - 3:g}V{y + CELL + 2:g}" stroke="{INK}" stroke-width="2"/>'
        end = x + text_width(words) > scale.width
        body += text(x - 3 if end else x + 3, y - 4, words, end=end, fill=MUTED)
    return body


def _stretch(one: Stretch, x: float, y: float, width: float) -> str:
    paint = one.paint
    room = width - 12
    words = cut(f"{paint.letter} {one.words}".strip(), room) if room > 0 else ""
    body = box(x, y, width, CELL, paint)
    if paint.dots:
        taken = text_width(words) + 10 if words else 2
        body += dots(x + taken, y + 2, width - taken - 2, CELL - 4)
    if words:
        body += plate(paint, x + 3, y + 3, text_width(words) + 6)
        body += text(x + 6, y + 14, words, fill=paint.ink)
    return body


def _linked(one: Stretch, drawn: str, style: BandStyle) -> str:
    label = escape(one.label)
    if not (one.url and style.links):
        return f"<g><title>{label}</title>{drawn}</g>"
    return f'<a href="{escape(one.url)}" aria-label="{label}"><title>{label}</title>{drawn}</a>'


def _years(scale: _Scale, foot: float) -> str:
    body, free_from = "", 0.0
    for year in range(scale.first.year, scale.last.year + 1):
        day = dt.date(year, 1, 1)
        if day < scale.first:
            continue
        x = scale.at(day)
        body += (
            f'<path class="gridline" d="M{x:.1f} {TOP}V{foot + 3:g}" stroke="{LINE}" '
            'stroke-width="1"/>'
        )
        if x >= free_from and x < scale.width - 30:
            body += text(x + 2, foot + 13, str(year), fill=MUTED)
            free_from = x + 40
    return body
