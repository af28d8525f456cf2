"""Spells and leases while the story is told, before anything is written."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from crm.enterprises.models import Enterprise
from crm.occupancy.demo.stock import PlannedUnit

ONE_DAY = dt.timedelta(days=1)
RENTS = {"super_a": (6.2, 8.6), "a": (5.0, 7.2), "b": (3.8, 5.4), "unrated": (4.6, 6.4)}


@dataclass(eq=False)
class PlannedLease:
    """``row`` is filled when it is written."""

    tenant: Enterprise
    starts_on: dt.date
    last_day: dt.date
    price: float
    grade: str
    renews: "PlannedLease | None" = None
    agreed_last_day: dt.date | None = None
    end_reason: str = ""
    free_months: int = 0
    tenant_role: str = "occupier"
    sublet_of: "PlannedLease | None" = None
    row: Any = None


@dataclass(eq=False)
class PlannedSpell:
    """``sharers`` are further enterprises: (enterprise, area share or None, desks or None)."""

    unit: PlannedUnit
    state: str
    starts_on: dt.date
    ends_before: dt.date | None = None
    tenant: Enterprise | None = None
    lease: PlannedLease | None = None
    reason: str = ""
    share: int | None = None
    sharers: list[tuple[Enterprise, int | None, int | None]] = field(default_factory=list)

    def holds_on(self, day: dt.date) -> bool:
        """Half-open."""
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)


class Ledger:
    """``current`` is the open spell of a unit; closed ones stay in ``spells``."""

    def __init__(self) -> None:
        self.spells: list[PlannedSpell] = []
        self.leases: list[PlannedLease] = []
        self.current: dict[PlannedUnit, PlannedSpell] = {}
        self.ended: dict[PlannedUnit, dt.date] = {}

    def begin(self, spell: PlannedSpell) -> PlannedSpell:
        """A new spell; one that has no end is the unit's current one."""
        self.spells.append(spell)
        if spell.ends_before is None:
            self.current[spell.unit] = spell
        return spell

    def end(self, unit: PlannedUnit, day: dt.date) -> PlannedSpell:
        """The unit's current spell no longer counts from ``day``."""
        spell = self.current.pop(unit)
        spell.ends_before = self.ended[unit] = day
        return spell

    def lease(
        self,
        tenant: Enterprise,
        starts_on: dt.date,
        years: int,
        grade: str,
        chance: random.Random,
        renews: PlannedLease | None = None,
    ) -> PlannedLease:
        """A contract of whole years."""
        last_day = starts_on.replace(year=starts_on.year + years, day=min(starts_on.day, 28))
        made = PlannedLease(
            tenant=tenant,
            starts_on=starts_on,
            last_day=last_day - ONE_DAY,
            price=round(chance.uniform(*RENTS[grade]), 2),
            grade=grade,
            renews=renews,
            free_months=chance.choice((0, 1, 2, 3)),
        )
        self.leases.append(made)
        return made

    def let(
        self,
        units: list[PlannedUnit],
        tenant: Enterprise,
        day: dt.date,
        lease: PlannedLease,
        state: str = "L",
    ) -> None:
        """Put a tenant into vacant units."""
        for unit in units:
            self.begin(PlannedSpell(unit, state, day, tenant=tenant, lease=lease))

    def tenancies(self) -> dict[PlannedLease, list[PlannedUnit]]:
        """The units that sit under each running lease, moved into."""
        groups: dict[PlannedLease, list[PlannedUnit]] = defaultdict(list)
        for unit, spell in self.current.items():
            if spell.lease is not None and spell.state == "L":
                groups[spell.lease].append(unit)
        return groups

    def occupied_on(self, day: dt.date) -> int:
        """S + L + O in ㎡ over units of buildings in use."""
        return sum(
            spell.unit.area
            for spell in self.spells
            if spell.state in "SLO"
            and spell.holds_on(day)
            and spell.unit.building.in_use_from <= day
        )
