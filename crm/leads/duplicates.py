"""Is somebody on it already? Asked while a lead is recorded."""

from dataclasses import dataclass

from django.db.models import Q

from crm.core.models import User
from crm.core.names import name_key
from crm.enterprises.rules import name_core, phone_key
from crm.leads.models import Lead


@dataclass(frozen=True)
class KnownLead:
    """An open lead like the one being typed. Outside the asker's scope only its team is told."""

    lead: Lead | None
    team: str


def known_leads(*, by: User, name: str = "", phone: str = "", limit: int = 5) -> list[KnownLead]:
    """Open leads of the same enterprise or phone; two queries."""
    core, number = name_core(name) if name_key(name) else "", phone_key(phone)
    alike = Q()
    if len(core) >= 2:
        alike |= Q(enterprise__name_key__contains=core) | Q(title__icontains=name.strip())
    if len(number) >= 7:
        alike |= Q(phone_key=number)
    if not alike:
        return []
    rows = list(Lead.objects.open().filter(alike).select_related("team", "owner")[:limit])
    seen = Lead.objects.visible_to(by).filter(pk__in=[row.pk for row in rows])
    visible = set(seen.values_list("pk", flat=True))
    shown = [KnownLead(row, str(row.team)) for row in rows if row.pk in visible]
    hidden = {
        str(row.team): KnownLead(None, str(row.team)) for row in rows if row.pk not in visible
    }
    return [*shown, *hidden.values()]
