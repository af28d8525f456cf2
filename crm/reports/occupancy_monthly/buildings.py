"""③ 分楼宇情况: every building in use, by zone, with 小计 and 合计."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crm.core.charts import StateBar, pages_of, state_chart
from crm.reports.formats import difference, share, show
from crm.reports.layout import Cell, Chart, Column, Paragraph, Row, Section, Table, paragraph
from crm.reports.occupancy_monthly.positions import STATES, Month, Position

GRADES = {"super_a": "超甲", "a": "甲", "b": "乙", "unrated": "未评"}
HIGH, LOW = Decimal("0.9"), Decimal("0.6")
COLUMNS = [
    Column("name", "楼宇", "left", nowrap=True),
    Column("grade", "等级", "center", nowrap=True),
    Column("in_use_from", "投用", "center", nowrap=True),
    Column("base", "可招商"),
    Column("own", "自用"),
    Column("let", "租售\n入驻"),
    Column("waiting", "已租\n未入"),
    Column("vacant", "空置"),
    Column("rate", "入驻率"),
    Column("month", "环比"),
    Column("year", "同比"),
    Column("enterprises", "企业"),
    Column("registered", "属地\n注册率"),
]


def buildings(month: Month) -> Section:
    """Section ③."""
    return Section(
        "buildings", "分楼宇情况", [summary(month), by_building(month), *pictures(month)]
    )


def every_building(month: Month) -> list[dict[str, Any]]:
    """The buildings of all zones, in print order."""
    return [building for zone in month["zones"] for building in zone["buildings"]]


def summary(month: Month) -> Paragraph:
    """How many are nearly full, how many half empty, how many rose and fell."""
    listed = every_building(month)
    if not listed:
        return paragraph("截止日没有已投入使用的楼宇。")
    rates = [(building, Position(building).rate) for building in listed]
    high = sum(rate is not None and rate >= HIGH for _, rate in rates)
    low = [building for building, rate in rates if rate is not None and rate < LOW]
    year_ago = month.as_of.replace(day=1) - dt.timedelta(days=365)
    fresh = sum((building["in_use_from"] or "") > year_ago.isoformat() for building in low)
    words = f"{len(listed)}栋楼宇中，入驻率90%以上的{high}栋，低于60%的{len(low)}栋"
    if low:
        all_fresh = "均投用不满一年" if fresh == len(low) else f"其中{fresh}栋投用不满一年"
        words += f"，{all_fresh}"
    changes = [moved(building, "previous") for building in listed]
    up = sum(change is not None and change > 0 for change in changes)
    down = sum(change is not None and change < 0 for change in changes)
    return paragraph(f"{words}。环比提高的{up}栋，下降的{down}栋。")


def moved(row: dict[str, Any], before: str) -> Decimal | None:
    then = row[before]
    if then is None:
        return None
    return difference(Position(row).rate, share(then["occupied"], Decimal(then["base"])))


def by_building(month: Month) -> Table:
    """表5."""
    rows = list(_rows(month))
    note = (
        "注：可招商面积已扣除暂不可租。上月或上年同月未投用的，环比或同比记“—”。各楼面积以平方米汇总后"
        "再换算，分项之和可能因四舍五入与合计相差0.01；同一企业在多栋楼的，合计只计1家。"
        "资料来源：同表1。"
    )
    return Table(
        "buildings",
        "分楼宇入驻情况",
        "万㎡、%、百分点、家",
        COLUMNS,
        rows,
        note,
        style="long",
        empty="截止日没有已投入使用的楼宇。",
    )


def _rows(month: Month) -> Iterator[Row]:
    zones = month["zones"]
    for zone in zones:
        for building in zone["buildings"]:
            heads = [
                Cell(building["name"], rows=f"building_{building['code']}"),
                Cell(GRADES.get(building["grade"], building["grade"])),
                Cell((building["in_use_from"] or "")[:7]),
            ]
            yield Row(building["code"], [*heads, *_figures(building)], group=building["name"])
        if len(zones) > 1:
            count = Cell(f"{len(zone['buildings'])}栋")
            heads = [Cell(f"{zone['name']}小计"), Cell(None), count]
            yield Row(f"zone:{zone['code']}", [*heads, *_figures(zone)], "sub")
    if zones:
        total = {
            **month.now.figures,
            "previous": _base(month.previous),
            "year_ago": _base(month.year_ago),
        }
        heads = [Cell("合计"), Cell(None), Cell(f"{month.now['buildings']}栋")]
        yield Row("total", [*heads, *_figures(total)], "sum")


def _base(position: Position) -> dict[str, Any] | None:
    if not position.base:
        return None
    return {"occupied": position.occupied, "base": position.base}


def _figures(row: dict[str, Any]) -> list[Cell]:
    at = Position(row)
    return [
        Cell(at.base, "wan"),
        Cell(at.area("S") or None, "wan"),
        Cell(at.area("L") + at.area("O"), "wan"),
        Cell(at.area("N") or None, "wan"),
        Cell(at.area("V"), "wan"),
        Cell(at.rate, "rate"),
        Cell(moved(row, "previous"), "points"),
        Cell(moved(row, "year_ago"), "points"),
        Cell(row["enterprises"], "count"),
        Cell(at.registered_rate, "rate"),
    ]


def pictures(month: Month) -> list[Chart]:
    """图: one bar a building; a second picture where one page cannot hold them."""
    bars = [
        StateBar(
            building["name"],
            zone["name"],
            {state: float(building["area"][state]) for state in STATES},
            show(Position(building).rate, "rate"),
        )
        for zone in month["zones"]
        for building in zone["buildings"]
    ]
    parts = pages_of(bars)
    source = "条长为建筑面积，右侧数字为入驻率（%）。资料来源：同表1。"
    return [
        Chart(
            f"states_{index}",
            "分楼宇面积状态" + (f"（{index}/{len(parts)}）" if len(parts) > 1 else ""),
            state_chart(part, f"分楼宇面积状态条形图，共{len(part)}栋"),
            source,
            _data(part),
            page=len(part) > 20,
        )
        for index, part in enumerate(parts, 1)
    ]


def _data(bars: list[StateBar]) -> Table:
    columns = [Column("name", "楼宇", "left"), *(Column(state, state) for state in STATES)]
    rows = [
        Row(bar.name, [Cell(bar.name), *(Cell(bar.areas[state], "wan") for state in STATES)])
        for bar in bars
    ]
    return Table("states", "分楼宇面积状态", "万㎡", columns, rows)
