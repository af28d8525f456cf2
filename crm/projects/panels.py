"""Projects on the pages of their enterprise and lead, and one's own on 我的一天."""

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from crm.core.fields import from_cents, sum_cents
from crm.core.registries import Panel, panels
from crm.leads.rules import State
from crm.projects.models import Project
from crm.projects.rules import ORDER

SHOWN = 20


def projects_of_enterprise(enterprise: Any, user: Any) -> dict[str, Any] | None:
    """The projects that this person may see; nothing when there are none."""
    rows = Project.objects.visible_to(user).filter(enterprise=enterprise)
    found = list(rows.select_related("owner").order_by("-pk")[:SHOWN])
    return {"projects": found} if found else None


def projects_of_lead(lead: Any, user: Any) -> dict[str, Any] | None:
    """What became of the lead, or the button that makes a project of it."""
    may = lead.state == State.FOLLOWING and user.can_on("leads.follow_up", lead)
    found = list(Project.objects.visible_to(user).filter(lead=lead))
    if not found and not may:
        return None
    may = may and user.can("projects.create")
    return {"projects": found, "may_convert": may, "lead": lead}


def my_pipeline(day: dt.date, user: Any) -> dict[str, Any] | None:
    """My projects under way by stage, with the sums in yuan."""
    figures = {
        row["stage"]: row
        for row in Project.objects.of_person(user)
        .under_way()
        .order_by()
        .values("stage")
        .annotate(number=Count("pk"), cents=sum_cents("investment_cny"))
    }
    if not figures:
        return None
    steps = [
        {
            "stage": stage,
            "label": Project.Stage(stage).label,
            "number": figures.get(stage, {}).get("number", 0),
            "total": from_cents(figures.get(stage, {}).get("cents")),
        }
        for stage in ORDER
    ]
    return {
        "steps": steps,
        "count": sum(step["number"] for step in steps),
        "total": sum(step["total"] for step in steps),
    }


panels.register(
    Panel(
        key="projects.of_enterprise",
        model="enterprises.Enterprise",
        title=_("Projects"),
        template="projects/_enterprise_projects.html",
        context=projects_of_enterprise,
        action="projects.view",
        order=50,
    )
)
panels.register(
    Panel(
        key="projects.of_lead",
        model="leads.Lead",
        title=_("Project"),
        template="projects/_lead_projects.html",
        context=projects_of_lead,
        action="projects.view",
        order=10,
    )
)
panels.register(
    Panel(
        key="projects.my_pipeline",
        model="desk.MyDay",
        title=_("My projects"),
        template="projects/_my_pipeline.html",
        context=my_pipeline,
        action="projects.view",
        order=50,
    )
)
