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
from crm.desk import pictures
from crm.desk.days import group_by_state, todos_by_source
from crm.desk.headlines import headlines, identity
from crm.desk.overview import figures_of, newest, parse_month_end, read
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
    as_of = seen.month.as_of
    following = month_end(as_of, -1)
    may_read_reports = user.can("reports.view")
    return {
        "as_of": as_of,
        "previous": month_end(as_of, 1),
        "following": following if following <= day else None,
        "seen": seen,
        "figures": [*headlines(seen, opens_reports=may_read_reports), *figures_of(user, as_of)],
        "identity": identity(seen),
        "trend": pictures.trend(seen.month),
        "change": pictures.change(seen.month),
        "inward": pictures.movers(seen.month, pictures.INWARD),
        "outward": pictures.movers(seen.month, pictures.OUTWARD),
        "expiries": pictures.expiries(seen.month),
        "stages": pictures.stages(user) if user.can("projects.view") else None,
        "panels": home_panels("desk.Overview", user, as_of),
        "both_homes": True,
        "may_read_reports": may_read_reports,
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
