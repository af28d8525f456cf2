"""What the brief warns of and asks to be decided, each from figures by a rule."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import share
from crm.reports.layout import Paragraph, figure
from crm.reports.narrative import passage
from crm.reports.occupancy_monthly.positions import Month, Position
from crm.reports.occupancy_monthly.words import day_of, percent, wan

SOON = ("30", "60", "90")
LOW, WAITING, CONCENTRATED = Decimal("0.6"), Decimal("0.03"), Decimal("0.3")
A_YEAR, THREE_WEEKS = dt.timedelta(days=365), dt.timedelta(days=20)
RISKS, MATTERS, NAMED = 3, 3, 3
LARGE = {"whole": "整栋", "30000": "2,000平方米以上"}


def risks(month: Month) -> list[Paragraph]:
    """The three heaviest, in this order of rules."""
    found = [
        *_ending(month),
        *_unmet(month),
        *_low(month),
        *_held_over(month),
        *_waiting(month),
        *_concentrated(month),
    ]
    return found[:RISKS] or [passage("risks.none", "本月未见需要提示的风险。")]


def matters(month: Month) -> list[Paragraph]:
    """What is to be decided, and who leads."""
    found = [*_recommend(month), *_visit(month), *_prepare(month), *_settle(month)]
    return found[:MATTERS] or [passage("matters.none", "本月无提请研究事项。")]


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
    rate = percent(share(month.now.occupied - lost, month.now.base))
    effect = "；全部不续，入驻率降至{降至}" if lost else ""
    yield passage(
        "risks.ending",
        "90天内到期{面积}、{份数}" + effect + "。",
        面积=figure(wan(area), "expiring"),
        份数=figure(f"{leases}份", "expiring"),
        降至=rate,
    )


def _unmet(month: Month) -> Iterator[Paragraph]:
    """Large needs of projects that no vacant space of their size meets, the largest first."""
    needs = month.figures.get("needs")
    for band in reversed(needs["bands"] if needs else []):
        need, vacant = Decimal(band["need"]), Decimal(band["vacant"])
        if band["key"] in LARGE and need > vacant:
            size = LARGE[band["key"]]
            yield passage(
                "risks.unmet",
                "{个数}" + size + "需求共{需求}，同等空置只有{空置}。",
                个数=f"{band['projects']}个",
                需求=wan(need),
                空置=wan(vacant),
            )
            return


def _low(month: Month) -> Iterator[Paragraph]:
    rows = low_buildings(month)
    if not rows:
        return
    vacant = sum((Position(row).area("V") for row in rows), Decimal(0))
    young = [row for row in rows if _is_young(row, month.as_of)]
    if young and len(young) == len(rows):
        age = "都是投用不满一年的新楼，"
    else:
        age = "，其中{新楼}投用不满一年，" if young else "，"
    yield passage(
        "risks.low",
        "入驻率低于60%的{栋数}" + age + "合计空置{空置}。",
        栋数=figure(f"{len(rows)}栋", "buildings"),
        新楼=f"{len(young)}栋",
        空置=wan(vacant),
    )


def _is_young(row: Mapping[str, Any], day: dt.date) -> bool:
    used = row["in_use_from"]
    return bool(used) and dt.date.fromisoformat(used) > day - A_YEAR


def _held_over(month: Month) -> Iterator[Paragraph]:
    row = _step(month, "holdover")
    if row and row["leases"]:
        yield passage(
            "risks.holdover",
            "{份数}、{面积}租约已到期仍在使用，随时可能退租。",
            份数=figure(f"{row['leases']}份", "holdover"),
            面积=figure(wan(Decimal(row["area"])), "holdover"),
        )


def _step(month: Month, key: str) -> Mapping[str, Any] | None:
    return next((row for row in month["ladder"] if row["key"] == key), None)


def _waiting(month: Month) -> Iterator[Paragraph]:
    area = month.now.area("N")
    part = share(area, month.now.base)
    if part is not None and part >= WAITING:
        yield passage(
            "risks.waiting",
            "已租未入驻{面积}，占可招商面积{占比}，尚未见效。",
            面积=figure(wan(area), "state_N"),
            占比=percent(part),
        )


def _concentrated(month: Month) -> Iterator[Paragraph]:
    five = month["top_five"]
    part = share(Decimal(five["area"]), month.now.occupied)
    if part is not None and part >= CONCENTRATED:
        yield passage(
            "risks.concentrated",
            "面积最大的{家数}企业占已入驻面积{占比}。",
            家数=f"{five['enterprises']}家",
            占比=percent(part),
        )


def _recommend(month: Month) -> Iterator[Paragraph]:
    rows = low_buildings(month)
    if rows:
        names = "、".join(row["name"] for row in rows[:NAMED])
        more = f"等{len(rows)}栋" if len(rows) > NAMED else ""
        day = _last_day_after_next_month(month.as_of)
        words = f"{day_of(day)}前逐层推介{names}{more}（招商部门牵头）。"
        yield passage("matters.recommend", words)


def _visit(month: Month) -> Iterator[Paragraph]:
    leases, _area, _lost = ending(month)
    if leases:
        day = month.as_of + THREE_WEEKS
        words = f"{day_of(day)}前走访90天内到期的较大租户（服务管家牵头）。"
        yield passage("matters.visit", words)


def _prepare(month: Month) -> Iterator[Paragraph]:
    if month["plan"]:
        area = sum((Decimal(row["area"]) for row in month["plan"]), Decimal(0))
        words = "年内待投用的{面积}新楼，投用前3个月纳入招商匹配（招商部门牵头）。"
        yield passage("matters.prepare", words, 面积=wan(area))


def _settle(month: Month) -> Iterator[Paragraph]:
    row = _step(month, "holdover")
    if row and row["leases"]:
        words = "督促运营单位对{份数}到期租约续签或清退（统筹部门牵头）。"
        yield passage("matters.settle", words, 份数=f"{row['leases']}份")


def _last_day_after_next_month(day: dt.date) -> dt.date:
    """The last day of the month after the next one: two months to work with."""
    index = day.year * 12 + day.month + 2
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)
