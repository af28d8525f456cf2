"""① 总体情况: how much, how full, against last month and the year before, and why."""

from dataclasses import replace
from decimal import Decimal

from crm.reports.formats import difference, rounded, share
from crm.reports.layout import Cell, Paragraph, Row, Section, Table, figure, strong
from crm.reports.narrative import Wording
from crm.reports.occupancy_monthly.general import LEDGER, composition, history
from crm.reports.occupancy_monthly.general import overview as first_overview
from crm.reports.occupancy_monthly.positions import Effects, Month, effects
from crm.reports.occupancy_monthly.words import day_of, percent, pulled, rate_moved, wan

USES = {"office": "办公用房入驻率", "retail": "商业用房入驻率"}
AFTER = "rate"


def general(month: Month) -> Section:
    """Section ①."""
    return Section(
        "general",
        "总体情况",
        [lead(month), overview(month), enterprises(month), composition(month), *history(month)],
    )


def lead(month: Month) -> Paragraph:
    """Figure, basis, comparison; then why."""
    now, change = month.now, effects(month.previous, month.now)
    year = effects(month.year_ago, month.now)
    words = Wording("general.lead", lead=True)
    words.say(
        "截至{截止日}，{范围}已投入使用楼宇{楼宇数}、{投用面积}，已入驻{已入驻面积}，"
        "入驻率{入驻率}",
        截止日=day_of(month.as_of),
        范围=month.place,
        楼宇数=figure(f"{now['buildings']}栋", "buildings"),
        投用面积=figure(wan(now.gross), "buildings"),
        已入驻面积=figure(wan(now.occupied), "occupied"),
        入驻率=strong(percent(now.rate), "occupied"),
    )
    if month.previous.rate is not None:
        words.say("，较上月{环比}", 环比=rate_moved(change.total))
    if month.year_ago.rate is not None:
        words.say("，较上年同月{同比}", 同比=rate_moved(year.total))
    words.say("。")
    if change.total is not None:
        _why(words, month, change)
    _like_for_like(words, month)
    words.offer(
        第二口径入驻率=percent(now.rate_on_gross),
        出租率=percent(now.letting),
        招商率=percent(now.take_up),
        空置面积=figure(wan(now.area("V")), "state_V"),
    )
    return words.passage()


def _why(words: Wording, month: Month, change: Effects) -> None:
    net = month.now.occupied - month.previous.occupied
    net_words = f"净吸纳{wan(net)}" if net >= 0 else f"已入驻面积净减少{wan(-net)}"
    words.offer(
        净吸纳=figure(net_words, "moves"),
        净吸纳影响=pulled(change.take_up),
        新投用与退出=figure(_supply_words(month), "buildings"),
        分母变动影响=pulled(change.supply),
    )
    take_up, supply = "{净吸纳}，{净吸纳影响}", "{新投用与退出}，{分母变动影响}"
    moved = rounded(change.total, "points")
    if moved == 0:
        words.say(f"其中{take_up}；{supply}。")
        return
    word = "提高" if moved > 0 else "下降"
    if (change.supply > change.take_up) == (moved > 0):
        words.say(f"{word}主要来自可招商面积变动：{supply}；{take_up}。")
    else:
        words.say(f"{word}主要来自{'净吸纳' if moved > 0 else '退租'}：{take_up}；{supply}。")


def _supply_words(month: Month) -> str:
    entered, left = month["supply"]["entered"], month["supply"]["left"]
    words = [f"本月{len(entered)}栋新楼投入使用"] if entered else []
    if left:
        words.append(f"{len(left)}栋退出")
    return "、".join(words) or "本月无新楼投入使用"


def _like_for_like(words: Wording, month: Month) -> None:
    same = month["like_for_like"]["month"]
    now = share(same["now"]["occupied"], Decimal(same["now"]["base"]))
    then = share(same["then"]["occupied"], Decimal(same["then"]["base"]))
    if now is None or then is None:
        return
    words.offer(
        可比楼宇数=f"{same['buildings']}栋",
        可比入驻率=strong(percent(now)),
        可比环比=strong(rate_moved(now - then)),
    )
    if month["supply"]["entered"]:
        words.say("上月已投用的{可比楼宇数}可比楼宇入驻率{可比入驻率}，较上月{可比环比}。")


def enterprises(month: Month) -> Paragraph:
    """How many enterprises are there, how many are registered here; rates by use."""
    now, words = month.now, Wording("general.enterprises")
    words.say("入驻企业{入驻企业数}", 入驻企业数=figure(f"{now['enterprises']:,}家", "enterprises"))
    if now.registered_rate is not None:
        words.say("，属地注册率{属地注册率}", 属地注册率=percent(now.registered_rate))
    words.say("。")
    office, retail = (use_rate(month, use, "now") for use in USES)
    if office is not None and retail is not None:
        words.say(
            "其中办公用房入驻率{办公入驻率}，商业用房入驻率{商业入驻率}。",
            办公入驻率=percent(office),
            商业入驻率=percent(retail),
        )
    return words.passage()


def use_rate(month: Month, use: str, moment: str) -> Decimal | None:
    """入驻率 of the units of one use."""
    areas = month["uses"][use][moment]
    return share(areas["occupied"], Decimal(areas["base"]))


def overview(month: Month) -> Table:
    """表1, with the rates by use beside the headline."""
    table = first_overview(month)
    place = next(index for index, row in enumerate(table.rows) if row.key == AFTER) + 1
    rows = [_use_row(month, use, name) for use, name in USES.items()]
    note = (
        table.source.removesuffix(LEDGER) + "办公、商业用房按房源用途分列，其他用途未列。" + LEDGER
    )
    rows = [*table.rows[:place], *rows, *table.rows[place:]]
    return replace(table, rows=rows, source=note, style="keep tight")


def _use_row(month: Month, use: str, name: str) -> Row:
    now, previous, year = (use_rate(month, use, at) for at in ("now", "previous", "year_ago"))
    return Row(
        f"rate_{use}",
        [
            Cell(f"　{name}"),
            Cell(now, "rate", f"use_{use}"),
            Cell(previous, "rate", f"use_{use}@previous"),
            Cell(difference(now, previous), "points"),
            Cell(year, "rate", f"use_{use}@year_ago"),
            Cell(difference(now, year), "points"),
        ],
    )
