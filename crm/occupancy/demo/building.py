"""From the told story to rows, in bulk."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from django.db import transaction

from crm.core import acts, numbering
from crm.core.models import Team
from crm.enterprises import actions as enterprises
from crm.enterprises.models import Enterprise
from crm.occupancy import actions, rules
from crm.occupancy.demo import centre_a
from crm.occupancy.demo.ledger import Ledger, PlannedLease, PlannedSpell
from crm.occupancy.demo.names import Tenants
from crm.occupancy.demo.plan import plan_north
from crm.occupancy.demo.sharing import share_some
from crm.occupancy.demo.stock import (
    OPERATORS,
    RETAIL_FLOORS,
    TEAMS,
    PlannedBuilding,
    PlannedUnit,
    plan_buildings,
)
from crm.occupancy.demo.story import Story
from crm.occupancy.demo.turns import take_turns
from crm.occupancy.models import (
    Building,
    Floor,
    Lease,
    Spell,
    SpellOccupant,
    Unit,
    UnitDisposition,
    UnitLineage,
    UnitUse,
    Zone,
)

REASON = "演示数据"
SEED = 20230228
FIRST_STORE = "示例咖啡"
HOLD = (dt.date(2023, 2, 1), dt.date(2023, 3, 20))


def build(today: dt.date) -> None:
    """Everything about space; the same rows for the same ``today``."""
    chance = random.Random(SEED)
    ledger = Ledger()
    tenants = Tenants(chance, set(Enterprise.objects.values_list("name_key", flat=True)))
    buildings = plan_buildings(chance)
    former = centre_a.lay_out(buildings[0], ledger, tenants)
    Story(buildings, ledger, tenants, chance).tell(today)
    share_some(ledger, tenants, chance)
    groups = take_turns(ledger, tenants)
    with transaction.atomic():
        zones = actions.register_zones(
            [
                Zone(code="LZ-S", name="丽泽南区", name_en="Lize South", is_demo=True),
                Zone(code="LZ-N", name="丽泽北区", name_en="Lize North", is_demo=True),
            ],
            by=None,
            reason=REASON,
        )
        enterprises.register(tenants.made, by=None, reason=REASON)
        _write_groups(groups)
        _write_buildings(buildings, zones[0])
        _write_units(buildings)
        _write_leases(ledger.leases)
        _write_spells(ledger.spells)
        _write_lineage(former)
        plan_north(zones[1])
        _hold()


def _write_groups(groups: list[tuple[Enterprise, Enterprise]]) -> None:
    for subsidiary, parent in groups:
        subsidiary.parent = parent
    acts.change([one for one, _parent in groups], ["parent"], by=None, reason=REASON)


def _write_buildings(buildings: list[PlannedBuilding], zone: Zone) -> None:
    teams = {team.code: team for team in Team.objects.all()}
    rows = [
        Building(
            code=one.code,
            name=one.name,
            zone=zone,
            address=f"丽泽南区{index + 1}号（演示）",
            in_use_from=one.in_use_from,
            gross_area=Decimal(one.area),
            grade=one.grade,
            floors_above=len(one.floors),
            floors_below=3,
            operator=teams.get(OPERATORS[one.quarter]),
            team=teams.get(TEAMS[one.quarter]),
            is_demo=True,
        )
        for index, one in enumerate(buildings)
    ]
    by_code = {row.code: row for row in actions.register_buildings(rows, by=None, reason=REASON)}
    floors = [
        Floor(
            building=by_code[one.code],
            label=label,
            level=rules.floor_level(label),
            kind=kind,
            note=note,
        )
        for one in buildings
        for label, kind, note in one.floors
    ]
    actions.register_floors(floors, by=None, reason=REASON)


def _write_units(buildings: list[PlannedBuilding]) -> None:
    floors = {
        (floor.building.code, floor.label): floor
        for floor in Floor.objects.select_related("building")
    }
    planned = [unit for one in buildings for unit in one.units]
    rows = [
        Unit(
            building=floors[unit.building.code, unit.floor].building,
            floor=floors[unit.building.code, unit.floor],
            number=unit.number,
            area=Decimal(unit.area),
            starts_on=unit.starts_on,
            ends_before=unit.ends_before,
        )
        for unit in planned
    ]
    acts.create(rows, by=None, reason=REASON)
    for unit, row in zip(planned, rows, strict=True):
        unit.row = row
    uses = [
        UnitUse(unit=unit.row, use=UnitUse.Use.RETAIL, starts_on=unit.starts_on)
        for unit in planned
        if int(unit.floor) <= RETAIL_FLOORS
    ]
    acts.create(uses, by=None, reason=REASON)


def _write_leases(leases: list[PlannedLease]) -> None:
    years = sorted({lease.starts_on.year for lease in leases})
    numbers = {
        year: iter(numbering.take("ZL", year, sum(one.starts_on.year == year for one in leases)))
        for year in years
    }
    for lease in leases:
        lease.row = Lease(
            number=next(numbers[lease.starts_on.year]),
            tenant=lease.tenant,
            starts_on=lease.starts_on,
            last_day=lease.last_day,
            agreed_last_day=lease.agreed_last_day,
            end_reason=lease.end_reason,
            signed_on=lease.starts_on,
            price=Decimal(str(lease.price)),
            price_unit="day",
            rent_free_months=lease.free_months,
            tenant_role=lease.tenant_role,
        )


def _write_spells(spells: list[PlannedSpell]) -> None:
    for spell in spells:
        if spell.lease is not None:
            spell.lease.row.building = spell.unit.row.building
    _store_leases([spell.lease for spell in spells if spell.lease is not None])
    rows = [
        Spell(
            unit=spell.unit.row,
            state=spell.state,
            signed_kind="let" if spell.state == "N" else "",
            starts_on=spell.starts_on,
            ends_before=spell.ends_before,
            lease=spell.lease.row if spell.lease else None,
            reason=spell.reason,
        )
        for spell in spells
    ]
    acts.create(rows, by=None, reason=REASON)
    seats = [
        SpellOccupant(
            spell=row,
            enterprise=enterprise,
            area_share=share,
            desks=desks,
            first_store="city" if enterprise.name.startswith(FIRST_STORE) else "",
        )
        for spell, row in zip(spells, rows, strict=True)
        for enterprise, share, desks in _sitting(spell)
    ]
    acts.create(seats, by=None, reason=REASON)
    _write_ways(spells)


def _write_ways(spells: list[PlannedSpell]) -> None:
    ways = {"S": UnitDisposition.Way.KEPT, "O": UnitDisposition.Way.FOR_SALE}
    meant: dict[PlannedUnit, Any] = {}
    for spell in spells:
        if spell.state in ways:
            meant.setdefault(
                spell.unit,
                UnitDisposition(
                    unit=spell.unit.row,
                    way=ways[spell.state],
                    starts_on=spell.unit.starts_on,
                    ends_before=spell.unit.ends_before,
                ),
            )
    acts.create(list(meant.values()), by=None, reason=REASON)


def _store_leases(leases: list[PlannedLease]) -> None:
    used = list(dict.fromkeys(leases))
    acts.create([lease.row for lease in used], by=None, reason=REASON)
    stored = set(used)
    renewed = [lease for lease in used if lease.renews in stored]
    for lease in renewed:
        lease.row.renews = lease.renews.row
    acts.change([lease.row for lease in renewed], ["renews"], by=None, reason=REASON)
    sublets = [lease for lease in used if lease.sublet_of in stored]
    for lease in sublets:
        lease.row.sublet_of = lease.sublet_of.row
    acts.change([lease.row for lease in sublets], ["sublet_of"], by=None, reason=REASON)


def _sitting(spell: PlannedSpell) -> list[tuple[Enterprise, int | None, int | None]]:
    first = [(spell.tenant, spell.share, None)] if spell.tenant is not None else []
    return [*first, *spell.sharers]


def _write_lineage(former: list[PlannedUnit]) -> None:
    merged = Unit.objects.get(
        building=former[0].row.building, number="0901", ends_before__isnull=True
    )
    lines = [
        UnitLineage(parent=unit.row, child=merged, kind=UnitLineage.Kind.MERGE) for unit in former
    ]
    acts.create(lines, by=None, reason=REASON)


def _hold() -> None:
    """The whole ninth floor of 示例中心A座 is reserved at the end of February 2023."""
    ninth = Unit.objects.filter(building__code="LY-0001", floor__label="9").on(HOLD[0])
    actions.hold_units(
        list(ninth.select_related("building")),
        by=None,
        owner_label="云岚数科（演示）",
        owner_number="",
        starts_on=HOLD[0],
        ends_before=HOLD[1],
        reason=REASON,
    )
