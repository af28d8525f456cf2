from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.enterprises.models import Enterprise, Registration


def record_registrations(
    registrations: Sequence[Registration], *, by: User | None, reason: str = ""
) -> list[Registration]:
    """Record a new state of registration; the one that held till then ends on its first day.

    Refuses a day on or before which a later state is recorded already.
    """
    with transaction.atomic():
        authorise(by, "enterprises.edit", registrations)
        ended: list[Registration] = []
        kept: list[Enterprise] = []
        for row in registrations:
            last = row.enterprise.registrations.order_by("-starts_on").first()
            if last is not None and row.starts_on <= last.starts_on:
                raise Refused(
                    _("A state of registration from %(day)s on is recorded already.")
                    % {"day": last.starts_on},
                    field="starts_on",
                )
            if last is not None and last.ends_before is None:
                last.ends_before = row.starts_on
                ended.append(last)
            row.enterprise.registered_address = row.address
            row.enterprise.registered_in_district = row.in_district
            kept.append(row.enterprise)
        change(ended, ["ends_before"], by=by, reason=reason)
        added = create(registrations, by=by, reason=reason)
        change(kept, ["registered_address", "registered_in_district"], by=by, reason=reason)
        announce("enterprises.registration_recorded", kept, by=by, reason=reason)
        return added
