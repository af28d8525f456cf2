"""Figures that an issued district report gives to the public site: pushed once, never read live."""

import calendar
import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crm.core.acts import subscribe
from crm.occupancy.places import DISTRICT
from crm.reports.models import Snapshot
from portal.published import FigureRow, ReportReference, publish

KIND = "occupancy-monthly"
BASIS = (
    "入驻率＝（自用＋租用已入驻＋售出入驻）÷（可招商面积－暂不可租面积）；"
    "范围为已投入使用楼宇，面积为建筑面积。工作口径，非政府统计数据。"
)
STATES = {"S": "自用", "L": "租用已入驻", "O": "售出入驻", "N": "已租未入驻", "V": "空置"}


def publish_figures(name: str, rows: Sequence[Snapshot], by: Any, data: dict[str, Any]) -> None:
    """On ``reports.issued``: what the home page of the portal shows of the district's month."""
    for row in rows:
        if row.kind == KIND and row.scope_code == DISTRICT:
            publish(_reference(row), public_rows(row.figures))


def _reference(row: Snapshot) -> ReportReference:
    return ReportReference(
        title=f"楼宇入驻情况月报（{row.as_of.year}年{row.as_of.month}月）",
        number=row.number or "",
        issued_on=row.issued_on or row.as_of,
        scope_label=row.figures["scope"]["name"],
        basis=BASIS,
        is_demo=row.is_demo,
    )


def public_rows(figures: dict[str, Any]) -> list[FigureRow]:
    """The month's totals and the rates of two years; a rate that cannot be computed is left out."""
    as_of, now = dt.date.fromisoformat(figures["as_of"]), figures["now"]
    area = now["area"]
    gross, entered = Decimal(area["gross_in_use"]), Decimal(len(figures["supply"]["entered"]))
    tenants = now["enterprises"]
    return [
        FigureRow(
            "gross_in_use", as_of, "已投入使用面积", gross, "㎡", f"{now['buildings']}栋楼宇"
        ),
        FigureRow("enterprises", as_of, "入驻企业", Decimal(tenants), "家", group_size=tenants),
        FigureRow("new_buildings", as_of, "本月投入使用楼宇", entered, "栋"),
        *(
            FigureRow(f"area_{state}", as_of, label, Decimal(area[state]), "㎡")
            for state, label in STATES.items()
        ),
        *_rate_rows(as_of, figures),
    ]


def _rate_rows(as_of: dt.date, figures: dict[str, Any]) -> list[FigureRow]:
    months = [("occupancy", _month_end(item["month"]), item) for item in figures["series"]]
    same = figures["like_for_like"]["month"]
    before = as_of.replace(day=1) - dt.timedelta(days=1)
    months += [
        ("occupancy_like_for_like", before, same["then"]),
        ("occupancy_like_for_like", as_of, same["now"]),
    ]
    labels = {"occupancy": "入驻率", "occupancy_like_for_like": "其中可比楼宇"}
    return [
        FigureRow(key, day, labels[key], rate, "%")
        for key, day, ratio in months
        if (rate := _rate(ratio)) is not None
    ]


def _rate(ratio: dict[str, str]) -> Decimal | None:
    """To six places, as the table stores it; None where nothing could be let."""
    base = Decimal(ratio["base"])
    if not base:
        return None
    return (Decimal(ratio["occupied"]) / base).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _month_end(month: str) -> dt.date:
    year, number = (int(part) for part in month.split("-"))
    return dt.date(year, number, calendar.monthrange(year, number)[1])


subscribe("reports.issued", publish_figures)
