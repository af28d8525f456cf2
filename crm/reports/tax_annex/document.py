"""The annex as a document, from canonical figures alone."""

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
    paragraph,
    strong,
)
from crm.reports.occupancy_monthly.words import percent

BANDS = {
    "yi": "1亿元以上",
    "half_yi": "5000万—1亿元",
    "ten_million": "1000万—5000万元",
    "less": "1000万元以下",
}
YI = Decimal(100_000_000)
HIDDEN = "隐去"


def build(figures: Mapping[str, Any]) -> Document:
    """Totals, by building, by industry, and what the figures mean."""
    year = figures["year"]
    return Document(
        title=[figures["scope"]["name"], f"楼宇税收情况（{year}年度）"],
        running_head=f"楼宇税收情况（{year}年度）",
        period="（月报涉税附件）",
        sections=[
            Section("general", "总体情况", [summary(figures), bands(figures)]),
            Section("buildings", "分楼宇情况", [by_building(figures)]),
            Section("industries", "分行业情况", [by_industry(figures)]),
            Section("basis", "口径说明", [basis(figures)]),
        ],
    )


def summary(figures: Mapping[str, Any]) -> Paragraph:
    """How much, per square metre, how concentrated."""
    total = Decimal(figures["total"])
    if not figures["with_tax"]:
        return paragraph(f"{figures['year']}年度没有可用的税收数据。")
    gross, occupied = Decimal(figures["gross"]), Decimal(figures["occupied"])
    words = [
        f"入驻企业{figures['enterprises']:,}家，其中{figures['with_tax']:,}家有{figures['year']}年度"
        "税收数据，合计",
        strong(f"{_yi(total)}亿元"),
        f"；按已投入使用面积计，单位面积税收{_mean(total, gross)}元/㎡，"
        f"按已入驻面积计{_mean(total, occupied)}元/㎡。",
        f"亿元楼宇{figures['yi_buildings']}栋。",
    ]
    if figures["top_five"] is not None:
        words.append(f"税收前五企业占{percent(Decimal(figures['top_five']))}。")
    return paragraph(*words)


def _yi(amount: Decimal) -> str:
    return show(amount / YI, "years")


def _mean(total: Decimal, area: Decimal) -> str:
    mean = share(total, area)
    return "无法计算" if mean is None else show(mean, "square")


def bands(figures: Mapping[str, Any]) -> Table:
    """How many buildings stand in which band; those that are hidden in none."""
    shown = [row for row in figures["buildings"] if row["band"]]
    columns = [
        Column("band", "年税收", "left"),
        Column("buildings", "楼宇"),
        Column("total", "税收"),
    ]
    rows = []
    for key, name in BANDS.items():
        mine = [row for row in shown if row["band"] == key]
        total = sum((Decimal(row["total"]) for row in mine), Decimal(0))
        rows.append(Row(key, [Cell(name), Cell(len(mine), "count"), Cell(total, "wan")]))
    return Table("bands", "楼宇按年税收分档", "栋、万元", columns, rows, "注：不含隐去的楼宇。")


def by_building(figures: Mapping[str, Any]) -> Table:
    """Tax, per square metre on both areas, share of the five largest."""
    columns = [
        Column("name", "楼宇", "left", nowrap=True),
        Column("enterprises", "有税收\n数据企业"),
        Column("total", "税收"),
        Column("on_gross", "单位面积\n税收"),
        Column("on_occupied", "单位入驻\n面积税收"),
        Column("top_five", "前五企业\n占比"),
    ]
    rows = [_building(row) for row in figures["buildings"]]
    total = Decimal(figures["total"])
    rows.append(
        Row(
            "total",
            [
                Cell("合计"),
                Cell(figures["with_tax"], "count"),
                Cell(total, "wan"),
                Cell(share(total, Decimal(figures["gross"])), "square"),
                Cell(share(total, Decimal(figures["occupied"])), "square"),
                Cell(figures["top_five"], "rate"),
            ],
            "sum",
        )
    )
    note = (
        f"注：有税收数据的企业不足3家的楼宇不列数字，记“{HIDDEN}”；为免由合计推出，必要时一并隐去其他楼宇。"
        "同一企业在多栋楼的，税收按占用面积分摊，企业数合计只计1家。没有税收数据的记“—”。"
    )
    return Table("buildings", "分楼宇税收", "家、万元、元/㎡、%", columns, rows, note, style="long")


def _building(row: dict[str, Any]) -> Row:
    if row["hidden"]:
        blanks = [Cell(HIDDEN), *(Cell(None, "wan") for _ in range(4))]
        return Row(row["code"], [Cell(row["name"]), *blanks])
    total = None if row["total"] is None else Decimal(row["total"])
    means = [
        None if total is None else share(total, Decimal(row[key])) for key in ("gross", "occupied")
    ]
    return Row(
        row["code"],
        [
            Cell(row["name"]),
            Cell(row["enterprises"] or None, "count"),
            Cell(total, "wan"),
            *(Cell(mean, "square") for mean in means),
            Cell(row["top_five"], "rate"),
        ],
    )


def by_industry(figures: Mapping[str, Any]) -> Table:
    """Tax by direction of industry."""
    columns = [
        Column("name", "产业方向", "left"),
        Column("enterprises", "有税收\n数据企业"),
        Column("total", "税收"),
        Column("share", "占比"),
    ]
    whole = Decimal(figures["total"])
    rows = []
    for row in figures["industries"]:
        if row["hidden"]:
            cells = [Cell(HIDDEN), Cell(None, "wan"), Cell(None, "rate")]
        else:
            total = Decimal(row["total"])
            cells = [
                Cell(row["enterprises"], "count"),
                Cell(total, "wan"),
                Cell(share(total, whole), "rate"),
            ]
        rows.append(Row(row["name"], [Cell(row["name"]), *cells]))
    note = f"注：不足3家的产业方向记“{HIDDEN}”。"
    return Table(
        "industries",
        "分行业税收",
        "家、万元、%",
        columns,
        rows,
        note,
        empty="没有可用的税收数据。",
    )


def basis(figures: Mapping[str, Any]) -> Table:
    """What the figures are, and by whose leave."""
    words = [
        ("授权文号", figures["authority"]),
        (
            "税收",
            f"企业{figures['year']}年度全口径税收，取自企业年度数据，按企业登记的来源和授权使用。",
        ),
        ("入驻企业", f"{figures['as_of']}在楼宇中有自用、租用或售出入驻记录的企业。"),
        ("单位面积税收", "年度税收÷已投入使用面积；单位入驻面积税收÷已入驻面积。"),
        ("前五企业占比", "税收最多的5家企业占本楼宇（全区）税收的比重（CR5）。"),
        ("亿元楼宇", "年税收1亿元以上的楼宇。"),
        ("未采用", f"来源未注明授权文号或单位无法识别的数据{figures['unusable']}条，未采用。"),
        ("使用限制", "内部资料，仅限授权范围内使用，不得对外提供，不作支持条件。"),
    ]
    columns = [Column("name", "", "left"), Column("words", "", "left")]
    rows = [Row(name, [Cell(name), Cell(text)]) for name, text in words]
    unit = f"规则版本 {figures['rule_version']}"
    return Table("terms", "指标口径", unit, columns, rows, style="terms")
