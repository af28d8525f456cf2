"""Figures of one building from the floors that its page has read already: no query more."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from crm.occupancy import frozen, rules
from crm.occupancy.contiguity import OFFICE, Block, FreeUnit, Storey, blocks
from crm.occupancy.models import (
    Building,
    ClosedPosition,
    MonthClose,
    UnitDisposition,
    UnitUse,
)
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import LEASED, OCCUPIED
from crm.occupancy.stacking import FloorNow, UnitNow
from crm.occupancy.standing import BuildingPosition, PlacePosition, add_up


def areas_of(units: Iterable[UnitNow]) -> rules.Areas:
    """㎡ by state."""
    sums: dict[str, Decimal] = defaultdict(lambda: rules.ZERO)
    for one in units:
        sums[one.state] += one.unit.area
        if one.state == "N" and one.spell is not None and one.spell.signed_kind == "sold":
            sums["sold_unmoved"] += one.unit.area
        if one.state == "V" and one.way != UnitDisposition.Way.TO_LET:
            sums["not_to_let"] += one.unit.area
    return rules.Areas(**sums)


def ledger_standing(
    building: Building, floors: Sequence[FloorNow], day: dt.date, *, is_used: bool
) -> PlacePosition:
    """What ``positions.ledger_position`` gives for the building, from its floors."""
    place = Place(building.code, building.name, Building.objects.filter(pk=building.pk))
    return add_up(place, day, [_standing(building, floors, day)] if is_used else [])


def _standing(building: Building, floors: Sequence[FloorNow], day: dt.date) -> BuildingPosition:
    units = [one for floor in floors for one in floor.units]
    leased: dict[dt.date, Decimal] = defaultdict(lambda: rules.ZERO)
    unleased, settled = rules.ZERO, set()
    for one in units:
        if one.state in "LN" and one.lease is not None:
            leased[one.lease.last_day] += one.unit.area
        elif one.state in "LN":
            unleased += one.unit.area
        if one.state in "SLO":
            settled.update(enterprise.pk for enterprise in one.occupants)
    return BuildingPosition(
        as_of=day,
        areas=areas_of(units),
        gross_in_use=building.gross_area,
        units=len(units),
        enterprise_ids=frozenset(settled),
        leased=sorted(leased.items()),
        unleased=unleased,
        building=building,
    )


def by_use(floors: Sequence[FloorNow]) -> dict[str, rules.Areas]:
    """㎡ by 用途 and state."""
    groups: dict[str, list[UnitNow]] = defaultdict(list)
    for floor in floors:
        for one in floor.units:
            groups[one.use].append(one)
    return {use: areas_of(units) for use, units in groups.items()}


@dataclass(frozen=True)
class FoundBlock:
    """A block as the page lists it."""

    block: Block
    numbers: list[str]

    @property
    def floors(self) -> str:
        """12 or 12–14."""
        labels = self.block.labels
        return labels[0] if len(labels) == 1 else f"{labels[-1]}—{labels[0]}"


def storeys_of(
    floors: Sequence[FloorNow], is_free: Callable[[UnitNow], bool] = attrgetter("is_free")
) -> list[Storey]:
    """The floors as the search for blocks takes them; by default free means vacant, to let and not
    reserved.
    """
    return [
        Storey(
            floor.label,
            [FreeUnit(one.unit.pk, one.unit.area, is_free(one)) for one in floor.units],
            floor.kind if not floor.units else OFFICE,
        )
        for floor in floors
    ]


def with_numbers(floors: Sequence[FloorNow], found: Iterable[Block]) -> list[FoundBlock]:
    """The blocks as a page lists them."""
    numbers = {one.unit.pk: one.unit.number for floor in floors for one in floor.units}
    return [FoundBlock(block, [numbers[unit.key] for unit in block.units]) for block in found]


def free_blocks(floors: Sequence[FloorNow], at_least: Decimal) -> list[FoundBlock]:
    """连片空置 of ``at_least`` ㎡."""
    return with_numbers(floors, blocks(storeys_of(floors), at_least))


def need_of(text: str) -> Decimal | None:
    """The ㎡ that somebody looks for; None when nothing readable was typed."""
    digits = text.replace(",", "").replace("，", "").replace("㎡", "").strip()
    if not digits.replace(".", "", 1).isdecimal() or not digits.isascii() or len(digits) > 9:
        return None
    return Decimal(digits)


def keys_of(found: Iterable[FoundBlock]) -> set[Any]:
    """All units of the blocks."""
    return {key for one in found for key in one.block.keys}


def frozen_standing(
    building: Building, closing: MonthClose, day: dt.date
) -> tuple[PlacePosition, dict[str, rules.Areas]] | None:
    """What ``frozen.position`` gives for the building, with the areas by use: one query.

    None for a building that the closing does not know: it was entered since.
    """
    place = Place(building.code, building.name, Building.objects.filter(pk=building.pk))
    listed = closing.figures["buildings"]
    entry = next((one for one in listed if one["code"] == building.code), None)
    if entry is None:
        return None
    rows = ClosedPosition.objects.filter(close=closing, building=building)
    leased: dict[dt.date, Decimal] = defaultdict(lambda: rules.ZERO)
    by_use: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: rules.ZERO))
    unleased, settled = rules.ZERO, set()
    for row in rows:
        if row.state in LEASED and row.last_day is not None:
            leased[row.last_day] += row.area
        elif row.state in LEASED:
            unleased += row.area
        if row.state in OCCUPIED and row.enterprise_id is not None:
            settled.add(row.enterprise_id)
        for name in _names_of(row):
            by_use[row.use or UnitUse.Use.OFFICE][name] += row.area
    part = BuildingPosition(
        as_of=day,
        areas=frozen.areas_of(entry),
        gross_in_use=Decimal(entry["area"]["gross_in_use"]),
        units=entry["units"],
        enterprise_ids=frozenset(settled),
        leased=sorted(leased.items()),
        unleased=unleased,
        building=building,
    )
    kept = frozen.keeps_terms(closing)
    whole = add_up(place, day, [part], closing.edition, keeps_terms=kept)
    return whole, {use: rules.Areas(**sums) for use, sums in by_use.items()}


def _names_of(row: ClosedPosition) -> list[str]:
    """The sums that a frozen row belongs to."""
    names = [row.state]
    if row.state == "N" and row.signed_kind == "sold":
        names.append("sold_unmoved")
    if row.state == "V" and row.way not in ("", UnitDisposition.Way.TO_LET):
        names.append("not_to_let")
    return names
