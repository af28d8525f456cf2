"""What the stacking plan has on paper alone: size, legend, ground line, flags of what ends soon,
and lines in the place of fill patterns, since what is drawn inside a pattern is no tagged content.
"""

from collections.abc import Sequence
from dataclasses import replace

from crm.core.charts.svg import hatching
from crm.occupancy.svg.pieces import (
    INK,
    MUTED,
    STATE_PAINTS,
    WARNING,
    WHITE,
    Paint,
    box,
    plate,
    text,
)

FLAG = 8  # what words leave free for a flag
# A pattern's fill → its ground, the colour and weight of its lines, and their slopes.
HATCHES = {
    "url(#hatchN)": ("#cfe3f6", "#4f8fca", 1.6, (-1,)),
    "url(#hatchH)": ("#e6eaee", "#8a96a3", 0.7, (-1, 1)),
    "url(#hatchX)": ("#f3d9d7", "#b3261e", 1.6, (1,)),
}
SPECK, PACE = 1.1, 6.0


def painted(x: float, y: float, width: float, height: float, paint: Paint) -> str:
    """The same as :func:`box`, hatched with lines."""
    if paint.fill not in HATCHES:
        return box(x, y, width, height, paint)
    ground, colour, weight, slopes = HATCHES[paint.fill]
    lines = "".join(hatching(x, y, width, height, slope) for slope in slopes)
    return (
        box(x, y, width, height, replace(paint, fill=ground))
        + f'<path d="{lines}" stroke="{colour}" stroke-width="{weight}" fill="none"/>'
        + box(x, y, width, height, replace(paint, fill="none"))
    )


def specks(x: float, y: float, width: float, height: float) -> str:
    """The same as :func:`dots`, as small squares one by one."""
    if width < 4:
        return ""
    path, down, row = "", 1.5, 0
    while down + SPECK <= height:
        along = 1.0 + (PACE / 2 if row % 2 else 0)
        while along + SPECK <= width:
            path += f"M{x + along:.1f} {y + down:.1f}h{SPECK}v{SPECK}h-{SPECK}z"
            along += PACE
        down, row = down + PACE / 2, row + 1
    return f'<path d="{path}" fill="{WHITE}" fill-opacity=".6"/>' if path else ""


def size(points: float | None, tallest: float | None, width: float, height: float) -> str:
    """The attributes for a drawing ``points`` wide and no higher than ``tallest``; none on
    screen.
    """
    if points is None:
        return ""
    if tallest is not None:
        points = min(points, tallest * width / height)
    return f' width="{points:.1f}pt" height="{points * height / width:.1f}pt"'


def legend(entries: Sequence[tuple[str, str]], top: float, width: float) -> str:
    """Letters and names of states in one line."""
    body, pace = "", width / len(entries)
    for index, (state, name) in enumerate(entries):
        x, paint = index * pace + 1, STATE_PAINTS[state]
        body += painted(x, top, 30, 15, paint) + plate(paint, x + 9, top + 1, 12)
        body += specks(x + 21, top + 2, 8, 11) if paint.dots else ""
        letter = text(x + 15, top + 11.5, state, fill=paint.ink)
        body += f'<g text-anchor="middle">{letter}</g>' + text(x + 35, top + 11.5, name)
    return body


def ground(y: float, words: str, left: float, width: float) -> str:
    """The line under the lowest floor."""
    line = f'<path d="M{left - 8} {y + 1:g}H{left + width + 8}" stroke="{INK}"/>'
    return line + text(32, y + 13, words, end=True, fill=MUTED)


def flag(sign: str, right: float, y: float) -> str:
    """A folded corner with a sign in it."""
    corner = f'<path d="M{right:.1f} {y:g}h-13l13 13z" fill="{WHITE}" stroke="{WARNING}"/>'
    words = text(right - 2, y + 7.5, sign, end=True)
    return f'{corner}<g font-size="8" font-weight="700">{words}</g>'
