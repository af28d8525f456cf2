"""What drawings of space are made of: paints, boxes, words that are cut to their room.

Presentation attributes carry everything that print needs (WeasyPrint applies no page style inside
SVG); the classes are for the screen's style sheet. SVG clips no text, so names are cut here.
"""

import unicodedata
from dataclasses import dataclass

from django.utils.html import escape

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
CELL = 19
PATTERNS = (
    '<defs><pattern id="hatchN" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#cfe3f6" stroke="none"/>'
    '<path d="M0 0V6" stroke="#4f8fca" stroke-width="3"/></pattern>'
    '<pattern id="hatchH" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#e6eaee" stroke="none"/>'
    '<path d="M0 0L6 6M6 0L0 6" stroke="#8a96a3" stroke-width="1"/></pattern>'
    '<pattern id="dotsO" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="1.5" cy="1.5" r=".8" fill="#ffffff" fill-opacity=".55"/>'
    '<circle cx="4.5" cy="4.5" r=".8" fill="#ffffff" fill-opacity=".55"/></pattern>'
    '<pattern id="hatchX" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><rect width="6" height="6" fill="#f3d9d7" stroke="none"/>'
    '<path d="M0 0V6" stroke="#b3261e" stroke-width="3"/></pattern></defs>'
)


@dataclass(frozen=True)
class Paint:
    """How a stretch of area is filled. ``letter`` stands before the words, for black and white;
    ``plate`` puts white behind words that stand on a pattern.
    """

    css: str
    fill: str
    ink: str = INK
    letter: str = ""
    dashed: bool = False
    plate: bool = False
    dots: bool = False
    stroke: str = WHITE


STATE_PAINTS = {
    "S": Paint("S", "#27805f", WHITE, "S"),
    "L": Paint("L", "#0b5cab", WHITE, "L"),
    "O": Paint("O", "#6a51a3", WHITE, "O", dots=True),
    "N": Paint("N", "url(#hatchN)", INK, "N", plate=True),
    "V": Paint("V", WHITE, INK, "V", dashed=True, stroke=MUTED),
    "H": Paint("H", "url(#hatchH)", INK, "H", plate=True),
}


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


def box(x: float, y: float, width: float, height: float, paint: Paint) -> str:
    """A stretch of area."""
    outline = f'stroke="{paint.stroke}" stroke-width="1"'
    if paint.dashed:
        outline += ' stroke-dasharray="4 3"'
    return (
        f'<rect class="{paint.css}" x="{x:.1f}" y="{y:g}" width="{width:.1f}" '
        f'height="{height:g}" rx="1" fill="{paint.fill}" {outline}/>'
    )


def dots(x: float, y: float, width: float, height: float) -> str:
    """What parts O from L in black and white, beside the words."""
    if width < 4:
        return ""
    return f'<path d="M{x:.1f} {y:g}h{width:.1f}v{height:g}h-{width:.1f}z" fill="url(#dotsO)"/>'


def plate(paint: Paint, x: float, y: float, width: float) -> str:
    """White behind words on a pattern."""
    if not paint.plate:
        return ""
    return (
        f'<rect class="plate" x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="13" '
        f'fill="{WHITE}" fill-opacity=".9"/>'
    )


def frame(
    x: float, y: float, width: float, height: float, css: str, stroke: str, dashes: str = ""
) -> str:
    """An outline over a cell: a reservation, the open unit, a block that was found."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    line = 2 if dashes else 3
    return (
        f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:g}" '
        f'fill="none" stroke="{stroke}" stroke-width="{line}"{dashed}/>'
    )


def text(
    x: float, y: float, words: str, *, end: bool = False, fill: str = INK, css: str = ""
) -> str:
    """Words at a point; whatever they hold, they stay words."""
    classes = " ".join(
        filter(
            None,
            ["e" if end else "", "m" if fill == MUTED else "", "tw" if fill == WHITE else "", css],
        )
    )
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{classes}"{anchor} fill="{fill}">'
        f"{escape(words)}</text>"
    )
