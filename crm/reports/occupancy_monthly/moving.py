"""Who moved in, grew, shrank and left between two month ends."""

import datetime as dt
import math
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crm.enterprises.models import Enterprise
from crm.occupancy import rules, statements
from crm.occupancy.changes import Holdings, PlaceChange, by_enterprise
from crm.occupancy.models import SpellOccupant
from crm.reports.occupancy_monthly.structure import direction_of

KINDS = ("move_in", "expansion", "move_out", "contraction")
SIGN = {"move_in": 1, "expansion": 1, "move_out": -1, "contraction": -1}
NAMED_FROM, NAMED_AT_LEAST, NAMED_AT_MOST = Decimal(1000), 5, 12


def move_figures(change: PlaceChange) -> dict[str, Any]:
    """balance (formula 7) and moves (the larger ones by name)."""
    moved = moves_of(change)
    found = change.absorption
    areas = {key: getattr(found, key) for key in (*KINDS, "difference", "net")}
    balance = {
        "opening": statements.area(change.before.areas.occupied),
        "closing": statements.area(change.after.areas.occupied),
        **{key: statements.area(area * SIGN.get(key, 1) + 0) for key, area in areas.items()},
        "moved_in": sum(kind == "move_in" for kind, _ in moved.values()),
        "moved_out": sum(kind == "move_out" for kind, _ in moved.values()),
    }
    rows = named_rows(change, moved)
    if found.difference:
        rows.append(_row("difference", "未登记企业的面积", "", found.difference, ""))
    return {"balance": balance, "moves": rows}


def moves_of(change: PlaceChange) -> dict[int, tuple[str, Fraction]]:
    """What each enterprise did, by id; relocations within the scope are no move."""
    before, after = by_enterprise(change.holdings_before), by_enterprise(change.holdings_after)
    moved = {
        enterprise: rules.move(
            before.get(enterprise, Fraction(0)), after.get(enterprise, Fraction(0))
        )
        for enterprise in before.keys() | after.keys()
    }
    return {enterprise: move for enterprise, move in moved.items() if move[0]}


def named_rows(change: PlaceChange, moved: dict[int, tuple[str, Fraction]]) -> list[dict[str, Any]]:
    """Kind by kind the larger moves by name, then the rest of the kind in one row."""
    relocated = relocations(change)
    enterprises = Enterprise.objects.in_bulk([*moved, *relocated])
    places = _places(change)
    reasons = _reasons(change, [key for key, (kind, _) in moved.items() if kind == "move_out"])
    rows: list[dict[str, Any]] = []
    for kind in KINDS:
        listed = sorted(
            ((area, key) for key, (found, area) in moved.items() if found == kind),
            key=lambda pair: (-pair[0], enterprises[pair[1]].name),
        )
        named = listed[: _named(listed)]
        for area, key in named:
            owner = enterprises[key]
            note = reasons.get(key, "") if SIGN[kind] < 0 else direction_of(owner)
            cents = rules.to_cents(area) * SIGN[kind]
            rows.append(_row(kind, owner.name, places[key], cents, note))
        rows += _rest(kind, listed[len(named) :])
    for key, words in sorted(relocated.items(), key=lambda pair: enterprises[pair[0]].name):
        rows.append(
            _row("relocation", enterprises[key].name, words, Decimal("0.00"), "区内搬迁，净变动为0")
        )
    return rows


def _named(listed: list[tuple[Fraction, int]]) -> int:
    """How many of a kind are named: all of a few, else the large ones, and five at least."""
    if len(listed) <= NAMED_AT_MOST:
        return len(listed)
    large = sum(area >= NAMED_FROM for area, _ in listed)
    return max(NAMED_AT_LEAST, min(large, NAMED_AT_MOST))


def _rest(kind: str, rest: list[tuple[Fraction, int]]) -> list[dict[str, Any]]:
    if not rest:
        return []
    area = rules.to_cents(sum((pair[0] for pair in rest), Fraction(0))) * SIGN[kind]
    return [_row(kind, f"其他{len(rest)}家（单家不超过{_whole(rest[0][0])}㎡）", "多栋", area, "")]


def _whole(area: Fraction) -> str:
    """The largest of the rest, in whole ㎡ rounded up, with separators."""
    return f"{math.ceil(area):,}"


def _row(kind: str, enterprise: str, building: str, area: Decimal, note: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "enterprise": enterprise,
        "building": building,
        "area": statements.area(area),
        "note": note,
    }


def _by_building(held: Holdings, enterprise: int) -> dict[int, Fraction]:
    return {building: area for (building, owner), area in held.items() if owner == enterprise}


def relocations(change: PlaceChange) -> dict[int, str]:
    """Enterprises that hold the same area as before, in other buildings: from where to where."""
    names = _building_names(change)
    before, after = by_enterprise(change.holdings_before), by_enterprise(change.holdings_after)
    found = {}
    for enterprise in before.keys() & after.keys():
        if before[enterprise] != after[enterprise]:
            continue
        old = _by_building(change.holdings_before, enterprise)
        new = _by_building(change.holdings_after, enterprise)
        left = [names[key] for key in old if new.get(key, 0) < old[key]]
        taken = [names[key] for key in new if old.get(key, 0) < new[key]]
        if left and taken:
            found[enterprise] = f"{'、'.join(sorted(left))} → {'、'.join(sorted(taken))}"
    return found


def _building_names(change: PlaceChange) -> dict[int, str]:
    parts = [*change.before.buildings, *change.after.buildings]
    return {part.building.pk: part.building.name for part in parts}


def _places(change: PlaceChange) -> dict[int, str]:
    """For each enterprise the buildings in which its area changed."""
    names = _building_names(change)
    found: dict[int, set[str]] = defaultdict(set)
    before, after = change.holdings_before, change.holdings_after
    for building, enterprise in before.keys() | after.keys():
        key = (building, enterprise)
        if before.get(key, 0) != after.get(key, 0):
            found[enterprise].add(names[building])
    return defaultdict(str, {key: _joined(sorted(places)) for key, places in found.items()})


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}栋"


def _reasons(change: PlaceChange, left: list[int]) -> dict[int, str]:
    """Why those that left did: what the lease says, or that it had run out."""
    rows = SpellOccupant.objects.filter(
        enterprise__in=left,
        spell__ends_before__gt=change.before.as_of,
        spell__ends_before__lte=change.after.as_of,
        spell__lease__isnull=False,
    ).values_list(
        "enterprise_id", "spell__ends_before", "spell__lease__last_day", "spell__lease__end_reason"
    )
    return {
        enterprise: reason or ("期满未续" if last_day + dt.timedelta(days=1) <= end else "")
        for enterprise, end, last_day, reason in rows.order_by("pk")
    }
