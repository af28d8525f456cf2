"""Leases as of a day, each once, with the units that it holds there."""

import datetime as dt
from typing import Any

from crm.occupancy import rules, statements
from crm.occupancy.lettings import Letting, lettings
from crm.occupancy.positions import PlacePosition
from crm.reports.occupancy_monthly.leases import names_of


def lease_rows(at: PlacePosition) -> list[dict[str, Any]]:
    """Leases behind L and N units by the day they end, the largest first.

    ``days`` counts from the day to the last day, negative for a holdover. Units let without a lease
    stand in one last row, with neither number nor last day. A month that was closed before leases
    were kept has None for a ``number`` that the ledger knows no more.
    """
    rows = lettings(at)
    tenants = names_of(row.tenant_id for row in rows)
    places = {part.building.pk: part.building.name for part in at.buildings}
    found: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        lease = found.setdefault(row.key, _empty(row, tenants.get(row.tenant_id, ""), at.as_of))
        lease["area"] += row.area
        lease["states"].add(row.state)
        for name, value in (("units", row.number), ("buildings", places[row.building_id])):
            if value not in lease[name]:
                lease[name].append(value)
    ordered = sorted(
        found.values(),
        key=lambda row: (row["last_day"] or dt.date.max, -row["area"], row["number"] or ""),
    )
    return [_finished(row) for row in ordered]


def _empty(row: Letting, tenant: str, day: dt.date) -> dict[str, Any]:
    return {
        "number": row.lease or None,
        "tenant": tenant,
        "last_day": row.last_day,
        "days": None if row.last_day is None else (row.last_day - day).days,
        "units": [],
        "buildings": [],
        "states": set(),
        "area": rules.ZERO,
    }


def _finished(row: dict[str, Any]) -> dict[str, Any]:
    states = "".join(sorted(row["states"]))
    return {**row, "states": states, "area": statements.area(row["area"])}
