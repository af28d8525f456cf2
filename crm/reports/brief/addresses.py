"""The lists behind the figures."""

from collections.abc import Mapping
from typing import Any

from crm.reports.occupancy_monthly.addresses import OCCUPIED, moved_addresses
from crm.reports.places import list_address


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """Units, buildings and leases as of the day, and the moves of the month."""
    code = figures["scope"]["code"]
    moved = moved_addresses(figures["previous"]["as_of"], figures["as_of"], code)
    units, leases = "desk:occupancy:units", "desk:occupancy:leases"
    occupied = list_address(units, figures, *(("state", state) for state in OCCUPIED))
    return {
        "moves": moved["moves"],
        "occupied": occupied,
        "enterprises": occupied,
        "state_N": list_address(units, figures, ("state", "N")),
        "buildings": list_address("desk:occupancy:buildings", figures, ("status", "in_use")),
        "expiring": list_address(leases, figures, ("ending", "90")),
        "holdover": list_address(leases, figures, ("running", "over")),
    }
