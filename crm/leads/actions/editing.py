from collections.abc import Sequence

from django.db import transaction

from crm.core.acts import announce, authorise, change
from crm.core.clock import today
from crm.core.models import User
from crm.core.names import clean_name
from crm.enterprises.rules import phone_key
from crm.leads.amounts import INVESTMENT_FIELDS, settle_investment
from crm.leads.clocks import CLOCK_FIELDS, set_clocks
from crm.leads.models import Lead


def edit(
    leads: Sequence[Lead],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Lead]:
    """Store changed ``fields``. State, owner and team have actions of their own."""
    with transaction.atomic():
        authorise(by, "leads.edit", list(Lead.objects.filter(pk__in=[row.pk for row in leads])))
        for lead in leads:
            lead.title = clean_name(lead.title)
            lead.phone_key = phone_key(lead.contact_phone)
            settle_investment(lead)
        set_clocks(leads, day=today())
        changed = change(
            leads,
            list(dict.fromkeys([*fields, "phone_key", *INVESTMENT_FIELDS, *CLOCK_FIELDS])),
            by=by,
            reason=reason,
            expected=expected,
        )
        announce("leads.edited", changed, by=by, reason=reason, data={"fields": list(fields)})
        return changed
