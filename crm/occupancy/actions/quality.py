"""已核实: a finding that is right as it is, for a time or for good; and taking that back."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.models import Building, QualityWaiver

EDIT = "occupancy.edit"
Subject = tuple[str, str, Building | None]


def verify_findings(
    subjects: Sequence[Subject],
    *,
    by: User | None,
    reason: str,
    until: dt.date | None = None,
    today: dt.date,
) -> list[QualityWaiver]:
    """Say of (check, subject, building) that it was looked into and is right, up to and with
    ``until`` (None: for good). One that was verified before gets the new reason and day.
    """
    if not reason.strip():
        raise Refused(_("Say why it is right as it is."), field="reason")
    if until is not None and until < today:
        raise Refused(_("The day lies in the past."), field="until")
    with transaction.atomic():
        authorise(
            by, EDIT, [building for _check, _subject, building in subjects if building is not None]
        )
        known = {
            (row.check_key, row.subject): row
            for row in QualityWaiver.objects.filter(subject__in=[one[1] for one in subjects])
        }
        fresh, again = [], []
        for check, subject, building in subjects:
            row = known.get((check, subject))
            if row is None:
                row = QualityWaiver(check_key=check, subject=subject, building=building)
                fresh.append(row)
            else:
                again.append(row)
            row.reason, row.until = reason.strip(), until
        create(fresh, by=by, reason=reason[:100])
        change(again, ["reason", "until"], by=by, reason=reason[:100])
        announce("occupancy.finding_verified", [*fresh, *again], by=by, reason=reason)
        return [*fresh, *again]


def revoke_verification(
    waivers: Sequence[QualityWaiver], *, by: User | None, reason: str, today: dt.date
) -> list[QualityWaiver]:
    """The findings count again from ``today`` on."""
    if not reason.strip():
        raise Refused(_("Say why it counts again."), field="reason")
    with transaction.atomic():
        authorise(by, EDIT, [row.building for row in waivers if row.building is not None])
        for row in waivers:
            row.until = today - dt.timedelta(days=1)
        change(waivers, ["until"], by=by, reason=reason[:100])
        announce("occupancy.verification_revoked", waivers, by=by, reason=reason)
        return list(waivers)
