"""⑤ 到期与退租预警: which leases end when, and what it would do to the rate."""

import datetime as dt
from decimal import Decimal

from crm.core.charts import Bar, bar_chart
from crm.reports.formats import share, show
from crm.reports.layout import (
    Cell,
    Chart,
    Column,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    figure,
    paragraph,
)
from crm.reports.occupancy_monthly.change import square
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import percent, wan

# key → (name, colour); the order is that of time
BUCKETS = {
    "holdover": ("已到期未腾退", "#1b2733"),
    "today": ("截止日当日到期", "#1b2733"),
    "30": ("30天内", "#b3261e"),
    "60": ("31—60天", "#b3261e"),
    "90": ("61—90天", "#b3261e"),
    "180": ("91—180天", "#d9822b"),
    "365": ("181—365天", "#e8c547"),
    "later": ("365天以上", "#cfd8e3"),
    "without_lease": ("无租约", "#ffffff"),
}
ROWS = {"holdover": "holdover"} | {
    key: f"step_{key}" for key in ("today", "30", "60", "90", "180", "365", "later")
}
SOON = ("30", "60", "90")


def expiry(month: Month) -> Section:
    """Section ⑤."""
    return Section(
        "expiry",
        "到期与退租预警",
        [summary(month), ladder(month), *picture(month), larger(month)],
    )


def summary(month: Month) -> Paragraph:
    """What ends within 90 days, and the rate if none of it is renewed."""
    steps = {row["key"]: row for row in month["ladder"]}
    let = sum((Decimal(row["area"]) for row in steps.values()), Decimal(0))
    if not let:
        return paragraph("截止日没有租用面积。")
    leases = sum(steps[key]["leases"] for key in SOON)
    area = sum((Decimal(steps[key]["area"]) for key in SOON), Decimal(0))
    lost = sum((Decimal(steps[key]["occupied"]) for key in SOON), Decimal(0))
    now, over = month.now, steps["holdover"]
    parts: list[str | Run] = [
        "未来90天到期租约",
        figure(f"{leases}份、{wan(area)}", "expiring"),
        f"，占已租面积{percent(share(area, let))}",
    ]
    if over["leases"]:
        held = figure(f"{over['leases']}份、{wan(Decimal(over['area']))}", "holdover")
        parts += ["；另有", held, "已到期未腾退"]
    parts.append("。")
    if lost:
        rate = percent(share(now.occupied - lost, now.base))
        parts.append(f"若90天内到期的全部不续，入驻率将降至{rate}。")
    parts.extend(_terms(month))
    return paragraph(*parts)


def _terms(month: Month) -> list[str]:
    words = []
    if month["wale_years"] is not None:
        words.append(f"加权平均剩余租期{show(Decimal(month['wale_years']), 'years')}年")
    renewal = month["renewal"]
    if renewal and Decimal(renewal["due"]):
        rate = share(Decimal(renewal["renewed"]), Decimal(renewal["due"]))
        words.append(f"近12个月续租率{percent(rate)}")
    return ["，".join(words) + "。"] if words else []


def ladder(month: Month) -> Table:
    """表7."""
    columns = [
        Column("name", "距到期", "left"),
        Column("leases", "租约"),
        Column("area", "面积"),
        Column("share", "占已租面积"),
        Column("cumulative", "累计占比"),
    ]
    let = sum((Decimal(row["area"]) for row in month["ladder"]), Decimal(0))
    rows, running = [], Decimal(0)
    for row in month["ladder"]:
        area = Decimal(row["area"])
        if row["key"] in ("without_lease", "today") and not area:
            continue
        running += area
        cells = [
            Cell(BUCKETS[row["key"]][0]),
            Cell(row["leases"], "count", ROWS.get(row["key"], "")),
            Cell(area, "wan", ROWS.get(row["key"], "")),
            Cell(share(area, let), "rate"),
            Cell(share(running, let), "rate"),
        ]
        rows.append(Row(row["key"], cells))
    leases = sum(row["leases"] or 0 for row in month["ladder"])
    cells = [
        Cell("合计"),
        Cell(leases, "count"),
        Cell(let, "wan"),
        Cell(1 if let else None, "rate"),
        Cell(None),
    ]
    rows.append(Row("total", cells, "sum"))
    note = (
        f"注：截止日{month['as_of']}，按自然日计；含租用已入驻和已租未入驻；一份租约在多处的计1份。"
        "资料来源：招商台租约台账。"
    )
    return Table("ladder", "租约到期阶梯", "份、万㎡、%", columns, rows, note)


def picture(month: Month) -> list[Chart]:
    """图: the ladder as bars."""
    steps = [row for row in month["ladder"] if Decimal(row["area"])]
    if not steps:
        return []
    bars = [
        Bar(
            BUCKETS[row["key"]][0],
            float(row["area"]),
            show(Decimal(row["area"]), "wan")
            + ("" if row["leases"] is None else f"（{row['leases']:,}份）"),
            BUCKETS[row["key"]][1],
        )
        for row in steps
    ]
    svg = bar_chart(bars, "租约到期面积条形图")
    return [Chart("ladder", "租约到期面积（万㎡）", svg, "资料来源：同表7。", ladder(month))]


def larger(month: Month) -> Table:
    """表8: the larger leases that end within 90 days."""
    listed = month["soon"]
    form = square(*(row["area"] for row in listed)) if listed else "square"
    columns = [
        Column("last_day", "到期日", "left", nowrap=True),
        Column("days", "剩余天数"),
        Column("enterprise", "企业", "left"),
        Column("building", "楼宇", "left"),
        Column("area", "面积"),
    ]
    rows = [
        Row(
            f"{row['enterprise']}:{row['building']}:{row['last_day']}",
            [
                Cell(dt.date.fromisoformat(row["last_day"]), "date"),
                Cell(row["days"], "count"),
                Cell(row["enterprise"]),
                Cell(row["building"]),
                Cell(Decimal(row["area"]), form),
            ],
        )
        for row in listed
    ]
    return Table(
        "soon",
        "90天内到期的较大租约",
        "㎡",
        columns,
        rows,
        f"注：按面积取前{max(len(listed), 1)}份，按到期日排列。资料来源：同表7。",
        empty="90天内没有到期的租约。",
    )
