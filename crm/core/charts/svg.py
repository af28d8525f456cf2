"""The pieces that charts are drawn from."""

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH = 442
FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
INK, MUTED, LINE, PRIMARY, WHITE = "#1b2733", "#5b6b7b", "#d9e0e7", "#0b5cab", "#ffffff"
HATCH_N = "dd-chart-n"  # what a column asks for that is hatched as N is
STATE_FILLS = {
    "S": "#27805f",
    "L": "#0b5cab",
    "O": "#6a51a3",
    "V": WHITE,
}
STATE_NAMES = {
    "S": "自用",
    "L": "租用已入驻",
    "O": "售出入驻",
    "N": "已租未入驻",
    "V": "空置",
    "H": "暂不可租",
}
# State → colour and weight of its lines, and their slopes.
HATCHES = {"N": ("#7fb4e6", 1.6, (-1,)), "H": ("#8a95a1", 0.6, (-1, 1))}
PITCH = 5.0  # between two lines, along an edge of the box


def drawing(height: float, body: str, label: str, *, width: float = WIDTH) -> SafeString:
    """The whole picture; ``label`` is what a screen reader says for it, on paper the title."""
    return SafeString(
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}pt" height="{height:g}pt" role="img" aria-label="{escape(label)}" '
        f'font-family="{FONT}" font-size="8" fill="{INK}">'
        f"<title>{escape(label)}</title>{body}</svg>"
    )


def text(
    x: float,
    y: float,
    words: object,
    *,
    anchor: str = "start",
    size: float = 8,
    fill: str = INK,
    weight: int = 400,
) -> str:
    """Words at a point; whatever they hold, they stay words."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" '
        f'fill="{fill}" font-weight="{weight}">{escape(words)}</text>'
    )


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str,
    stroke: str = INK,
    line: float = 0.4,
) -> str:
    """A filled box with a thin outline."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{line:g}"/>'
    )


def rule(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    stroke: str = LINE,
    line: float = 0.6,
    dashes: str = "",
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{stroke}" stroke-width="{line:g}"{dashed}/>'
    )


def state_box(x: float, y: float, width: float, height: float, state: str) -> str:
    """A stretch of area in one state: its colour, and a dashed outline when vacant."""
    outline = (
        f'stroke="{MUTED}" stroke-width="0.6" stroke-dasharray="2.5 1.8"'
        if state == "V"
        else f'stroke="{INK}" stroke-width="0.4"'
    )
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    if state not in HATCHES:
        return f'<rect {place} fill="{STATE_FILLS[state]}" {outline}/>'
    colour, weight, slopes = HATCHES[state]
    lines = "".join(hatching(x, y, width, height, slope) for slope in slopes)
    return (
        f'<rect {place} fill="{WHITE}"/><path d="{lines}" stroke="{colour}" '
        f'stroke-width="{weight}" fill="none"/><rect {place} fill="none" {outline}/>'
    )


def hatching(x: float, y: float, width: float, height: float, slope: int) -> str:
    """Diagonal lines inside a box, as a path; ``slope`` 1 falls to the right, −1 rises.

    Lines, not a fill pattern: what is drawn inside a pattern is no tagged content of a PDF.
    """
    path, step = "", PITCH
    while step < width + height:
        left, right = max(0.0, step - height), min(step, width)
        ends = [(along, step - along) for along in (left, right)]
        if slope > 0:
            ends = [(along, height - rise) for along, rise in ends]
        (x1, y1), (x2, y2) = ends
        path += f"M{x + x1:.1f} {y + y1:.1f}L{x + x2:.1f} {y + y2:.1f}"
        step += PITCH
    return path


def state_letter(x: float, y: float, state: str) -> str:
    """The letter of a state, on a white plate where the fill is a pattern."""
    plate = ""
    if state in "NH":
        plate = f'<rect x="{x - 4:.1f}" y="{y - 6.4:.1f}" width="8" height="7.6" fill="{WHITE}"/>'
    fill = WHITE if state in "SLO" else INK
    return plate + text(x, y, state, anchor="middle", size=6.5, fill=fill, weight=700)


def state_key(states: str, *, y: float = 0, gap: float = 72) -> str:
    """What the colours, letters and patterns mean."""
    return "".join(
        state_box(index * gap, y, 13, 10, state)
        + state_letter(index * gap + 6.5, y + 7.6, state)
        + text(index * gap + 17, y + 8.2, STATE_NAMES[state])
        for index, state in enumerate(states)
    )
