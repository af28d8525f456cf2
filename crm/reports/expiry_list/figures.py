"""Every lease that ends within half a year, or has ended with somebody still there."""

import datetime as dt
from typing import Any

from crm.occupancy.lettings import lettings
from crm.occupancy.places import place_of
from crm.occupancy.positions import is_closed, position
from crm.reports.lease_lists import lease_rows
from crm.reports.occupancy_monthly.figures import scope_name, source_of
from crm.reports.occupancy_monthly.leases import lease_figures

KIND, RULE_VERSION = "expiry-list", "1"
HORIZON = 180


def figures(as_of: dt.date, scope: str) -> dict[str, Any]:
    """The ladder over all leases, and by name those within the horizon; Refused when unknown."""
    place = place_of(scope)
    now = position(place, as_of)
    found = lease_figures(now, lettings(now))
    rows = lease_rows(now)
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "month": f"{as_of:%Y-%m}",
        "as_of": as_of,
        "closed": is_closed(as_of),
        "demo": any(part.building.is_demo for part in now.buildings),
        "scope": {"code": place.code, "name": scope_name(place)},
        **source_of(now),
        "horizon": HORIZON,
        "ladder": found["ladder"],
        "leases": [row for row in rows if row["days"] is not None and row["days"] <= HORIZON],
    }
