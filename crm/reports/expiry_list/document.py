"""租约到期清单 in rule version 1, from canonical figures alone."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import share, show
from crm.reports.layout import (
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Table,
    figure,
    paragraph,
)
from crm.reports.narrative import passage
from crm.reports.occupancy_monthly.change import square
from crm.reports.occupancy_monthly.expiry import BUCKETS
from crm.reports.occupancy_monthly.words import day_of, month_of, percent, terms_words

# key → (title, first and last day counted from the day of the report)
STEPS = {
    "holdover": ("已到期未腾退", None, -1),
    "90": ("90天内到期", 0, 90),
    "180": ("91—180天到期", 91, 180),
}
SOURCE = "资料来源：招商台租约台账。"
NAMED_UNITS = 3
WITHIN = ("holdover", "today", "30", "60", "90", "180")  # what the lists name


def build(figures: Mapping[str, Any]) -> Document:
    """The ladder, then the leases by step, each table with its sum."""
    day = dt.date.fromisoformat(figures["as_of"])
    period = month_of(day)
    general = [lead(figures, day), ladder(figures)]
    if words := terms_words(figures):
        general.append(paragraph(f"注：{words}", style="source"))
    sections = [Section("general", "总体情况", general)]
    for key, (title, first, last) in STEPS.items():
        rows = _between(figures["leases"], first, last)
        sections.append(Section(f"list_{key}", title, [leases(figures, key, title, rows)]))
    return Document(
        title=[f"{figures['scope']['name']}租约到期清单"],
        running_head=f"租约到期清单（{period}）",
        period=f"（{period}）",
        sections=sections,
        style="sheet",
    )


def _between(rows: list[dict[str, Any]], first: int | None, last: int) -> list[dict[str, Any]]:
    return [row for row in rows if (first is None or row["days"] >= first) and row["days"] <= last]


def _sum(rows: list[Mapping[str, Any]]) -> Decimal:
    return sum((Decimal(row["area"]) for row in rows), Decimal(0))


def lead(figures: Mapping[str, Any], day: dt.date) -> Paragraph:
    """What ends within 90 days and by the horizon, and who is still there after the end."""
    let = _sum(figures["ladder"])
    if not let:
        return paragraph(f"截至{day_of(day)}，没有租用面积。", lead=True)
    soon = _between(figures["leases"], 0, 90)
    later = _between(figures["leases"], 0, figures["horizon"])
    over = _between(figures["leases"], None, -1)
    held = "；另有{逾期}已到期未腾退。" if over else "；没有已到期未腾退的租约。"
    return passage(
        "general.lead",
        "截至{截止日}，90天内到期租约{九十天内}，占已租面积{九十天占比}；{期限}内合计{合计}，占{合计占比}"
        + held,
        lead=True,
        截止日=day_of(day),
        九十天内=figure(f"{len(soon)}份、{_area(soon)}㎡", "expiring_90"),
        九十天占比=percent(share(_sum(soon), let)),
        期限=f"{figures['horizon']}天",
        合计=figure(f"{len(later)}份、{_area(later)}㎡", "expiring_180"),
        合计占比=percent(share(_sum(later), let)),
        逾期=figure(f"{len(over)}份、{_area(over)}㎡", "holdover"),
    )


def _area(rows: list[Mapping[str, Any]]) -> str:
    area = _sum(rows)
    return show(area, square(area))


def ladder(figures: Mapping[str, Any]) -> Table:
    """表1: all let area by the time that is left, without a lease included."""
    let = _sum(figures["ladder"])
    form = square(*(row["area"] for row in figures["ladder"])) if let else "square"
    columns = [
        Column("name", "距到期", "left"),
        Column("leases", "租约"),
        Column("area", "面积"),
        Column("share", "占已租面积"),
    ]
    rows = [
        Row(
            row["key"],
            [
                Cell(BUCKETS[row["key"]][0]),
                Cell(row["leases"], "count"),
                Cell(Decimal(row["area"]), form),
                Cell(share(row["area"], let), "rate"),
            ],
        )
        for row in figures["ladder"]
        if Decimal(row["area"]) or row["key"] not in ("without_lease", "today")
    ]
    count = sum(row["leases"] or 0 for row in figures["ladder"])
    total = [Cell("合计"), Cell(count, "count"), Cell(let, form), Cell(1 if let else None, "rate")]
    rows.append(Row("total", total, "sum"))
    note = "注：含租用已入驻和已租未入驻，按自然日计；一份租约在多处的计1份。"
    within = [row for row in figures["ladder"] if row["key"] in WITHIN]
    if _sum(within) != _sum(figures["leases"]):
        note += "本表按结账数；结账后台账有补报，以下各表按现台账。"
    note += SOURCE
    return Table("ladder", "租约到期阶梯", "份、㎡、%", columns, rows, note)


def leases(figures: Mapping[str, Any], key: str, title: str, listed: list[dict[str, Any]]) -> Table:
    """One step by name, in order of the day, with the sum."""
    form = square(*(row["area"] for row in listed)) if listed else "square"
    columns = [
        Column("ordinal", "序号", "center", nowrap=True),
        Column("last_day", "到期日", "left", nowrap=True),
        Column("days", "剩余天数", nowrap=True),
        Column("tenant", "企业", "left"),
        Column("building", "楼宇", "left"),
        Column("units", "房源", "left"),
        Column("area", "面积"),
    ]
    rows = [_lease(index, row, form) for index, row in enumerate(listed, 1)]
    if rows:
        heads = [Cell("合计"), Cell(f"{len(listed)}份"), *(Cell("") for _ in range(4))]
        rows.append(Row("total", [*heads, Cell(_sum(listed), form)], "sum"))
    return Table(
        f"leases_{key}",
        f"{title}租约明细",
        "天、㎡",
        columns,
        rows,
        f"注：按到期日排列，同日的面积大者在前。{SOURCE}",
        style="long",
        empty=f"没有{title.removesuffix('到期')}的租约。"
        if key == "holdover"
        else f"没有{title}的租约。",
    )


def _lease(index: int, row: Mapping[str, Any], form: str) -> Row:
    units = row["units"]
    shown = "、".join(units[:NAMED_UNITS])
    if len(units) > NAMED_UNITS:
        shown += f"等{len(units)}处"
    return Row(
        row["number"] or f"{row['tenant']}:{row['last_day']}",
        [
            Cell(str(index)),
            Cell(row["last_day"], "text", f"lease_{row['number']}" if row["number"] else ""),
            Cell(row["days"], "count"),
            Cell(row["tenant"]),
            Cell("、".join(row["buildings"])),
            Cell(shown),
            Cell(Decimal(row["area"]), form),
        ],
        group=row["buildings"][0] if row["buildings"] else "",
    )
