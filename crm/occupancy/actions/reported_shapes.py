"""Bringing a reported split or merger into the ledger: the units first, then who sits where."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from crm.core.models import User
from crm.occupancy.actions.applying import apply_report
from crm.occupancy.actions.leases import end_lease
from crm.occupancy.actions.reshaping import Merge, Split, merge_units, split_unit
from crm.occupancy.models import Lease, Spell, Unit
from crm.occupancy.returns.ledger import Stand, stands_on
from crm.occupancy.returns.reported import Part, Reported, Reshaping
from crm.occupancy.returns.shape_checks import goes_on

ONE_DAY = dt.timedelta(days=1)
LET = ("L", "N")


def apply_reshaping(said: Reshaping, *, by: User | None, reason: str) -> None:
    """Where nothing is new the tenancy goes over as it is; elsewhere it ends on the day and what is
    reported begins, under the tenant's lease where no other one is named.
    """
    units = list(Unit.objects.filter(pk__in=[unit.pk for unit in said.units]))
    units.sort(key=lambda unit: unit.pk != said.unit.pk)
    stands = list(stands_on(units, said.on).values())
    parts = [_under_its_lease(part, stands) for part in said.parts]
    cleared = {part.number for part in parts if not goes_on(part, stands)}
    _end_leases(stands, parts, cleared, said.on, by=by, reason=reason)
    if said.is_split:
        pairs = [(part.number, part.measured) for part in parts]
        fresh = split_unit([Split(units[0], pairs, cleared)], by=by, on=said.on, reason=reason)
    else:
        merge = Merge(units, parts[0].number, cleared=bool(cleared))
        fresh = merge_units([merge], by=by, on=said.on, reason=reason)
    for part, unit in zip(parts, fresh, strict=True):
        _seat(part, unit, by=by, reason=reason)


def _seat(part: Part, unit: Unit, *, by: User | None, reason: str) -> None:
    facts = {name: getattr(part, name) for name in Reported.__dataclass_fields__ if name != "lines"}
    apply_report(Reported(**{**facts, "unit": unit, "area": None}), by=by, reason=reason)


def _under_its_lease(part: Part, stands: Sequence[Stand]) -> Part:
    """A tenant who sat there before and names no other lease goes on under the one it has."""
    if part.state not in LET or part.lease_number or part.last_day is not None:
        return part
    lease = next((one.lease for one in stands if part.tenant_keys & one.tenant_keys), None)
    return part if lease is None else replace(part, lease_number=lease.number)


def _end_leases(
    stands: Sequence[Stand],
    parts: Sequence[Part],
    cleared: set[str],
    on: dt.date,
    *,
    by: User | None,
    reason: str,
) -> None:
    """Leases that have no unit left once the parts stand end with the day before."""
    if len(cleared) < len(parts):
        return
    kept = {part.lease_number for part in parts if part.state in LET}
    spells = [stand.spell.pk for stand in stands if stand.spell is not None]
    leases = {stand.lease.pk: stand.lease for stand in stands if stand.lease is not None}
    for lease in leases.values():
        if lease.number not in kept and _is_over(lease, spells, on):
            end_lease([lease], by=by, last_day=on - ONE_DAY, reason=reason)


def _is_over(lease: Lease, spells: Sequence[int], on: dt.date) -> bool:
    if on <= lease.starts_on:
        return False
    return (
        not Spell.objects.filter(lease=lease).exclude(pk__in=spells).overlapping(on, None).exists()
    )
