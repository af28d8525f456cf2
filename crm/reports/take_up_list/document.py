"""新入驻与退租清单 in rule version 1, from canonical figures alone."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import show
from crm.reports.layout import (
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Table,
    figure,
)
from crm.reports.narrative import passage
from crm.reports.occupancy_monthly.change import square
from crm.reports.occupancy_monthly.words import day_of, month_of

IN, OUT, NEITHER = (
    ("move_in", "expansion"),
    ("move_out", "contraction"),
    ("succession", "relocation"),
)
NAMES = {
    "move_in": "新入驻",
    "expansion": "扩租",
    "move_out": "退租",
    "contraction": "缩租",
    "succession": "承租主体变更",
    "relocation": "区内搬迁",
}
NOT_RENTED = {"move_out": "迁出", "contraction": "缩减"}
CAUSES = {"expired": "期满未续", "withdrawn": "楼宇退出", "measured": "面积更正"}
SOURCE = "资料来源：招商台楼宇台账。"
UNITS_SHOWN = 3
Listed = list[dict[str, Any]]


def build(figures: Mapping[str, Any]) -> Document:
    """What came and what left adds up to the net absorption; what is neither stands apart."""
    period = month_of(dt.date.fromisoformat(figures["as_of"]))
    return Document(
        title=[f"{figures['scope']['name']}新入驻与退租清单"],
        running_head=f"新入驻与退租清单（{period}）",
        period=f"（{period}）",
        sections=[
            Section("general", "总体情况", [lead(figures), balance(figures)]),
            Section("in", "新入驻与扩租", [arrivals(figures)]),
            Section("out", "退租与缩租", [departures(figures)]),
            Section("neither", "承租主体变更与区内搬迁", [others(figures)]),
        ],
        style="sheet",
    )


def _of(figures: Mapping[str, Any], kinds: tuple[str, ...]) -> Listed:
    return [row for row in figures["moves"] if row["kind"] in kinds]


def _net(rows: Listed) -> Decimal:
    return sum((Decimal(row["net"]) for row in rows), Decimal(0))


def _square(area: Decimal) -> str:
    return show(area, square(area))


def lead(figures: Mapping[str, Any]) -> Paragraph:
    """Net absorption first, then its parts."""
    net, since = Decimal(figures["net"]), dt.date.fromisoformat(figures["since"])
    day = dt.date.fromisoformat(figures["as_of"])
    words = "净吸纳{净吸纳}" if net >= 0 else "已入驻面积净减少{净吸纳}"
    arrived, departed = _of(figures, IN), _of(figures, OUT)
    return passage(
        "general.lead",
        "{起}至{止}，{范围}" + words + "：新入驻与扩租{来}，退租与缩租{去}。"
        "月末比月初新增企业{新增}，减少{减少}。",
        lead=True,
        起=day_of(since),
        止=day_of(day),
        范围=figures["scope"]["name"],
        净吸纳=figure(f"{_square(abs(net))}㎡", "moves"),
        来=figure(f"{len(arrived)}家次、{_square(_net(arrived))}㎡", "moves"),
        去=figure(f"{len(departed)}家次、{_square(-_net(departed))}㎡", "moves"),
        新增=f"{figures['joined']}家",
        减少=f"{figures['departed']}家",
    )


def balance(figures: Mapping[str, Any]) -> Table:
    """表1: opening + its adjustment + moves + what nobody is known for = closing."""
    parts = [(kind, _net(_of(figures, (kind,)))) for kind in (*IN, *OUT)]
    difference = Decimal(figures["difference"])
    opening, closing = Decimal(figures["opening"]), Decimal(figures["closing"])
    adjusted = Decimal(figures.get("adjustment", "0"))
    form = square(opening, closing, adjusted, difference, *(area for _, area in parts))
    columns = [
        Column("opening", "上月末"),
        *([Column("adjustment", "期初调整")] if adjusted else []),
        *(Column(kind, NAMES[kind]) for kind, _ in parts),
        Column("difference", "台账差额"),
        Column("net", "净吸纳"),
        Column("closing", "本月末"),
    ]
    cells = [
        Cell(opening, form),
        *([Cell(adjusted, f"{form}_signed")] if adjusted else []),
        *(Cell(area, f"{form}_signed", f"moves_{kind}") for kind, area in parts),
        Cell(difference, f"{form}_signed", "moves_difference"),
        Cell(closing - opening - adjusted, f"{form}_signed", "moves"),
        Cell(closing, form, "occupied"),
    ]
    note = (
        "注：台账差额为未登记企业的面积增减；承租主体变更和区内搬迁净变动为0，不计入。"
        "自用和售出的增减计入同类。" + SOURCE
    )
    return Table("balance", "已入驻面积变动平衡", "㎡", columns, [Row("month", cells)], note)


def arrivals(figures: Mapping[str, Any]) -> Table:
    """表2."""
    return _moves(figures, "arrivals", "新入驻与扩租企业", IN, Column("note", "产业方向", "left"))


def departures(figures: Mapping[str, Any]) -> Table:
    """表3."""
    return _moves(figures, "departures", "退租与缩租企业", OUT, Column("note", "原因", "left"))


def _moves(
    figures: Mapping[str, Any], key: str, name: str, kinds: tuple[str, ...], last: Column
) -> Table:
    rows = _of(figures, kinds)
    form = square(*(row["net"] for row in rows)) if rows else "square"
    columns = [
        Column("ordinal", "序号", "center", nowrap=True),
        Column("kind", "类别", "left", nowrap=True),
        Column("enterprise", "企业", "left"),
        Column("place", "楼宇及房源", "left"),
        Column("area", "面积"),
        last,
    ]
    listed = [
        Row(
            f"{row['kind']}:{row['number']}:{index}",
            [
                Cell(str(index)),
                Cell(_kind(row)),
                Cell(row["enterprise"], "text", f"enterprise_{row['number']}"),
                Cell(_places(row["taken"] if kinds is IN else row["left"])),
                Cell(Decimal(row["net"]), f"{form}_signed"),
                Cell(row["industry"] or "未登记行业" if kinds is IN else _why(row)),
            ],
        )
        for index, row in enumerate(rows, 1)
    ]
    if listed:
        count = len({row["number"] for row in rows})
        heads = [Cell("合计"), Cell(""), Cell(f"{count}家"), Cell("")]
        listed.append(Row("total", [*heads, Cell(_net(rows), f"{form}_signed"), Cell("")], "sum"))
    return Table(key, name, "㎡", columns, listed, SOURCE, style="long", empty=f"本月没有{name}。")


def _kind(row: Mapping[str, Any]) -> str:
    return NAMES[row["kind"]] if row["rented"] else NOT_RENTED.get(row["kind"], NAMES[row["kind"]])


def _why(row: Mapping[str, Any]) -> str:
    return row["reason"] or CAUSES.get(row["cause"], "") or "未登记原因"


def _places(places: list[Mapping[str, Any]]) -> str:
    return "；".join(f"{place['building']} {_units(place['units'])}" for place in places)


def _units(numbers: list[str]) -> str:
    shown = "、".join(numbers[:UNITS_SHOWN])
    return shown if len(numbers) <= UNITS_SHOWN else f"{shown}等{len(numbers)}处"


def others(figures: Mapping[str, Any]) -> Table:
    """表4: no move in the district's count, but somebody sits elsewhere or under another name."""
    rows = _of(figures, NEITHER)
    form = square(*(row["area"] for row in rows)) if rows else "square"
    columns = [
        Column("ordinal", "序号", "center", nowrap=True),
        Column("kind", "类别", "left", nowrap=True),
        Column("enterprise", "企业", "left"),
        Column("from", "从", "left"),
        Column("to", "到", "left"),
        Column("area", "面积"),
        Column("net", "净变动"),
    ]
    listed = []
    for index, row in enumerate(rows, 1):
        origin, target = _places(row["left"]), _places(row["taken"])
        if row["kind"] == "succession":
            origin, target = row["enterprise"], f"{row['successor']}（{target or origin}）"
        cells = [
            Cell(str(index)),
            Cell(NAMES[row["kind"]]),
            Cell(row["enterprise"], "text", f"enterprise_{row['number']}"),
            Cell(origin or "—"),
            Cell(target or "—"),
            Cell(Decimal(row["area"]), form),
            Cell(Decimal(row["net"]), f"{form}_signed"),
        ]
        listed.append(Row(f"{row['kind']}:{row['number']}:{index}", cells))
    return Table(
        "others",
        "承租主体变更与区内搬迁",
        "㎡",
        columns,
        listed,
        "注：集团内变更承租主体或企业更名的，房源未变，不作为入驻和退租。" + SOURCE,
        style="long",
        empty="本月没有承租主体变更和区内搬迁。",
    )
