"""The lists behind the figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from crm.reports.occupancy_monthly.addresses import moved_addresses
from crm.reports.places import list_address


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """Units that are occupied on the day, the moves of the month, the page of each enterprise."""
    occupied = (("state", state) for state in "SLO")
    found = {"occupied": list_address("desk:occupancy:units", figures, *occupied)}
    code = figures["scope"]["code"]
    found |= moved_addresses(str(figures["since"]), str(figures["as_of"]), code)
    for row in figures["moves"]:
        page = reverse("desk:enterprises:page", args=[row["number"]])
        found[f"enterprise_{row['number']}"] = page
    return found
