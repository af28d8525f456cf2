"""楼宇剖面图: floors and units as data in, one SVG out, the same on screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString

from crm.occupancy.svg import paper
from crm.occupancy.svg.pieces import (
    CELL,
    FONT,
    INK,
    LINE,
    MUTED,
    PATTERNS,
    PLANT,
    STATE_PAINTS,
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

WIDTH, LEFT, PLAN_WIDTH, TOP = 664, 40, 561, 4
PITCH, SKIPPED_PITCH = 20, 16
FOUND = "#d0006f"


@dataclass(frozen=True)
class PlanCell:
    """One unit. ``words``: whose it is or why; ``until``: a short date; ``label`` is read aloud.

    Without a ``paint`` the state colours it. ``found`` frames it as part of a block searched for.
    ``flag`` is a sign in the corner, for paper: "!" or "·".
    """

    number: str
    area: Decimal
    state: str
    words: str
    label: str
    until: str = ""
    reserved: str = ""
    paint: Paint | None = None
    found: bool = False
    flag: str = ""

    @property
    def painted(self) -> Paint:
        """What fills it."""
        return self.paint or STATE_PAINTS[self.state]


@dataclass(frozen=True)
class PlanFloor:
    """``kind`` office, plant or skipped; the latter two show ``note`` instead of cells.

    ``side`` stands at the right; by default it is the floor's area.
    """

    label: str
    kind: str = "office"
    note: str = ""
    cells: Sequence[PlanCell] = field(default_factory=list)
    side: str = ""

    @property
    def area(self) -> Decimal:
        """Sum of the floor's units."""
        return sum((cell.area for cell in self.cells), Decimal(0))


@dataclass(frozen=True)
class PlanStyle:
    """``links`` False and ``points`` for paper; ``selected`` is a unit number.

    ``points`` is the width on paper, ``tallest`` the height that it may take; ``ground`` names the
    line under the lowest floor; ``legend`` pairs letters and names, drawn above the highest.

    ``with_patterns`` False where the page holds :func:`patterns` already.
    """

    title: str
    selected: str = ""
    links: bool = True
    with_patterns: bool = True
    points: float | None = None
    tallest: float | None = None
    ground: str = ""
    legend: Sequence[tuple[str, str]] = ()
    query: str = ""

    @property
    def on_paper(self) -> bool:
        """Whether it is drawn for a sheet: no fill patterns, and a title for screen readers."""
        return self.points is not None


def stacking_plan(floors: Sequence[PlanFloor], style: PlanStyle) -> SafeString:
    """The whole plan: floors top-down as given, width ∝ area on one scale."""
    widest = max((floor.area for floor in floors), default=Decimal(0)) or Decimal(1)
    scale = PLAN_WIDTH / float(widest)
    body, y = PATTERNS if style.with_patterns and not style.on_paper else "", float(TOP)
    if style.on_paper:
        body += f"<title>{escape(style.title)}</title>"
    if style.legend:
        body += paper.legend(style.legend, TOP, LEFT + PLAN_WIDTH)
        y += PITCH + 4
    for index, floor in enumerate(floors):
        body += _floor(floor, index, y, scale, style)
        y += SKIPPED_PITCH if floor.kind == "skipped" else PITCH
    if style.ground:
        body += paper.ground(y, style.ground, LEFT, PLAN_WIDTH)
        y += SKIPPED_PITCH
    size = paper.size(style.points, style.tallest, WIDTH, y + 4)
    return SafeString(
        f'<svg class="fluid dd-svg dd-sp" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {y + 4:.0f}"{size} role="group" '
        f'aria-label="{escape(style.title)}" font-family="{FONT}" font-size="11" '
        f'fill="{INK}">{body}</svg>'
    )


def swatch(state: str) -> SafeString:
    """The small box of a legend; the patterns stand in the plan on the same page."""
    return paint_swatch(STATE_PAINTS[state])


def paint_swatch(paint: Paint) -> SafeString:
    """The same of any paint."""
    return SafeString(
        '<svg viewBox="0 0 20 12" class="dd-sp dd-sw" width="20" height="12" aria-hidden="true">'
        f"{box(0.5, 0.5, 19, 11, paint)}{dots(1.5, 1.5, 17, 9) if paint.dots else ''}</svg>"
    )


def patterns() -> SafeString:
    """The patterns alone, for a page with swatches and no plan."""
    return SafeString(
        f'<svg class="visually-hidden" width="0" height="0" aria-hidden="true">{PATTERNS}</svg>'
    )


def _floor(floor: PlanFloor, index: int, y: float, scale: float, style: PlanStyle) -> str:
    if floor.kind == "skipped":
        start = LEFT + 16 + text_width(floor.note)
        return (
            text(32, y + 11, floor.label, end=True, fill=MUTED)
            + text(48, y + 11, floor.note, fill=MUTED)
            + f'<path class="gridline" d="M{start:.0f} {y + 7.5:.1f}H{LEFT + PLAN_WIDTH}" '
            f'stroke="{LINE}" stroke-width="1"/>'
        )
    body = text(32, y + 14, floor.label, end=True, fill=MUTED)
    if floor.kind == "plant":
        body += (
            f'<rect class="plant" x="{LEFT}" y="{y:g}" width="{PLAN_WIDTH}" height="{CELL}" '
            f'rx="1" fill="{PLANT}"/>'
        )
        body += text(48, y + 14, floor.note, fill=MUTED)
        return body + text(WIDTH, y + 14, "—", end=True, fill=MUTED)
    x = float(LEFT)
    for cell in floor.cells:
        width = float(cell.area) * scale
        body += _cell(cell, index, x, y, max(width - 1, 1), style)
        x += width
    return body + text(WIDTH, y + 14, floor.side or _round(floor.area), end=True, fill=MUTED)


def _cell(cell: PlanCell, floor: int, x: float, y: float, width: float, style: PlanStyle) -> str:
    fill = paper.painted if style.on_paper else box
    body = fill(x, y, width, CELL, cell.painted) + _words(cell, x, y, width, style)
    if cell.reserved:
        body += frame(x + 2, y + 2, max(width - 4, 1), CELL - 4, "resv", WARNING, "5 3")
    if cell.found:
        body += frame(x + 1, y + 1, max(width - 2, 1), CELL - 2, "found", FOUND, "9 2")
    if cell.flag:
        body += paper.flag(cell.flag, x + width, y)
    if style.links:
        body = (
            f'<a href="?{escape(style.query)}unit={quote(cell.number)}" data-floor="{floor}" '
            f'data-unit="" aria-label="{escape(cell.label)}">'
            f"<title>{escape(cell.label)}</title>{body}</a>"
        )
    if cell.number == style.selected:
        body += frame(x - 0.5, y - 0.5, width + 1, CELL + 1, "sel", INK)
    return body


def _words(cell: PlanCell, x: float, y: float, width: float, style: PlanStyle) -> str:
    paint = cell.painted
    lead = f"{paint.letter} " if paint.letter else ""
    edge = x + width - (paper.FLAG if cell.flag else 0)
    room = edge - x - 16
    right = cell.reserved or cell.until
    whole = f"{cell.words} {_round(cell.area)}"
    show_right = bool(right) and room > text_width(f"{lead}{whole}") + text_width(right) + 16
    left_room = room - text_width(lead)
    words = whole if text_width(whole) <= left_room else cut(cell.words, left_room)
    left = f"{lead}{words}".strip() if left_room > 0 else ""
    if not left and room >= 0:
        left = paint.letter
    body = ""
    if paint.dots:
        taken = text_width(left) + 14 if left else 2
        end = text_width(right) + 14 if show_right else 2
        speckle = paper.specks if style.on_paper else dots
        body += speckle(x + taken, y + 2, width - taken - end, CELL - 4)
    css = f"t{cell.state}" if cell.paint is None else ""
    if left:
        body += plate(paint, x + 4, y + 3, text_width(left) + 8)
        body += text(x + 8, y + 14, left, fill=paint.ink, css=css)
    if show_right:
        at = edge - 8
        body += plate(paint, at - text_width(right) - 4, y + 3, text_width(right) + 8)
        fill = MUTED if cell.reserved and paint.ink == INK else paint.ink
        body += text(at, y + 14, right, end=True, fill=fill, css=css)
    return body


def _round(area: Decimal) -> str:
    return f"{area:,.0f}"
