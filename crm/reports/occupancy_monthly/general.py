"""① 总体情况: how much, how full, against last month and the year before, and why."""

from decimal import Decimal
from typing import Any

from crm.core.charts import LinePoint, line_chart
from crm.reports.formats import difference, rounded, share, show
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
    strong,
)
from crm.reports.occupancy_monthly.positions import Effects, Month, Position, effects
from crm.reports.occupancy_monthly.words import (
    day_of,
    percent,
    pulled,
    rate_moved,
    wan,
)

ON_GROSS = "按已投入使用面积计的入驻率"
LEDGER = "资料来源：招商台楼宇台账。"


def general(month: Month) -> Section:
    """Section ①."""
    return Section(
        "general",
        "总体情况",
        [lead(month), enterprises(month), overview(month), composition(month), *history(month)],
    )


def lead(month: Month) -> Paragraph:
    """Figure, basis, comparison; then why."""
    now, change = month.now, effects(month.previous, month.now)
    year = effects(month.year_ago, month.now)
    parts: list[str | Run] = [
        f"截至{day_of(month.as_of)}，{month.place}已投入使用楼宇",
        figure(f"{now['buildings']}栋", "buildings"),
        f"、{wan(now.gross)}，已入驻",
        figure(wan(now.occupied), "occupied"),
        "，",
        strong(f"入驻率{percent(now.rate)}", "occupied"),
    ]
    if month.previous.rate is not None:
        parts.append(f"，较上月{rate_moved(change.total)}")
    if month.year_ago.rate is not None:
        parts.append(f"，较上年同月{rate_moved(year.total)}")
    parts.append("。")
    if change.total is not None:
        parts.append(_why(month, change))
    parts.extend(_like_for_like(month))
    return paragraph(*parts, lead=True)


def _why(month: Month, change: Effects) -> str:
    net = month.now.occupied - month.previous.occupied
    absorbed = f"净吸纳{wan(net)}" if net >= 0 else f"已入驻面积净减少{wan(-net)}"
    supply = f"{_supply_words(month)}，{pulled(change.supply)}"
    take_up = f"{absorbed}，{pulled(change.take_up)}"
    moved = rounded(change.total, "points")
    if moved == 0:
        return f"其中{take_up}；{supply}。"
    word = "提高" if moved > 0 else "下降"
    by_supply = abs(change.supply) > abs(change.take_up)
    if moved > 0:
        by_supply = change.supply > change.take_up
    elif moved < 0:
        by_supply = change.supply < change.take_up
    if by_supply:
        return f"{word}主要来自可招商面积变动：{supply}；{take_up}。"
    return f"{word}主要来自{'净吸纳' if moved > 0 else '退租'}：{take_up}；{supply}。"


def _supply_words(month: Month) -> str:
    entered, left = month["supply"]["entered"], month["supply"]["left"]
    words = [f"本月{len(entered)}栋新楼投入使用"] if entered else []
    if left:
        words.append(f"{len(left)}栋退出")
    return "、".join(words) or "本月无新楼投入使用"


def _like_for_like(month: Month) -> list[str | Run]:
    same = month["like_for_like"]["month"]
    now = share(same["now"]["occupied"], Decimal(same["now"]["base"]))
    then = share(same["then"]["occupied"], Decimal(same["then"]["base"]))
    if now is None or then is None or not month["supply"]["entered"]:
        return []
    moved = rate_moved(now - then)
    return [
        strong(f"上月已投用的{same['buildings']}栋可比楼宇入驻率{percent(now)}，较上月{moved}。")
    ]


def enterprises(month: Month) -> Paragraph:
    """How many enterprises, and how many of them are registered in the district."""
    now = month.now
    parts: list[str | Run] = ["入驻企业", figure(f"{now['enterprises']:,}家", "enterprises")]
    if now.registered_rate is not None:
        parts.append(f"，属地注册率{percent(now.registered_rate)}")
    return paragraph(*parts, "。")


def overview(month: Month) -> Table:
    """表1: every headline figure now, a month ago, a year ago."""
    change, year = effects(month.previous, month.now), effects(month.year_ago, month.now)
    columns = [
        Column("name", "指标", "left"),
        Column("now", "本月"),
        Column("previous", "上月"),
        Column("month", "环比"),
        Column("year_ago", "上年同月"),
        Column("year", "同比"),
    ]
    rows = [
        _row(month, "gross", "已投入使用面积", "wan", lambda at: at.gross, "buildings"),
        _row(month, "base", "可招商面积（扣除暂不可租）", "wan", lambda at: at.base, "buildings"),
        _row(month, "occupied", "已入驻面积", "wan", lambda at: at.occupied, "occupied"),
        _row(month, "rate", "入驻率", "rate", lambda at: at.rate, "occupied", "sub"),
        _effect("take_up", "　其中：净吸纳影响", change.take_up, year.take_up),
        _effect("supply", "　　　　分母变动影响", change.supply, year.supply),
        _same(month, "month", "环比"),
        _same(month, "year", "同比"),
        _row(month, "on_gross", ON_GROSS, "rate", lambda at: at.rate_on_gross, ""),
        _row(month, "enterprises", "入驻企业", "count", _enterprises, "enterprises"),
    ]
    note = (
        "注：净吸纳影响与分母变动影响之和等于入驻率变动，按未舍入数计算，"
        "分项可能因四舍五入与合计相差0.1。"
    )
    return Table("overview", "总体指标", "万㎡、%、百分点、家", columns, rows, note + LEDGER)


def _enterprises(at: Position) -> int:
    return at["enterprises"]


def _row(
    month: Month, key: str, name: str, form: str, value: Any, rows: str, style: str = ""
) -> Row:
    now, previous, year_ago = (
        value(at) if at["buildings"] or form == "wan" else None
        for at in (month.now, month.previous, month.year_ago)
    )
    changes = {"rate": "points"}.get(form, f"{form}_signed")
    return Row(
        key,
        [
            Cell(name),
            Cell(now, form, rows),
            Cell(previous, form, rows and f"{rows}@previous"),
            Cell(difference(now, previous), changes),
            Cell(year_ago, form, rows and f"{rows}@year_ago"),
            Cell(difference(now, year_ago), changes),
        ],
        style,
    )


def _effect(key: str, name: str, month: Decimal | None, year: Decimal | None) -> Row:
    blank = Cell(None, "rate")
    return Row(key, [Cell(name), blank, blank, Cell(month, "points"), blank, Cell(year, "points")])


def _same(month: Month, span: str, word: str) -> Row:
    same = month["like_for_like"][span]
    now = share(same["now"]["occupied"], Decimal(same["now"]["base"]))
    then = share(same["then"]["occupied"], Decimal(same["then"]["base"]))
    if now is None or then is None:
        now = then = None
    blank, moved = Cell(None, "rate"), Cell(difference(now, then), "points")
    before = [Cell(then, "rate"), moved, blank, blank]
    if span == "year":
        before = [blank, blank, Cell(then, "rate"), moved]
    name = f"可比口径入驻率（{word}，{same['buildings']}栋）"
    return Row(f"like_for_like_{span}", [Cell(name), Cell(now, "rate"), *before])


def composition(month: Month) -> Table:
    """表2: where the lettable area is."""
    now = month.now
    heads = [
        ("S", "自用 S"),
        ("L", "租用已入驻 L"),
        ("O", "售出入驻 O"),
        ("N", "已租未入驻 N"),
        ("V", "空置 V"),
    ]
    columns = [Column("name", "项目", "left"), *(Column(key, label) for key, label in heads)]
    areas = [Cell(now.area(key), "wan", f"state_{key}") for key, _ in heads]
    shares = [Cell(share(now.area(key), now.base), "rate") for key, _ in heads]
    whole = Cell(None if not now.base else 1, "rate")
    rows = [
        Row("area", [Cell("面积"), *areas, Cell(now.base, "wan", "buildings")]),
        Row("share", [Cell("占可招商面积"), *shares, whole]),
    ]
    return Table(
        "composition",
        "可招商面积的去向",
        "万㎡、%",
        [*columns, Column("total", "合计")],
        rows,
        _identity(now),
    )


def _identity(now: Position) -> str:
    if not now.base:
        return "注：可招商面积为0，各率无法计算。资料来源：同表1。"
    waiting, vacant = share(now.area("N"), now.base), share(now.area("V"), now.base)
    return (
        f"注：入驻率{percent(now.rate)} + 已租未入驻{percent(waiting)} + 空置率{percent(vacant)}"
        " = 100%，分项可能因四舍五入相差0.1。"
        f"另有暂不可租（H）{show(now.area('H'), 'wan')}万㎡未计入。"
        f"出租率{percent(now.letting)}，招商率{percent(now.take_up)}。资料来源：同表1。"
    )


def history(month: Month) -> list[Chart]:
    """图1: two years of month ends; nothing to draw before there are two."""
    series = [row for row in month["series"] if Decimal(row["base"])]
    if len(series) < 2:
        return []
    grown = [
        Decimal(row["gross"]) - Decimal(series[index - 1]["gross"]) if index else Decimal(0)
        for index, row in enumerate(series)
    ]
    rates = [share(row["occupied"], Decimal(row["base"])) for row in series]
    named = {len(series) - 2, len(series) - 13}
    points = [
        LinePoint(
            row["month"],
            float(rate * 100),
            mark=show(area, "wan_signed") if area > 0 else "",
            named=index in named,
        )
        for index, (row, rate, area) in enumerate(zip(series, rates, grown, strict=True))
    ]
    source = "虚线为当月有新楼投入使用，数字为新增面积（万㎡）；纵轴不从0起。" + LEDGER
    label = f"近{len(series)}个月入驻率，本月{percent(month.now.rate)}"
    picture = line_chart(points, label)
    return [Chart("series", f"近{len(series)}个月入驻率（%）", picture, source, _months(series))]


def _months(series: list[dict[str, Any]]) -> Table:
    columns = [
        Column("month", "月份", "left"),
        Column("gross", "已投入使用面积"),
        Column("base", "可招商面积"),
        Column("occupied", "已入驻面积"),
        Column("rate", "入驻率"),
    ]
    rows = []
    for row in series:
        areas = [Cell(Decimal(row[key]), "wan") for key in ("gross", "base", "occupied")]
        rate = Cell(share(row["occupied"], Decimal(row["base"])), "rate")
        rows.append(Row(row["month"], [Cell(row["month"]), *areas, rate]))
    return Table("series", "各月入驻率", "万㎡、%", columns, rows)
