"""Charts shared by page and print: data in, SVG out.

442 points wide, the type area of a printed page, drawn at final size. Presentation attributes only:
WeasyPrint does not apply the page's style sheet inside SVG, and the content policy allows no inline
style. Every state carries a letter and, for N, V and H, a pattern, so that it reads in black and
white.
"""

from crm.core.charts.bars import Bar, bar_chart
from crm.core.charts.lines import LinePoint, line_chart
from crm.core.charts.states import StateBar, pages_of, state_chart
from crm.core.charts.waterfall import Step, waterfall_chart

__all__ = [
    "Bar",
    "LinePoint",
    "StateBar",
    "Step",
    "bar_chart",
    "line_chart",
    "pages_of",
    "state_chart",
    "waterfall_chart",
]
