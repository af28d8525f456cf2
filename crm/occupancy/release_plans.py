"""拟投用计划: what was planned as of a day, and how it turned out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.occupancy import rules
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, ReleasePlan, ReleasePlanRevision
from crm.occupancy.places import Place

CERTAINTIES = ("firm", "likely", "open")


@dataclass(frozen=True)
class PlannedRelease:
    """A plan with the revision that held on the day. ``actual_on`` is when the building came into
    use, None while it has not by that day.
    """

    plan: ReleasePlan
    revision: ReleasePlanRevision
    day: dt.date
    actual_on: dt.date | None = None

    @property
    def due(self) -> dt.date:
        """The last day of the planned quarter, of the year without one."""
        quarter = self.revision.quarter or 4
        return month_end(dt.date(self.revision.year, quarter * 3, 1))

    @property
    def is_done(self) -> bool:
        """Whether the building is in use."""
        return self.actual_on is not None

    @property
    def is_late(self) -> bool:
        """Planned for a time that is over, and not in use."""
        return not self.is_done and self.due < self.day

    @property
    def actual_area(self) -> Decimal | None:
        """Gross area of the building that came into use."""
        return self.plan.building.gross_area if self.is_done and self.plan.building else None

    @property
    def difference(self) -> Decimal | None:
        """Actual − planned ㎡."""
        actual = self.actual_area
        return None if actual is None else actual - self.revision.area

    @property
    def version(self) -> str:
        """What a forecast names: code, number and day of the revision."""
        return f"{self.plan.code} R{self.revision.revision} {self.revision.revised_on.isoformat()}"


def planned_on(place: Place, day: dt.date, user: Any = None) -> list[PlannedRelease]:
    """The plans of a place as they stood on ``day``: three queries."""
    plans = ReleasePlan.objects.select_related("zone", "building")
    plans = plans if user is None else plans.visible_to(user).select_related("zone", "building")
    mine = [plan for plan in plans if _is_in(plan, place)]
    revisions = ReleasePlanRevision.objects.filter(plan__in=mine, revised_on__lte=day)
    latest = {row.plan_id: row for row in revisions.order_by("revised_on", "revision")}
    used = _in_use_since([plan.building for plan in mine if plan.building is not None], day)
    found = [
        PlannedRelease(plan, latest[plan.pk], day, used.get(plan.building_id))
        for plan in mine
        if plan.pk in latest
    ]
    return sorted(found, key=lambda one: (one.due, one.plan.code))


def by_quarter(releases: Iterable[PlannedRelease]) -> list[dict[str, Any]]:
    """Σ ㎡ by year, quarter and certainty, in order of time, with what has come into use. Each year
    ends with its sum, a row without a ``quarter``; quarter 0 is one that is not known.
    """
    rows: dict[tuple[int, float], dict[str, Any]] = {}
    for one in releases:
        year = one.revision.year
        for quarter in (one.revision.quarter or 0, None):
            # 5 sorts the year's sum behind its quarters, 4.5 the unknown one before it.
            place = (year, 5 if quarter is None else quarter or 4.5)
            _add(rows.setdefault(place, _empty(year, quarter)), one)
    return [rows[key] for key in sorted(rows)]


def _empty(year: int, quarter: int | None) -> dict[str, Any]:
    sums = dict.fromkeys((*CERTAINTIES, "total", "actual"), rules.ZERO)
    return {"year": year, "quarter": quarter, **sums}


def _add(row: dict[str, Any], one: PlannedRelease) -> None:
    row[one.revision.certainty] += one.revision.area
    row["total"] += one.revision.area
    row["actual"] += one.actual_area or rules.ZERO


def _is_in(plan: ReleasePlan, place: Place) -> bool:
    if place.is_district or plan.zone.code == place.code:
        return True
    return plan.building is not None and plan.building.code == place.code


def _in_use_since(buildings: list[Building], day: dt.date) -> dict[int, dt.date]:
    keys = [building.pk for building in buildings]
    return {
        row.pk: row.in_use_from or day
        for row in Building.objects.filter(pk__in=keys).in_use_on(day)
    }
