"""Made-up needs of projects, the floor reserved for one of them, and planned areas of functions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from crm.core import acts
from crm.leads.demo import REASON
from crm.occupancy.models import Building, UnitHold, Zone
from crm.projects.actions import plan_functions
from crm.projects.models import FunctionPlan, Project, StageMove
from crm.projects.querysets import LOOKING
from crm.projects.rules import Side

MONTH_END = dt.date(2023, 2, 28)
FLOORS = ("10—20层", "15层以上", "8层及以下", "高区")
WANTED = ("LY-0001", "LY-0002", "LY-0005")
# Planned ㎡ by function in the south zone since 2021, and what 2023 made of the first.
PLANS = (
    ("数字金融", 420_000),
    ("专业服务", 260_000),
    ("跨国公司总部", 180_000),
    ("绿色金融", 90_000),
)
REVISED = ("数字金融", 450_000)


def want(project: Project, place: int, began: dt.date, wanted: Sequence[Building]) -> None:
    """Some know by when, at what rent, on which floors and in which building; drawn by place, so
    that the other made-up facts stay as they are.
    """
    if place % 2 == 0:
        project.need_by = began + dt.timedelta(days=90 + 15 * (place % 9))
    if place % 3 == 0:
        a_day = Decimal("4.80") + Decimal(place % 7) / 5
        project.need_budget = (project.need_area_from * a_day * 365).quantize(Decimal(1000))
    if place % 5 == 0:
        project.need_floors = FLOORS[place % len(FLOORS)]
    if place % 7 == 0:
        project.need_building = wanted[place // 7 % len(wanted)]
    elif place % 4 == 0:
        project.need_zone = wanted[0].zone


def _seeker(moves: Iterable[StageMove], area: Decimal) -> Project | None:
    """Who looked for space at the end of February 2023 and wants at most ``area``, the closest."""
    last = {
        id(move.project): move
        for move in sorted(moves, key=lambda move: move.moved_on)
        if move.moved_on <= MONTH_END
    }
    looking = [
        move.project
        for move in last.values()
        if move.to_side == Side.NONE and move.to_stage in LOOKING
    ]
    fitting = [row for row in looking if row.need_area_from <= area]
    return max(fitting, key=lambda row: (row.need_area_from, row.number), default=None)


def reserve(moves: Iterable[StageMove]) -> None:
    """The floor that is reserved in 示例中心A座 is so for a project that looked for space then."""
    holds = list(
        UnitHold.objects.filter(unit__building__code=WANTED[0], owner_number="")
        .on(MONTH_END)
        .select_related("unit")
    )
    seeker = _seeker(moves, sum((hold.unit.area for hold in holds), Decimal(0)))
    if seeker is None:
        return
    for hold in holds:
        hold.owner_number, hold.owner_label = seeker.number, seeker.enterprise.name
    acts.change(holds, ["owner_number", "owner_label"], by=None, reason=REASON)
    seeker.need_building, seeker.need_floors = Building.objects.get(code=WANTED[0]), ""
    acts.change([seeker], ["need_building", "need_floors"], by=None, reason=REASON)


def plan_areas(zone: Zone) -> None:
    """Planned areas of functions of the zone."""
    for day, plans, note in (
        (dt.date(2021, 1, 1), PLANS, "功能规划（演示）"),
        (dt.date(2023, 1, 1), (REVISED,), "年度调整（演示）"),
    ):
        rows = [
            FunctionPlan(function=name, zone=zone, area=Decimal(area), starts_on=day, note=note)
            for name, area in plans
        ]
        plan_functions(rows, by=None, reason=REASON)
