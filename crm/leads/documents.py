"""What of leads is searched."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.registries import StaffDocument, staff_documents
from crm.leads.models import Lead


def _leads() -> QuerySet:
    return Lead.objects.select_related("enterprise", "owner", "team", "event")


def _subtitle(row: Lead) -> str:
    parts = (row.number, row.get_state_display(), row.owner.name if row.owner else str(row.team))
    return "·".join(str(part) for part in parts if part)


staff_documents.register(
    StaffDocument(
        key="lead",
        label=_("Lead"),
        model=Lead,
        title=lambda row: row.title,
        url=lambda row: row.get_absolute_url(),
        subtitle=_subtitle,
        keys=lambda row: [key for key in (row.number, row.phone_key) if key],
        aliases=lambda row: (
            [row.enterprise.name] if row.enterprise and row.enterprise.name != row.title else []
        ),
        body=lambda row: "\n".join(
            part
            for part in (
                row.contact_name,
                row.direction,
                row.next_step,
                row.note,
                str(row.event or ""),
            )
            if part
        ),
        queryset=_leads,
        order=30,
    )
)
