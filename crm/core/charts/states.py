"""One bar a building, divided by state of use, grouped by zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from crm.core.charts.svg import WIDTH, drawing, state_box, state_key, state_letter, text

ORDER = "SLONVH"
LABEL, RIGHT, TOP, PITCH, GROUP_LINE = 92, 30, 16, 12.2, 15
PAGE = 590  # points of height that one printed page leaves above the caption
LONGEST_NAME = 11


@dataclass(frozen=True)
class StateBar:
    """Areas by state letter in any one unit; ``note`` is the rate behind the bar."""

    name: str
    group: str
    areas: Mapping[str, float]
    note: str


def state_chart(bars: Sequence[StateBar], label: str) -> SafeString:
    """A group's name stands above its first bar; :func:`pages_of` says how many fit on a page."""
    longest = max((sum(bar.areas.values()) for bar in bars), default=0) or 1
    scale = (WIDTH - LABEL - RIGHT) / longest
    body, y, group = state_key(ORDER), TOP + 4.0, None
    several = len({bar.group for bar in bars}) > 1
    for index, bar in enumerate(bars):
        if several and bar.group != group:
            group = bar.group
            body += text(0, y + (11 if index else 6), group, weight=700)
            y += GROUP_LINE if index else 10
        body += _bar(bar, y, scale)
        y += PITCH
    return drawing(round(y + 4), body, label)


def pages_of(bars: Sequence[StateBar]) -> list[list[StateBar]]:
    """The bars divided so that each part's chart stays on one printed page."""
    pages: list[list[StateBar]] = []
    height, group = PAGE + 1.0, None
    for bar in bars:
        height += PITCH + (GROUP_LINE if bar.group != group else 0)
        if height > PAGE:
            pages.append([])
            height = TOP + 8 + PITCH + GROUP_LINE
        group = bar.group
        pages[-1].append(bar)
    return pages


def _bar(bar: StateBar, y: float, scale: float) -> str:
    body, x = text(LABEL - 5, y + 9, _short(bar.name), anchor="end", size=7.5), float(LABEL)
    for state in ORDER:
        width = bar.areas.get(state, 0) * scale
        if width > 0:
            body += state_box(x, y + 1, width, 9.6, state)
            if width > 9:
                body += state_letter(x + width / 2, y + 8.6, state)
        x += width
    return body + text(x + 4, y + 9, bar.note, size=7.5)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
