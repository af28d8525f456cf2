"""The lists behind the figures, zone by zone."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from crm.reports.places import list_address


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """``name:zone`` to its list; ``name:total`` is over the district."""
    found: dict[str, str] = {}
    for zone in figures["zones"]:
        here = {**figures, "scope": {"code": zone["code"]}}
        found |= _lists(here, zone["code"])
        query = {"as_of": figures["as_of"], "status": "in_use", "zone": zone["code"]}
        found[f"buildings:{zone['code']}"] = _buildings(query)
    query = {"as_of": figures["as_of"], "status": "in_use"}
    found["buildings:total"] = _buildings(query)
    return found | _lists(figures, "total")


def _buildings(query: Mapping[str, Any]) -> str:
    return f"{reverse('desk:occupancy:buildings')}?{urlencode(query)}"


def _lists(figures: Mapping[str, Any], key: str) -> dict[str, str]:
    units, leases = "desk:occupancy:units", "desk:occupancy:leases"
    occupied = list_address(units, figures, *(("state", state) for state in "SLO"))
    found = {
        f"state_{state}:{key}": list_address(units, figures, ("state", state)) for state in "SLONVH"
    }
    return found | {
        f"units:{key}": list_address(units, figures),
        f"occupied:{key}": occupied,
        f"enterprises:{key}": occupied,
        f"expiring_30:{key}": list_address(leases, figures, ("ending", "30")),
        f"expiring_90:{key}": list_address(leases, figures, ("ending", "90")),
        f"holdover:{key}": list_address(leases, figures, ("running", "over")),
    }
