"""The report that another one takes its figures from, or must agree with."""

import datetime as dt
from collections.abc import Iterable

from crm.reports.models import Snapshot

MONTHLY = "occupancy-monthly"


def monthly_in_force(as_of: dt.date, scopes: Iterable[str]) -> Snapshot | None:
    """The monthly report of this day that is in force over the first of ``scopes`` that has one."""
    wanted = list(scopes)
    found = {
        snapshot.scope_code: snapshot
        for snapshot in Snapshot.objects.filter(
            kind=MONTHLY, as_of=as_of, scope_code__in=wanted, state=Snapshot.State.ISSUED
        )
    }
    return next((found[code] for code in wanted if code in found), None)
