"""What the enterprises that sit in a place are on its day: industry, direction and where they are
registered. The one way to read them: of a closed month they come as they were frozen.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from crm.enterprises.models import Enterprise, Registration
from crm.occupancy import frozen
from crm.occupancy.registration_rules import ELSEWHERE, GONE, HERE, UNKNOWN, Dated, homes
from crm.occupancy.standing import PlacePosition

HOME_NAMES = {
    HERE: _("registered here"),
    ELSEWHERE: _("registered elsewhere"),
    UNKNOWN: _("registration not known"),
    GONE: _("deregistered or revoked"),
}


@dataclass(frozen=True)
class Tenants:
    """By enterprise id. ``enterprises`` carry industry and direction of the day: never save them.
    ``homes`` are those of registration_rules.
    """

    enterprises: dict[int, Enterprise]
    homes: dict[int, str]

    @property
    def registered_here(self) -> frozenset[int]:
        """Those registered in the district on the day."""
        return frozenset(key for key, home in self.homes.items() if home == HERE)


def tenants_of(at: PlacePosition) -> Tenants:
    """Everybody on S, L and O units of ``at``: two queries."""
    enterprises = Enterprise.objects.in_bulk(list(at.enterprise_ids))
    if at.keeps_terms:
        return Tenants(enterprises, natures(enterprises, at))
    flags = {key: one.registered_in_district for key, one in enterprises.items()}
    return Tenants(enterprises, homes_on(flags, at.as_of))


def enterprises_of(at: PlacePosition) -> dict[int, Enterprise]:
    """The same without where they are registered: a query less on an open day."""
    found = Enterprise.objects.in_bulk(list(at.enterprise_ids))
    natures(found, at)
    return found


def natures(enterprises: Mapping[int, Enterprise], at: PlacePosition) -> dict[int, str]:
    """Give those of ``enterprises`` that the closed month knows the industry and direction that it
    froze, and say where they were registered. One query; none where it froze nothing.
    """
    if not at.keeps_terms:
        return {}
    found: dict[int, str] = {}
    rows = frozen.rows_of(at).filter(enterprise__in=list(enterprises)).order_by()
    for key, industry, direction, home in rows.values_list(
        "enterprise_id", "industry", "direction", "home"
    ).distinct():
        enterprises[key].industry, enterprises[key].direction = industry, direction
        found[key] = home
    return found


def homes_on(flags: Mapping[int, bool | None], day: dt.date) -> dict[int, str]:
    """Where each of these is registered on the day, by today's ledger: one query. ``flags`` are the
    records' own words, which count where nothing is dated.
    """
    rows = Registration.objects.filter(enterprise__in=list(flags)).values_list(
        "enterprise_id", "starts_on", "ends_before", "in_district", "status"
    )
    return homes(flags, (Dated(*row) for row in rows), day)
