"""租约分析: what leases say about a place as of a day, and the vacancy that they lead to."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.charts import Bar, LinePoint, bar_chart, line_chart
from crm.core.clock import today
from crm.core.figure_text import area, rate, wan_area
from crm.core.views import StaffView
from crm.occupancy import leasing_strips, spans
from crm.occupancy.days import read_day
from crm.occupancy.forms import ForecastForm
from crm.occupancy.lease_figures import LeaseFigures, lease_figures
from crm.occupancy.outlook import Asked, Outlook, outlook
from crm.occupancy.strips import ending_url

PAINTS = {30: "#b3261e", 60: "#b3261e", 90: "#b3261e", 180: "#d9822b", 365: "#e8c547"}


class LeaseAnalysis(StaffView):
    """Place, day and what the forecast assumes all stand in the address."""

    permission = "occupancy.view_leases"
    title = _("Lease analysis")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Leases"), reverse("desk:occupancy:leases"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = spans.read_place(request.GET, self.user)
        day = read_day(request.GET.get("as_of", "")) or today()
        of = lease_figures(asked.place, day)
        form = ForecastForm(request.GET)
        ahead = outlook(of, _assumed(form)) if of.standing.buildings else None
        context = {
            "of": of,
            "day": day,
            "place": asked.place,
            "unknown_place": asked.unknown,
            "place_choices": spans.choices(self.user),
            "form": form,
            "figures": leasing_strips.strip(of) if of.standing.buildings else [],
            "steps": [{"step": one, "url": ending_url(of.standing, one.days)} for one in of.steps],
            "ladder": _ladder(of),
            "rents": [(label, of.rents[key]) for key, label in RENTS.items()],
            "absorption": [
                {"month": month, "url": _span_url(of, month.start, month.end)}
                for month in of.absorption
            ],
            "ahead": ahead,
            "months": _months(of, ahead) if ahead else [],
            "chart": _chart(of, ahead) if ahead else "",
        }
        return self.page("occupancy/lease_analysis.html", context)


RENTS = {
    "all": _("All that is let"),
    "new": _("Newly let in the last 12 months"),
    "renewed": _("Renewed in the last 12 months"),
}


def _assumed(form: ForecastForm) -> Asked:
    """What was typed, as far as it can be read."""
    form.is_valid()
    data = getattr(form, "cleaned_data", {})
    renewal = data.get("renewal")
    return Asked(
        renewal=None if renewal is None else renewal / 100,
        letting=data.get("letting") or Decimal("0.00"),
        certainty=data.get("certainty") or "likely",
    )


def _span_url(of: LeaseFigures, start: dt.date, end: dt.date) -> str:
    query = spans.Span(start, end).query(of.place)
    return f"{reverse('desk:occupancy:comparison')}?{query}"


def _ladder(of: LeaseFigures) -> Any:
    bars = [
        Bar(
            label=gettext("%(since)d to %(days)d days")
            % {"since": step.since + 1, "days": step.days},
            value=float(step.added),
            note=f"{area(step.added)} ㎡",
            fill=PAINTS[step.days],
        )
        for step in of.steps
    ]
    return bar_chart(bars, gettext("Area whose lease ends, by the days left"))


def _months(of: LeaseFigures, ahead: Outlook) -> list[dict[str, Any]]:
    start = of.day
    rows = []
    for month in ahead.months:
        # A lease whose last day is the day itself sets its units free the day after.
        url = leasing_strips.leases_url(
            of,
            ends_from=start.isoformat(),
            ends_to=(month.end - dt.timedelta(days=1)).isoformat(),
        )
        rows.append({"month": month, "url": url})
        start = month.end
    return rows


def _chart(of: LeaseFigures, ahead: Outlook) -> Any:
    points = [LinePoint(f"{of.day:%Y-%m}", _per_cent(ahead.start.vacancy), named=True)]
    for month in ahead.months:
        mark = ""
        if month.released:
            mark = gettext("+%(area)s 10,000 ㎡") % {"area": wan_area(month.released)}
        points.append(
            LinePoint(f"{month.end:%Y-%m}", _per_cent(month.after.vacancy), mark, named=bool(mark))
        )
    said = gettext("Vacancy rate from %(start)s %% to %(end)s %% in 12 months") % {
        "start": rate(ahead.start.vacancy),
        "end": rate(ahead.months[-1].after.vacancy),
    }
    return line_chart(points, said)


def _per_cent(value: Decimal | None) -> float | None:
    return None if value is None else float(value * 100)
