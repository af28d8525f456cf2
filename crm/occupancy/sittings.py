"""Who sits where on a day, a row a unit and enterprise: read from the ledger in one query, or from
a closed month. The areas of a unit's rows add up to its area.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from crm.occupancy import rules
from crm.occupancy.models import Building, ClosedPosition, MonthClose, Unit
from crm.occupancy.opening_rules import UnitThen
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import LEASED, OCCUPIED
from crm.occupancy.standing import BuildingPosition, PlacePosition, add_up

COLUMNS = (
    "building_id",
    "unit_id",
    "state",
    "enterprise_id",
    "area",
    "signed_kind",
    "way",
    "use",
    "last_day",
)

PATHS = (
    "pk",
    "building_id",
    "area",
    "spell_now__state",
    "spell_now__signed_kind",
    "way_now__way",
    "use_now__use",
    "spell_now__lease__last_day",
    "spell_now__occupants__enterprise_id",
    "spell_now__occupants__area_share",
    "spell_now__occupants__desks",
    "spell_now__occupants__is_void",
)


class Sitting(NamedTuple):
    """As ClosedPosition stores it. ``way`` and ``use`` are empty where no dated row says other."""

    building_id: int
    unit_id: int
    state: str
    enterprise_id: int | None
    area: Decimal
    signed_kind: str
    way: str
    use: str
    last_day: dt.date | None


def from_ledger(building_ids: Iterable[int], day: dt.date) -> list[Sitting]:
    """Live units of these buildings on ``day`` with everybody on them. One query, one moment:
    figures that are made from these rows agree with each other whoever writes meanwhile.
    """
    rows = ledger_rows(building_ids, day).values_list(*PATHS).iterator()
    return [row for _unit, group in groupby(rows, itemgetter(0)) for row in of_unit(list(group))]


def ledger_rows(building_ids: Iterable[int], day: dt.date) -> QuerySet[Unit]:
    """Live units joined with spell, 去向 and 用途 of the day, a row an occupant, unit by unit."""
    return (
        Unit.objects.filter(building_id__in=building_ids)
        .on(day)
        .with_spell_on(day)
        .with_way_on(day)
        .with_use_on(day)
        .order_by("building_id", "pk", "spell_now__occupants__enterprise_id")
    )


def from_closing(closing: MonthClose, building_ids: Iterable[int]) -> list[Sitting]:
    """The same as it was frozen."""
    rows = ClosedPosition.objects.filter(close=closing, building_id__in=building_ids)
    return [Sitting(*row) for row in rows.order_by("pk").values_list(*COLUMNS)]


def of_unit(lines: Sequence[tuple]) -> Iterator[Sitting]:
    """What the lines of one unit, read by ``PATHS``, make."""
    unit, building, area, state, kind, way, use, last_day = lines[0][:8]
    area = area.quantize(rules.CENT)
    facts = (kind or "", way or "", use or "", last_day)
    sharers = [line for line in lines if line[8] is not None and not line[11]]
    parts = rules.cent_shares(
        area, [line[9] for line in sharers], [line[10] is not None for line in sharers]
    )
    for line, part in zip(sharers, parts, strict=True):
        yield Sitting(building, unit, state, line[8], part, *facts)
    rest = area - sum(parts, rules.ZERO)
    if rest or not sharers:
        yield Sitting(building, unit, state or "V", None, rest, *facts)


def areas_of(rows: Sequence[Sitting]) -> rules.Areas:
    """Σ by state."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        for key in _sums_of(row):
            sums[key] = sums.get(key, rules.ZERO) + row.area
    return rules.Areas(**sums)


def _sums_of(row: Sitting) -> Iterator[str]:
    yield row.state
    if row.state == "N" and row.signed_kind == "sold":
        yield "sold_unmoved"
    if row.state == "V" and row.way not in ("", "to_let"):
        yield "not_to_let"


def held(rows: Iterable[Sitting]) -> dict[tuple[int, int], Decimal]:
    """What each enterprise occupies in each building, by (building id, enterprise id)."""
    sums: dict[tuple[int, int], Decimal] = {}
    for row in rows:
        if row.state in OCCUPIED and row.enterprise_id is not None:
            key = row.building_id, row.enterprise_id
            sums[key] = sums.get(key, rules.ZERO) + row.area
    return sums


def written(row: Sitting) -> list[Any]:
    """A row as JSON holds it."""
    last_day = None if row.last_day is None else row.last_day.isoformat()
    return [*row[:4], f"{row.area:.2f}", *row[5:8], last_day]


def read(row: Sequence[Any]) -> Sitting:
    """The reverse of :func:`written`."""
    last_day = None if row[8] is None else dt.date.fromisoformat(row[8])
    return Sitting(
        row[0], row[1], row[2], row[3], Decimal(row[4]), row[5], row[6], row[7], last_day
    )


def standing(
    place: Place, buildings: Sequence[Building], rows: Iterable[Sitting], day: dt.date
) -> PlacePosition:
    """The place as its rows say it: no query, so that figures and rows agree."""
    sitting = by_building(rows)
    return add_up(place, day, [_part(one, sitting.get(one.pk, []), day) for one in buildings])


def _part(building: Building, rows: Sequence[Sitting], day: dt.date) -> BuildingPosition:
    leased: dict[dt.date | None, Decimal] = {}
    for row in rows:
        if row.state in LEASED:
            leased[row.last_day] = leased.get(row.last_day, rules.ZERO) + row.area
    unleased = leased.pop(None, rules.ZERO)
    return BuildingPosition(
        as_of=day,
        areas=areas_of(rows),
        gross_in_use=building.gross_area.quantize(rules.CENT),
        units=len({row.unit_id for row in rows}),
        enterprise_ids=frozenset(
            row.enterprise_id
            for row in rows
            if row.enterprise_id is not None and row.state in OCCUPIED
        ),
        leased=sorted((until, area) for until, area in leased.items() if until is not None),
        unleased=unleased,
        building=building,
    )


def by_unit(rows: Iterable[Sitting]) -> dict[int, list[Sitting]]:
    """Rows by unit id."""
    found: dict[int, list[Sitting]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def by_building(rows: Iterable[Sitting]) -> dict[int, list[Sitting]]:
    """Rows by building id."""
    sorted_: dict[int, list[Sitting]] = {}
    for row in rows:
        sorted_.setdefault(row.building_id, []).append(row)
    return sorted_


def units_of(rows: Iterable[Sitting]) -> dict[int, UnitThen]:
    """The units by id, each with its whole area."""
    units: dict[int, UnitThen] = {}
    for row in rows:
        so_far = units[row.unit_id].area if row.unit_id in units else rules.ZERO
        units[row.unit_id] = UnitThen(row.building_id, row.state, so_far + row.area)
    return units
