"""What the release plan, as it was known on a day, still brings into use in the day's year."""

import datetime as dt

from crm.occupancy.models import Building, ReleasePlanRevision


def planned_in_year(as_of: dt.date) -> list[ReleasePlanRevision]:
    """The newest revision of each plan that names the year and is not in use yet: two queries."""
    newest: dict[int, ReleasePlanRevision] = {}
    known = ReleasePlanRevision.objects.filter(revised_on__lte=as_of)
    for row in known.select_related("plan__zone").order_by("revision"):
        newest[row.plan_id] = row
    delivered = set(Building.objects.in_use_on(as_of).values_list("pk", flat=True))
    return sorted(
        (
            row
            for row in newest.values()
            if row.year == as_of.year and row.plan.building_id not in delivered
        ),
        key=lambda row: (row.quarter or 5, row.plan.code),
    )
