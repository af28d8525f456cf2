"""24 months up to 2023-02-28, month by month on target to the ㎡, and thinly on from there."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from crm.occupancy.demo.ledger import Ledger, PlannedLease, PlannedSpell
from crm.occupancy.demo.names import Tenants
from crm.occupancy.demo.stock import NAMES, PlannedBuilding, PlannedUnit

ONE_DAY = dt.timedelta(days=1)
BEGIN, SEED_DAY = dt.date(2021, 2, 28), dt.date(2023, 2, 28)
OCCUPIED = 1_539_000
# S + L + O at month ends, straight lines between: 81.8 % in January 2023, 79.8 % the year before.
TARGETS = {
    BEGIN: 1_273_000,
    dt.date(2022, 2, 28): 1_390_200,
    dt.date(2023, 1, 31): OCCUPIED - 11_860,
    SEED_DAY: OCCUPIED,
}
OWNERS = ("示例中心置业", "金融广场置业", "示例科技园发展", "示例汇置业")
COARSE = 1_500


def month_ends(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Last days of months after ``first``, up to ``last``."""
    day = first
    while True:
        month = (day + ONE_DAY).replace(day=1)
        day = (month + dt.timedelta(days=32)).replace(day=1) - ONE_DAY
        if day > last:
            return
        yield day


def target_on(day: dt.date) -> int:
    """Where the story has to be at a month end, in whole 10 ㎡."""
    marks = sorted(TARGETS)
    for start, end in pairwise(marks):
        if start <= day <= end:
            part = (day - start).days / (end - start).days
            return round((TARGETS[start] + (TARGETS[end] - TARGETS[start]) * part) / 10) * 10
    raise ValueError(day)


class Story:
    """Everything outside 示例中心A座, whose floors are told by ``centre_a``."""

    def __init__(
        self,
        buildings: list[PlannedBuilding],
        ledger: Ledger,
        tenants: Tenants,
        chance: random.Random,
    ) -> None:
        self.buildings, self.ledger, self.tenants, self.chance = (
            buildings,
            ledger,
            tenants,
            chance,
        )
        self.free = [unit for building in buildings[1:] for unit in building.units]
        self.signed: dict[PlannedUnit, dt.date] = {}
        self.owners = [tenants.named(name) for name in OWNERS]

    def tell(self, today: dt.date) -> None:
        """The whole story, up to the last month end before ``today``."""
        self._begin()
        for day in month_ends(BEGIN, SEED_DAY):
            self._month(day)
            self._reach(target_on(day), day)
            self._sign_ahead(day)
        self._check()
        for day in month_ends(SEED_DAY, today):
            self._month(day)
            self._thinly(day)

    def _begin(self) -> None:
        standing = [unit for unit in self.free if unit.building.in_use_from <= BEGIN]
        for building in self.buildings[1:]:
            if building.in_use_from <= BEGIN:
                self._owners_and_buyers(building)
        missing = target_on(BEGIN) - self.ledger.occupied_on(BEGIN)
        groups = list(self._groups([u for u in standing if u not in self.ledger.current]))
        self.chance.shuffle(groups)
        last: dict[PlannedBuilding, PlannedLease] = {}
        for units in groups:
            area = sum(unit.area for unit in units)
            if area > missing - COARSE:
                continue
            missing -= area
            self._settle_before(units, last)
        self._reach(target_on(BEGIN), BEGIN)

    def _owners_and_buyers(self, building: PlannedBuilding) -> None:
        own, sold = self.chance.choice((0, 0, 0.05, 0.12)), self.chance.choice((0, 0, 0.1, 0.25))
        owner = self.owners[building.quarter]
        room = {"S": building.area * own, "O": building.area * sold}
        day = building.in_use_from
        for floor in _by_floor(building.units)[::-1]:
            area = sum(unit.area for unit in floor)
            for state in "SO":
                if area <= room[state]:
                    room[state] -= area
                    tenant = owner if state == "S" else self.tenants.new()
                    for unit in floor:
                        self.ledger.begin(PlannedSpell(unit, state, day, tenant=tenant))
                    break

    def _groups(self, units: list[PlannedUnit]) -> Iterator[list[PlannedUnit]]:
        """Neighbours on one floor that are taken together."""
        for building in self.buildings[1:]:
            mine = [unit for unit in units if unit.building is building]
            for floor in _by_floor(mine):
                rest = list(floor)
                while rest:
                    size = self.chance.choices((1, 2, 3, 6), (50, 28, 14, 8))[0]
                    yield rest[:size]
                    rest = rest[size:]

    def _settle_before(
        self, units: list[PlannedUnit], last: dict[PlannedBuilding, PlannedLease]
    ) -> None:
        building = units[0].building
        known = last.get(building)
        if known is not None and self.chance.random() < 0.3:
            self.ledger.let(units, known.tenant, known.starts_on, known)
            return
        years = self.chance.choice((3, 3, 4, 5))
        oldest = max(building.in_use_from, BEGIN - dt.timedelta(days=365 * years - 30))
        start = oldest + dt.timedelta(days=self.chance.randrange((BEGIN - oldest).days + 1))
        lease = self.ledger.lease(self.tenants.new(), start, years, building.grade, self.chance)
        last[building] = lease
        self.ledger.let(units, lease.tenant, start, lease)

    def _month(self, day: dt.date) -> None:
        first = day.replace(day=1)
        for unit in [unit for unit, when in self.signed.items() if first <= when <= day]:
            when = self.signed.pop(unit)
            before = self.ledger.end(unit, when)
            self.ledger.let([unit], before.tenant, when, before.lease)
        for building in self.buildings[1:]:
            if first <= building.in_use_from <= day:
                self._open(building)
        for lease, units in self.ledger.tenancies().items():
            free_from = lease.last_day + ONE_DAY
            # 示例中心A座 is told elsewhere until the seed's day.
            told = units[0].building is not self.buildings[0] or day > SEED_DAY
            if told and first <= free_from <= day:
                self._expire(lease, units, free_from)

    def _open(self, building: PlannedBuilding) -> None:
        """A new building begins with its owner on the top floor."""
        top = _by_floor(building.units)[-1]
        tenant = self.owners[building.quarter]
        self.ledger.begin(PlannedSpell(top[0], "S", building.in_use_from, tenant=tenant))

    def _expire(self, lease: PlannedLease, units: list[PlannedUnit], free_from: dt.date) -> None:
        fate = self.chance.random()
        if fate < 0.03:
            return  # stays on without a lease: a holdover
        leaving = units if fate < 0.13 else units[:1] if fate < 0.17 and len(units) > 1 else []
        for unit in leaving:
            self.ledger.end(unit, free_from)
            lease.end_reason = "到期退租"
        staying = [unit for unit in units if unit not in leaving]
        if staying:
            years = self.chance.choice((3, 3, 4, 5))
            grade = units[0].building.grade
            renewal = self.ledger.lease(
                lease.tenant, free_from, years, grade, self.chance, renews=lease
            )
            for unit in staying:
                self.ledger.end(unit, free_from)
            self.ledger.let(staying, lease.tenant, free_from, renewal)

    def _reach(self, target: int, day: dt.date) -> None:
        """Move tenants in or out until the month ends on ``target`` to the ㎡."""
        gap = target - self.ledger.occupied_on(day)
        while gap < 0 or 0 < gap < COARSE // 2:  # too little for any unit: make room for more
            gap += self._leave_early(day)
        vacant = self._vacant(day)
        self.chance.shuffle(vacant)
        while gap > COARSE:
            unit = vacant.pop()
            self._move_in([unit], day)
            gap -= unit.area
        for unit in _exactly(gap, vacant):
            self._move_in([unit], day)

    def _leave_early(self, day: dt.date) -> int:
        groups = self.ledger.tenancies()
        lease = self.chance.choice(
            [
                lease
                for lease, units in groups.items()
                if units[0].building is not self.buildings[0]
                and all(self.ledger.current[u].starts_on < day.replace(day=1) for u in units)
            ]
        )
        when = day.replace(day=self.chance.randrange(5, 25))
        for unit in groups[lease]:
            self.ledger.end(unit, when)
        lease.agreed_last_day, lease.end_reason = lease.last_day, "提前退租"
        lease.last_day = max(when - ONE_DAY, lease.starts_on)
        return sum(unit.area for unit in groups[lease])

    def _vacant(self, day: dt.date) -> list[PlannedUnit]:
        first = day.replace(day=1)
        return [
            unit
            for unit in self.free
            if unit not in self.ledger.current
            and self.ledger.ended.get(unit, first) <= first
            and unit.building.in_use_from <= day
        ]

    def _move_in(self, units: list[PlannedUnit], day: dt.date) -> None:
        building = units[0].building
        first = max(day.replace(day=1), building.in_use_from)
        when = first + dt.timedelta(days=self.chance.randrange((day - first).days + 1))
        neighbour = self._neighbour(building) if self.chance.random() < 0.15 else None
        years = self.chance.choice((3, 3, 4, 5))
        tenant = neighbour or self.tenants.new()
        lease = self.ledger.lease(tenant, when, years, building.grade, self.chance)
        self.ledger.let(units, tenant, when, lease)

    def _neighbour(self, building: PlannedBuilding):
        sitting = [
            spell.tenant
            for unit in building.units
            if (spell := self.ledger.current.get(unit)) is not None and spell.state == "L"
        ]
        return self.chance.choice(sitting) if sitting else None

    def _sign_ahead(self, day: dt.date) -> None:
        """已租未入驻: some units are let months before the tenant comes."""
        waiting = sum(unit.area for unit in self.signed)
        vacant = self._vacant(day)
        self.chance.shuffle(vacant)
        wanted = 45_500 if day == SEED_DAY else 40_000
        for unit in vacant:
            if waiting + unit.area > wanted:
                continue
            waiting += unit.area
            lease = self.ledger.lease(self.tenants.new(), day, 3, unit.building.grade, self.chance)
            self.ledger.let([unit], lease.tenant, day, lease, "N")
            later = day + dt.timedelta(days=self.chance.randrange(40, 150))
            self.signed[unit] = later

    def _thinly(self, day: dt.date) -> None:
        vacant = self._vacant(day)
        self.chance.shuffle(vacant)
        for unit in vacant[: self.chance.randrange(6, 12)]:
            self._move_in([unit], day)

    def _check(self) -> None:
        found = self.ledger.occupied_on(SEED_DAY)
        if found != OCCUPIED or len(self.buildings) != len(NAMES):
            raise ValueError(f"the demo ends on {found} ㎡, not on {OCCUPIED}")


def _by_floor(units: list[PlannedUnit]) -> list[list[PlannedUnit]]:
    floors: dict[str, list[PlannedUnit]] = defaultdict(list)
    for unit in units:
        floors[unit.floor].append(unit)
    return list(floors.values())


def _exactly(gap: int, vacant: list[PlannedUnit]) -> list[PlannedUnit]:
    """Up to three vacant units whose areas add up to ``gap``; ValueError when there are none."""
    if gap == 0:
        return []
    by_area = {unit.area: unit for unit in vacant}
    if gap in by_area:
        return [by_area[gap]]
    for one in vacant:
        other = by_area.get(gap - one.area)
        if other is not None and other is not one:
            return [one, other]
    for one in vacant:
        for two in vacant[:200]:
            third = by_area.get(gap - one.area - two.area)
            if third is not None and len({one, two, third}) == 3:
                return [one, two, third]
    raise ValueError(f"no vacant units of {gap} ㎡ together")
