"""What of enterprises and their contacts is searched."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.registries import StaffDocument, staff_documents
from crm.enterprises.industries import industry_label
from crm.enterprises.models import Contact, Enterprise


def _enterprises() -> QuerySet:
    return Enterprise.objects.current().select_related("team").prefetch_related("former_names")


def _contacts() -> QuerySet:
    return Contact.objects.filter(left_on__isnull=True).select_related("enterprise")


staff_documents.register(
    StaffDocument(
        key="enterprise",
        label=_("Enterprise"),
        model=Enterprise,
        title=lambda row: row.name,
        url=lambda row: row.get_absolute_url(),
        subtitle=lambda row: "·".join(
            part
            for part in (
                row.number,
                industry_label(row.industry) if row.industry else "",
                row.direction,
            )
            if part
        ),
        keys=lambda row: [code for code in (row.number, row.uscc) if code],
        aliases=lambda row: [other.name for other in row.former_names.all()],
        body=lambda row: "\n".join(
            part for part in (row.registered_address, row.direction, row.note) if part
        ),
        queryset=_enterprises,
        order=10,
    )
)
staff_documents.register(
    StaffDocument(
        key="contact",
        label=_("Contact"),
        model=Contact,
        title=lambda row: row.name,
        url=lambda row: row.enterprise.get_absolute_url(),
        subtitle=lambda row: "·".join(part for part in (row.enterprise.name, row.title) if part),
        keys=lambda row: [row.phone_key] if row.phone_key else [],
        queryset=_contacts,
        order=20,
    )
)
