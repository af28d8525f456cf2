"""⑦ 问题与建议: what the figures raise; people word it in the draft."""

from decimal import Decimal

from crm.reports.layout import Run, Section, chinese_number, figure
from crm.reports.narrative import Wording
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.second.expiry import ending_soon
from crm.reports.occupancy_monthly.second.matching import (
    BANDS,
    largest_gap,
    outlook_of,
    say_outlook,
)
from crm.reports.occupancy_monthly.words import wan

NOTHING = "本月没有需要提请研究的事项。"
NAMED = 5


def advice(month: Month) -> Section:
    """Section ⑦, one passage; each matter has a heading and a paragraph."""
    words, number = Wording("advice"), 0
    for raise_matter in (release, expiries, gap, returns, quality):
        number += raise_matter(month, words, chinese_number(number + 1))
    if not number:
        words.say(NOTHING)
    return Section("advice", "问题与建议", [words.passage()])


def _head(words: Wording, number: str, title: str) -> None:
    words.say(f"{'' if number == '一' else chr(10)}（{number}）{title}\n")


def release(month: Month, words: Wording, number: str) -> bool:
    """Much comes into use at once."""
    seen = outlook_of(month)
    if seen is None:
        return False
    _head(words, number, "新楼集中投放，稳定入驻率压力较大")
    say_outlook(words, seen)
    words.say("。建议新楼投用前3个月即纳入项目匹配，逐层推介。")
    return True


def expiries(month: Month, words: Wording, number: str) -> bool:
    """Leases that end soon, and those that have ended."""
    leases, area = ending_soon(month)
    over = next(row for row in month["ladder"] if row["key"] == "holdover")
    if not leases and not over["leases"]:
        return False
    _head(words, number, "90天内到期租约需逐户走访")
    if leases:
        words.say(
            "90天内到期租约{到期租约}。建议服务管家走访{到期表}所列企业，走访结果录入系统",
            到期租约=figure(f"{leases}份、{wan(area)}", "expiring"),
            到期表=Run("[[soon]]"),
        )
    if over["leases"]:
        words.say("；" if leases else "")
        words.say(
            "已到期未腾退的{未腾退租约}，由楼宇运营单位说明",
            未腾退租约=figure(f"{over['leases']}份", "holdover"),
        )
    words.say("。")
    return True


def gap(month: Month, words: Wording, number: str) -> bool:
    """A size of space that is asked for and not there."""
    band = largest_gap(month) if month["needs"]["projects"] else None
    if band is None:
        return False
    _head(words, number, "房源与需求错位")
    words.say(
        "{缺口段}意向面积比现有空置多{缺口面积}。建议对连续楼层同期到期的房源提前整合，"
        "优先对接{缺口项目}项目。",
        缺口段=BANDS[band["key"]],
        缺口面积=wan(Decimal(band["need"]) - Decimal(band["vacant"])),
        缺口项目=figure(f"{band['projects']}个", "projects"),
    )
    return True


def returns(month: Month, words: Wording, number: str) -> bool:
    """Monthly returns that came late or not at all."""
    found = month["returns"]
    if found is None or not (found["late"] or found["missing"] or found["sent_back"]):
        return False
    _head(words, number, "月报报送尚有缺口")
    words.say(
        "{应报楼宇}楼宇中，按期报送{按期楼宇}",
        应报楼宇=f"{found['owing']}栋",
        按期楼宇=f"{found['sent'] - len(found['late'])}栋",
    )
    for key, name in (("late", "晚报"), ("missing", "未报")):
        if found[key]:
            names = "、".join(found[key][:NAMED]) + ("等" if len(found[key]) > NAMED else "")
            words.say(
                f"，{name}{{{name}楼宇}}", **{f"{name}楼宇": f"{len(found[key])}栋（{names}）"}
            )
    if found["sent_back"]:
        words.say("；退回核实{退回楼宇}", 退回楼宇=f"{found['sent_back']}栋")
    words.say("。建议连续两次晚报的，由招商台提醒到运营单位负责人。")
    return True


def quality(month: Month, words: Wording, number: str) -> bool:
    """Findings in the ledger that nobody has settled."""
    if not month["quality"]["count"]:
        return False
    _head(words, number, "台账数据问题待核")
    words.say(
        "台账检查尚有{台账问题}未处理。建议统计岗会同楼宇运营单位逐项核实。",
        台账问题=figure(f"{month['quality']['count']}项", "quality"),
    )
    return True
