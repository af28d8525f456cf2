"""A family tree of units: generations from left to right, joined where area went over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString

from crm.occupancy.svg.pieces import FONT, INK, LINE, MUTED, WHITE, cut, text

BOX, HIGH, GAP, ACROSS, TOP = 168, 48, 12, 76, 4
PRIMARY, TINT = "#0b5cab", "#e8f1fa"


@dataclass(frozen=True)
class Node:
    """A life of a unit in its generation (``column``)."""

    key: int
    column: int
    number: str
    area: Decimal
    period: str
    url: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class Edge:
    """``child`` took over area of ``parent``."""

    parent: int
    child: int
    kind: str


def family_tree(nodes: Sequence[Node], edges: Sequence[Edge], title: str) -> SafeString:
    """Boxes in columns, top-down in the order given."""
    places: dict[int, tuple[float, float]] = {}
    filled: dict[int, int] = defaultdict(int)
    for node in nodes:
        x = 4 + node.column * (BOX + ACROSS)
        places[node.key] = (x, TOP + filled[node.column] * (HIGH + GAP))
        filled[node.column] += 1
    width = 8 + (max(node.column for node in nodes) + 1) * (BOX + ACROSS) - ACROSS
    height = 2 * TOP + max(filled.values()) * (HIGH + GAP) - GAP
    body = "".join(_edge(edge, places) for edge in edges)
    body += "".join(_node(node, *places[node.key]) for node in nodes)
    return SafeString(
        f'<svg class="dd-svg dd-tree" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{escape(title)}" font-family="{FONT}" font-size="11" fill="{INK}">'
        f"{body}</svg>"
    )


def _edge(edge: Edge, places: dict[int, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = places[edge.parent], places[edge.child]
    start, end = x1 + BOX, x2
    high, low = y1 + HIGH / 2, y2 + HIGH / 2
    middle = (start + end) / 2
    words = text(middle - 12, (high + low) / 2 - 3, cut(edge.kind, 60), fill=MUTED)
    return (
        f'<path d="M{start:.0f} {high:.0f}C{middle:.0f} {high:.0f} {middle:.0f} {low:.0f} '
        f'{end:.0f} {low:.0f}" fill="none" stroke="{MUTED}" stroke-width="1.5"/>{words}'
    )


def _node(node: Node, x: float, y: float) -> str:
    label = escape(f"{node.number}, {node.area:,.2f} ㎡, {node.period}")
    stroke, fill = (PRIMARY, TINT) if node.is_here else (LINE, WHITE)
    body = (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{BOX}" height="{HIGH}" rx="3" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{2 if node.is_here else 1}"/>'
        + text(x + 8, y + 19, f"{node.number}  {node.area:,.2f} ㎡", css="b")
        + text(x + 8, y + 37, node.period, fill=MUTED)
    )
    if not node.url:
        return f"<g><title>{label}</title>{body}</g>"
    return f'<a href="{escape(node.url)}" aria-label="{label}"><title>{label}</title>{body}</a>'
