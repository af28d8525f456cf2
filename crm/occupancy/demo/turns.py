"""Three turns of the story that change no total: a succession inside a group, a relocation between
two buildings, and a master tenant who sublets. Told last, so that all else stays as it was.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from crm.enterprises.models import Enterprise
from crm.occupancy.demo.ledger import Ledger, PlannedLease, PlannedSpell
from crm.occupancy.demo.names import Tenants
from crm.occupancy.demo.stock import PlannedUnit
from crm.occupancy.demo.story import ONE_DAY, SEED_DAY

TOLD_ELSEWHERE = {"LY-0001", "LY-0014"}
SUCCEEDED_ON, MOVED_ON = dt.date(2023, 2, 16), dt.date(2023, 2, 20)
GRACE = dt.timedelta(days=80)
LONG_BEFORE = dt.date(2022, 6, 1)


def take_turns(ledger: Ledger, tenants: Tenants) -> list[tuple[Enterprise, Enterprise]]:
    """Tell them; gives (subsidiary, parent) for when both are recorded."""
    simple = _simple_tenancies(ledger)
    heir = _succession(ledger, tenants, next(simple))
    _relocation(ledger, simple)
    _sublet(ledger, tenants)
    return [heir]


def _simple_tenancies(ledger: Ledger) -> Iterator[PlannedSpell]:
    """Tenancies of one unit by one tenant without company, long before and after February 2023,
    in the order of their units.
    """
    of_tenant: dict[int, list[PlannedSpell]] = defaultdict(list)
    for spell in ledger.spells:
        if spell.tenant is not None:
            of_tenant[id(spell.tenant)].append(spell)
    for spell in _in_order(ledger.spells):
        units = {id(one.unit) for one in of_tenant[id(spell.tenant)]}
        alone = spell.lease is not None and len(units) == 1
        if alone and not spell.sharers and spell.state == "L" and _spans_february(spell):
            yield spell


def _in_order(spells: list[PlannedSpell]) -> list[PlannedSpell]:
    told_here = [one for one in spells if one.unit.building.code not in TOLD_ELSEWHERE]
    return sorted(told_here, key=lambda one: (one.unit.building.code, one.unit.number))


def _spans_february(spell: PlannedSpell) -> bool:
    end = spell.ends_before or dt.date.max
    return (
        spell.starts_on < LONG_BEFORE
        and end > dt.date(2023, 6, 1)
        and spell.lease is not None
        and spell.lease.last_day > dt.date(2023, 6, 1)
    )


def _go_on(
    ledger: Ledger, spell: PlannedSpell, day: dt.date, unit: PlannedUnit, tenant: Enterprise
) -> None:
    """From ``day`` on ``tenant`` sits on ``unit``, for the rest of the spell and the renewals."""
    old, before = spell.lease, spell.unit
    assert old is not None  # noqa: S101 - simple tenancies have one
    lease = replace(old, tenant=tenant, starts_on=day, renews=None, free_months=0, end_reason="")
    for later in _users_of(ledger, before, after=spell):
        if later.tenant is not spell.tenant or later.lease is None:
            continue
        later.unit, later.tenant, later.lease.tenant = unit, tenant, tenant
        if later.lease.renews is old:
            later.lease.renews = lease
    ledger.leases.append(lease)
    ledger.begin(replace(spell, unit=unit, tenant=tenant, starts_on=day, lease=lease))
    old.agreed_last_day, old.last_day = old.last_day, day - ONE_DAY
    spell.ends_before = day


def _succession(
    ledger: Ledger, tenants: Tenants, spell: PlannedSpell
) -> tuple[Enterprise, Enterprise]:
    """承租主体变更: a subsidiary takes over the unit of its parent."""
    parent = spell.tenant
    assert parent is not None  # noqa: S101 - as above
    short = parent.name.removeprefix("北京").replace("有限公司", "").removesuffix("（演示）")
    child = tenants.named(f"{short}北京分部有限公司", parent.direction, parent.industry)
    assert spell.lease is not None  # noqa: S101 - as above
    spell.lease.end_reason = "承租主体变更"
    _go_on(ledger, spell, SUCCEEDED_ON, spell.unit, child)
    return child, parent


def _relocation(ledger: Ledger, simple: Iterator[PlannedSpell]) -> None:
    """区内搬迁: a tenant moves into as large a unit of another building on the same day."""
    for spell in simple:
        to = _free_unit(ledger, spell)
        if to is not None:
            assert spell.lease is not None  # noqa: S101 - as above
            spell.lease.end_reason = "区内搬迁"
            _go_on(ledger, spell, MOVED_ON, to, spell.tenant)
            return
    raise ValueError("no unit to move to")


def _free_unit(ledger: Ledger, spell: PlannedSpell) -> PlannedUnit | None:
    taken = {id(one.unit) for one in ledger.spells if (one.ends_before or dt.date.max) > MOVED_ON}
    known = {one.unit.building.code: one.unit.building for one in ledger.spells}
    fitting = [
        unit
        for code, building in sorted(known.items())
        if code not in TOLD_ELSEWHERE and building is not spell.unit.building
        for unit in building.units
        if unit.area == spell.unit.area
        and id(unit) not in taken
        and unit.ends_before is None
        and max(unit.starts_on, building.in_use_from) <= MOVED_ON
    ]
    return fitting[0] if fitting else None


def _sublet(ledger: Ledger, tenants: Tenants) -> None:
    """二房东: an operator leases two units of a building; one is sublet, the other not filled yet.

    The final users were told already: what was theirs from the landlord is a sublet now.
    """
    waiting, filled = _pair(ledger)
    users = _users_of(ledger, waiting.unit, after=waiting) + _users_of(ledger, filled.unit)
    leases = list({id(one.lease): one.lease for one in users}.values())
    users[0].lease.starts_on = users[0].starts_on
    master = PlannedLease(
        tenant=tenants.named("合众空间运营管理有限公司"),
        starts_on=min(waiting.starts_on, *(lease.starts_on for lease in leases)),
        last_day=max(lease.last_day for lease in leases),
        price=filled.lease.price,
        grade=filled.lease.grade,
        tenant_role="operator",
    )
    ledger.leases.append(master)
    for lease in leases:
        lease.sublet_of = master
    waiting.tenant, waiting.lease = master.tenant, master


def _users_of(
    ledger: Ledger, unit: PlannedUnit, after: PlannedSpell | None = None
) -> list[PlannedSpell]:
    """The spells of a unit in their order, or those after one of them."""
    spells = sorted((one for one in ledger.spells if one.unit is unit), key=_start)
    return [one for one in spells if after is None or one.starts_on > after.starts_on]


def _start(spell: PlannedSpell) -> dt.date:
    return spell.starts_on


def _pair(ledger: Ledger) -> tuple[PlannedSpell, PlannedSpell]:
    """A unit that is signed at the end of February and filled within the grace period, and one of
    the same building that has had one tenant from the first to the last, as the other has then.
    """
    simple = {id(one.unit): one for one in _simple_tenancies(ledger)}
    of_unit: dict[int, list[PlannedSpell]] = defaultdict(list)
    for one in sorted(_in_order(ledger.spells), key=_start):
        of_unit[id(one.unit)].append(one)
    lasting = [one for key, one in simple.items() if _one_tenant(of_unit[key])]
    for one in _in_order(ledger.spells):
        if one.state != "N" or not one.holds_on(SEED_DAY) or one.ends_before is None:
            continue
        later = [other for other in of_unit[id(one.unit)] if other.starts_on > one.starts_on]
        if not _one_tenant(later) or one.ends_before - one.starts_on > GRACE:
            continue
        for other in lasting:
            if other.unit.building is one.unit.building and other.unit is not one.unit:
                return one, other
    raise ValueError("no units to sublet")


def _one_tenant(spells: list[PlannedSpell]) -> bool:
    """Whether one tenant sits there all the time, on leases, with nobody beside, and still does."""
    return (
        bool(spells)
        and len({id(one.tenant) for one in spells}) == 1
        and all(one.lease is not None and one.state == "L" and not one.sharers for one in spells)
        and spells[-1].ends_before is None
    )
