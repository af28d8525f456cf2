"""Leads on the page of their enterprise."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.core.registries import Panel, panels
from crm.leads.models import Lead

SHOWN = 20


def leads_of_enterprise(enterprise: Any, user: Any) -> dict[str, Any] | None:
    """The leads that this person may see; nothing when there are none."""
    rows = Lead.objects.visible_to(user).filter(enterprise=enterprise).select_related("owner")
    found = list(rows.order_by("-received_at")[:SHOWN])
    return {"leads": found} if found else None


panels.register(
    Panel(
        key="leads.of_enterprise",
        model="enterprises.Enterprise",
        title=_("Leads"),
        template="leads/_enterprise_leads.html",
        context=leads_of_enterprise,
        action="leads.view",
        order=40,
    )
)
