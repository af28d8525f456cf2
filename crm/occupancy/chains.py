"""续租链: the leases that follow on one another, as rows and as one line."""

import datetime as dt
from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.occupancy.models import Lease
from crm.occupancy.svg import BandStyle, Lane, Stretch, time_band
from crm.occupancy.svg.paints import EXPIRY_PAINTS, OTHER
from crm.occupancy.svg.pieces import Paint

HERE = Paint("L", "#0b5cab", "#ffffff")


def chain_of(lease: Lease) -> list[Lease]:
    """The lease with all that it renews and that renew it, oldest first: one query.

    A renewal keeps its tenant, so the chain lies within the tenant's leases.
    """
    rows = {row.pk: row for row in Lease.objects.filter(tenant=lease.tenant_id)}
    later: dict[int, list[Lease]] = {}
    for row in rows.values():
        if row.renews_id is not None:
            later.setdefault(row.renews_id, []).append(row)
    first, seen = lease, {lease.pk}
    while first.renews_id in rows and first.renews_id not in seen:
        first = rows[first.renews_id]
        seen.add(first.pk)
    chain, waiting = {}, [first]
    while waiting:
        row = waiting.pop()
        if row.pk not in chain:
            chain[row.pk] = row
            waiting += later.get(row.pk, [])
    return sorted(chain.values(), key=lambda row: (row.starts_on, row.pk))


def chain_line(chain: Sequence[Lease], here: Lease, day: dt.date) -> SafeString:
    """The chain on one line of time, each lease a link to its page."""
    stretches = [
        Stretch(
            start=row.starts_on,
            end=row.last_day + dt.timedelta(days=1),
            paint=_paint(row, here, day),
            words=row.number,
            label=_("Lease %(number)s, %(start)s to %(end)s")
            % {"number": row.number, "start": row.starts_on, "end": row.last_day},
            url="" if row.pk == here.pk else row.get_absolute_url(),
        )
        for row in chain
    ]
    title = _("Renewals of lease %(number)s on one line") % {"number": here.number}
    return time_band([Lane("", stretches)], BandStyle(title, day, left=2, width=660))


def _paint(row: Lease, here: Lease, day: dt.date) -> Paint:
    if row.pk == here.pk:
        return HERE
    return OTHER if row.last_day < day else EXPIRY_PAINTS["later"]
