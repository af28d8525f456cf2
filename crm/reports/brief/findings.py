"""What the brief warns of and asks to be decided, each from figures by a rule."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import share, show
from crm.reports.layout import Paragraph, figure, paragraph
from crm.reports.occupancy_monthly.positions import Month, Position
from crm.reports.occupancy_monthly.words import day_of, percent, wan

SOON = ("30", "60", "90")
LOW, WAITING, CONCENTRATED = Decimal("0.6"), Decimal("0.03"), Decimal("0.3")
A_YEAR, THREE_WEEKS = dt.timedelta(days=365), dt.timedelta(days=20)
RISKS, MATTERS, NAMED = 3, 3, 3


def risks(month: Month) -> list[Paragraph]:
    """The three heaviest, in this order of rules."""
    found = [
        *_ending(month),
        *_low(month),
        *_held_over(month),
        *_waiting(month),
        *_concentrated(month),
    ]
    return found[:RISKS] or [paragraph("本月未见需要提示的风险。")]


def matters(month: Month) -> list[Paragraph]:
    """What is to be decided, and who leads."""
    found = [*_recommend(month), *_visit(month), *_prepare(month), *_settle(month)]
    return found[:MATTERS] or [paragraph("本月无提请研究事项。")]


def ending(month: Month) -> tuple[int, Decimal, Decimal]:
    """Leases, let area and occupied area that end within 90 days."""
    steps = [row for row in month["ladder"] if row["key"] in SOON]
    leases = sum(row["leases"] for row in steps)
    area, lost = (sum((Decimal(row[key]) for row in steps), Decimal(0)) for key in _BOTH)
    return leases, area, lost


_BOTH = ("area", "occupied")


def low_buildings(month: Month) -> list[Mapping[str, Any]]:
    """In use and under 60%, the emptiest first."""
    listed = [
        (rate, row)
        for row in month["buildings"]
        if (rate := Position(row).rate) is not None and rate < LOW
    ]
    return [row for _rate, row in sorted(listed, key=lambda pair: (pair[0], pair[1]["code"]))]


def _ending(month: Month) -> Iterator[Paragraph]:
    leases, area, lost = ending(month)
    if not leases:
        return
    words: list[Any] = ["90天内到期", figure(f"{wan(area)}、{leases}份", "expiring")]
    if lost:
        rate = share(month.now.occupied - lost, month.now.base)
        words.append(f"；全部不续，入驻率降至{percent(rate)}")
    yield paragraph(*words, "。")


def _low(month: Month) -> Iterator[Paragraph]:
    rows = low_buildings(month)
    if not rows:
        return
    vacant = sum((Position(row).area("V") for row in rows), Decimal(0))
    young = [row for row in rows if _is_young(row, month.as_of)]
    if young and len(young) == len(rows):
        age = "都是投用不满一年的新楼，"
    else:
        age = f"，其中{len(young)}栋投用不满一年，" if young else "，"
    count = figure(f"{len(rows)}栋", "buildings")
    yield paragraph("入驻率低于60%的", count, f"{age}合计空置{wan(vacant)}。")


def _is_young(row: Mapping[str, Any], day: dt.date) -> bool:
    used = row["in_use_from"]
    return bool(used) and dt.date.fromisoformat(used) > day - A_YEAR


def _held_over(month: Month) -> Iterator[Paragraph]:
    row = _step(month, "holdover")
    if row and row["leases"]:
        held = figure(f"{row['leases']}份、{wan(Decimal(row['area']))}", "holdover")
        yield paragraph(held, "租约已到期仍在使用，随时可能退租。")


def _step(month: Month, key: str) -> Mapping[str, Any] | None:
    return next((row for row in month["ladder"] if row["key"] == key), None)


def _waiting(month: Month) -> Iterator[Paragraph]:
    area = month.now.area("N")
    part = share(area, month.now.base)
    if part is not None and part >= WAITING:
        yield paragraph(
            "已租未入驻", figure(wan(area), "state_N"), f"，占可招商面积{percent(part)}，尚未见效。"
        )


def _concentrated(month: Month) -> Iterator[Paragraph]:
    five = month["top_five"]
    part = share(Decimal(five["area"]), month.now.occupied)
    if part is not None and part >= CONCENTRATED:
        yield paragraph(f"面积最大的{five['enterprises']}家企业占已入驻面积{percent(part)}。")


def _recommend(month: Month) -> Iterator[Paragraph]:
    rows = low_buildings(month)
    if rows:
        names = "、".join(row["name"] for row in rows[:NAMED])
        more = f"等{len(rows)}栋" if len(rows) > NAMED else ""
        day = _last_day_after_next_month(month.as_of)
        yield paragraph(f"{day_of(day)}前逐层推介{names}{more}（招商部门牵头）。")


def _visit(month: Month) -> Iterator[Paragraph]:
    leases, _area, _lost = ending(month)
    if leases:
        day = month.as_of + THREE_WEEKS
        yield paragraph(f"{day_of(day)}前走访90天内到期的较大租户（服务管家牵头）。")


def _prepare(month: Month) -> Iterator[Paragraph]:
    if month["plan"]:
        area = sum((Decimal(row["area"]) for row in month["plan"]), Decimal(0))
        words = f"年内待投用的{show(area, 'wan')}万平方米新楼，投用前3个月纳入招商匹配"
        yield paragraph(f"{words}（招商部门牵头）。")


def _settle(month: Month) -> Iterator[Paragraph]:
    row = _step(month, "holdover")
    if row and row["leases"]:
        yield paragraph(f"督促运营单位对{row['leases']}份到期租约续签或清退（统筹部门牵头）。")


def _last_day_after_next_month(day: dt.date) -> dt.date:
    """The last day of the month after the next one: two months to work with."""
    index = day.year * 12 + day.month + 2
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)
