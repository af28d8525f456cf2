"""Rows of a sheet that name what they were split or merged from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from crm.occupancy import rules
from crm.occupancy.returns.ledger import LedgerBook, Stand
from crm.occupancy.returns.reported import Kind, Part, Reshaping, Tenant
from crm.occupancy.returns.understood import ReadRow


def shapes_of(rows: Iterable[ReadRow], book: LedgerBook) -> list[Reshaping]:
    """Rows with the same origins are one split or merger; those with one number are one new unit.
    What does not add up is for the checks.
    """
    together: dict[tuple[int, ...], list[ReadRow]] = {}
    for row in rows:
        if row.origins:
            key = tuple(dict.fromkeys(unit.pk for unit in row.origins))
            together.setdefault(key, []).append(row)
    return [_shape(some, book) for some in together.values()]


def _shape(rows: Sequence[ReadRow], book: LedgerBook) -> Reshaping:
    units = list({unit.pk: unit for unit in rows[0].origins}.values())
    stands = [book.stands[unit.pk] for unit in units]
    on = next((row.values["on"] for row in rows if row.values.get("on")), book.day)
    by_number: dict[str, list[ReadRow]] = {}
    for row in rows:
        by_number.setdefault(row.written, []).append(row)
    whole = sum((unit.area for unit in units), rules.ZERO)
    is_split = len(units) == 1
    parts = [_part(number, some, stands, on) for number, some in by_number.items()]
    for part in parts:
        if part.area is None and not is_split:
            part.area = whole
    note = next((part.note for part in parts if part.note), "")
    kind = Kind.SPLIT if is_split else Kind.MERGE
    return Reshaping(units[0], on, "", note=note, kind=kind, units=units, parts=parts)


def _part(number: str, rows: Sequence[ReadRow], stands: Sequence[Stand], on: dt.date) -> Part:
    first = rows[0]
    is_let = first.state in ("L", "N")
    lease: dict[str, Any] = {
        key: first.values.get(key) for key in ("lease_number", "lease_starts_on", "last_day")
    }
    known = [one.lease for one in stands if one.lease is not None]
    if not is_let or any(one.last_day == lease["last_day"] for one in known):
        lease = dict.fromkeys(lease)  # the lease that goes on is no news
    return Part(
        stands[0].unit,
        on,
        first.state,
        tenants=_tenants(rows, stands),
        signed_kind=next((one.signed_kind for one in stands if first.state == one.state), ""),
        lease_number=(lease["lease_number"] or "")[:32],
        lease_starts_on=lease["lease_starts_on"] if lease["last_day"] else None,
        last_day=lease["last_day"],
        area=first.values.get("area"),
        note=str(first.values.get("note") or "")[:200],
        number=number,
    )


def _tenants(rows: Sequence[ReadRow], stands: Sequence[Stand]) -> list[Tenant]:
    """As the rows name them; whoever sat there before has left a vacant part."""
    gone = {key for one in stands for key in one.tenant_keys}
    found: dict[str, Tenant] = {}
    for row in rows:
        for name in row.names:
            share, desks = row.values.get("area_share"), row.values.get("desks")
            tenant = Tenant(name, None, share, desks)
            if row.state not in ("V", "H") or tenant.key not in gone:
                found[tenant.key] = tenant
    return list(found.values())
