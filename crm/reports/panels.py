"""Reports on the pages of what they are about."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.registries import Panel, panels
from crm.reports.building_sheet.figures import KIND
from crm.reports.models import Snapshot
from crm.reports.months import month_end

SHOWN = 6


def sheets_of(building: Any, user: Any) -> dict[str, Any] | None:
    """The latest sheets of this building and, for who may, the way to draw up the next one."""
    rows = (
        Snapshot.objects.visible_to(user)
        .filter(kind=KIND, scope_code=building.code)
        .exclude(state=Snapshot.State.DROPPED)
        .defer("canonical")
        .order_by("-as_of", "-pk")
    )
    month = f"{month_end(today(), 1):%Y-%m}"
    query = urlencode({"kind": KIND, "scope": building.code, "month": month})
    may_draft = user.can("reports.draft")
    shown = list(rows[:SHOWN])
    if not shown and not may_draft:
        return None
    return {
        "rows": shown,
        "draw_up_url": f"{reverse('desk:reports:create')}?{query}" if may_draft else "",
    }


panels.register(
    Panel(
        key="reports.of_building",
        model="occupancy.Building",
        title=_("Sheets of this building"),
        template="reports/_building_panel.html",
        context=sheets_of,
        action="reports.view",
        order=60,
    )
)
