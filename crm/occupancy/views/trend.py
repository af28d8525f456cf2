"""走势: the rate of a place at many month ends, like for like beside it, each with its rows."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.charts import LinePoint, line_chart
from crm.core.clock import today
from crm.core.figure_text import wan_area
from crm.core.views import StaffView
from crm.occupancy import spans
from crm.occupancy.days import month_ends_up_to
from crm.occupancy.series import DayOfSeries, Series, series
from crm.occupancy.spans import Span
from crm.occupancy.views.comparison import Comparison

MONTHS = (12, 24, 36)


@dataclass(frozen=True)
class TrendRow:
    """One month's end; ``change`` is against the month before."""

    day: DayOfSeries
    same: Decimal | None
    change: Decimal | None
    entered: Decimal
    query: str


class Trend(StaffView):
    """Month ends up to ``?to=``, the newest first, and their picture."""

    permission = "occupancy.view"
    title = _("Trend of the rate")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(Comparison.title, reverse("desk:occupancy:comparison"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = spans.read_place(request.GET, self.user)
        end = min(spans.read_moment(request.GET.get("to", "")) or today(), today())
        count = next((one for one in MONTHS if str(one) == request.GET.get("months")), MONTHS[1])
        found = series(asked.place, month_ends_up_to(end, count + 1))
        rows = rows_of(found, asked)
        context = {
            "rows": rows[::-1],
            "picture": picture(rows) if rows else "",
            "place": asked.place,
            "unknown_place": asked.unknown,
            "place_choices": spans.choices(self.user),
            "end": found.days[-1].as_of,
            "months": count,
            "month_choices": MONTHS,
        }
        return self.page("occupancy/trend.html", context)


def rows_of(found: Series, asked: spans.Asked) -> list[TrendRow]:
    """From the first month in which anything was in use; like for like since the first shown."""
    same, rows = found.like_for_like(1), []
    for at, day in enumerate(found.days[1:], 1):
        before = found.days[at - 1]
        if not rows and not day.buildings:
            continue
        change = None if None in (day.rate, before.rate) else day.rate - before.rate  # type: ignore[operator]
        query = Span(before.as_of, day.as_of).query(asked.place)
        rows.append(TrendRow(day, same[at], change, found.entered(at), query))
    return rows


def picture(rows: list[TrendRow]) -> Any:
    """The whole as a line; months with new supply are marked."""
    points = [
        LinePoint(
            f"{row.day.as_of:%Y-%m}",
            None if row.day.rate is None else float(row.day.rate * 100),
            f"+{wan_area(row.entered)}" if row.entered else "",
        )
        for row in rows
    ]
    first, last = _month(rows[0].day.as_of), _month(rows[-1].day.as_of)
    said = gettext("Occupancy rate from %(first)s to %(last)s") % {"first": first, "last": last}
    return line_chart(points, said)


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"
