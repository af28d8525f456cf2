"""④ 行业结构: by area and by count, and how concentrated it is."""

from dataclasses import replace
from decimal import Decimal

from crm.reports.formats import share
from crm.reports.layout import Chart, Paragraph, Section, figure
from crm.reports.narrative import Wording, passage
from crm.reports.occupancy_monthly.industries import by_industry
from crm.reports.occupancy_monthly.industries import picture as first_picture
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import percent


def industries(month: Month) -> Section:
    """Section ④."""
    return Section("industries", "行业结构", [summary(month), by_industry(month), *picture(month)])


def summary(month: Month) -> Paragraph:
    """The three largest, who grew most, what the five largest occupiers hold."""
    listed = [row for row in month["industries"] if Decimal(row["area"])]
    occupied = month.now.occupied
    if not listed or not occupied:
        return passage("industries.summary", "截止日没有已入驻面积。")
    top = sorted(listed, key=lambda row: -Decimal(row["area"]))[:3]
    held = sum((Decimal(row["area"]) for row in top), Decimal(0))
    words = Wording("industries.summary")
    place = "居前三位，合计占" if len(top) == 3 else "占"
    words.say(
        f"按面积，{{主要产业}}{place}{{主要产业占比}}。",
        主要产业="、".join(row["name"] for row in top),
        主要产业占比=percent(share(held, occupied)),
    )
    grown = max(listed, key=lambda row: Decimal(row["area"]) - Decimal(row["previous"]))
    if Decimal(grown["area"]) > Decimal(grown["previous"]):
        words.say("本月净增最多的是{净增最多产业}。", 净增最多产业=grown["name"])
    five = month["top_five"]
    if five["enterprises"]:
        words.say(
            "面积最大的{前五企业数}企业占已入驻面积{前五占比}。",
            前五企业数=figure(f"{five['enterprises']}家", "enterprises"),
            前五占比=percent(share(Decimal(five["area"]), occupied)),
        )
    return words.passage()


def picture(month: Month) -> list[Chart]:
    """图: area by industry, largest first."""
    source = "资料来源：同[[industries]]。"
    return [replace(chart, source=source) for chart in first_picture(month)]
