"""“功能+项目”: by function what is planned, what is used, and what projects ask for, on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from crm.core.fields import from_cents, sum_cents
from crm.enterprises.models import Enterprise
from crm.occupancy import rules
from crm.occupancy.models import Zone
from crm.occupancy.places import Place
from crm.projects.models import FunctionPlan, Project

NO_FUNCTION = ""


@dataclass(frozen=True)
class FunctionRow:
    """One function. ``planned`` and ``used`` None: nothing planned; no direction of that name, or
    for the row of projects without a function.
    """

    name: str
    planned: Decimal | None
    used: Decimal | None
    projects: int
    need: Decimal

    @property
    def gap(self) -> Decimal | None:
        """What is planned and neither used nor asked for; negative where more is asked than is
        planned. None without a plan.
        """
        if self.planned is None:
            return None
        return self.planned - (self.used or rules.ZERO) - self.need


def function_rows(
    needs: Iterable[tuple[Decimal, str]],
    held: Mapping[int, Fraction],
    planned: Mapping[str, Decimal],
    enterprises: Mapping[int, Enterprise],
) -> list[FunctionRow]:
    """Of needs as (㎡, function), what enterprises hold by their ids, the plan by function, and the
    enterprises with their direction of the day (occupancy.tenants).

    Used is what enterprises hold whose direction has the function's name. Largest need first, then
    what is only planned, projects without a function last.
    """
    count: dict[str, int] = defaultdict(int)
    need: dict[str, Decimal] = defaultdict(lambda: rules.ZERO)
    for area, function in needs:
        count[function] += 1
        need[function] += area
    used = _used(held, enterprises)
    names = sorted(
        {*need, *planned}, key=lambda name: (name == NO_FUNCTION, -need.get(name, 0), name)
    )
    return [
        FunctionRow(
            name=name,
            planned=planned.get(name),
            used=rules.to_cents(used[name]) if name and name in used else None,
            projects=count.get(name, 0),
            need=need.get(name, rules.ZERO),
        )
        for name in names
    ]


def _used(
    held: Mapping[int, Fraction], enterprises: Mapping[int, Enterprise]
) -> dict[str, Fraction]:
    used: dict[str, Fraction] = defaultdict(Fraction)
    for key, area in held.items():
        used[enterprises[key].direction] += area
    return dict(used)


def needs_of(place: Place, day: dt.date, user: Any = None) -> list[tuple[Decimal, str]]:
    """(㎡, function) as of the day of projects that look for space and could go to the place: all
    but those that want another zone or building. With ``user`` those that this person may see.
    """
    rows = Project.objects.all() if user is None else Project.objects.visible_to(user)
    found = rows.order_by().looking_on(day).filter(could_go_to(place))
    return list(found.values_list("need_then", "function_then"))


def could_go_to(place: Place) -> Q:
    """That a project names no place, this one, or one around or inside it. At most one query."""
    if place.is_district:
        return Q()
    nowhere = Q(need_building=None, need_zone=None)
    zone = Zone.objects.filter(code=place.code).first()
    if zone is not None:
        return nowhere | Q(need_building__zone=zone) | Q(need_building=None, need_zone=zone)
    zones = place.buildings.values("zone")
    return (
        nowhere | Q(need_building__in=place.buildings) | Q(need_building=None, need_zone__in=zones)
    )


def planned_on(place: Place, day: dt.date) -> dict[str, Decimal]:
    """㎡ by function: the plans of the place and of the buildings inside it. One query."""
    rows = FunctionPlan.objects.on(day).order_by()
    if not place.is_district:
        rows = rows.filter(Q(zone__code=place.code) | Q(building__in=place.buildings))
    sums = rows.values("function").annotate(total=sum_cents("area"))
    return {name: from_cents(total) for name, total in sums.values_list("function", "total")}


def plans_on(place: Place, day: dt.date) -> Any:
    """The entries behind :func:`planned_on`."""
    rows = FunctionPlan.objects.on(day).select_related("zone", "building")
    if place.is_district:
        return rows
    return rows.filter(Q(zone__code=place.code) | Q(building__in=place.buildings))
