"""示例中心A座, floor by floor, as the mock-ups show it."""

import datetime as dt

from crm.occupancy.demo.ledger import Ledger, PlannedLease, PlannedSpell
from crm.occupancy.demo.names import Tenants
from crm.occupancy.demo.stock import PlannedBuilding, PlannedUnit

WHOLE = 1850
ONE_DAY = dt.timedelta(days=1)
# floor: (area, state, tenant or its key, last day of the lease)
PLAN: dict[int, list[tuple[int, str, str, tuple[int, int, int] | None]]] = {
    1: [(700, "L", "示例银行网点", (2026, 5, 31)), (500, "L", "示例咖啡", (2024, 8, 31))],
    2: [(1500, "L", "示例餐饮", (2025, 12, 31))],
    3: [(WHOLE, "L", "", (2024, 6, 30))],
    4: [(1050, "L", "", (2023, 4, 30)), (800, "V", "", None)],
    5: [
        (620, "L", "", (2023, 5, 15)),
        (620, "L", "", (2025, 3, 31)),
        (610, "L", "", (2023, 11, 30)),
    ],
    6: [(1000, "H", "消防改造", None), (850, "L", "", (2024, 10, 31))],
    7: [(WHOLE, "L", "", (2027, 2, 28))],
    8: [(920, "L", "", (2023, 7, 31)), (930, "L", "", (2023, 9, 30))],
    9: [(WHOLE, "V", "", None)],
    10: [
        (460, "L", "", (2023, 3, 20)),
        (460, "L", "", (2024, 1, 31)),
        (930, "L", "", (2025, 8, 31)),
    ],
    11: [(1200, "N", "", (2028, 3, 31)), (650, "L", "", (2023, 12, 31))],
    12: [(WHOLE, "L", "", (2026, 9, 30))],
    14: [(740, "L", "", (2023, 6, 30)), (1110, "L", "", (2024, 4, 30))],
    15: [(WHOLE, "L", "", (2025, 5, 31))],
    17: [(920, "L", "", (2023, 8, 31)), (930, "V", "", None)],
    18: [(WHOLE, "L", "", (2026, 12, 31))],
    19: [
        (600, "L", "", (2024, 2, 29)),
        (640, "L", "", (2023, 10, 31)),
        (610, "L", "", (2025, 1, 31)),
    ],
    20: [(WHOLE, "L", "朗润软件", (2024, 12, 31))],
    21: [(WHOLE, "L", "朗润软件", (2024, 12, 31))],
    22: [(1000, "L", "", (2027, 6, 30)), (850, "N", "", (2028, 4, 30))],
    23: [(WHOLE, "O", "望舒控股", None)],
    24: [(WHOLE, "O", "望舒控股", None)],
    25: [(WHOLE, "O", "", None)],
    26: [(WHOLE, "S", "示例中心运营", None)],
    27: [(WHOLE, "S", "示例控股总部", None)],
    28: [(WHOLE, "S", "示例控股总部", None)],
    29: [(WHOLE, "S", "示例控股总部", None)],
    30: [(WHOLE, "S", "示例控股总部", None)],
}
FORMER_NINTH = ((620, "01"), (620, "02"), (610, "03"))
REBUILT, MERGED = dt.date(2022, 10, 1), dt.date(2022, 10, 16)


def lay_out(building: PlannedBuilding, ledger: Ledger, tenants: Tenants) -> list[PlannedUnit]:
    """Floors, units and spells; gives the three former units of the ninth floor."""
    for number in range(31, 0, -1):
        kinds = {13: ("skipped", "跳号，无此层"), 16: ("plant", "避难层，无房源")}
        kind, note = kinds.get(number, ("office", ""))
        if number == 31:
            kind, note = "plant", "设备层，无房源"
        building.floors.append((str(number), kind, note))
    known: dict[str, object] = {}
    leases: dict[str, PlannedLease] = {}
    for number, row in PLAN.items():
        for place, (area, state, who, last_day) in enumerate(row, 1):
            start = MERGED if number == 9 else building.in_use_from
            unit = PlannedUnit(building, str(number), f"{number:02d}{place:02d}", area, start)
            building.units.append(unit)
            if state == "H":
                _rebuilding(unit, who, ledger, tenants)
            elif state != "V":
                tenant = known.get(who) or (tenants.named(who) if who else tenants.new())
                if who:
                    known[who] = tenant
                _seat(unit, state, tenant, who, last_day, ledger, leases)
    return _former_ninth(building, ledger, tenants)


def _seat(unit, state, tenant, who, last_day, ledger, leases) -> None:
    if last_day is None:
        ledger.begin(PlannedSpell(unit, state, unit.starts_on, tenant=tenant))
        return
    end = dt.date(*last_day)
    years = 5 if end.year >= 2026 else 3
    after = end + ONE_DAY
    start = max(dt.date(after.year - years, after.month, 1), unit.building.in_use_from)
    lease = leases.get(who) if who else None
    if lease is None:
        lease = PlannedLease(tenant, start, end, 6.3, "a", free_months=2)
        ledger.leases.append(lease)
        if who:
            leases[who] = lease
    begin = dt.date(2023, 1, 16) if state == "N" else start
    ledger.begin(PlannedSpell(unit, state, begin, tenant=tenant, lease=lease))


def _rebuilding(unit: PlannedUnit, why: str, ledger: Ledger, tenants: Tenants) -> None:
    begin = dt.date(2022, 11, 1)
    tenant = tenants.new()
    lease = PlannedLease(tenant, dt.date(2019, 11, 1), begin - ONE_DAY, 5.8, "a")
    ledger.leases.append(lease)
    ledger.begin(PlannedSpell(unit, "L", lease.starts_on, begin, tenant=tenant, lease=lease))
    ledger.begin(PlannedSpell(unit, "H", begin, reason=why))


def _former_ninth(building: PlannedBuilding, ledger: Ledger, tenants: Tenants) -> list[PlannedUnit]:
    former = [
        PlannedUnit(building, "9", f"09{place}", area, building.in_use_from, MERGED)
        for area, place in FORMER_NINTH
    ]
    building.units += former
    adviser, owner = tenants.named("岱屿咨询"), tenants.named("泊岚科技")
    lease = PlannedLease(
        adviser, dt.date(2019, 10, 1), REBUILT - ONE_DAY, 5.8, "a", end_reason="到期退租"
    )
    ledger.leases.append(lease)
    for unit in former[:2]:
        ledger.begin(PlannedSpell(unit, "L", lease.starts_on, REBUILT, tenant=adviser, lease=lease))
    ledger.begin(PlannedSpell(former[2], "O", dt.date(2018, 11, 1), REBUILT, tenant=owner))
    for unit in former:
        ledger.begin(PlannedSpell(unit, "H", REBUILT, MERGED, reason="拆除恢复"))
    return former
