"""The lists behind the figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from crm.reports.places import list_address


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """Units that are occupied on the day, and the page of each enterprise."""
    occupied = (("state", state) for state in "SLO")
    found = {"occupied": list_address("desk:occupancy:units", figures, *occupied)}
    for row in figures["moves"]:
        page = reverse("desk:enterprises:page", args=[row["number"]])
        found[f"enterprise_{row['number']}"] = page
    return found
