"""Which buildings a sheet can be drawn up for, and the lists behind its figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from crm.occupancy.models import Building
from crm.reports.places import UNITS, list_address

OCCUPIED = ("S", "L", "O")


def scopes() -> list[tuple[str, str]]:
    """Every building."""
    return list(Building.objects.order_by("code").values_list("code", "name"))


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """Units by state as of the day, and each lease."""

    def listed(*more: tuple[str, str]) -> str:
        return list_address(UNITS, figures, *more)

    occupied = listed(*(("state", state) for state in OCCUPIED))
    found = {f"state_{state}": listed(("state", state)) for state in "SLONVH"}
    found |= {"units": listed(), "occupied": occupied, "enterprises": occupied}
    for row in figures["leases"]:
        if row["number"]:
            found[f"lease_{row['number']}"] = reverse("desk:occupancy:lease", args=[row["number"]])
    return found
