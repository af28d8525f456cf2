"""连片空置 over all buildings: free areas that can be taken together, by the rule of the stacking
plan, from three queries however many units there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import F

from crm.occupancy.contiguity import OFFICE, FreeUnit, Storey, blocks, may_be_taken
from crm.occupancy.models import Building, Floor, Unit
from crm.occupancy.places import Place
from crm.occupancy.plan_figures import FoundBlock
from crm.occupancy.querysets.spells import LEASED

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Looked:
    """What is looked for in ``place`` as of ``day``: at least ``area`` ㎡ together, by ``free_by``
    (leases that end before it count as free), of one ``use`` (any without), on one floor or over
    floors.
    """

    place: Place
    day: dt.date
    area: Decimal
    free_by: dt.date | None = None
    use: str = ""
    one_floor: bool = False


@dataclass(frozen=True)
class Run:
    """One block of one building; ``free_on`` is the first day on which all of it is free, None when
    it is free now.
    """

    building: Building
    found: FoundBlock
    free_on: dt.date | None

    @property
    def area(self) -> Decimal:
        return self.found.block.area


class _Row(NamedTuple):
    """A live unit as the search reads it; the fields are the paths of the query."""

    building_id: int
    floor_id: int
    pk: int
    number: str
    area: Decimal
    spell_now__state: str | None
    way_now__way: str | None
    use_now__use: str | None
    hold_now__id: int | None
    spell_now__lease__last_day: dt.date | None


def runs(asked: Looked) -> list[Run]:
    """Free now before free later, then the closest fit first."""
    buildings = asked.place.buildings.in_use_on(asked.day).select_related("zone").in_bulk()
    units: dict[int, list[_Row]] = defaultdict(list)
    for row in _units(buildings, asked.day):
        units[row.building_id].append(row)
    found = [
        run
        for key, storeys in _storeys(units)
        for run in _of_building(buildings[key], storeys, asked)
    ]
    return sorted(found, key=lambda run: (run.free_on or dt.date.min, run.area, run.building.code))


def _units(buildings: Iterable[int], day: dt.date) -> Iterable[_Row]:
    rows = (
        Unit.objects.filter(building_id__in=buildings)
        .on(day)
        .with_spell_on(day)
        .with_way_on(day)
        .with_use_on(day)
        .with_hold_on(day)
        .order_by("building_id", F("floor__level").desc(), "floor__label", "number")
    )
    return (_Row(*row) for row in rows.values_list(*_Row._fields).iterator())


Floored = list[tuple[str, str, list[_Row]]]


def _storeys(units: dict[int, list[_Row]]) -> Iterable[tuple[int, Floored]]:
    """(label, kind, units) top-down by building; floors without units matter where they part."""
    floors = Floor.objects.filter(building_id__in=units).order_by("building", "-level", "label")
    rows = floors.values_list("building_id", "pk", "label", "kind")
    for building, group in groupby(rows.iterator(), key=lambda row: row[0]):
        on_floor: dict[int, list[_Row]] = defaultdict(list)
        for unit in units[building]:
            on_floor[unit.floor_id].append(unit)
        yield (
            building,
            [
                (label, kind, on_floor[floor])
                for _building, floor, label, kind in group
                if on_floor[floor] or kind != OFFICE
            ],
        )


def _of_building(building: Building, floors: Floored, asked: Looked) -> Iterable[Run]:
    """What is free now, and what only later: a block that holds units let until then."""
    rows = {row.pk: row for _label, _kind, units in floors for row in units}
    days: Sequence[dt.date | None] = [None] if asked.free_by is None else [None, asked.free_by]
    seen: set[frozenset[int]] = set()
    for by in days:
        storeys = [
            Storey(
                label,
                [FreeUnit(row.pk, row.area, _is_free(row, asked.use, by)) for row in units],
                kind if not units else OFFICE,
            )
            for label, kind, units in floors
        ]
        for block in blocks(storeys, asked.area, across_floors=not asked.one_floor):
            if block.keys not in seen:
                seen.add(block.keys)
                numbers = [rows[unit.key].number for unit in block.units]
                free_on = _free_on(rows[key] for key in block.keys)
                yield Run(building, FoundBlock(block, numbers), free_on)


def _is_free(row: _Row, use: str, by: dt.date | None) -> bool:
    if use and (row.use_now__use or OFFICE) != use:
        return False
    is_held = row.hold_now__id is not None
    if may_be_taken(row.spell_now__state or "V", row.way_now__way or "to_let", is_held=is_held):
        return True
    last_day = row.spell_now__lease__last_day
    is_let = row.spell_now__state in LEASED and last_day is not None
    return by is not None and is_let and not is_held and last_day < by  # type: ignore[operator]


def _free_on(rows: Iterable[_Row]) -> dt.date | None:
    """The day after the last of their leases; None when nobody sits there."""
    ends = [row.spell_now__lease__last_day for row in rows if row.spell_now__state is not None]
    last = max((end for end in ends if end is not None), default=None)
    return None if last is None else last + ONE_DAY


def plan_query(asked: Looked, run: Run) -> dict[str, Any]:
    """The query of the building's page that frames the block, or shows when its leases end."""
    query: dict[str, Any] = {"as_of": asked.day.isoformat()}
    if run.free_on is None:
        return {**query, "need": f"{asked.area:f}"}
    return {**query, "color": "expiry", "unit": run.found.numbers[0]}
