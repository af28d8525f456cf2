"""③ 分楼宇情况: every building in use, by zone, with 小计 and 合计."""

import datetime as dt

from crm.reports.layout import Paragraph, Section, figure
from crm.reports.narrative import Wording, passage
from crm.reports.occupancy_monthly.buildings import (
    HIGH,
    LOW,
    by_building,
    every_building,
    moved,
    pictures,
)
from crm.reports.occupancy_monthly.positions import Month, Position


def buildings(month: Month) -> Section:
    """Section ③."""
    return Section(
        "buildings", "分楼宇情况", [summary(month), by_building(month), *pictures(month)]
    )


def summary(month: Month) -> Paragraph:
    """How many are nearly full, how many half empty, how many rose and fell."""
    listed = every_building(month)
    if not listed:
        return passage("buildings.summary", "截止日没有已投入使用的楼宇。")
    rates = [(building, Position(building).rate) for building in listed]
    low = [building for building, rate in rates if rate is not None and rate < LOW]
    year_ago = month.as_of.replace(day=1) - dt.timedelta(days=365)
    fresh = sum((building["in_use_from"] or "") > year_ago.isoformat() for building in low)
    changes = [moved(building, "previous") for building in listed]
    words = Wording("buildings.summary")
    words.say(
        "{楼宇数}楼宇中，入驻率90%以上的{高入驻楼宇}，低于60%的{低入驻楼宇}",
        楼宇数=figure(f"{len(listed)}栋", "buildings"),
        高入驻楼宇=f"{sum(rate is not None and rate >= HIGH for _, rate in rates)}栋",
        低入驻楼宇=f"{len(low)}栋",
    )
    if low:
        fresh_words = "均投用不满一年" if fresh == len(low) else f"其中{fresh}栋投用不满一年"
        words.say("，{投用不满一年}", 投用不满一年=fresh_words)
        words.offer(低入驻楼宇名单="、".join(building["name"] for building in low[:10]))
    words.say(
        "。环比提高的{提高楼宇}，下降的{下降楼宇}。",
        提高楼宇=f"{sum(change is not None and change > 0 for change in changes)}栋",
        下降楼宇=f"{sum(change is not None and change < 0 for change in changes)}栋",
    )
    return words.passage()
