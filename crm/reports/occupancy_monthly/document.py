"""The whole 楼宇入驻月报 in rule version 1, from canonical figures alone."""

from collections.abc import Mapping
from typing import Any

from crm.reports.layout import Document
from crm.reports.occupancy_monthly.basis import basis
from crm.reports.occupancy_monthly.buildings import buildings
from crm.reports.occupancy_monthly.change import change
from crm.reports.occupancy_monthly.expiry import expiry
from crm.reports.occupancy_monthly.general import general
from crm.reports.occupancy_monthly.industries import industries
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import month_of


def build(figures: Mapping[str, Any]) -> Document:
    """Sections ① to ⑤ and 口径说明; the same figures give the same document, word for word."""
    month = Month(figures)
    period = month_of(month.as_of)
    return Document(
        title=[month.place, "楼宇入驻情况月报"],
        running_head=f"楼宇入驻情况月报（{period}）",
        period=f"（{period}）",
        sections=[
            general(month),
            change(month),
            buildings(month),
            industries(month),
            expiry(month),
            basis(month),
        ],
    )
