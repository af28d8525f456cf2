"""领导一页简报 in rule version 1, from canonical figures alone: one page, whatever happens."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.core.charts import Step, waterfall_chart
from crm.core.charts.svg import HATCH_N, PRIMARY
from crm.occupancy import rules
from crm.reports.brief.findings import matters, risks
from crm.reports.formats import difference, rounded, share, show
from crm.reports.layout import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Headline,
    Headlines,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    figure,
    paragraph,
)
from crm.reports.narrative import passage
from crm.reports.occupancy_monthly.positions import Month, effects
from crm.reports.occupancy_monthly.words import bare_points, month_of, percent, wan

GREY, GREEN, RED = "#cfd8e3", "#27805f", "#b3261e"
MONTHS_A_YEAR = 12
TITLE_LINE = 24  # characters that fit on one line, figures counted as whole ones


def build(figures: Mapping[str, Any]) -> Document:
    """The answer, four figures, why, the year, risks, what is to be decided."""
    month = Month(figures)
    source = figures["source"]
    name, period = f"{month.place}楼宇入驻一页简报", f"（{month_of(month.as_of)}）"
    return Document(
        title=[name + period] if len(name + period) <= TITLE_LINE else [name, period],
        running_head=f"{month.place}楼宇入驻一页简报",
        period="",
        sections=[
            Section("answer", "", [answer(month), headlines(month), *picture(month)]),
            Section("year", "全年看", year(month)),
            Section("risks", "主要风险", [Items("risks", risks(month), gives_way=True)]),
            Section("matters", "提请研究事项", [Items("matters", matters(month)), basis(month)]),
        ],
        style="brief",
        numbered=False,
        closing="nothing",
        taken_from=source["number"] if source else "",
        most_pages=1,
    )


def answer(month: Month) -> Paragraph:
    """The one sentence that is said aloud: the rate, its change, and why."""
    said = passage(
        "answer",
        f"{_rate(month)}{_why(month)}",
        入驻率=percent(month.now.rate),
        环比=_bare(effects(month.previous, month.now).total),
        净吸纳=figure(wan(abs(month.now.occupied - month.previous.occupied)), "moves"),
        可比楼宇=f"{month['like_for_like']['month']['buildings']}栋",
        可比变动=_bare(_same(month)),
    )
    said.style = "answer"
    return said


def _bare(moved: Decimal | None) -> str:
    return "无法比较" if moved is None else bare_points(moved)


def _rate(month: Month) -> str:
    moved = effects(month.previous, month.now).total
    if moved is None:
        return "入驻率{入驻率}。"
    if rounded(moved, "points") == 0:
        return "入驻率{入驻率}，与上月持平。"
    return "入驻率{入驻率}，" + ("升" if moved > 0 else "降") + "{环比}。"


def _why(month: Month) -> str:
    change = effects(month.previous, month.now)
    if change.total is None or rounded(change.total, "points") == 0:
        return ""
    net = month.now.occupied - month.previous.occupied
    if change.total < 0 and change.supply < change.take_up:
        moved = _same(month)
        held = net >= 0 and (moved is None or rounded(moved, "points") >= 0)
        cause = "降在新楼投用，不在退租" if held else "主要降在新楼投用"
        return f"{cause}{_same_words(moved)}。"
    if change.total < 0:
        return "降在退租：已入驻面积净减少{净吸纳}。"
    if change.take_up >= change.supply:
        return "升在新增入驻：净吸纳{净吸纳}。"
    return "升在可招商面积减少，不在新增入驻。"


def _same(month: Month) -> Decimal | None:
    """可比口径: by how much the rate of the buildings in use at both dates moved."""
    same = month["like_for_like"]["month"]
    now = share(same["now"]["occupied"], Decimal(same["now"]["base"]))
    then = share(same["then"]["occupied"], Decimal(same["then"]["base"]))
    return difference(now, then)


def _same_words(moved: Decimal | None) -> str:
    if moved is None:
        return ""
    if rounded(moved, "points") == 0:
        return "：同样的{可比楼宇}楼，入驻率持平"
    return "：同样的{可比楼宇}楼，入驻率" + ("升" if moved > 0 else "降") + "{可比变动}"


def headlines(month: Month) -> Headlines:
    """已投入使用, 入驻率, 本月净吸纳, 入驻企业."""
    now, then, before = month.now, month.previous, month.year_ago
    change, year_change = effects(then, now), effects(before, now)
    net = Decimal(month["balance"]["net"])
    counts = [
        show(now["enterprises"] - at["enterprises"] if at["buildings"] else None, "count_signed")
        for at in (then, before)
    ]
    grown = show(now.gross - then.gross, "wan_signed")
    mean = show(Decimal(month["absorption"]["mean"]), "wan")
    return Headlines(
        "headlines",
        "主要指标",
        [
            Headline(
                "已投入使用",
                Cell(now.gross, "wan", "buildings"),
                "万㎡",
                f"环比{grown}，{now['buildings']}栋",
            ),
            Headline(
                "入驻率",
                Cell(now.rate, "rate", "occupied"),
                "%",
                f"环比{show(change.total, 'points')}，同比{show(year_change.total, 'points')}",
            ),
            Headline("本月净吸纳", Cell(net, "wan", "moves"), "万㎡", f"近12月月均{mean}"),
            Headline(
                "入驻企业",
                Cell(now["enterprises"], "count", "enterprises"),
                "家",
                f"环比{counts[0]}，同比{counts[1]}",
            ),
        ],
    )


def picture(month: Month) -> list[Block]:
    """How the rate came from last month's; nothing where there was none."""
    change = effects(month.previous, month.now)
    if change.total is None:
        return []
    then, now = float(month.previous.rate * 100), float(month.now.rate * 100)
    middle = then + float(change.take_up * 100)
    steps = [
        Step("上月入驻率", 0, then, f"{percent(month.previous.rate)}", GREY, whole=True),
        Step(
            "净吸纳影响",
            then,
            middle,
            show(change.take_up, "points"),
            GREEN if change.take_up >= 0 else RED,
        ),
        Step("分母变动影响", middle, now, show(change.supply, "points"), f"url(#{HATCH_N})"),
        Step("本月入驻率", 0, now, f"{percent(month.now.rate)}", PRIMARY, whole=True),
    ]
    note = "柱有截断，纵轴不从0起；中间两项单位为百分点"
    svg = waterfall_chart(steps, "入驻率变动分解", note)
    return [Chart("waterfall", "入驻率变动分解", svg, "", _steps(month), titled=False)]


def _steps(month: Month) -> Table:
    change = effects(month.previous, month.now)
    columns = [Column("name", "项目", "left"), Column("value", "数值")]
    rows = [
        Row("then", [Cell("上月入驻率"), Cell(month.previous.rate, "rate")]),
        Row("take_up", [Cell("净吸纳影响"), Cell(change.take_up, "points")]),
        Row("supply", [Cell("分母变动影响"), Cell(change.supply, "points")]),
        Row("now", [Cell("本月入驻率"), Cell(month.now.rate, "rate")]),
    ]
    return Table("waterfall", "入驻率变动分解", "%、百分点", columns, rows)


def year(month: Month) -> list[Block]:
    """What the release plan of the year does to the rate on the whole area in use."""
    now = month.now
    released = sum((Decimal(row["area"]) for row in month["plan"]), Decimal(0))
    if not now.gross:
        return [paragraph("截止日没有已投入使用的楼宇。")]
    if not released:
        return [paragraph("本年没有尚待投用的拟投用计划，年末入驻率取决于存量招商和续租。")]
    return [_outlook(month, released)]


def _outlook(month: Month, released: Decimal) -> Table:
    now, left = month.now, MONTHS_A_YEAR - month.as_of.month
    going_on = Decimal(month["absorption"]["mean"]) * left
    lowest, needed = rules.outlook(now.occupied, now.gross, released)
    at_pace = (now.occupied + going_on) / (now.gross + released)
    held = f"保持{percent(now.rate_on_gross)}所需"
    pace = f"延续近12个月月均净吸纳（{left}个月）"
    rows = [
        _outcome(month, "nothing", "年内无新增入驻", Decimal(0), lowest),
        _outcome(month, "pace", pace, going_on, at_pace),
        _outcome(month, "hold", held, needed, now.rate_on_gross, "sub"),
    ]
    head = f"{month.as_of.year}年再投放{show(released, 'wan')}万㎡，年末入驻率"
    columns = [
        Column("name", head, "left"),
        Column("taken", "年内净吸纳（万㎡）"),
        Column("rate", "入驻率（%）"),
        Column("change", "较本月（百分点）"),
    ]
    return Table("outlook", "全年展望", "", columns, rows, titled=False)


def _outcome(
    month: Month, key: str, name: str, taken: Decimal, rate: Decimal | None, style: str = ""
) -> Row:
    moved = difference(rate, month.now.rate_on_gross)
    return Row(
        key, [Cell(name), Cell(taken, "wan"), Cell(rate, "rate"), Cell(moved, "points")], style
    )


def basis(month: Month) -> Paragraph:
    """How the figures are reckoned, and which report they are of."""
    now, source = month.now, month["source"]
    words = [
        "口径：入驻率 =（自用+租用已入驻+售出入驻）÷（可招商面积−暂不可租），"
        f"{show(now.occupied, 'wan')}÷{show(now.base, 'wan')}"
    ]
    if month["plan"]:
        released = sum((Decimal(row["area"]) for row in month["plan"]), Decimal(0))
        known = max(row["revised_on"] for row in month["plan"])
        words.append(
            f"“全年看”按已投入使用面积口径，{show(now.occupied, 'wan')}÷"
            f"（{show(now.gross, 'wan')}+{show(released, 'wan')}），拟投用计划为{known}修订版"
        )
    words.append("可比口径只含上月已投用的楼宇")
    origin = f"楼宇入驻情况月报{source['number']}" if source else "招商台台账，当月月报尚未签发"
    return paragraph("；".join(words) + f"。资料来源：{origin}。", style="source")
