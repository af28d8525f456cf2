"""Buildings, units, and ten years of who sat where."""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction

from crm.core import acts, numbering
from crm.core.names import name_key
from crm.desk.operation.scale.names import company
from crm.desk.operation.scale.people import REASON
from crm.enterprises.models import Enterprise
from crm.occupancy.models import Building, Floor, Lease, Spell, SpellOccupant, Unit, Zone

YEARS = 10
FLOORS = 20
UNITS_AN_ENTERPRISE = 6
CHUNK = 500
STATES, WEIGHTS = ("L", "S", "O", "N", "H", ""), (70, 8, 8, 3, 1, 10)


def add_space(
    buildings: int, units: int, today: dt.date, chance: random.Random, progress: Callable
) -> dict[str, int]:
    """``units`` spread evenly over ``buildings`` new buildings (one at least)."""
    if not buildings and not units:
        return {"buildings": 0, "units": 0, "spells": 0}
    start = today - dt.timedelta(days=365 * YEARS)
    with transaction.atomic():
        tenants = _tenants(max(units // UNITS_AN_ENTERPRISE, 1), chance) if units else []
        floors = _buildings(max(buildings, 1), start)
    made, spells = 0, 0
    while made < units:
        size = min(CHUNK, units - made)
        with transaction.atomic():
            rows = [_unit(made + index, floors, start, chance) for index in range(size)]
            acts.create(rows, by=None, reason=REASON)
            spells += _histories(rows, tenants, today, chance)
        made += size
        progress("units", made)
    return {"buildings": max(buildings, 1), "units": made, "spells": spells}


def _buildings(count: int, start: dt.date) -> list[Floor]:
    zone = Zone.objects.filter(code="SCALE").first()
    if zone is None:
        zone = acts.create([Zone(code="SCALE", name="规模测试片区", is_demo=True)], by=None)[0]
    first = numbering.take_values("scale-building", count)[0]
    rows = [
        Building(
            code=f"SC-{first + index:05d}",
            name=f"测试楼{first + index}（演示）",
            zone=zone,
            in_use_from=start,
            gross_area=Decimal(40_000),
            floors_above=FLOORS,
            is_demo=True,
        )
        for index in range(count)
    ]
    acts.create(rows, by=None, reason=REASON)
    floors = [
        Floor(building=row, label=str(level), level=level)
        for row in rows
        for level in range(1, FLOORS + 1)
    ]
    return acts.create(floors, by=None, reason=REASON)


def _tenants(count: int, chance: random.Random) -> list[Enterprise]:
    year = 2000
    numbers = numbering.take("QY", year, count)
    rows = []
    for number in numbers:
        name = f"{company(chance)}{number[-6:]}"
        rows.append(Enterprise(number=number, name=name, name_key=name_key(name), is_demo=True))
    return acts.create(rows, by=None, reason=REASON)


def _unit(index: int, floors: list[Floor], start: dt.date, chance: random.Random) -> Unit:
    floor = floors[index % len(floors)]
    return Unit(
        building=floor.building,
        floor=floor,
        number=f"{floor.label}-{index // len(floors) + 1:03d}",
        area=Decimal(chance.randrange(8_000, 60_000)) / 100,
        starts_on=start,
    )


def _histories(
    units: list[Unit], tenants: list[Enterprise], today: dt.date, chance: random.Random
) -> int:
    """Spells end to end from the birth of each unit until now or beyond, with gaps of vacancy."""
    planned = [
        (unit, state, begin, end, chance.choice(tenants))
        for unit in units
        for state, begin, end in _periods(unit.starts_on, today, chance)
    ]
    leases = _leases([row for row in planned if row[1] in ("L", "N")], chance)
    found = iter(leases)
    spells = [
        Spell(
            unit=unit,
            state=state,
            signed_kind="let" if state == "N" else "",
            starts_on=begin,
            ends_before=end,
            lease=next(found) if state in ("L", "N") else None,
        )
        for unit, state, begin, end, _tenant in planned
    ]
    acts.create(spells, by=None, reason=REASON)
    seats = [
        SpellOccupant(spell=spell, enterprise=row[4])
        for spell, row in zip(spells, planned, strict=True)
        if row[1] != "H"
    ]
    acts.create(seats, by=None, reason=REASON)
    return len(spells)


def _periods(
    start: dt.date, today: dt.date, chance: random.Random
) -> list[tuple[str, dt.date, dt.date | None]]:
    periods, day = [], start + dt.timedelta(days=chance.randrange(200))
    while day <= today:
        end = day + dt.timedelta(days=chance.randrange(300, 1500))
        state = chance.choices(STATES, WEIGHTS)[0]
        if state:
            periods.append((state, day, end if end <= today else None))
        day = end
    return periods


def _leases(rows: list[tuple], chance: random.Random) -> list[Lease]:
    leases = [
        Lease(
            tenant=tenant,
            building=unit.building,
            starts_on=begin,
            last_day=(end or begin + dt.timedelta(days=1500)) - dt.timedelta(days=1),
            price=Decimal(chance.randrange(300, 900)) / 100,
        )
        for unit, _state, begin, end, tenant in rows
    ]
    for year in sorted({lease.starts_on.year for lease in leases}):
        of_year = [lease for lease in leases if lease.starts_on.year == year]
        numbers = numbering.take("ZL", year, len(of_year))
        for lease, number in zip(of_year, numbers, strict=True):
            lease.number = number
    return acts.create(leases, by=None, reason=REASON)
