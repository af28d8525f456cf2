"""② 变化情况: new supply, net absorption, who came and who left, what moved the denominator."""

import datetime as dt
from decimal import Decimal
from typing import Any

from crm.reports.formats import MINUS, difference, show
from crm.reports.layout import Cell, Column, Paragraph, Row, Section, Table, figure
from crm.reports.narrative import Wording, passage
from crm.reports.occupancy_monthly.change import square
from crm.reports.occupancy_monthly.positions import Month, Position
from crm.reports.occupancy_monthly.second.market import market
from crm.reports.occupancy_monthly.words import amount_moved, day_of, wan

KINDS = {
    "move_in": ("新入驻", "新入驻"),
    "expansion": ("扩租", "扩大"),
    "move_out": ("退租", "迁出"),
    "contraction": ("缩租", "缩减"),
    "succession": ("承租主体变更", "承租主体变更"),
    "relocation": ("区内搬迁", "区内搬迁"),
    "difference": ("台账差额", "台账差额"),
}
PARTS = {
    "entered": "新投用",
    "left": "退出",
    "scope": "范围调整",
    "held": "暂不可租增减",
    "measured": "面积更正",
    "relaid": "房源增减",
    "other": "其他",
}
BALANCE_ROWS = {
    "closing": "occupied",
    "opening": "occupied@previous",
    "adjustment": "comparison",
    "net": "moves",
}
NAMED_BUILDINGS = 3


def change(month: Month) -> Section:
    """Section ②."""
    return Section(
        "change",
        "变化情况",
        [
            supply(month),
            absorption(month),
            balance(month),
            moves(month),
            denominator(month),
            restated(month),
            market(month),
        ],
    )


def supply(month: Month) -> Paragraph:
    """Buildings that came into use or left."""
    entered, left = month["supply"]["entered"], month["supply"]["left"]
    if not entered and not left:
        return passage("change.supply", "本月无楼宇投入使用，也无楼宇退出。")
    words = Wording("change.supply")
    for name, rows in (("新增供应", entered), ("退出", left)):
        if rows:
            area = sum((Decimal(row["area"]) for row in rows), Decimal(0))
            words.say(
                f"{name}{{{name}}}（{{{name}楼宇}}）。",
                **{
                    name: figure(f"{len(rows)}栋、{wan(area)}", "buildings"),
                    f"{name}楼宇": _names(rows),
                },
            )
    return words.passage()


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
    word = "净吸纳{净吸纳}" if net >= 0 else "净吸纳为负，已入驻面积净减少{净吸纳}"
    words = Wording("change.absorption")
    words.say(
        word + "，其中新入驻{新入驻企业}、退租{退租企业}。",
        净吸纳=figure(wan(abs(net)), "moves"),
        新入驻企业=figure(f"{moved['move_in_count']}家", "moves_move_in"),
        退租企业=figure(f"{moved['move_out_count']}家", "moves_move_out"),
    )
    then, now = month.previous["enterprises"], month.now["enterprises"]
    if then:
        words.say("入驻企业较上月{企业增减}。", 企业增减=amount_moved(now - then, "家", "count"))
    for key, name in (("succession", "承租主体变更"), ("relocation", "区内搬迁")):
        if moved[f"{key}_count"]:
            text = f"{moved[f'{key}_count']}起、{wan(Decimal(moved[f'{key}_area']))}"
            run = figure(text, f"moves_{key}")
            words.say(f"另有{name}{{{name}}}，不计增减。", **{name: run})
    mean = Decimal(pace["mean"])
    if pace["months_to_clear"] is not None:
        words.say(
            "近12个月月均净吸纳{月均净吸纳}，按此速度消化现有空置需{去化周期}。",
            月均净吸纳=wan(mean),
            去化周期=f"{show(Decimal(pace['months_to_clear']), 'months')}个月",
        )
    elif month.year_ago.base:
        words.say("近12个月月均净吸纳不为正，去化周期无法计算。")
    return words.passage()


def balance(month: Month) -> Table:
    """From last month's occupied area as reported to this month's; it adds up, always."""
    moved, adjustment = month["balance"], month["balance"]["adjustment"]
    values = {
        "opening": moved["opening"],
        "adjustment": adjustment["total"],
        **{kind: moved[kind] for kind in list(KINDS)[:4]},
        "difference": moved["difference"],
        "net": moved["net"],
        "closing": moved["closing"],
    }
    heads = ["上月末\n原报", "期初\n调整", "新入驻", "扩租", "退租", "缩租", "台账\n差额"]
    heads += ["净吸纳", "本月末"]
    form = square(*values.values())
    cells = [
        Cell(
            Decimal(value),
            form if key in ("opening", "closing") else f"{form}_signed",
            BALANCE_ROWS.get(key, f"moves_{key}"),
        )
        for key, value in values.items()
    ]
    columns = [Column(key, head) for key, head in zip(values, heads, strict=True)]
    return Table(
        "balance", "已入驻面积变动平衡", "㎡", columns, [Row("month", cells)], _balance_note(month)
    )


def _balance_note(month: Month) -> str:
    adjustment = month["balance"]["adjustment"]
    note = (
        "注：本月末 = 上月末原报 + 期初调整 + 净吸纳；净吸纳 = 新入驻 + 扩租 − 退租 − 缩租"
        " + 台账差额。自用和售出的增减计入同类。"
    )
    names = {"late": "补报", "measured": "面积更正", "scope": "范围调整"}
    parts = [
        f"{name}{_signed(Decimal(adjustment[key]))}㎡"
        for key, name in names.items()
        if Decimal(adjustment[key])
    ]
    if parts:
        note += f"期初调整包括：{'、'.join(parts)}。"
    elif not month["editions"]["previous"]:
        note += "上月未结账，期初即台账数，无期初调整。"
    return note + "资料来源：楼宇台账。"


def _signed(area: Decimal) -> str:
    return f"{'+' if area > 0 else MINUS}{show(abs(area), square(area))}"


def moves(month: Month) -> Table:
    """The larger moves by name, the rest in one line a kind; they add up to the net absorption."""
    listed = month["moves"]
    form = square(*(row[key] for row in listed for key in ("area", "net"))) if listed else "square"
    columns = [
        Column("kind", "类别", "left", nowrap=True),
        Column("enterprise", "企业", "left"),
        Column("building", "楼宇", "left"),
        Column("area", "面积"),
        Column("net", "计入\n净吸纳"),
        Column("note", "行业或原因", "left"),
    ]
    rows = [_move(row, form) for row in listed]
    if rows:
        blank = Cell(" ")
        net = Cell(Decimal(month["balance"]["net"]), f"{form}_signed", "moves")
        rows.append(Row("total", [Cell("合计"), blank, blank, Cell(None), net, blank], "sum"))
    demo = "企业均为虚构。" if month["demo"] else ""
    return Table(
        "moves",
        "主要入驻与退租",
        "㎡",
        columns,
        rows,
        "注：承租主体变更、区内搬迁列面积，不计入净吸纳。退租原因未登记的记“—”。"
        f"资料来源：同[[balance]]。{demo}",
        style="",
        empty="本月无入驻、退租和面积增减。",
    )


def _move(row: dict[str, Any], form: str) -> Row:
    rented, owned = KINDS[row["kind"]]
    word = rented if row["rented"] else owned
    is_move, rows = row["kind"] not in ("succession", "relocation"), f"moves_{row['kind']}"
    return Row(
        f"{row['kind']}:{row['enterprise']}:{row['building']}",
        [
            Cell(word),
            Cell(row["enterprise"]),
            Cell(row["building"]),
            Cell(Decimal(row["area"]), f"{form}_signed" if is_move else form, rows),
            Cell(Decimal(row["net"]) if is_move else None, f"{form}_signed"),
            Cell(row["note"]),
        ],
    )


def denominator(month: Month) -> Table:
    """What 分母变动影响 is made of; the parts add up to it."""
    then, now = month.previous, month.now
    found = [part for part in month["denominator"]["parts"] if Decimal(part["area"])]
    columns = [
        Column("name", "构成", "left", nowrap=True),
        Column("area", "可招商面积增减"),
        Column("effect", "对入驻率的影响"),
        Column("buildings", "楼宇", "left"),
    ]
    rows = [_part(part, then, now) for part in found]
    if rows:
        whole = Decimal(month["denominator"]["change"])
        cells = [
            Cell("合计"),
            Cell(whole, "wan_signed"),
            Cell(_effect(then, now, whole), "points"),
            Cell(" "),
        ]
        rows.append(Row("total", cells, "sum"))
    reshaped = month["denominator"]["reshaped"]
    merged = f"本月另有房源拆分、合并{reshaped}起，面积守恒，不影响分母。" if reshaped else ""
    return Table(
        "denominator",
        "分母变动影响的构成",
        "万㎡、百分点",
        columns,
        rows,
        f"注：暂不可租增加的，可招商面积相应减少。{merged}资料来源：同[[balance]]。",
        empty="本月可招商面积没有变动。",
    )


def _part(part: dict[str, Any], then: Position, now: Position) -> Row:
    area, names = Decimal(part["area"]), part["buildings"]
    return Row(
        part["key"],
        [
            Cell(PARTS[part["key"]]),
            Cell(area, "wan_signed", "buildings"),
            Cell(_effect(then, now, area), "points", "comparison"),
            Cell("、".join(names[:6]) + ("等" if len(names) > 6 else "")),
        ],
    )


def _effect(then: Position, now: Position, area: Decimal) -> Decimal | None:
    """−O₀·ΔB ÷ (B₀B₁), part by part."""
    if not then.base or not now.base:
        return None
    return -then.occupied * area / (then.base * now.base)


def restated(month: Month) -> Table:
    """同比: as reported a year ago, and as today's ledger has that day."""
    now, then = month.now, month.year_ago
    ledger = Position(month["year_ago_restated"])
    columns = [
        Column("name", "指标", "left"),
        Column("now", "本月"),
        Column("reported", "原报\n同期数"),
        Column("change", "同比"),
        Column("restated", "调整后\n同期数"),
        Column("restated_change", "调整后\n同比"),
    ]
    known = bool(then["buildings"])
    rows = []
    for key, name, form in (
        ("base", "可招商面积", "wan"),
        ("occupied", "已入驻面积", "wan"),
        ("rate", "入驻率", "rate"),
    ):
        values = [getattr(at, key) for at in (now, then, ledger)]
        here, reported, corrected = (values[0], *(v if known else None for v in values[1:]))
        signed = "points" if form == "rate" else "wan_signed"
        cells = [
            Cell(name),
            Cell(here, form, "occupied" if key != "base" else "buildings"),
            Cell(reported, form, "occupied@year_ago" if key != "base" else "buildings@year_ago"),
            Cell(difference(here, reported), signed),
            Cell(corrected, form),
            Cell(difference(here, corrected), signed),
        ]
        rows.append(Row(key, cells))
    note = "注：原报同期数为上年同月结账数，调整后同期数为现台账对该日的记录。"
    if not month["editions"]["year_ago"]:
        note = "注：上年同月未结账，原报同期数即现台账数。"
    return Table(
        "restated", "同比与同期数调整", "万㎡、%、百分点", columns, rows, note + "资料来源：同表1。"
    )
