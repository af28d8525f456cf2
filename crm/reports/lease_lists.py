"""Leases as of a day, each once, with the units that it holds there."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from crm.occupancy import rules, statements
from crm.occupancy.positions import PlacePosition, live_units
from crm.occupancy.querysets.spells import LEASED
from crm.reports.occupancy_monthly.frozen_rows import frozen_rows


def lease_rows(at: PlacePosition) -> list[dict[str, Any]]:
    """Leases behind L and N units by the day they end, the largest first.

    ``days`` counts from the day to the last day, negative for a holdover. Units let without a lease
    stand in one last row, with neither number nor last day. Of a closed month areas, tenants and
    last days are as they were frozen; ``number`` is None where the ledger knows that lease no more.
    """
    found: dict[Any, dict[str, Any]] = {}
    for row in _as_closed(at) if at.is_frozen else _leased_units(at):
        lease = found.setdefault(row["lease"], _empty(row, at.as_of))
        lease["area"] += row["area"]
        lease["states"].add(row["state"])
        for name, value in (("units", row["number"]), ("buildings", row["place"])):
            if value not in lease[name]:
                lease[name].append(value)
    ordered = sorted(
        found.values(),
        key=lambda row: (row["last_day"] or dt.date.max, -row["area"], row["number"] or ""),
    )
    return [_finished(row) for row in ordered]


def _leased_units(at: PlacePosition) -> Iterable[dict[str, Any]]:
    return (
        live_units([part.building.pk for part in at.buildings], at.as_of)
        .filter(spell_now__state__in=LEASED)
        .order_by("building__code", "number")
        .values(
            "pk",
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


def _as_closed(at: PlacePosition) -> Iterable[dict[str, Any]]:
    """The frozen rows, each with the ledger's lease of its unit where it still ends that day."""
    ledger = {row["pk"]: row for row in _leased_units(at)}
    rows = frozen_rows(at).filter(state__in=LEASED).order_by("building__code", "unit__number", "pk")
    for row in rows.values(
        "unit_id",
        "area",
        "state",
        "last_day",
        number=F("unit__number"),
        tenant=F("enterprise__name"),
        place=F("building__name"),
    ):
        now = ledger.get(row["unit_id"])
        if row["last_day"] is None:
            yield {**row, "lease": None, "lease_number": None}
        elif now is not None and now["last_day"] == row["last_day"]:
            names = ("lease", "lease_number", "tenant")
            yield {**row, **{name: now[name] for name in names}}
        else:
            yield {**row, "lease": (row["tenant"], row["last_day"]), "lease_number": None}


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
