"""Which buildings a sheet can be drawn up for, and the lists behind its figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from crm.occupancy.models import Building

OCCUPIED = ("S", "L", "O")


def scopes() -> list[tuple[str, str]]:
    """Every building."""
    return list(Building.objects.order_by("code").values_list("code", "name"))


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """Units by state as of the day, and each lease."""
    units = reverse("desk:occupancy:units")
    place = [("as_of", figures["as_of"]), ("place", figures["scope"]["code"])]

    def listed(*more: tuple[str, str]) -> str:
        return f"{units}?{urlencode([*place, *more])}"

    occupied = listed(*(("state", state) for state in OCCUPIED))
    found = {f"state_{state}": listed(("state", state)) for state in "SLONVH"}
    found |= {"units": listed(), "occupied": occupied, "enterprises": occupied}
    for row in figures["leases"]:
        if row["number"]:
            found[f"lease_{row['number']}"] = reverse("desk:occupancy:lease", args=[row["number"]])
    return found
