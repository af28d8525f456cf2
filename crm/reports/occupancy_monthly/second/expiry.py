"""⑤ 到期与退租预警: which leases end when, and what it would do to the rate."""

from dataclasses import replace
from decimal import Decimal

from crm.reports.formats import share, show
from crm.reports.layout import Chart, Paragraph, Section, Table, figure
from crm.reports.narrative import Wording, passage
from crm.reports.occupancy_monthly import expiry as first
from crm.reports.occupancy_monthly.expiry import SOON
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import percent, wan


def expiry(month: Month) -> Section:
    """Section ⑤."""
    return Section(
        "expiry",
        "到期与退租预警",
        [summary(month), first.ladder(month), *picture(month), larger(month)],
    )


def summary(month: Month) -> Paragraph:
    """What ends within 90 days, and the rate if none of it is renewed."""
    steps = {row["key"]: row for row in month["ladder"]}
    let = sum((Decimal(row["area"]) for row in steps.values()), Decimal(0))
    if not let:
        return passage("expiry.summary", "截止日没有租用面积。")
    leases, area = ending_soon(month)
    lost = sum((Decimal(steps[key]["occupied"]) for key in SOON), Decimal(0))
    over = steps["holdover"]
    words = Wording("expiry.summary")
    words.say(
        "未来90天到期租约{90天内到期}，占已租面积{90天内到期占比}",
        **{
            "90天内到期": figure(f"{leases}份、{wan(area)}", "expiring"),
            "90天内到期占比": percent(share(area, let)),
        },
    )
    if over["leases"]:
        held = f"{over['leases']}份、{wan(Decimal(over['area']))}"
        words.say("；另有{到期未腾退}已到期未腾退", 到期未腾退=figure(held, "holdover"))
    words.say("。")
    if lost:
        rate = percent(share(month.now.occupied - lost, month.now.base))
        words.say("若90天内到期的全部不续，入驻率将降至{全部不续入驻率}。", 全部不续入驻率=rate)
    terms = []
    if month["wale_years"] is not None:
        words.offer(平均剩余租期=f"{show(Decimal(month['wale_years']), 'years')}年")
        terms.append("加权平均剩余租期{平均剩余租期}")
    if renewal_rate(month) is not None:
        words.offer(续租率=percent(renewal_rate(month)))
        terms.append("近12个月续租率{续租率}")
    words.say("，".join(terms) + "。" if terms else "")
    return words.passage()


def ending_soon(month: Month) -> tuple[int, Decimal]:
    """Leases that end within 90 days, and their area."""
    steps = {row["key"]: row for row in month["ladder"]}
    area = sum((Decimal(steps[key]["area"]) for key in SOON), Decimal(0))
    return sum(steps[key]["leases"] for key in SOON), area


def renewal_rate(month: Month) -> Decimal | None:
    """续租率 of the last twelve months; None where nothing ran out."""
    renewal = month["renewal"]
    return share(Decimal(renewal["renewed"]), Decimal(renewal["due"]))


def picture(month: Month) -> list[Chart]:
    """图: the ladder as bars."""
    return [replace(chart, source="资料来源：同[[ladder]]。") for chart in first.picture(month)]


def larger(month: Month) -> Table:
    """The larger leases that end within 90 days."""
    table = first.larger(month)
    note = f"注：按面积取前{max(len(table.rows), 1)}份，按到期日排列。资料来源：同[[ladder]]。"
    return replace(table, source=note)
