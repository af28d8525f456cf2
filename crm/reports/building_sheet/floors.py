"""Floors with their units on the day: from the ledger, or as the month was closed."""

from itertools import groupby
from typing import Any

from crm.occupancy import frozen, rules, statements
from crm.occupancy.models import Building
from crm.occupancy.positions import PlacePosition
from crm.occupancy.stacking import UnitNow, building_on, short_name

Floor = dict[str, Any]


def floors_of(record: Building, at: PlacePosition) -> list[Floor]:
    """Top-down, in plain values: label, kind, note and units."""
    if at.is_frozen:
        return _as_closed(record, at)
    return [
        {
            "label": floor.label,
            "kind": floor.kind,
            "note": floor.note,
            "units": [_unit(one) for one in floor.units],
        }
        for floor in building_on(record, at.as_of)
    ]


def _unit(one: UnitNow) -> dict[str, Any]:
    who = "、".join(short_name(enterprise.name) for enterprise in one.occupants)
    return {
        "number": one.unit.number,
        "area": statements.area(one.unit.area),
        "state": one.state,
        "who": who or (one.spell.reason if one.spell else ""),
        "last_day": one.lease.last_day if one.lease else None,
        "held_for": _held_for(one),
        "held_until": one.hold.last_day if one.hold else None,
    }


def _held_for(one: UnitNow) -> str:
    if one.hold is None:
        return ""
    return one.hold.owner_number or short_name(one.hold.owner_label)


def _as_closed(record: Building, at: PlacePosition) -> list[Floor]:
    """Reservations and reasons are not part of a closing: they stay out."""
    floors = {
        floor.pk: {"label": floor.label, "kind": floor.kind, "note": floor.note, "units": []}
        for floor in record.floors.order_by("-level", "label")
    }
    rows = frozen.rows_of(at).select_related("unit", "enterprise").order_by("unit__number", "pk")
    for unit, group in groupby(rows, key=lambda row: row.unit):
        parts = list(group)
        names = [short_name(part.enterprise.name) for part in parts if part.enterprise]
        floors[unit.floor_id]["units"].append(
            {
                "number": unit.number,
                "area": statements.area(sum((part.area for part in parts), rules.ZERO)),
                "state": parts[0].state,
                "who": "、".join(names),
                "last_day": parts[0].last_day,
                "held_for": "",
                "held_until": None,
            }
        )
    return [floor for floor in floors.values() if floor["units"] or floor["kind"] != "office"]
