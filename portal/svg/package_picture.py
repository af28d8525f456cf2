"""一图读懂 of a package: its clauses in groups, drawn from the same rows as the table below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

COIN = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8.5 7.5L12 12l3.5-4.5M12 12v5.5M9 12.5h6M9 15h6"
ICONS = {
    "rent": "M3.5 4h17v16h-17zM3.5 9.5h17M3.5 14.5h17M9 4v5.5M15 9.5v5M9 14.5V20",
    "grant": COIN,
    "interest": COIN,
    "equity": "M4 20V10M10 20V4M16 20v-7M3 20.5h18",
    "talent": (
        "M9 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6"
        "M16 5a3.5 3.5 0 0 1 0 6.5"
    ),
    "scene": "M7 7h10v10H7zM10 7V3M14 7V3M10 21v-4M14 21v-4M7 10H3M7 14H3M21 10h-4M21 14h-4",
    "service": ("M12 3l2.7 6 6.3.6-4.8 4.3 1.5 6.4L12 17l-5.7 3.3 1.5-6.4L3 9.6 9.3 9z"),
}
PLAIN = "M6 2.5h8.5L19 7v14.5H6zM14 2.5V7.5h5M9 12h7M9 16h7"


@dataclass(frozen=True)
class Cell:
    label: str
    heading: str
    figure: str
    form: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Layout:
    name: str
    width: int
    columns: int
    band: int
    row: int
    gap: int
    icon: int


WIDE = Layout("wide", 780, 3, 56, 120, 10, 34)
NARROW = Layout("narrow", 343, 1, 40, 57, 4, 26)


def draw(title: str, groups: Sequence[Group], layout: Layout) -> SafeString:
    pieces, y = [], layout.gap * 2
    for group in groups:
        rows = -(-len(group.cells) // layout.columns)
        height = rows * layout.row + (rows - 1) * layout.gap
        pieces.append(_band(group.name, y, height, layout))
        for position, cell in enumerate(group.cells):
            column, row = position % layout.columns, position // layout.columns
            pieces.append(_cell(cell, column, y + row * (layout.row + layout.gap), layout))
        y += height + layout.gap + 2
    return format_html(
        '<svg class="chart {name}-only" viewBox="0 0 {width} {height}"'
        ' role="img" aria-label="{label}">'
        '<rect width="{width}" height="{height}" rx="4" fill="#e8f1fa"/>{pieces}</svg>',
        name=layout.name,
        width=layout.width,
        height=y + layout.gap,
        label=_("%(title)s in one picture; the text version is below.") % {"title": title},
        pieces=format_html_join("", "{}", ((piece,) for piece in pieces)),
    )


def _band(name: str, y: int, height: int, layout: Layout) -> SafeString:
    characters = name[: max(1, height // 28)]
    middle = y + height / 2 - 14 * (len(characters) - 1) + 7
    x = layout.gap * 2 + layout.band / 2
    letters = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" class="w t">{}</text>',
        ((x, middle + 28 * position, character) for position, character in enumerate(characters)),
    )
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="#0b5cab"/>{}',
        layout.gap * 2,
        y,
        layout.band,
        height,
        letters,
    )


def _cell(cell: Cell, column: int, y: int, layout: Layout) -> SafeString:
    first = layout.gap * 3 + layout.band
    width = (
        layout.width - first - layout.gap * 2 - layout.gap * (layout.columns - 1)
    ) / layout.columns
    x = first + column * (width + layout.gap)
    ground = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="#fff"/>'
        '<svg x="{}" y="{}" width="{icon}" height="{icon}" viewBox="0 0 24 24">'
        '<path class="g" d="{path}"/></svg>',
        x,
        y,
        width,
        layout.row,
        x + width - layout.icon - 12,
        y + 12,
        icon=layout.icon,
        path=ICONS.get(cell.form, PLAIN),
    )
    words = _words_on_phone if layout.columns == 1 else _words
    return format_html("{}{}", ground, words(cell, x, y))


def _words_on_phone(cell: Cell, x: float, y: int) -> SafeString:
    return format_html(
        '<text x="{}" y="{}"><tspan class="m">{} </tspan><tspan class="b n">{}</tspan></text>'
        '<text x="{}" y="{}" class="s">{}</text>',
        x + 10,
        y + 24,
        cell.label,
        _fit(cell.heading, 11),
        x + 10,
        y + 45,
        _fit(cell.figure, 18),
    )


def _words(cell: Cell, x: float, y: int) -> SafeString:
    return format_html(
        '<text x="{x}" y="{}" class="m">{}</text><text x="{x}" y="{}" class="t b">{}</text>'
        '<text x="{x}" y="{}" class="a">{}</text>',
        y + 32,
        cell.label,
        y + 64,
        _fit(cell.heading, 9),
        y + 98,
        _fit(cell.figure, 11),
        x=x + 16,
    )


def _fit(text: str, most: int) -> str:
    """SVG text is not clipped by its box, so it is cut here; half-width characters count half."""
    width = 0.0
    for position, character in enumerate(text):
        width += 1 if ord(character) > 255 else 0.55
        if width > most:
            return text[: position - 1] + "…"
    return text
