"""② 变化情况: new supply, net absorption, who came and who left."""

import datetime as dt
from decimal import Decimal
from typing import Any

from crm.reports.formats import show
from crm.reports.layout import (
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    figure,
    paragraph,
)
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import amount_moved, day_of, wan

KINDS = {
    "move_in": "新入驻",
    "expansion": "扩租",
    "move_out": "退租",
    "contraction": "缩租",
    "difference": "台账差额",
    "relocation": "区内搬迁",
}
NAMED_BUILDINGS = 3


def change(month: Month) -> Section:
    """Section ②."""
    return Section(
        "change", "变化情况", [supply(month), absorption(month), balance(month), moves(month)]
    )


def supply(month: Month) -> Paragraph:
    """Buildings that came into use or left."""
    entered, left = month["supply"]["entered"], month["supply"]["left"]
    if not entered and not left:
        return paragraph("本月无楼宇投入使用，也无楼宇退出。")
    parts: list[str | Run] = []
    for word, rows in (("新增供应", entered), ("退出", left)):
        if rows:
            area = sum((Decimal(row["area"]) for row in rows), Decimal(0))
            count = figure(f"{len(rows)}栋、{wan(area)}", "buildings")
            parts += [word, count, f"（{_names(rows)}）。"]
    return paragraph(*parts)


def _names(rows: list[dict[str, Any]]) -> str:
    names = [_named(row) for row in rows[:NAMED_BUILDINGS]]
    return "；".join(names) + ("等" if len(rows) > NAMED_BUILDINGS else "")


def _named(row: dict[str, Any]) -> str:
    if not row["on"]:
        return row["name"]
    return f"{row['name']}，{day_of(dt.date.fromisoformat(row['on']))}"


def absorption(month: Month) -> Paragraph:
    """Net absorption, its mean over a year, how long the vacancy lasts at that pace."""
    moved, pace = month["balance"], month["absorption"]
    net = Decimal(moved["net"])
    words = f"净吸纳{wan(net)}" if net >= 0 else f"净吸纳为负，已入驻面积净减少{wan(-net)}"
    parts: list[str | Run] = [
        words,
        f"，其中新入驻{moved['moved_in']}家、退租{moved['moved_out']}家。",
    ]
    then, now = month.previous["enterprises"], month.now["enterprises"]
    if then:
        parts.append(f"入驻企业较上月{amount_moved(now - then, '家', 'count')}。")
    mean = Decimal(pace["mean"])
    if pace["months_to_clear"] is not None:
        clear = show(Decimal(pace["months_to_clear"]), "months")
        parts.append(f"近12个月月均净吸纳{wan(mean)}，按此速度消化现有空置需{clear}个月。")
    elif month.year_ago.base:
        parts.append("近12个月月均净吸纳不为正，去化周期无法计算。")
    return paragraph(*parts)


def square(*values: Any) -> str:
    """Whole ㎡ where every figure of the table is whole, else two decimals."""
    whole = all(Decimal(value) == Decimal(value).to_integral_value() for value in values)
    return "square" if whole else "square2"


def balance(month: Month) -> Table:
    """表3: from last month's occupied area to this month's."""
    moved = month["balance"]
    keys = ("opening", *list(KINDS)[:5], "net", "closing")
    form = square(*(moved[key] for key in keys))
    heads = ("上月末", *list(KINDS.values())[:5], "净吸纳", "本月末")
    cells = [
        Cell(
            Decimal(moved[key]),
            form if key in ("opening", "closing") else f"{form}_signed",
            {"closing": "occupied", "opening": ""}.get(key, "moves"),
        )
        for key in keys
    ]
    columns = [Column(key, head) for key, head in zip(keys, heads, strict=True)]
    note = (
        "注：净吸纳 = 本月末 − 上月末 = 新入驻 + 扩租 − 退租 − 缩租 + 台账差额；"
        "台账差额不为0时在表4列出。自用和售出的增减计入同类。资料来源：楼宇台账。"
    )
    return Table("balance", "已入驻面积变动平衡", "㎡", columns, [Row("month", cells)], note)


def moves(month: Month) -> Table:
    """表4: the larger moves by name, the rest in one line a kind; sums to the net absorption."""
    listed = month["moves"]
    net = Decimal(month["balance"]["net"])
    form = f"{square(net, *(row['area'] for row in listed))}_signed"
    columns = [
        Column("kind", "类别", "left", nowrap=True),
        Column("enterprise", "企业", "left"),
        Column("building", "楼宇", "left"),
        Column("area", "面积"),
        Column("note", "行业或原因", "left"),
    ]
    rows = [
        Row(
            f"{row['kind']}:{row['enterprise']}:{row['building']}",
            [
                Cell(KINDS[row["kind"]]),
                Cell(row["enterprise"]),
                Cell(row["building"]),
                Cell(Decimal(row["area"]), form),
                Cell(row["note"]),
            ],
        )
        for row in listed
    ]
    if rows:
        words = [Cell("合计"), Cell(" "), Cell(" "), Cell(net, form), Cell(" ")]
        rows.append(Row("total", words, "sum"))
    demo = "企业均为虚构。" if month["demo"] else ""
    return Table(
        "moves",
        "主要入驻与退租",
        "㎡",
        columns,
        rows,
        f"资料来源：同表3。{demo}",
        style="",
        empty="本月无入驻、退租和面积增减。",
    )
