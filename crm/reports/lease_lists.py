"""Leases as of a day, each once, with the units that it holds there."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from crm.occupancy import rules, statements
from crm.occupancy.positions import live_units
from crm.occupancy.querysets.spells import LEASED


def lease_rows(building_ids: Iterable[int], day: dt.date) -> list[dict[str, Any]]:
    """Leases behind L and N spells by the day they end, the largest first: one query.

    ``days`` counts from ``day`` to the last day, negative for a holdover. Units let without a lease
    stand in one last row with ``number`` None.
    """
    found: dict[int | None, dict[str, Any]] = {}
    for row in _leased_units(building_ids, day):
        lease = found.setdefault(row["lease"], _empty(row, day))
        lease["area"] += row["area"]
        lease["units"].append(row["number"])
        lease["states"].add(row["state"])
        if row["place"] not in lease["buildings"]:
            lease["buildings"].append(row["place"])
    ordered = sorted(
        found.values(),
        key=lambda row: (row["last_day"] or dt.date.max, -row["area"], row["number"] or ""),
    )
    return [_finished(row) for row in ordered]


def _leased_units(building_ids: Iterable[int], day: dt.date) -> Any:
    return (
        live_units(building_ids, day)
        .filter(spell_now__state__in=LEASED)
        .order_by("building__code", "number")
        .values(
            "area",
            "number",
            lease=F("spell_now__lease_id"),
            lease_number=F("spell_now__lease__number"),
            last_day=F("spell_now__lease__last_day"),
            tenant=F("spell_now__lease__tenant__name"),
            state=F("spell_now__state"),
            place=F("building__name"),
        )
    )


def _empty(row: dict[str, Any], day: dt.date) -> dict[str, Any]:
    last_day = row["last_day"]
    return {
        "number": row["lease_number"],
        "tenant": row["tenant"] or "",
        "last_day": last_day,
        "days": None if last_day is None else (last_day - day).days,
        "units": [],
        "buildings": [],
        "states": set(),
        "area": rules.ZERO,
    }


def _finished(row: dict[str, Any]) -> dict[str, Any]:
    states = "".join(sorted(row["states"]))
    return {**row, "states": states, "area": statements.area(row["area"])}
