"""The whole 楼宇入驻月报 in rule version 2, from canonical figures alone."""

from collections.abc import Mapping
from typing import Any

from crm.reports.layout import Document
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.second.advice import advice
from crm.reports.occupancy_monthly.second.basis import basis
from crm.reports.occupancy_monthly.second.buildings import buildings
from crm.reports.occupancy_monthly.second.change import change
from crm.reports.occupancy_monthly.second.expiry import expiry
from crm.reports.occupancy_monthly.second.general import general
from crm.reports.occupancy_monthly.second.industries import industries
from crm.reports.occupancy_monthly.second.matching import matching
from crm.reports.occupancy_monthly.words import month_of
from crm.reports.references import resolve


def build(figures: Mapping[str, Any]) -> Document:
    """Sections ① to ⑧; the same figures give the same document, word for word."""
    month = Month(figures)
    period = month_of(month.as_of)
    return resolve(
        Document(
            title=[month.place, "楼宇入驻情况月报"],
            running_head=f"楼宇入驻情况月报（{period}）",
            period=f"（{period}）",
            sections=[
                general(month),
                change(month),
                buildings(month),
                industries(month),
                expiry(month),
                matching(month),
                advice(month),
                basis(month),
            ],
        )
    )
