"""Who moved in, grew, shrank and left between two month ends, and how that adds up."""

import math
from decimal import Decimal
from typing import Any

from crm.occupancy import rules, statements
from crm.occupancy.changes import PlaceChange
from crm.occupancy.denominators import denominator
from crm.occupancy.models import Building
from crm.occupancy.move_rules import MOVES, NO_MOVES, SIGN
from crm.occupancy.moves import MoveList, MoveRow, moves_of
from crm.reports.occupancy_monthly.structure import direction_of

NAMED_FROM, NAMED_AT_LEAST, NAMED_AT_MOST = Decimal(1000), 5, 12
CAUSES = {"expired": "期满未续", "withdrawn": "楼宇退出", "measured": "面积更正"}


def move_figures(change: PlaceChange) -> dict[str, Any]:
    """balance (formula 7), moves (the larger ones by name), denominator (what moved B − H)."""
    found = moves_of(change)
    return {
        "balance": balance(found),
        "moves": [row for kind in (*MOVES, *NO_MOVES) for row in named_rows(found, kind)]
        + ([unknown(found.difference)] if found.difference else []),
        "denominator": denominator_parts(change),
    }


def balance(found: MoveList) -> dict[str, Any]:
    """From the opening as reported, over its adjustment and the moves, to the closing.

    A change of tenant inside a group and a move between buildings are no moves.
    """
    change = found.change
    adjustment = change.adjustment
    areas = {kind: found.size(kind) * SIGN[kind] + 0 for kind in MOVES}
    return {
        "opening": statements.area(change.before.areas.occupied),
        "adjustment": {
            "late": statements.area(adjustment.late),
            "measured": statements.area(adjustment.measured),
            "scope": statements.area(adjustment.scope),
            "total": statements.area(adjustment.total),
        },
        "adjusted": statements.area(change.opening.areas.occupied),
        "closing": statements.area(change.after.areas.occupied),
        **{kind: statements.area(area) for kind, area in areas.items()},
        "difference": statements.area(found.difference + 0),
        "net": statements.area(found.net + 0),
        "moved_in": found.joined,
        "moved_out": found.departed,
        **{f"{kind}_area": statements.area(found.size(kind)) for kind in NO_MOVES},
        **{f"{kind}_count": len(found.of(kind)) for kind in (*MOVES, *NO_MOVES)},
    }


def named_rows(found: MoveList, kind: str) -> list[dict[str, Any]]:
    """The larger moves of a kind by name, then the rest of it in one row."""
    listed = found.of(kind)
    named = listed[: _named(listed)]
    rest = listed[len(named) :]
    return [_row(row) for row in named] + ([_rest(kind, rest)] if rest else [])


def _named(listed: list[MoveRow]) -> int:
    """How many of a kind are named: all of a few, else the large ones, and five at least."""
    if len(listed) <= NAMED_AT_MOST:
        return len(listed)
    large = sum(abs(row.area) >= NAMED_FROM for row in listed)
    return max(NAMED_AT_LEAST, min(large, NAMED_AT_MOST))


def _row(row: MoveRow) -> dict[str, Any]:
    gained = row.kind in ("move_in", "expansion")
    note = direction_of(row.enterprise) if gained else row.reason or CAUSES.get(row.cause, "")
    name = row.enterprise.name
    if row.successor is not None:
        name, note = f"{name} → {row.successor.name}", "集团内变更承租主体，不计增减"
    elif row.kind == "relocation":
        note = "区内搬迁，不计增减"
    return {
        "kind": row.kind,
        "rented": row.rented,
        "enterprise": name,
        "building": _places(row),
        "area": statements.area(abs(row.area) if row.kind in NO_MOVES else row.area),
        "net": statements.area(row.net + 0),
        "note": note,
    }


def _places(row: MoveRow) -> str:
    if row.kind == "relocation":
        left, taken = (_names([building for building, _ in side]) for side in (row.left, row.taken))
        return left if left == taken else f"{left} → {taken}"
    return _names(row.buildings)


def _names(buildings: list[Building]) -> str:
    names = [building.name for building in buildings]
    return "、".join(names) if len(names) <= 2 else f"{names[0]}等{len(names)}栋"


def _rest(kind: str, rest: list[MoveRow]) -> dict[str, Any]:
    largest = math.ceil(max(abs(row.area) for row in rest))
    area = sum((row.area for row in rest), rules.ZERO)
    return {
        "kind": kind,
        "rented": True,
        "enterprise": f"其他{len(rest)}家（单家不超过{largest:,}㎡）",
        "building": "多栋",
        "area": statements.area(abs(area) if kind in NO_MOVES else area),
        "net": statements.area(sum((row.net for row in rest), rules.ZERO) + 0),
        "note": "不计增减" if kind in NO_MOVES else "",
    }


def unknown(difference: Decimal) -> dict[str, Any]:
    """What tenants that are not known occupy more or less; never hidden."""
    area = statements.area(difference)
    return {
        "kind": "difference",
        "rented": True,
        "enterprise": "未登记企业的面积",
        "building": "",
        "area": area,
        "net": area,
        "note": "",
    }


def denominator_parts(change: PlaceChange) -> dict[str, Any]:
    """㎡ by cause; their effect on the rate follows from the areas alone."""
    found = denominator(change)
    return {
        "change": statements.area(found.change),
        "reshaped": found.reshaped,
        "parts": [
            {
                "key": part.key,
                "area": statements.area(part.area),
                "buildings": [building.name for building in part.buildings],
            }
            for part in found.parts
        ],
    }
