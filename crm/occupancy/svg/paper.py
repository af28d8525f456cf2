"""What the stacking plan has on paper alone: size, legend, ground line, flags of what ends soon."""

from collections.abc import Sequence

from crm.occupancy.svg.pieces import (
    INK,
    MUTED,
    STATE_PAINTS,
    WARNING,
    WHITE,
    box,
    dots,
    plate,
    text,
)

FLAG = 8  # what words leave free for a flag


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
        body += box(x, top, 30, 15, paint) + plate(paint, x + 9, top + 1, 12)
        body += dots(x + 21, top + 2, 8, 11) if paint.dots else ""
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
