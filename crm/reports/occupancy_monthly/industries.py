"""④ 行业结构: by area and by count, and how concentrated it is."""

from decimal import Decimal

from crm.core.charts import Bar, bar_chart
from crm.reports.formats import difference, share, show
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
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import percent

UNKNOWN = "未登记行业"


def industries(month: Month) -> Section:
    """Section ④."""
    return Section("industries", "行业结构", [summary(month), by_industry(month), *picture(month)])


def summary(month: Month) -> Paragraph:
    """The three largest, who grew most, what the five largest occupiers hold."""
    listed = [row for row in month["industries"] if Decimal(row["area"])]
    occupied = month.now.occupied
    if not listed or not occupied:
        return paragraph("截止日没有已入驻面积。")
    top = sorted(listed, key=lambda row: -Decimal(row["area"]))[:3]
    held = sum((Decimal(row["area"]) for row in top), Decimal(0))
    names = "、".join(row["name"] for row in top)
    place = "居前三位，合计占" if len(top) == 3 else "占"
    parts: list[str | Run] = [f"按面积，{names}{place}{percent(share(held, occupied))}。"]
    grown = max(listed, key=lambda row: Decimal(row["area"]) - Decimal(row["previous"]))
    if Decimal(grown["area"]) > Decimal(grown["previous"]):
        parts.append(f"本月净增最多的是{grown['name']}。")
    five = month["top_five"]
    if five["enterprises"]:
        words = percent(share(Decimal(five["area"]), occupied))
        parts.append("面积最大的")
        parts.append(figure(f"{five['enterprises']}家企业", "enterprises"))
        parts.append(f"占已入驻面积{words}。")
    return paragraph(*parts)


def by_industry(month: Month) -> Table:
    """表6."""
    now, then = month.now, month.previous
    columns = [
        Column("name", "产业方向", "left"),
        Column("area", "面积"),
        Column("share", "占比"),
        Column("share_change", "占比环比"),
        Column("change", "比上月增减"),
        Column("enterprises", "企业"),
        Column("mean", "户均（㎡）"),
    ]
    rows = []
    for row in month["industries"]:
        area, before = Decimal(row["area"]), Decimal(row["previous"])
        part, earlier = share(area, now.occupied), share(before, then.occupied)
        cells = [
            Cell(row["name"]),
            Cell(area, "wan", f"industry_{row['name']}"),
            Cell(part, "rate"),
            Cell(difference(part, earlier), "points"),
            Cell(area - before, "wan_signed"),
            Cell(row["enterprises"], "count", f"industry_{row['name']}"),
            Cell(share(area, row["enterprises"]), "square"),
        ]
        rows.append(Row(row["name"], cells))
    if rows:
        rows.append(_total(month))
    return Table(
        "industries",
        "入驻面积与企业按行业分布",
        "万㎡、%、百分点、家",
        columns,
        rows,
        "注：未登记企业的已入驻面积计入“未登记行业”。资料来源：招商台企业台账、楼宇台账。",
        empty="截止日没有已入驻面积。",
    )


def _total(month: Month) -> Row:
    now = month.now
    cells = [
        Cell("合计"),
        Cell(now.occupied, "wan"),
        Cell(1 if now.occupied else None, "rate"),
        Cell(None),
        Cell(now.occupied - month.previous.occupied, "wan_signed"),
        Cell(now["enterprises"], "count"),
        Cell(share(now.occupied, now["enterprises"]), "square"),
    ]
    return Row("total", cells, "sum")


def picture(month: Month) -> list[Chart]:
    """图: area by industry, largest first."""
    listed = [row for row in month["industries"] if Decimal(row["area"])]
    if not listed:
        return []
    occupied = month.now.occupied
    ordered = sorted(listed, key=lambda row: -Decimal(row["area"]))
    bars = [
        Bar(row["name"], float(row["area"]), _note(Decimal(row["area"]), occupied))
        for row in ordered
    ]
    svg = bar_chart(bars, f"已入驻面积按产业方向，最大的是{ordered[0]['name']}")
    name = "已入驻面积按产业方向（万㎡，占比%）"
    return [Chart("industries", name, svg, "资料来源：同表6。", by_industry(month))]


def _note(area: Decimal, occupied: Decimal) -> str:
    return f"{show(area, 'wan')}（{show(share(area, occupied), 'rate')}%）"
