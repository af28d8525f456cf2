"""Random districts: units that begin and end, spells of all states, shared spells, leases."""

import datetime as dt
import random
from decimal import Decimal

from crm.occupancy.actions import (
    OccupantDraft,
    SpellDraft,
    record_spells,
    register_buildings,
    register_leases,
    register_units,
    register_zones,
)
from crm.occupancy.models import Building, Floor, Lease, Unit, Zone
from tests.factories.enterprises import EnterpriseFactory

FIRST = dt.date(2020, 1, 1)
DAYS = 1200


def day(chance: random.Random, start: int = 0, end: int = DAYS) -> dt.date:
    return FIRST + dt.timedelta(days=chance.randint(start, end))


def cut(chance: random.Random, life: tuple[dt.date, dt.date | None], pieces: int) -> list:
    """Some of the periods into which a life falls, the last one perhaps open."""
    end = life[1] or FIRST + dt.timedelta(days=DAYS + 100)
    span = (end - life[0]).days
    marks = sorted(chance.sample(range(span + 1), min(pieces * 2, span + 1)))
    days = [life[0] + dt.timedelta(days=mark) for mark in marks]
    periods = list(zip(days[::2], days[1::2], strict=False))
    if periods and life[1] is None and chance.random() < 0.5:
        periods[-1] = (periods[-1][0], None)
    return periods


class RandomDistrict:
    """``rows`` keeps every spell as plain values, for the independent reckoning."""

    def __init__(self, seed: int, buildings: int = 5, units: int = 6) -> None:
        self.chance = random.Random(seed)
        self.zones = register_zones(
            [Zone(code=f"R{seed}Z{n}", name=f"片区{n}") for n in range(2)], by=None
        )
        self.tenants = [EnterpriseFactory() for _ in range(7)]
        self.leases = register_leases([self._lease(n, seed) for n in range(8)], by=None)
        self.buildings = register_buildings(
            [self._building(n, seed) for n in range(buildings)], by=None
        )
        self.units = register_units(
            [self._unit(building, n) for building in self.buildings for n in range(units)], by=None
        )
        self.drafts = [draft for unit in self.units for draft in self._drafts(unit)]
        record_spells(self.drafts, by=None)

    def _building(self, number: int, seed: int) -> Building:
        return Building(
            code=f"R{seed}-{number}",
            name=f"楼{number}",
            zone=self.chance.choice(self.zones),
            in_use_from=self.chance.choice([None, FIRST, day(self.chance)]),
            gross_area=Decimal(self.chance.randint(0, 10**7)) / 100,
        )

    def _unit(self, building: Building, number: int) -> Unit:
        start = day(self.chance, 0, DAYS - 400)
        end = self.chance.choice(
            [None, None, start + dt.timedelta(days=self.chance.randint(1, 700))]
        )
        floor, _ = Floor.objects.get_or_create(building=building, label="1", level=1)
        area = Decimal(self.chance.randint(1, 500_000)) / 100
        return Unit(
            building=building,
            floor=floor,
            number=f"{number:03d}",
            area=area,
            starts_on=start,
            ends_before=end,
        )

    def _lease(self, number: int, seed: int) -> Lease:
        start = day(self.chance)
        return Lease(
            number=f"R{seed}-{number}",
            tenant=self.chance.choice(self.tenants),
            starts_on=start,
            last_day=start + dt.timedelta(days=self.chance.randint(0, 900)),
        )

    def _drafts(self, unit: Unit) -> list[SpellDraft]:
        return [
            self._draft(unit, start, end)
            for start, end in cut(
                self.chance, (unit.starts_on, unit.ends_before), self.chance.randint(0, 4)
            )
        ]

    def _draft(self, unit: Unit, start: dt.date, end: dt.date | None) -> SpellDraft:
        state = self.chance.choice("SLLLNOH")
        sitting = (
            [] if state == "H" else self.chance.sample(self.tenants, self.chance.randint(0, 3))
        )
        occupants = [OccupantDraft(tenant) for tenant in sitting]
        if len(occupants) > 1 and self.chance.random() < 0.4:
            occupants[0].area_share = (unit.area / 3).quantize(Decimal("0.01"))
        if occupants and self.chance.random() < 0.15:
            occupants[-1].desks, occupants[-1].area_share = 4, None
        lease = self.chance.choice([None, *self.leases]) if state in "LN" else None
        return SpellDraft(unit, state, start, end, lease=lease, occupants=occupants)
