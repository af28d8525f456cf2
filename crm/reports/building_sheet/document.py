"""单楼宇情况表 in rule version 1, from canonical figures alone."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.core.charts import Bar, bar_chart
from crm.reports.building_sheet.attention import attention
from crm.reports.building_sheet.facts import facts
from crm.reports.building_sheet.plan import STATES, plan
from crm.reports.formats import difference, share, show
from crm.reports.layout import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Headline,
    Headlines,
    Row,
    Section,
    Table,
    paragraph,
)
from crm.reports.occupancy_monthly.change import square
from crm.reports.occupancy_monthly.expiry import BUCKETS
from crm.reports.occupancy_monthly.positions import Position
from crm.reports.occupancy_monthly.words import month_of, terms_words

ALWAYS = ("holdover", "30", "60", "90", "180", "365", "later")
UNITS_SHOWN = 2
LINES = 28  # of usual height on a page, with the signatures


def build(figures: Mapping[str, Any]) -> Document:
    """Facts, big figures, states, ladder, what to look after; the plan; the leases."""
    day = dt.date.fromisoformat(figures["as_of"])
    name, source = figures["scope"]["name"], figures["source"]
    front = [facts(figures), headlines(figures), states(figures), *ladder(figures), *_note(figures)]
    title = f"{name}情况表（{month_of(day)}）"
    return Document(
        title=[title],
        running_head=f"单楼宇情况表 {name}（{month_of(day)}）",
        period="",
        sections=[
            Section("front", "", front),
            Section("attention", "需要关注", [attention(figures)]),
            Section("plan", "楼宇剖面图", [plan(figures, day)], page=True),
            Section("leases", "", [leases(figures)], page=True),
        ],
        style="sheet",
        numbered=False,
        closing="names",
        taken_from=source["number"] if source and source["agrees"] else "",
    )


def _note(figures: Mapping[str, Any]) -> list[Block]:
    """What does not agree: with the report in force, or with the month as it was closed."""
    source, words = figures["source"], []
    if source and not source["agrees"]:
        words.append(f"台账在{source['number']}签发后有补报，本表与该月报分楼宇数不同。")
    if _was_changed(figures):
        words.append("面积和入驻率按结账数；结账后台账有补报，剖面图和租约明细按现台账。")
    words.append(terms_words(figures))
    return [paragraph(f"注：{''.join(words)}", style="source")] if any(words) else []


def _was_changed(figures: Mapping[str, Any]) -> bool:
    """Whether the plan, drawn from the ledger, says otherwise than the figures (of a closing)."""
    drawn: dict[str, Decimal] = dict.fromkeys(STATES, Decimal(0))
    for floor in figures["floors"]:
        for one in floor["units"]:
            drawn[one["state"]] += Decimal(one["area"])
    stated = figures["row"]["area"]
    return any(area != Decimal(stated[state]) for state, area in drawn.items())


def headlines(figures: Mapping[str, Any]) -> Headlines:
    """入驻率, 已入驻, 空置, 企业."""
    row = figures["row"]
    at = Position(row)
    vacant = sum(one["state"] == "V" for floor in figures["floors"] for one in floor["units"])
    month, year = (_moved(row, moment) for moment in ("previous", "year_ago"))
    registered = show(at.registered_rate, "rate")
    return Headlines(
        "headlines",
        "主要指标",
        [
            Headline(
                "入驻率",
                Cell(at.rate, "rate", "occupied"),
                "%",
                f"环比{show(month, 'points')}，同比{show(year, 'points')}",
            ),
            Headline(
                "已入驻面积",
                Cell(at.occupied, "wan", "occupied"),
                "万㎡",
                f"可招商{show(at.base, 'wan')}万㎡",
            ),
            Headline(
                "空置面积",
                Cell(at.area("V"), square(at.area("V")), "state_V"),
                "㎡",
                f"空置率{show(share(at.area('V'), at.base), 'rate')}%，{vacant}处",
            ),
            Headline(
                "入驻企业",
                Cell(row["enterprises"], "count", "enterprises"),
                "家",
                f"属地注册率{registered}%" if registered != "—" else "属地注册率—",
            ),
        ],
    )


def _moved(row: Mapping[str, Any], before: str) -> Decimal | None:
    then = row[before]
    if then is None:
        return None
    return difference(Position(row).rate, share(then["occupied"], Decimal(then["base"])))


def states(figures: Mapping[str, Any]) -> Table:
    """表1."""
    at = Position(figures["row"])
    form = square(*(at.area(state) for state in STATES))
    letters = "SLONV"
    columns = [
        Column("name", "项目", "left", nowrap=True),
        *(Column(state, f"{STATES[state]}\n{state}") for state in letters),
        Column("base", "可招商\n小计"),
        Column("H", f"{STATES['H']}\nH"),
        Column("total", "合计"),
    ]
    areas = [Cell(at.area(state), form, f"state_{state}") for state in letters]
    whole = [
        Cell(at.base, form, "units"),
        Cell(at.area("H"), form, "state_H"),
        Cell(at.area("B"), form, "units"),
    ]
    shares = [Cell(share(at.area(state), at.base), "rate") for state in letters]
    full = Cell(1 if at.base else None, "rate")
    rows = [
        Row("area", [Cell("面积"), *areas, *whole]),
        Row("share", [Cell("占可招商"), *shares, full, Cell(None, "rate"), Cell(None, "rate")]),
    ]
    note = (
        "注：入驻率 =（S+L+O）÷（合计−H）。分项占比因四舍五入，合计可能相差0.1。"
        "资料来源：招商台楼宇台账。"
    )
    return Table("states", "面积状态", "㎡、%", columns, rows, note)


def ladder(figures: Mapping[str, Any]) -> list[Block]:
    """图1; a sentence where nothing is let."""
    steps = [row for row in figures["ladder"] if Decimal(row["area"]) or row["key"] in ALWAYS]
    let = sum((Decimal(row["area"]) for row in steps), Decimal(0))
    if not let:
        return [paragraph("截止日没有租用面积。")]
    bars = [
        Bar(BUCKETS[row["key"]][0], float(row["area"]), _step(row), BUCKETS[row["key"]][1])
        for row in steps
    ]
    words = [f"租用面积{show(let, square(let))}㎡（含已租未入驻）"]
    if figures["wale_years"] is not None:
        words.append(f"加权平均剩余租期{show(Decimal(figures['wale_years']), 'years')}年")
    source = f"{'，'.join(words)}。资料来源：招商台租约台账。"
    svg = bar_chart(bars, "租约到期面积条形图")
    return [Chart("ladder", "租约到期面积（㎡）", svg, source, _ladder_table(steps))]


def _step(row: Mapping[str, Any]) -> str:
    area = Decimal(row["area"])
    count = f"（{row['leases']}份）" if row["leases"] else ""
    return show(area, square(area)) + count


def _ladder_table(steps: list[Mapping[str, Any]]) -> Table:
    columns = [Column("name", "距到期", "left"), Column("leases", "租约"), Column("area", "面积")]
    rows = [
        Row(
            row["key"],
            [
                Cell(BUCKETS[row["key"]][0]),
                Cell(row["leases"], "count"),
                Cell(Decimal(row["area"]), "square2"),
            ],
        )
        for row in steps
    ]
    return Table("ladder", "租约到期面积", "份、㎡", columns, rows)


def leases(figures: Mapping[str, Any]) -> Table:
    """表2: every lease by the day it ends, with the sum."""
    listed = figures["leases"]
    let = sum((Decimal(row["area"]) for row in listed), Decimal(0))
    form = square(*(row["area"] for row in listed)) if listed else "square"
    columns = [
        Column("last_day", "到期日", "left", nowrap=True),
        Column("days", "剩余天数"),
        Column("units", "房源", "left"),
        Column("tenant", "企业", "left"),
        Column("states", "状态", "center"),
        Column("area", "面积"),
        Column("share", "占租用面积"),
    ]
    rows = [_lease(row, let, form) for row in listed]
    if rows:
        count = sum(row["last_day"] is not None for row in listed)
        heads = [Cell("合计"), Cell(None, "count"), Cell(f"{count}份"), Cell(""), Cell("")]
        rows.append(Row("total", [*heads, Cell(let, form), Cell(1, "rate")], "sum"))
    note = (
        "注：含租用已入驻（L）和已租未入驻（N）；剩余天数为负的已到期仍在使用。"
        "分项占比因四舍五入，合计可能相差0.1。资料来源：招商台租约台账。"
    )
    if figures["demo"]:
        note = note.replace("注：", "注：企业均为虚构；")
    return Table(
        "leases",
        "租约明细（按到期日）",
        "天、㎡、%",
        columns,
        rows,
        note,
        style="long" if len(rows) > LINES else "",
        empty="截止日没有租约。",
    )


def _lease(row: Mapping[str, Any], let: Decimal, form: str) -> Row:
    area = Decimal(row["area"])
    number = row["number"]
    return Row(
        number or f"{row['tenant']}:{row['last_day']}",
        [
            Cell(row["last_day"] or "未登记租约", "text", f"lease_{number}" if number else ""),
            Cell(row["days"], "count"),
            Cell(units_of(row)),
            Cell(row["tenant"] or "—"),
            Cell("、".join(row["states"])),
            Cell(area, form),
            Cell(share(area, let), "rate"),
        ],
    )


def units_of(row: Mapping[str, Any]) -> str:
    """The first units by number, and how many there are."""
    units = row["units"]
    shown = "、".join(units[:UNITS_SHOWN])
    return shown if len(units) <= UNITS_SHOWN else f"{shown}等{len(units)}处"
