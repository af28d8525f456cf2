"""⑥ 招商项目与楼宇匹配: needs against space, by function, and the outlook with the release plan."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.reports.formats import difference, share, show
from crm.reports.layout import Cell, Column, Paragraph, Row, Section, Table, figure
from crm.reports.narrative import Wording, passage
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import percent, wan

BANDS = {
    "500": "500㎡以下",
    "1000": "500—1,000㎡",
    "2000": "1,000—2,000㎡",
    "30000": "2,000㎡以上或整层",
    "whole": "整栋（3万㎡以上）",
}
CERTAINTY = {"firm": "已确定", "likely": "较确定", "open": "待定"}
LEDGERS = "资料来源：招商台项目台账、楼宇台账。"


def matching(month: Month) -> Section:
    """Section ⑥."""
    return Section(
        "matching",
        "招商项目与楼宇匹配",
        [lead(month), needs(month), functions(month), outlook_words(month), outlook(month)],
    )


def lead(month: Month) -> Paragraph:
    """How much is asked for, what part of the vacancy that is, and where it does not fit."""
    found = month["needs"]
    if not found["projects"]:
        return passage("matching.lead", "截止日没有登记选址面积的在谈项目。")
    need, vacant = Decimal(found["area"]), month.now.area("V")
    words = Wording("matching.lead")
    words.say(
        "在谈且有选址需求的项目{项目数}，意向面积{意向面积}",
        项目数=figure(f"{found['projects']}个", "projects"),
        意向面积=figure(wan(need), "projects"),
    )
    if vacant:
        words.say("，相当于空置面积的{意向占空置}", 意向占空置=percent(share(need, vacant)))
    words.say("。")
    gap = largest_gap(month)
    if gap is None:
        words.say("各面积段的现有空置均不少于意向面积。")
    else:
        words.say(
            "{缺口面积段}的意向面积{缺口段意向}，现有空置{缺口段空置}，是主要缺口。",
            缺口面积段=BANDS[gap["key"]],
            缺口段意向=wan(Decimal(gap["need"])),
            缺口段空置=figure(wan(Decimal(gap["vacant"])), "state_V"),
        )
    return words.passage()


def largest_gap(month: Month) -> dict[str, Any] | None:
    """The band that lacks most; None where each has enough."""
    band = min(
        month["needs"]["bands"], key=lambda row: Decimal(row["vacant"]) - Decimal(row["need"])
    )
    return band if Decimal(band["vacant"]) < Decimal(band["need"]) else None


def needs(month: Month) -> Table:
    """By size what is asked for, what is empty, what may become free."""
    columns = [
        Column("band", "面积段", "left"),
        Column("projects", "项目"),
        Column("need", "意向面积"),
        Column("vacant", "现有空置"),
        Column("coming", "180天内到期"),
        Column("balance", "空置减意向"),
    ]
    bands = month["needs"]["bands"]
    rows = [_band(BANDS[row["key"]], row, row["key"]) for row in bands]
    total = {key: sum(Decimal(row[key]) for row in bands) for key in ("need", "vacant", "coming")}
    whole = {"projects": month["needs"]["projects"], **total}
    rows.append(_band("合计", whole, "total", style="sum"))
    scope = scope_of_needs(month)
    note = (
        f"注：项目为在谈、意向/选址阶段，意向面积取其下限；{scope}空置和到期按同层合计分段，"
        "整栋空置单列。180天内到期为可能腾出的面积，不等于将退租。"
    )
    return Table("needs", "意向面积与可供面积", "个、万㎡", columns, rows, note + LEDGERS)


def _band(name: str, row: dict[str, Any], key: str, style: str = "") -> Row:
    need, vacant = Decimal(row["need"]), Decimal(row["vacant"])
    return Row(
        key,
        [
            Cell(name),
            Cell(row["projects"], "count", "projects"),
            Cell(need, "wan", "projects"),
            Cell(vacant, "wan", "state_V"),
            Cell(Decimal(row["coming"]) or None, "wan", "expiring_180"),
            Cell(vacant - need, "wan_signed"),
        ],
        style,
    )


def functions(month: Month) -> Table:
    """“功能+项目”: projects and their need by the function that they serve."""
    columns = [
        Column("name", "功能", "left"),
        Column("plan", "规划面积"),
        Column("used", "已用面积"),
        Column("projects", "在谈项目"),
        Column("need", "意向面积"),
        Column("share", "占意向面积"),
        Column("gap", "规划余量"),
    ]
    listed, whole = month["needs"]["functions"], Decimal(month["needs"]["area"])
    rows = [_function(row["name"] or "未填功能", row, whole) for row in listed]
    if rows:
        plans = [Decimal(row["planned"]) for row in listed if row.get("planned") is not None]
        total = {"projects": month["needs"]["projects"], "need": whole, "used": None}
        rows.append(
            _function("合计", {**total, "planned": sum(plans) if plans else None}, whole, "sum")
        )
    return Table(
        "functions",
        "“功能+项目”面积对照",
        "万㎡、个、%",
        columns,
        rows,
        f"注：规划面积为截止日的登记，没有登记的记“—”；已用面积按企业产业方向与功能同名归集，没有同名方向的记“—”；"
        f"规划余量＝规划面积－已用面积－意向面积，没有规划面积的不计算。{scope_of_needs(month)}"
        "资料来源：招商台功能规划、企业台账，同[[needs]]。",
        empty="截止日没有登记功能规划面积，也没有登记选址面积的在谈项目。",
    )


def scope_of_needs(month: Month) -> str:
    """Which projects a report of a part of the district counts."""
    if month["scope"]["code"] == "district":
        return ""
    return f"项目含未指明位置的，不含意向位置在{month['scope']['name']}以外的。"


def _function(name: str, row: dict[str, Any], whole: Decimal, style: str = "") -> Row:
    need = Decimal(row["need"])
    planned = row.get("planned")
    used = None if row["used"] is None else Decimal(row["used"])
    gap = None
    if planned is not None and not style:
        gap = Decimal(planned) - (used or Decimal(0)) - need
    return Row(
        name,
        [
            Cell(name),
            Cell(None if planned is None else Decimal(planned), "wan", "functions"),
            Cell(used, "wan"),
            Cell(row["projects"], "count", "projects"),
            Cell(need, "wan"),
            Cell(share(need, whole), "rate"),
            Cell(gap, "wan_signed"),
        ],
        style,
    )


@dataclass(frozen=True)
class Outlook:
    """On the gross basis: what is released, the rate with nothing let, and what keeps the rate."""

    year: int
    months: int
    area: Decimal
    rate: Decimal
    nothing_let: Decimal
    needed: Decimal
    at_pace: Decimal | None
    taken: Decimal | None


def outlook_of(month: Month) -> Outlook | None:
    """None where nothing is planned or nothing is in use."""
    plan, now = month["release"], month.now
    area = Decimal(plan["area"])
    if not area or not now.gross:
        return None
    later, rate = now.gross + area, now.occupied / now.gross
    taken = None
    if month.year_ago.base:
        taken = Decimal(month["absorption"]["mean"]) * plan["months"]
    return Outlook(
        year=plan["year"],
        months=plan["months"],
        area=area,
        rate=rate,
        nothing_let=now.occupied / later,
        needed=rate * area,
        at_pace=None if taken is None else (now.occupied + taken) / later,
        taken=taken,
    )


def outlook_words(month: Month) -> Paragraph:
    """What the release plan does to the rate, and what it takes to hold it."""
    seen = outlook_of(month)
    if seen is None:
        year = month["release"]["year"]
        return passage("matching.outlook", f"没有登记{year}年待投放的楼宇，不作入驻率测算。")
    words = Wording("matching.outlook")
    words.say("按投放计划{计划版本}，", 计划版本=versions(month))
    say_outlook(words, seen)
    change = month.now.occupied - month.year_ago.occupied
    if month.year_ago.base and change > 0:
        words.say(
            "，相当于近12个月净吸纳的{占近年净吸纳}", 占近年净吸纳=percent(seen.needed / change)
        )
    words.say("。")
    return words.passage()


def say_outlook(words: Wording, seen: Outlook) -> None:
    """The sentence that ⑥ and ⑦ share."""
    words.say(
        "{投放年份}内还将投放{投放面积}；如无新增入驻，年末按已投入使用面积计的入驻率为"
        "{无新增入驻率}；要保持{本月第二口径}，需净吸纳{所需净吸纳}",
        投放年份=f"{seen.year}年",
        投放面积=figure(wan(seen.area), "release"),
        无新增入驻率=percent(seen.nothing_let),
        本月第二口径=percent(seen.rate),
        所需净吸纳=wan(seen.needed),
    )


def versions(month: Month) -> str:
    """（JH-2023-1第2版，2023-01-10）: the revisions that the outlook rests on."""
    plans = month["release"]["plans"]
    named = "、".join(f"{plan['code']}第{plan['revision']}版" for plan in plans[:4])
    more = f"等{len(plans)}项" if len(plans) > 4 else ""
    return f"（{named}{more}，{max(plan['revised_on'] for plan in plans)}修订）"


def outlook(month: Month) -> Table:
    """Three cases for the end of the year."""
    seen, year = outlook_of(month), month["release"]["year"]
    columns = [
        Column("name", "情形", "left"),
        Column("taken", "年内净吸纳"),
        Column("rate", "年末入驻率"),
        Column("change", "较本月"),
    ]
    rows = []
    if seen is not None:
        held = f"保持{percent(seen.rate)}所需"
        for key, name, taken, rate in (
            ("nothing", "至年末无新增入驻", Decimal(0), seen.nothing_let),
            ("pace", f"按近12个月月均延续{seen.months}个月", seen.taken, seen.at_pace),
            ("hold", held, seen.needed, seen.rate),
        ):
            cells = [Cell(name), Cell(taken, "wan"), Cell(rate, "rate", "release")]
            rows.append(Row(key, [*cells, Cell(difference(rate, seen.rate), "points")]))
    return Table(
        "outlook",
        f"{year}年投放后的入驻率测算",
        "万㎡、%、百分点",
        columns,
        rows,
        _outlook_note(month),
        empty=f"没有登记{year}年待投放的楼宇。",
    )


def _outlook_note(month: Month) -> str:
    plans = [
        f"{plan['name']}{_quarter(plan)}{show(Decimal(plan['area']), 'wan')}万㎡"
        f"（{CERTAINTY.get(plan['certainty'], plan['certainty'])}）"
        for plan in month["release"]["plans"]
    ]
    if not plans:
        return "注：按投放计划测算，不是预测。资料来源：招商台投放计划。"
    gross = show(month.now.gross, "wan")
    area = show(Decimal(month["release"]["area"]), "wan")
    return (
        f"注：按已投入使用面积口径，分母为{gross}万㎡加{area}万㎡；是测算，不是预测。"
        f"计划投放：{'、'.join(plans)}。资料来源：招商台投放计划{versions(month)}。"
    )


def _quarter(plan: dict[str, Any]) -> str:
    return f"第{plan['quarter']}季度" if plan["quarter"] else ""
