"""Where an enterprise sits, on its page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.registries import Panel, panels
from crm.occupancy.models import Lease, Spell

SHOWN = 30


def tenancies_of(enterprise: Any, user: Any) -> dict[str, Any] | None:
    """Spells and leases that this person may see; nothing when there are none."""
    day = today()
    spells = (
        Spell.objects.visible_to(user)
        .filter(occupants__enterprise=enterprise, occupants__is_void=False)
        .select_related("unit__building", "lease")
        .order_by("-starts_on", "unit__number")
    )
    leases = Lease.objects.visible_to(user).filter(tenant=enterprise).select_related("building")
    shown = list(spells[:SHOWN])
    contracts = list(leases.order_by("-last_day")[:SHOWN])
    if not shown and not contracts:
        return None
    current = [spell for spell in shown if spell.holds_on(day)]
    return {
        "current": current,
        "former": [spell for spell in shown if spell not in current],
        "leases": contracts,
        "area": sum(spell.unit.area for spell in current),
        "today": day,
    }


panels.register(
    Panel(
        key="occupancy.of_enterprise",
        model="enterprises.Enterprise",
        title=_("Space and leases"),
        template="occupancy/_enterprise_tenancies.html",
        context=tenancies_of,
        action="occupancy.view",
        order=30,
    )
)
