"""Figures pushed down by issued reports, and what the home page makes of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.models import PublishedFigure
from portal.svg import state_bar, trend

OCCUPANCY = "occupancy"
LIKE_FOR_LIKE = "occupancy_like_for_like"
GROSS_IN_USE = "gross_in_use"
ENTERPRISES = "enterprises"
NEW_BUILDINGS = "new_buildings"
AREA_KEYS = tuple(f"area_{state}" for state in "SLONV")
# A known key is shown in the reader's language; any other with the label that the report gave.
LABELS = {
    GROSS_IN_USE: _("Floor area in use"),
    OCCUPANCY: _("Occupancy"),
    LIKE_FOR_LIKE: _("Occupancy of the same buildings"),
    ENTERPRISES: _("Enterprises moved in"),
    "area_S": _("Own use"),
    "area_L": _("Let, occupied"),
    "area_O": _("Sold, occupied"),
    "area_N": _("Let, not in yet"),
    "area_V": _("Vacant"),
}
SMALLEST_GROUP = 3
IDENTITY = ("key", "scope", "as_of")
CONTENT = tuple(
    field.name
    for field in PublishedFigure._meta.concrete_fields
    if field.name not in ("id", *IDENTITY)
)
MONTHS = 24


@dataclass(frozen=True)
class ReportReference:
    """The issued report that the figures are taken from."""

    title: str
    number: str
    issued_on: dt.date
    scope: str = ""
    scope_label: str = ""
    basis: str = ""
    is_demo: bool = False


@dataclass(frozen=True)
class FigureRow:
    """``group_size`` is the number of enterprises behind the figure, where it counts
    enterprises.
    """

    key: str
    as_of: dt.date
    label: str
    value: Decimal
    unit: str = ""
    note: str = ""
    group_size: int | None = None


def publish(report: ReportReference, rows: Iterable[FigureRow]) -> int:
    """Store what a report gives to the public; a group under three enterprises is left out.

    A later report on the same month takes the place of the earlier. Gives the number of figures
    stored.
    """
    figures = [
        PublishedFigure(
            key=row.key,
            scope=report.scope,
            scope_label=report.scope_label,
            as_of=row.as_of,
            label=row.label,
            value=row.value,
            unit=row.unit,
            note=row.note,
            basis=report.basis,
            report_title=report.title,
            report_number=report.number,
            issued_on=report.issued_on,
            is_demo=report.is_demo,
        )
        for row in rows
        if row.group_size is None or row.group_size >= SMALLEST_GROUP
    ]
    PublishedFigure.objects.bulk_create(
        figures, update_conflicts=True, unique_fields=list(IDENTITY), update_fields=list(CONTENT)
    )
    return len(figures)


@dataclass
class Glance:
    """What 一图速览 shows. Figures are those of the last month; drawings come wide and narrow."""

    as_of: dt.date
    source: PublishedFigure
    figures: list[PublishedFigure] = field(default_factory=list)
    changes: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    trend_wide: str = ""
    trend_narrow: str = ""
    states_wide: str = ""
    states_narrow: str = ""


def latest_glance(scope: str = "") -> Glance | None:
    """The newest published month; None when nothing has been published. Costs one query."""
    series: dict[str, dict[dt.date, PublishedFigure]] = {}
    for figure in PublishedFigure.objects.filter(scope=scope):
        series.setdefault(figure.key, {})[figure.as_of] = figure
    rates = series.get(OCCUPANCY, {})
    if not rates:
        return None
    as_of = max(rates)
    shown = [
        series[key][as_of]
        for key in (GROSS_IN_USE, OCCUPANCY, LIKE_FOR_LIKE, ENTERPRISES)
        if as_of in series.get(key, {})
    ]
    glance = Glance(as_of, rates[as_of], shown)
    glance.changes = {
        key: _changes(series[key], as_of) for key in (OCCUPANCY, LIKE_FOR_LIKE) if key in series
    }
    days = sorted(rates)[-MONTHS:]
    if len(days) > 1:
        marks = series.get(NEW_BUILDINGS, {})
        points = [
            trend.Point(day, rates[day].value, bool(day in marks and marks[day].value))
            for day in days
        ]
        glance.trend_wide = trend.draw(points, trend.WIDE)
        glance.trend_narrow = trend.draw(points, trend.NARROW)
    areas = [series[key][as_of] for key in AREA_KEYS if as_of in series.get(key, {})]
    if len(areas) == len(AREA_KEYS):
        bars = [
            state_bar.Part(figure.key[-1], str(LABELS[figure.key]), figure.value)
            for figure in areas
        ]
        glance.states_wide = state_bar.draw(bars, state_bar.WIDE)
        glance.states_narrow = state_bar.draw(bars, state_bar.NARROW)
    return glance


def _changes(rows: dict[dt.date, PublishedFigure], as_of: dt.date) -> dict[str, Decimal]:
    """In percentage points, against the month before and the same month a year before."""
    changes = {}
    for name, months in (("month", 1), ("year", 12)):
        earlier = rows.get(month_end_before(as_of, months))
        if earlier:
            changes[name] = (rows[as_of].value - earlier.value) * 100
    return changes


def month_end_before(day: dt.date, months: int) -> dt.date:
    """The last day of the month ``months`` before that of ``day``."""
    index = day.year * 12 + day.month - months  # the month after the one asked for
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)
