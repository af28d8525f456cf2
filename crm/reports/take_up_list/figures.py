"""Who came, grew, shrank and left in one month, every one by name."""

import datetime as dt
from typing import Any

from crm.occupancy import moves, statements
from crm.occupancy.models import Building, Unit
from crm.occupancy.moves import MoveList, MoveRow
from crm.occupancy.places import place_of
from crm.occupancy.positions import is_closed
from crm.reports.months import month_end
from crm.reports.occupancy_monthly.figures import scope_name, source_of

KIND, RULE_VERSION = "take-up-list", "1"
ORDER = ("move_in", "expansion", "move_out", "contraction", "succession", "relocation")


def figures(as_of: dt.date, scope: str) -> dict[str, Any]:
    """The moves since the last day of the month before; Refused when the scope is not known."""
    place = place_of(scope)
    found = moves.between(place, month_end(as_of, 1), month_end(as_of))
    before, after = found.change.before, found.change.after
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "month": f"{as_of:%Y-%m}",
        "as_of": as_of,
        "since": before.as_of,
        "closed": is_closed(as_of),
        "demo": any(part.building.is_demo for part in after.buildings),
        "scope": {"code": place.code, "name": scope_name(place)},
        **source_of(after),
        "opening": statements.area(before.areas.occupied),
        "adjustment": statements.area(found.change.adjustment.total),
        "closing": statements.area(after.areas.occupied),
        "net": statements.area(found.net),
        "difference": statements.area(found.difference),
        "joined": found.joined,
        "departed": found.departed,
        "moves": _rows(found),
    }


def _rows(found: MoveList) -> list[dict[str, Any]]:
    return [_row(row) for kind in ORDER for row in found.of(kind)]


def _row(row: MoveRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "rented": row.rented,
        "enterprise": row.enterprise.name,
        "number": row.enterprise.number,
        "successor": row.successor.name if row.successor else None,
        "left": [_place(building, units) for building, units in row.left],
        "taken": [_place(building, units) for building, units in row.taken],
        "area": statements.area(row.area),
        "net": statements.area(row.net),
        "industry": row.industry,
        "reason": row.reason,
        "cause": row.cause,
    }


def _place(building: Building, units: list[Unit]) -> dict[str, Any]:
    return {"building": building.name, "units": [unit.number for unit in units]}
