"""Openings of months: what a closing started from, and how far today's ledger is from what was
frozen.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.occupancy import frozen, sittings
from crm.occupancy.models import AreaChange, Building, MonthClose
from crm.occupancy.opening_rules import OpeningAdjustment, adjustments
from crm.occupancy.places import Place
from crm.occupancy.sittings import Sitting
from crm.occupancy.standing import PlacePosition


@dataclass(frozen=True)
class Opening:
    """What a closed month started from: the edition before as frozen, and as it was adjusted."""

    before: PlacePosition
    adjusted: PlacePosition
    adjustment: OpeningAdjustment
    rows: list[Sitting]


def adjustment(place: Place, day: dt.date) -> OpeningAdjustment:
    """From the latest edition of the month that ends on ``day`` to today's ledger about it."""
    closing = frozen.latest_on(day)
    if closing is None:
        return OpeningAdjustment()
    then = frozen.buildings_of(place, frozen.entries(place, closing))
    now = place.buildings.in_use_on(day).values_list("pk", flat=True)
    by_building = adjusted_by_building(
        sittings.from_closing(closing, [one.pk for one in then.values()]),
        sittings.from_ledger(list(now), day),
        day,
    )
    return sum(by_building.values(), OpeningAdjustment())


def adjusted_by_building(
    then: Iterable[Sitting], now: Iterable[Sitting], day: dt.date
) -> dict[int, OpeningAdjustment]:
    """The adjustments by building id; one query for the measured units."""
    frozen_units, ledger_units = sittings.units_of(then), sittings.units_of(now)
    buildings = {unit.building for unit in frozen_units.values()}
    measured = AreaChange.objects.filter(
        before__building_id__in=buildings, changed_on__lte=day
    ).values_list("before_id", "after_id")
    return adjustments(frozen_units, ledger_units, dict(measured))


def rows_of(at: PlacePosition) -> list[Sitting]:
    """Who sits on what in the place: as frozen where the figures are, else by today's ledger."""
    ids = [one.building.pk for one in at.buildings]
    if not at.is_frozen:
        return sittings.from_ledger(ids, at.as_of)
    closing = frozen.edition_of(at.as_of.replace(day=1), at.edition)
    return sittings.from_closing(closing, ids) if closing else []


def stored(place: Place, start: dt.date, end: dt.date, edition: int) -> Opening | None:
    """The opening that an edition of the month ending on ``end`` carries, when ``start`` is the
    month end before it; None when that month was not closed then.
    """
    if start != end.replace(day=1) - frozen.ONE_DAY:
        return None
    closing = frozen.edition_of(end.replace(day=1), edition)
    kept = closing.figures.get("opening") if closing else None
    earlier = frozen.edition_of(start.replace(day=1), kept["edition"]) if kept else None
    if kept is None or earlier is None:
        return None
    before = frozen.position(place, earlier)
    entries = {one["code"]: one for one in frozen.entries(place, earlier)}
    entries |= {
        code: one
        for code, one in kept["buildings"].items()
        if one is None or frozen.is_inside(place, one)
    }
    buildings = frozen.buildings_of(place, [one for one in entries.values() if one is not None])
    then = sittings.from_closing(earlier, [one.building.pk for one in before.buildings])
    now = _replaced(then, kept, {one.pk for one in buildings.values()})
    adjusted = sittings.standing(place, [buildings[code] for code in sorted(buildings)], now, start)
    found = adjusted_by_building(then, now, start)
    return Opening(before, adjusted, sum(found.values(), OpeningAdjustment()), now)


def _replaced(then: Iterable[Sitting], kept: Mapping[str, Any], inside: set[int]) -> list[Sitting]:
    changed = {row[1] for row in kept["rows"]} | set(kept["gone"])
    rows = [row for row in then if row.unit_id not in changed]
    return rows + [sittings.read(row) for row in kept["rows"] if row[0] in inside]


def to_store(
    earlier: MonthClose, now: Sequence[Sitting], buildings: Mapping[str, Any]
) -> dict[str, Any]:
    """What a closing keeps of its opening: how the ledger's rows of that day, and its
    ``buildings`` by code, differ from edition ``earlier``.
    """
    listed = {one["code"]: one for one in earlier.figures["buildings"]}
    ids = Building.objects.filter(code__in=listed).values_list("pk", flat=True)
    then = sittings.by_unit(sittings.from_closing(earlier, list(ids)))
    rows = sittings.by_unit(now)
    differing = [unit for unit in sorted(rows) if rows[unit] != then.get(unit)]
    return {
        "edition": earlier.edition,
        "buildings": {
            code: buildings.get(code)
            for code in sorted(listed.keys() | buildings.keys())
            if _differs(listed.get(code), buildings.get(code))
        },
        "rows": [sittings.written(row) for unit in differing for row in rows[unit]],
        "gone": sorted(then.keys() - rows.keys()),
    }


def _differs(then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    if then is None or now is None:
        return then is not now
    same = all(then[key] == now[key] for key in ("name", "zone", "in_use_from"))
    return not same or then["area"]["gross_in_use"] != now["area"]["gross_in_use"]
