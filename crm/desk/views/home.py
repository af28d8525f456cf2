"""The first page after login: my day, or the bureau head's one page."""

import datetime as dt
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views import View

from crm.core.access import ANY_STAFF
from crm.core.clock import today
from crm.core.registries.panels import panels
from crm.core.views.base import StaffView
from crm.desk import pictures, trends
from crm.desk.bases import Basis, bases
from crm.desk.days import group_by_state, todos_by_source
from crm.desk.headlines import headlines, identity
from crm.desk.libraries import library_figures
from crm.desk.overview import (
    Overview,
    brief_of,
    figures_of,
    kept_for,
    matters_of,
    newest,
    parse_month_end,
    read,
)
from crm.reports.months import month_end

HEAD_ROLES = {"head", "deputy_head"}
DISTRICT_FIGURES = "occupancy.view_district"
SHOWN = 12


class MyDay(StaffView):
    """What waits for me, the most urgent first, and the panels that apps put beside it."""

    permission = ANY_STAFF
    title = gettext_lazy("My day")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("desk/my_day.html", my_day(request, self.user))


class BureauHome(StaffView):
    """One page of figures as of a month's end, each with its basis and its rows."""

    permission = DISTRICT_FIGURES
    title = gettext_lazy("Overview")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("desk/overview.html", overview(request, self.user))


class Home(StaffView):
    """The one that fits the role; a switch shows the other to those who may see both."""

    permission = ANY_STAFF

    def get(self, request: HttpRequest) -> HttpResponse:
        leads = HEAD_ROLES & set(self.user.rights.role_codes)
        both = leads and self.user.can(DISTRICT_FIGURES)
        return redirect("desk:overview" if both else "desk:my_day")


class NoGrant(LoginRequiredMixin, View):
    """An account without any role: says whom to ask."""

    dd_access = "any account"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.can(ANY_STAFF):
            return redirect("desk:home")
        return render(request, "desk/no_grant.html", status=403)


def my_day(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Groups for today, the rest of the week folded up, and the panels of "desk.MyDay"."""
    day = today()
    items = [item for _, found in todos_by_source(user, day) for item in found]
    groups = group_by_state(items, SHOWN)
    now_groups = [group for group in groups if group.state != "later"]
    later = next((group for group in groups if group.state == "later"), None)
    beside = home_panels("desk.MyDay", user, day)
    return {
        "today": day,
        "groups": now_groups,
        "count": sum(group.total for group in now_groups),
        "later": later,
        "show_later": request.GET.get("later") == "1",
        "panels": [shown for shown in beside if not shown["panel"].side],
        "side_panels": [shown for shown in beside if shown["panel"].side],
        "both_homes": user.can(DISTRICT_FIGURES),
    }


def overview(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Figures as of ``?as_of=`` (the newest issued report unless said), and the pictures."""
    day = today()
    asked = parse_month_end(request.GET.get("as_of", ""), day)
    seen = newest(day) if asked is None else read(asked)
    as_of, following = seen.month.as_of, month_end(seen.month.as_of, -1)
    may_read_reports = user.can("reports.view")
    brief = brief_of(as_of) if may_read_reports else None
    return {
        "as_of": as_of,
        "previous": month_end(as_of, 1),
        "following": following if following <= day else None,
        "seen": seen,
        "month_query": pictures.span_query(seen.month, 1),
        "identity": identity(seen),
        "panels": home_panels("desk.Overview", user, as_of),
        "both_homes": True,
        "may_read_reports": may_read_reports,
        "brief": brief,
        "matters": matters_of(brief) if brief else [],
        "since_last_month": pictures.since_last_month(seen.month),
        **registered(seen, user),
        **drawn(seen, user, request.GET.get("months", "")),
        **projects(user, as_of),
    }


def registered(seen: Overview, user: Any) -> dict[str, Any]:
    """The strip of figures, and the official ones apart: the two are never added up."""
    found = figures_of(user, seen.month.as_of)
    official = [
        {"figure": one, "basis": Basis(one.name, one.basis, one.scope, one.as_of, source=one.note)}
        for key, one in found.items()
        if key.startswith("indicators.")
    ]
    strip = [found[key] for key in found if not key.startswith(("indicators.", "projects."))]
    if "projects.cumulative" in found:
        strip.append(found["projects.cumulative"])
    return {"figures": [*headlines(seen), *strip], "official": official}


def drawn(seen: Overview, user: Any, months: str) -> dict[str, Any]:
    """The pictures and lists of the month, each with the basis that its ⓘ shows; what leases say
    for those who read leases.
    """
    month = seen.month
    count = int(months) if months in {str(one) for one in trends.MONTHS} else trends.MONTHS[-1]
    return {
        "months": count,
        "month_choices": trends.MONTHS,
        "trend": trends.pictures(month, count),
        "change": pictures.change(month),
        "inward": pictures.movers(month, pictures.INWARD),
        "outward": pictures.movers(month, pictures.OUTWARD),
        "expiries": pictures.expiries(month) if user.can("occupancy.view_leases") else None,
        "bases": bases(seen),
    }


def projects(user: Any, as_of: dt.date) -> dict[str, Any]:
    """Stages and libraries, for those who see projects."""
    if not user.can("projects.view"):
        return {"stages": None, "library": None}
    return {
        "stages": pictures.stages(user),
        "library": kept_for(user, "library", as_of, lambda: library_figures(user, as_of)),
    }


def home_panels(page: str, user: Any, day: dt.date) -> list[dict[str, Any]]:
    """Panels registered for a page of the desk; their ``context`` takes the day and the user."""
    shown = []
    for panel in panels:
        if panel.model == page and user.can(panel.action):
            context = panel.context(day, user)
            if context is not None:
                shown.append({"panel": panel, "template": panel.template, **context})
    return shown
