"""楼宇剖面图: floors and units as data in, one SVG out, the same on screen and on paper.

Presentation attributes carry everything that print needs (WeasyPrint applies no page style inside
SVG); the classes are for the screen's style sheet. SVG clips no text, so names are cut here.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH, LEFT, PLAN_WIDTH, TOP = 664, 40, 561, 4
PITCH, CELL, SKIPPED_PITCH = 20, 19, 16
INK, MUTED, LINE, WHITE, WARNING, PLANT = (
    "#1b2733",
    "#5b6b7b",
    "#d9e0e7",
    "#ffffff",
    "#b26a00",
    "#e9eef3",
)
FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
WIDE, NARROW = 11.0, 6.4
DARK = "SLO"
FILLS = {
    "S": "#27805f",
    "L": "#0b5cab",
    "O": "#6a51a3",
    "N": "url(#hatchN)",
    "V": WHITE,
    "H": "url(#hatchH)",
}
PATTERNS = (
    '<defs><pattern id="hatchN" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#cfe3f6" stroke="none"/>'
    '<path d="M0 0V6" stroke="#4f8fca" stroke-width="3"/></pattern>'
    '<pattern id="hatchH" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#e6eaee" stroke="none"/>'
    '<path d="M0 0L6 6M6 0L0 6" stroke="#8a96a3" stroke-width="1"/></pattern>'
    '<pattern id="dotsO" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="1.5" cy="1.5" r=".8" fill="#ffffff" fill-opacity=".55"/>'
    '<circle cx="4.5" cy="4.5" r=".8" fill="#ffffff" fill-opacity=".55"/></pattern></defs>'
)


@dataclass(frozen=True)
class PlanCell:
    """One unit. ``words``: whose it is or why; ``until``: a short date; ``label`` is read aloud."""

    number: str
    area: Decimal
    state: str
    words: str
    label: str
    until: str = ""
    reserved: str = ""


@dataclass(frozen=True)
class PlanFloor:
    """``kind`` office, plant or skipped; the latter two show ``note`` instead of cells."""

    label: str
    kind: str = "office"
    note: str = ""
    cells: Sequence[PlanCell] = field(default_factory=list)

    @property
    def area(self) -> Decimal:
        """Sum of the floor's units."""
        return sum((cell.area for cell in self.cells), Decimal(0))


@dataclass(frozen=True)
class PlanStyle:
    """``links`` False and ``points`` for paper; ``selected`` is a unit number.

    ``with_patterns`` False where the page holds :func:`patterns` already.
    """

    title: str
    selected: str = ""
    links: bool = True
    with_patterns: bool = True
    points: int | None = None
    query: str = ""


def stacking_plan(floors: Sequence[PlanFloor], style: PlanStyle) -> SafeString:
    """The whole plan: floors top-down as given, width ∝ area on one scale."""
    widest = max((floor.area for floor in floors), default=Decimal(0)) or Decimal(1)
    scale = PLAN_WIDTH / float(widest)
    body, y = PATTERNS if style.with_patterns else "", float(TOP)
    for floor in floors:
        body += _floor(floor, y, scale, style)
        y += SKIPPED_PITCH if floor.kind == "skipped" else PITCH
    size = "" if style.points is None else f' width="{style.points}pt"'
    return SafeString(
        f'<svg class="fluid dd-svg dd-sp" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {y + 4:.0f}"{size} role="group" '
        f'aria-label="{escape(style.title)}" font-family="{FONT}" font-size="11" '
        f'fill="{INK}">{body}</svg>'
    )


def swatch(state: str) -> SafeString:
    """The small box of a legend; the patterns stand in the plan on the same page."""
    return SafeString(
        '<svg viewBox="0 0 20 12" class="dd-sp dd-sw" width="20" height="12" aria-hidden="true">'
        f"{_box(0.5, 0.5, 19, 11, state)}{_dots(1.5, 1.5, 17, 9) if state == 'O' else ''}</svg>"
    )


def patterns() -> SafeString:
    """The patterns alone, for a page with swatches and no plan."""
    return SafeString(
        f'<svg class="visually-hidden" width="0" height="0" aria-hidden="true">{PATTERNS}</svg>'
    )


def text_width(words: str) -> float:
    """What 11 px text takes: Han and other wide characters a whole em, the rest about half."""
    return sum(WIDE if unicodedata.east_asian_width(char) in "WF" else NARROW for char in words)


def cut(words: str, room: float) -> str:
    """As many characters as fit into ``room`` px; an ellipsis when something is left out."""
    if text_width(words) <= room:
        return words
    while words and text_width(words) + WIDE > room:
        words = words[:-1]
    return f"{words}…" if words else ""


def _floor(floor: PlanFloor, y: float, scale: float, style: PlanStyle) -> str:
    if floor.kind == "skipped":
        start = LEFT + 16 + text_width(floor.note)
        return (
            _text(32, y + 11, floor.label, end=True, fill=MUTED)
            + _text(48, y + 11, floor.note, fill=MUTED)
            + f'<path class="gridline" d="M{start:.0f} {y + 7.5:.1f}H{LEFT + PLAN_WIDTH}" '
            f'stroke="{LINE}" stroke-width="1"/>'
        )
    body = _text(32, y + 14, floor.label, end=True, fill=MUTED)
    if floor.kind == "plant":
        body += (
            f'<rect class="plant" x="{LEFT}" y="{y:g}" width="{PLAN_WIDTH}" height="{CELL}" '
            f'rx="1" fill="{PLANT}"/>'
        )
        body += _text(48, y + 14, floor.note, fill=MUTED)
        return body + _text(WIDTH, y + 14, "—", end=True, fill=MUTED)
    x = float(LEFT)
    for cell in floor.cells:
        width = float(cell.area) * scale
        body += _cell(cell, x, y, max(width - 1, 1), style)
        x += width
    return body + _text(WIDTH, y + 14, _round(floor.area), end=True, fill=MUTED)


def _cell(cell: PlanCell, x: float, y: float, width: float, style: PlanStyle) -> str:
    body = _box(x, y, width, CELL, cell.state) + _words(cell, x, y, width)
    if cell.reserved:
        body += (
            f'<rect class="resv" x="{x + 2:.1f}" y="{y + 2:g}" width="{max(width - 4, 1):.1f}" '
            f'height="{CELL - 4}" fill="none" stroke="{WARNING}" stroke-width="2" '
            'stroke-dasharray="5 3"/>'
        )
    if style.links:
        body = (
            f'<a href="?{escape(style.query)}unit={quote(cell.number)}" data-unit="" '
            f'aria-label="{escape(cell.label)}"><title>{escape(cell.label)}</title>'
            f"{body}</a>"
        )
    if cell.number == style.selected:
        body += (
            f'<rect class="sel" x="{x - 0.5:.1f}" y="{y - 0.5:.1f}" width="{width + 1:.1f}" '
            f'height="{CELL + 1}" fill="none" stroke="{INK}" stroke-width="3"/>'
        )
    return body


def _words(cell: PlanCell, x: float, y: float, width: float) -> str:
    room = width - 16
    right = cell.reserved or cell.until
    whole = f"{cell.words} {_round(cell.area)}"
    show_right = bool(right) and room > text_width(f"{cell.state} {whole}") + text_width(right) + 16
    left_room = room - text_width(f"{cell.state} ")
    words = whole if text_width(whole) <= left_room else cut(cell.words, left_room)
    left = f"{cell.state} {words}".strip() if left_room > 0 else ""
    if not left and room >= 0:
        left = cell.state
    fill = WHITE if cell.state in DARK else INK
    body = ""
    if cell.state == "O":
        taken = text_width(left) + 14 if left else 2
        end = text_width(right) + 14 if show_right else 2
        body += _dots(x + taken, y + 2, width - taken - end, CELL - 4)
    if left:
        body += _plate(cell.state, x + 4, y + 3, text_width(left) + 8)
        body += _text(x + 8, y + 14, left, fill=fill, css=f"t{cell.state}")
    if show_right:
        at = x + width - 8
        body += _plate(cell.state, at - text_width(right) - 4, y + 3, text_width(right) + 8)
        body += _text(
            at, y + 14, right, end=True, fill=MUTED if cell.reserved else fill, css=f"t{cell.state}"
        )
    return body


def _box(x: float, y: float, width: float, height: float, state: str) -> str:
    at = f'x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" rx="1"'
    outline = (
        f'stroke="{MUTED}" stroke-width="1" stroke-dasharray="4 3"'
        if state == "V"
        else f'stroke="{WHITE}" stroke-width="1"'
    )
    return f'<rect class="{state}" {at} fill="{FILLS[state]}" {outline}/>'


def _dots(x: float, y: float, width: float, height: float) -> str:
    """What parts O from L in black and white, beside the words."""
    if width < 4:
        return ""
    return f'<path d="M{x:.1f} {y:g}h{width:.1f}v{height:g}h-{width:.1f}z" fill="url(#dotsO)"/>'


def _plate(state: str, x: float, y: float, width: float) -> str:
    """White behind words on a pattern."""
    if state not in "NH":
        return ""
    return (
        f'<rect class="plate" x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="13" '
        f'fill="{WHITE}" fill-opacity=".9"/>'
    )


def _text(
    x: float, y: float, words: str, *, end: bool = False, fill: str = INK, css: str = ""
) -> str:
    classes = " ".join(filter(None, ["e" if end else "", "m" if fill == MUTED else "", css]))
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{classes}"{anchor} fill="{fill}">'
        f"{escape(words)}</text>"
    )


def _round(area: Decimal) -> str:
    return f"{area:,.0f}"
