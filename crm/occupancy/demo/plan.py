"""The north zone: under construction, +17万㎡ planned for 2023 (the plan was revised once)."""

import datetime as dt
from decimal import Decimal

from crm.occupancy.actions import plan_release, register_buildings
from crm.occupancy.models import Building, ReleasePlan, ReleasePlanRevision, Zone

REASON = "演示数据"
# phase, quarter, area as first planned, area as revised, certainty
PHASES = (
    ("北区一期", 2, 50_000, 55_000, "firm"),
    ("北区二期", 3, 60_000, 65_000, "likely"),
    ("北区三期", 4, 40_000, 50_000, "open"),
)
REVISIONS = (dt.date(2022, 10, 20), dt.date(2023, 1, 10))


def plan_north(zone: Zone) -> None:
    """Three buildings that are being built, and the plan with both its revisions."""
    buildings = register_buildings(
        [
            Building(
                code=f"LY-{41 + index:04d}",
                name=f"示例{phase}",
                zone=zone,
                address="丽泽北区（演示）",
                gross_area=Decimal(area),
                is_demo=True,
            )
            for index, (phase, _quarter, _first, area, _certainty) in enumerate(PHASES)
        ],
        by=None,
        reason=REASON,
    )
    plans = [
        ReleasePlan(code=f"JH-2023-{index}", name=phase[0], zone=zone, building=building)
        for index, (phase, building) in enumerate(zip(PHASES, buildings, strict=True), 1)
    ]
    for revised_on, column in zip(REVISIONS, (2, 3), strict=True):
        plan_release(
            [
                ReleasePlanRevision(
                    plan=plan,
                    revised_on=revised_on,
                    year=2023,
                    quarter=phase[1],
                    area=Decimal(phase[column]),
                    certainty=phase[4],
                )
                for plan, phase in zip(plans, PHASES, strict=True)
            ],
            by=None,
            reason=REASON,
        )
