"""What a closing keeps beside who sits where: the lease with its rent, and what the enterprise does
and where it is registered on that day.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from crm.occupancy import sittings
from crm.occupancy.sittings import Sitting
from crm.occupancy.tenants import homes_on

COLUMNS = (
    "lease_number",
    "lease_starts_on",
    "lease_tenant_id",
    "is_renewal",
    "rent",
    "rent_unit",
    "industry",
    "direction",
    "home",
)
ENTERPRISE = 8  # where ``sittings.PATHS`` names the occupant
LEASE_PATHS = (
    "spell_now__lease__number",
    "spell_now__lease__starts_on",
    "spell_now__lease__tenant_id",
    "spell_now__lease__renews_id",
    "spell_now__lease__price",
    "spell_now__lease__price_unit",
)
PATHS = (
    *sittings.PATHS,
    *LEASE_PATHS,
    "spell_now__occupants__enterprise__industry",
    "spell_now__occupants__enterprise__direction",
    "spell_now__occupants__enterprise__registered_in_district",
)
LEASE, NATURE, FLAG = len(sittings.PATHS), len(PATHS) - 3, len(PATHS) - 1


class Terms(NamedTuple):
    """As ClosedPosition stores them: empty without a lease, or without an enterprise."""

    lease_number: str
    lease_starts_on: dt.date | None
    lease_tenant_id: int | None
    is_renewal: bool
    rent: Decimal | None
    rent_unit: str
    industry: str = ""
    direction: str = ""
    home: str = ""


NO_TERMS = Terms("", None, None, False, None, "")


def from_ledger(building_ids: Iterable[int], day: dt.date) -> list[tuple[Sitting, Terms]]:
    """``sittings.from_ledger`` with the terms of each row, in the same one query; a second reads
    the registrations of those who sit there.
    """
    lines = list(sittings.ledger_rows(building_ids, day).values_list(*PATHS).iterator())
    flags = {line[ENTERPRISE]: line[FLAG] for line in lines if line[ENTERPRISE] is not None}
    homes = homes_on(flags, day)
    return [
        pair for _unit, group in groupby(lines, itemgetter(0)) for pair in _of(list(group), homes)
    ]


def _of(lines: Sequence[tuple], homes: Mapping[int, str]) -> Iterator[tuple[Sitting, Terms]]:
    lease = _lease(lines[0])
    natures = {line[ENTERPRISE]: line[NATURE:FLAG] for line in lines}
    for row in sittings.of_unit(lines):
        key = row.enterprise_id
        if key is None:
            yield row, Terms(*lease)
        else:
            yield row, Terms(*lease, *natures[key], homes[key])


def _lease(line: tuple) -> tuple:
    number, start, tenant, renews, price, unit = line[LEASE:NATURE]
    return number or "", start, tenant, renews is not None, price, unit or ""
