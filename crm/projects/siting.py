"""选址: what projects look for against the floors of buildings as of a day.

The stage is that of the day; what is wanted is what the project says today.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from crm.core.fields import from_cents, sum_cents
from crm.occupancy import lease_rules
from crm.occupancy.models import Building, Unit, UnitDisposition
from crm.occupancy.need_rules import Fit, Wanted, budget_a_day, fit, floor_range
from crm.occupancy.overlays import PlanView
from crm.occupancy.plan_figures import FoundBlock, storeys_of, with_numbers
from crm.occupancy.querysets.spells import LEASED
from crm.occupancy.stacking import FloorNow, UnitNow, buildings_on
from crm.projects.models import Project

MOST_COMPARED = 300
MOST_BUILDINGS = 20


@dataclass(frozen=True)
class Sited:
    """One project against one building. ``later`` says that the blocks are free only once leases
    have ended that do so before the project wants to move in.
    """

    project: Project
    wanted: Wanted
    fit: Fit | None = None
    later: bool = False
    blocks: list[FoundBlock] = field(default_factory=list)
    reserved: list[str] = field(default_factory=list)
    reserved_keys: frozenset[int] = frozenset()
    is_named: bool = False
    rent_a_day: Decimal | None = None

    @property
    def keys(self) -> frozenset[int]:
        """Units to frame: those that fit and those reserved already."""
        return self.reserved_keys | (self.fit.keys if self.fit else frozenset())

    @property
    def free_now(self) -> list[str]:
        """Numbers of the closest block, or of all pieces, that can be reserved today."""
        if self.later or self.reserved:
            return []
        blocks = self.blocks[:1] if self.fit is not None and self.fit.is_together else self.blocks
        return [number for found in blocks for number in found.numbers]

    @property
    def stage_then(self) -> Any:
        """The stage in words, of the day where the project was read as of one."""
        return Project.Stage(getattr(self.project, "stage_then", self.project.stage)).label

    @property
    def budget_a_day(self) -> Decimal | None:
        """元/㎡·天 that the budget comes to."""
        budget = self.project.need_budget
        return None if budget is None else budget_a_day(budget, self.wanted.area)

    @property
    def is_short(self) -> bool:
        """The budget is below what is paid in the building on average."""
        return (
            self.rent_a_day is not None
            and self.budget_a_day is not None
            and self.budget_a_day < self.rent_a_day
        )

    @property
    def floors_unread(self) -> bool:
        """Floors are wanted in words that no rule can read."""
        return bool(self.project.need_floors) and self.wanted.floors is None


def wanted_of(project: Project) -> Wanted | None:
    """What the project looks for; None when it does not say how much."""
    area = project.need_area_from or project.need_area_to
    if not area:
        return None
    return Wanted(area, project.need_contiguous, floor_range(project.need_floors))


def needs_on(view: PlanView) -> list[Sited]:
    """Projects that name the building, that it could meet, or that hold units of it: one query.

    Named ones first, then those that hold units, then by the day of moving in.
    """
    units = [one for floor in view.floors for one in floor.units]
    held = {one.hold.owner_number for one in units if one.hold and one.hold.owner_number}
    whole = sum((one.unit.area for one in units), Decimal(0))
    here = Q(need_building=view.building) | Q(
        Q(need_zone=None) | Q(need_zone=view.building.zone_id),
        need_building=None,
        need__lte=whole,
    )
    rows = (
        Project.objects.visible_to(view.user)
        .standing_on(view.day)
        .filter(Q(number__in=held) | Q(Project.objects.looking_now(), here))
        .order_by(
            F("need_building").asc(nulls_last=True), F("need_by").asc(nulls_last=True), "number"
        )
        .defer("note")[:MOST_COMPARED]
    )
    rent = rent_of(units, view.user)
    found = [sited(project, view.building, view.floors, rent) for project in rows]
    listed = [one for one in found if one is not None and (one.keys or one.is_named)]
    return sorted(listed, key=lambda one: (not one.is_named, not one.reserved))


def sited(
    project: Project, building: Building, floors: Sequence[FloorNow], rent_a_day: Decimal | None
) -> Sited | None:
    """How the building meets the project's need; None when it says no area and holds nothing."""
    wanted, number = wanted_of(project), project.number
    units = [one for floor in floors for one in floor.units]
    held = [one for one in units if one.hold and one.hold.owner_number == number]
    if wanted is None:
        if not held:
            return None
        wanted = Wanted(sum((one.unit.area for one in held), Decimal(0)))
    found = fit(storeys_of(floors, lambda one: _is_free(one, number)), wanted)
    later = found is None and project.need_by is not None
    if later:
        by = project.need_by
        found = fit(storeys_of(floors, lambda one: _is_free_by(one, number, by)), wanted)
    return Sited(
        project=project,
        wanted=wanted,
        fit=found,
        later=later,
        blocks=with_numbers(floors, found.blocks) if found else [],
        reserved=[one.unit.number for one in held],
        reserved_keys=frozenset(one.unit.pk for one in held),
        is_named=project.need_building_id == building.pk,
        rent_a_day=rent_a_day,
    )


def _is_free(one: UnitNow, number: str) -> bool:
    """Vacant and to let, and reserved by nobody else."""
    if one.hold is None or one.hold.owner_number != number:
        return one.is_free
    return one.state == "V" and one.way == UnitDisposition.Way.TO_LET


def _is_free_by(one: UnitNow, number: str, by: dt.date) -> bool:
    """Free now, or let on a lease that ends before the day and reserved by nobody else."""
    if one.state not in LEASED or one.lease is None:
        return _is_free(one, number)
    reserved = one.hold is not None and one.hold.owner_number != number
    return not reserved and one.lease.last_day < by


def rent_of(units: Collection[UnitNow], user: Any) -> Decimal | None:
    """元/㎡·天 that is paid on average, by area, where leases say a rent; None for who may not see
    rents.
    """
    if not user.can("occupancy.view_leases"):
        return None
    areas: dict[tuple[int, Decimal | None], Decimal] = defaultdict(Decimal)
    for one in units:
        if one.state in LEASED and one.lease is not None:
            price, unit = one.lease.price, one.lease.price_unit
            a_day = None if price is None else lease_rules.price_a_day(price, unit)
            areas[one.lease.pk, a_day] += one.unit.area
    return lease_rules.rent([(lease, price, area) for (lease, price), area in areas.items()]).a_day


def asked_of(listed: Sequence[Sited], number: str) -> Any:
    """The one whose number is asked for, or None."""
    return next((one for one in listed if one.project.number == number), None)


@dataclass(frozen=True)
class Site:
    """A building that could meet a project, with how it does."""

    building: Building
    sited: Sited


def sites_for(project: Project, user: Any, day: dt.date) -> tuple[list[Site], int]:
    """Buildings in use that could meet the need, the best first, and how many more had enough
    vacant area but were not looked into.

    A building that the project names is always looked into. Six queries.
    """
    wanted = wanted_of(project)
    if wanted is None:
        return [], 0
    candidates = _candidates(project, wanted, user, day)
    chosen, more = candidates[:MOST_BUILDINGS], len(candidates[MOST_BUILDINGS:])
    houses = buildings_on(chosen, day)
    sites = []
    for building in chosen:
        floors = houses[building.pk]
        rent = rent_of([one for floor in floors for one in floor.units], user)
        found = sited(project, building, floors, rent)
        if found is not None and (found.keys or found.is_named):
            sites.append(Site(building, found))
    return sorted(sites, key=_rank), more


def _candidates(project: Project, wanted: Wanted, user: Any, day: dt.date) -> list[Building]:
    """Those with enough area that is vacant or whose lease ends in time, largest first."""
    by = project.need_by or day
    free = Q(spell_now__state=None) | Q(
        spell_now__state__in=LEASED, spell_now__lease__last_day__lt=by
    )
    areas = dict(
        Unit.objects.on(day)
        .with_spell_on(day)
        .filter(free)
        .order_by()
        .values("building")
        .annotate(total=sum_cents("area"))
        .values_list("building", "total")
    )
    rows = Building.objects.visible_to(user).in_use_on(day).select_related("zone")
    if project.need_building_id is not None:
        rows = rows.filter(pk=project.need_building_id)
    elif project.need_zone_id is not None:
        rows = rows.filter(zone=project.need_zone_id)
    enough = [
        row
        for row in rows
        if row.pk == project.need_building_id or from_cents(areas.get(row.pk)) >= wanted.area
    ]
    return sorted(enough, key=lambda row: -areas.get(row.pk, 0))


def _rank(site: Site) -> tuple[Any, ...]:
    """Named, then now before later, in one block before pieces, the closest area."""
    found = site.sited.fit
    if found is None:
        return (not site.sited.is_named, True, True, Decimal(0), site.building.code)
    return (
        not site.sited.is_named,
        site.sited.later,
        not found.is_together,
        found.area,
        site.building.code,
    )
