"""What is let in a place on its day, unit by unit with the lease: the one way to read leases as of
a day. Of a closed month they come as they were frozen.
"""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from crm.occupancy import frozen
from crm.occupancy.positions import live_units
from crm.occupancy.querysets.spells import LEASED
from crm.occupancy.standing import PlacePosition
from crm.occupancy.terms import LEASE_PATHS


class Letting(NamedTuple):
    """L or N area of one unit, in a closed month of one enterprise on it. Without a lease all from
    ``last_day`` on is empty. ``tenant_id`` is whose lease it is.
    """

    building_id: int
    unit_id: int
    number: str
    state: str
    area: Decimal
    last_day: dt.date | None
    lease: str
    starts_on: dt.date | None
    tenant_id: int | None
    is_renewal: bool
    rent: Decimal | None
    rent_unit: str

    @property
    def key(self) -> tuple:
        """What holds one lease together; a lease that is known no more is told by tenant and end.
        Empty without a lease.
        """
        if self.last_day is None:
            return ()
        return (self.lease,) if self.lease else (self.tenant_id, self.last_day)


LEDGER = (
    "building_id",
    "pk",
    "number",
    "spell_now__state",
    "area",
    "spell_now__lease__last_day",
    *LEASE_PATHS,
)
KEPT = (
    "building_id",
    "unit_id",
    "unit__number",
    "state",
    "area",
    "last_day",
    "lease_number",
    "lease_starts_on",
    "lease_tenant_id",
    "is_renewal",
    "rent",
    "rent_unit",
)


def lettings(at: PlacePosition) -> list[Letting]:
    """Building by building, units in the order of their numbers: one query.

    A month that was closed before leases were kept: areas and last days as frozen, the lease that
    the ledger now has on the unit where it still ends that day; two queries.
    """
    if not at.is_frozen:
        return _from_ledger(at)
    rows = frozen.rows_of(at).filter(state__in=LEASED)
    rows = rows.order_by("building__code", "unit__number", "pk")
    if at.keeps_terms:
        return [Letting(*row) for row in rows.values_list(*KEPT)]
    known = {one.unit_id: one for one in _from_ledger(at)}
    kept = rows.values_list(*KEPT, "enterprise_id")
    return [_matched(Letting(*row[:-1]), row[-1], known.get(row[1])) for row in kept]


def _from_ledger(at: PlacePosition) -> list[Letting]:
    rows = live_units([one.building.pk for one in at.buildings], at.as_of)
    rows = rows.filter(spell_now__state__in=LEASED).order_by("building__code", "number", "pk")
    return [
        Letting(*row[:6], row[6] or "", row[7], row[8], row[9] is not None, row[10], row[11] or "")
        for row in rows.values_list(*LEDGER)
    ]


def _matched(kept: Letting, enterprise: int | None, now: Letting | None) -> Letting:
    if kept.last_day is None:
        return kept
    if now is None or now.last_day != kept.last_day:
        return kept._replace(tenant_id=enterprise)
    return now._replace(state=kept.state, area=kept.area)
