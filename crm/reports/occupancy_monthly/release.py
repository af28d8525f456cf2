"""The release plan as it was known on the day: what comes into use until the end of the year."""

import datetime as dt
from decimal import Decimal
from typing import Any

from crm.occupancy import rules, statements
from crm.occupancy.models import Building, ReleasePlanRevision
from crm.occupancy.places import Place


def release_figures(place: Place, as_of: dt.date) -> dict[str, Any]:
    """plans of the year that are not in use yet, each in the revision that was known on ``as_of``.

    In December the year that is looked at is the next.
    """
    year = as_of.year + (as_of.month == 12)
    months = 12 if as_of.month == 12 else 12 - as_of.month
    plans = [_plan(row) for row in known_revisions(place, as_of) if row.year == year]
    area = sum((Decimal(plan["area"]) for plan in plans), rules.ZERO)
    return {
        "release": {
            "year": year,
            "months": months,
            "area": statements.area(area),
            "plans": plans,
        }
    }


def known_revisions(place: Place, as_of: dt.date) -> list[ReleasePlanRevision]:
    """The last revision of each plan that was made by ``as_of``, of buildings not yet in use."""
    in_use = set(Building.objects.in_use_on(as_of).values_list("pk", flat=True))
    rows = ReleasePlanRevision.objects.filter(revised_on__lte=as_of).select_related("plan__zone")
    if not place.is_district:
        zones = place.buildings.values("zone")
        rows = rows.filter(plan__zone__in=zones) | rows.filter(plan__building__in=place.buildings)
    last = {row.plan_id: row for row in rows.order_by("plan_id", "revised_on", "revision")}
    found = [row for row in last.values() if row.plan.building_id not in in_use]
    return sorted(found, key=lambda row: (row.year, row.quarter or 5, row.plan.code))


def _plan(row: ReleasePlanRevision) -> dict[str, Any]:
    return {
        "code": row.plan.code,
        "name": row.plan.name,
        "revision": row.revision,
        "revised_on": row.revised_on,
        "quarter": row.quarter,
        "area": statements.area(row.area),
        "certainty": row.certainty,
    }
