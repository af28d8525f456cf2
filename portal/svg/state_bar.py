"""Space by state as one bar: colour, pattern and a word for each part, readable in black and
white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

FILLS = {
    "S": ("#27805f", "none", ""),
    "L": ("#0b5cab", "none", ""),
    "O": ("url(#p-o-{name})", "none", ""),
    "N": ("url(#p-n-{name})", "#0b5cab", ""),
    "V": ("#fff", "#5b6b7b", "4 3"),
}


@dataclass(frozen=True)
class Part:
    """``area`` in ㎡; ``state`` one of S L O N V."""

    state: str
    label: str
    area: Decimal


@dataclass(frozen=True)
class Size:
    name: str
    width: int


WIDE = Size("wide", 660)
NARROW = Size("narrow", 343)
GAP = 2
BAR = 30


def draw(parts: Sequence[Part], size: Size) -> SafeString:
    total = sum(part.area for part in parts) or Decimal(1)
    room = size.width - 1 - GAP * (len(parts) - 1)
    start, rectangles = 0.5, []
    for part in parts:
        width = float(part.area / total) * room
        rectangles.append((part, start, max(width, 1.0)))
        start += width + GAP
    bars = format_html_join(
        "",
        '<rect x="{}" y="0" width="{}" height="{}" fill="{}" stroke="{}" stroke-dasharray="{}"/>',
        (
            (f"{x:.1f}", f"{width:.1f}", BAR, *_fill(part.state, size))
            for part, x, width in rectangles
        ),
    )
    legend, rows = _legend(parts, size)
    return format_html(
        '<svg class="chart {name}-only" viewBox="0 0 {width} {height}"'
        ' role="img" aria-label="{title}">'
        '<defs><pattern id="p-n-{name}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        '<rect width="3" height="6" fill="#7fb4e6"/></pattern>'
        '<pattern id="p-o-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="#6a51a3"/>'
        '<circle cx="3" cy="3" r="0.9" fill="#fff"/></pattern></defs>'
        "{bars}{legend}</svg>",
        name=size.name,
        width=size.width,
        height=BAR + 12 + 24 * rows,
        title=_("Space by state: %(parts)s")
        % {"parts": "；".join(f"{part.label} {ten_thousand(part.area)} 万㎡" for part in parts)},
        bars=bars,
        legend=legend,
    )


def ten_thousand(area: Decimal) -> Decimal:
    return (area / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _fill(state: str, size: Size) -> tuple[str, str, str]:
    fill, stroke, dashes = FILLS[state]
    return fill.format(name=size.name), stroke, dashes or "none"


def _legend(parts: Sequence[Part], size: Size) -> tuple[SafeString, int]:
    """A swatch and words for each part, in as many rows as the width needs."""
    cells = []
    x, row = 0.5, 0
    for part in parts:
        words = f"{part.label} {ten_thousand(part.area)}"
        width = 20 + sum(13.0 if ord(character) > 255 else 7.5 for character in words) + 16
        if x > 1 and x + width > size.width + 12:
            x, row = 0.5, row + 1
        y = BAR + 14 + 24 * row
        cells.append((f"{x:.1f}", y, *_fill(part.state, size), f"{x + 20:.1f}", y + 11, words))
        x += width
    legend = format_html_join(
        "",
        '<rect x="{}" y="{}" width="14" height="12" fill="{}" stroke="{}" stroke-dasharray="{}"/>'
        '<text x="{}" y="{}">{}</text>',
        cells,
    )
    return legend, row + 1
