"""The stacking plan on paper: the drawing of the screen, with flags and the rate of each floor."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.occupancy.svg import PlanCell, PlanFloor, PlanStyle, stacking_plan
from crm.reports.formats import share
from crm.reports.layout import Cell, Chart, Column, Row, Table

WIDTH, TALLEST = 442, 560
SOON, LATER = 90, 180
STATES = {
    "S": "自用",
    "L": "租用已入驻",
    "O": "售出入驻",
    "N": "已租未入驻",
    "V": "空置",
    "H": "暂不可租",
}


def plan(figures: Mapping[str, Any], day: dt.date) -> Chart:
    """图: floors top-down."""
    title = f"楼宇剖面图（{day.isoformat()}）"
    style = PlanStyle(
        title=f"{title}。{_read_aloud(figures['floors'])}",
        links=False,
        points=WIDTH,
        tallest=TALLEST,
        ground="地面",
        legend=list(STATES.items()),
    )
    drawn = stacking_plan([_floor(floor, day) for floor in figures["floors"]], style)
    source = (
        "单位：㎡。格宽与面积成比例，字母为状态；"
        "右上角“!”为90天内到期，“·”为180天内到期；右侧为该层入驻率。"
    )
    return Chart("plan", title, drawn, source, _data(figures["floors"]))


def _read_aloud(floors: list[Mapping[str, Any]]) -> str:
    """What the picture says, for who does not see it; the list of units stands in the sheet."""
    office = [floor for floor in floors if floor["units"]]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in (unit for floor in office for unit in floor["units"]):
        sums[one["state"]] += Decimal(one["area"])
    parts = [f"{name}{sums[state]:,.2f}㎡" for state, name in STATES.items() if sums[state]]
    return f"共{len(office)}层有房源，{'，'.join(parts)}。" if parts else "没有房源。"


def _floor(floor: Mapping[str, Any], day: dt.date) -> PlanFloor:
    cells = [_cell(one, day) for one in floor["units"]]
    label = f"{floor['label']}F" if floor["label"].isdigit() else floor["label"]
    return PlanFloor(label, floor["kind"], floor["note"], cells, side=_rate(floor["units"]))


def _rate(units: list[Mapping[str, Any]]) -> str:
    """Whole per cent of what can be let; — where nothing can."""
    occupied = sum((Decimal(one["area"]) for one in units if one["state"] in "SLO"), Decimal(0))
    base = sum((Decimal(one["area"]) for one in units if one["state"] != "H"), Decimal(0))
    rate = share(occupied, base)
    return "—" if rate is None else f"{rate * 100:.0f}%"


def _cell(one: Mapping[str, Any], day: dt.date) -> PlanCell:
    last_day = dt.date.fromisoformat(one["last_day"]) if one["last_day"] else None
    days = None if last_day is None else (last_day - day).days
    flag = ""
    if days is not None and days <= LATER:
        flag = "!" if days <= SOON else "·"
    return PlanCell(
        number=one["number"],
        area=Decimal(one["area"]),
        state=one["state"],
        words=words_of(one),
        label=one["number"],
        until=f"至{last_day:%y-%m}" if last_day else "",
        reserved=f"预留 {one['held_for']}" if one["held_for"] else "",
        flag=flag,
    )


def words_of(one: Mapping[str, Any]) -> str:
    """Whose it is, why it is not to be had, or that it is vacant."""
    return one["who"] or {"V": "空置", "H": "暂不可租"}.get(one["state"], "未登记企业")


def _data(floors: list[Mapping[str, Any]]) -> Table:
    """The same as a table, for the workbook."""
    columns = [
        Column("floor", "楼层", "left"),
        Column("unit", "房源", "left"),
        Column("state", "状态", "left"),
        Column("who", "企业或原因", "left"),
        Column("area", "面积"),
        Column("last_day", "到期日", "left"),
    ]
    rows = []
    for floor in floors:
        for one in floor["units"]:
            cells = [
                Cell(floor["label"]),
                Cell(one["number"]),
                Cell(f"{one['state']} {STATES[one['state']]}"),
                Cell(words_of(one)),
                Cell(Decimal(one["area"]), "square2"),
                Cell(one["last_day"] or "—"),
            ]
            rows.append(Row(one["number"], cells))
    return Table("plan", "楼宇剖面", "㎡", columns, rows)
