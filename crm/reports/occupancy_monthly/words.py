"""Turns of phrase of the report: 提高 and 下降 for rates, 增加 and 减少 for amounts."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import MINUS, rounded, show


def day_of(day: dt.date) -> str:
    """2月28日."""
    return f"{day.month}月{day.day}日"


def month_of(day: dt.date) -> str:
    """2023年2月."""
    return f"{day.year}年{day.month}月"


def wan(area: Any) -> str:
    """190.00万平方米."""
    return f"{show(area, 'wan')}万平方米"


def percent(rate: Decimal | None) -> str:
    """81.0%, or 无法计算 where there is no denominator."""
    return "无法计算" if rate is None else f"{show(rate, 'rate')}%"


def bare_points(change: Decimal) -> str:
    """0.8个百分点, without a sign."""
    return f"{abs(rounded(change, 'points'))}个百分点"


def rate_moved(change: Decimal | None) -> str:
    """提高0.5个百分点, 下降0.8个百分点, 持平 or 无法比较."""
    if change is None:
        return "无法比较"
    shown = rounded(change, "points")
    if shown == 0:
        return "持平"
    return f"{'提高' if shown > 0 else '下降'}{bare_points(change)}"


def pulled(effect: Decimal) -> str:
    """拉高0.6个百分点, 拉低1.4个百分点, or that it cannot be seen."""
    shown = rounded(effect, "points")
    if shown == 0:
        return "影响不足0.1个百分点"
    return f"{'拉高' if shown > 0 else '拉低'}{bare_points(effect)}"


def amount_moved(change: Any, unit: str, form: str) -> str:
    """增加1.19万平方米, 减少3家, 持平."""
    shown = rounded(change, form)
    if shown == 0:
        return "持平"
    return f"{'增加' if shown > 0 else '减少'}{show(abs(Decimal(change)), form)}{unit}"


def signed_count(value: int) -> str:
    """+3, −2, 0."""
    return show(value, "count_signed").replace("-", MINUS)


TERMS_FROM_LEDGER = (
    "本月结账时尚未冻结租约、租金、续租、行业和注册情况，这些内容取自编制时的台账；"
    "更正结账后即一并冻结。"
)


def terms_words(figures: Mapping[str, Any]) -> str:
    """What a closing of old did not freeze; empty where it froze all."""
    return TERMS_FROM_LEDGER if figures.get("terms_from_ledger") else ""
