"""The lists behind the figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from crm.reports.places import list_address


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """The lists of leases, and each lease."""
    leases_of = "desk:occupancy:leases"
    found = {
        f"expiring_{days}": list_address(leases_of, figures, ("ending", days))
        for days in ("90", "180")
    }
    found["holdover"] = list_address(leases_of, figures, ("running", "over"))
    return found | lease_addresses(figures["leases"])


def lease_addresses(rows: list[Mapping[str, Any]]) -> dict[str, str]:
    """The page of each lease."""
    return {
        f"lease_{row['number']}": reverse("desk:occupancy:lease", args=[row["number"]])
        for row in rows
        if row["number"]
    }
