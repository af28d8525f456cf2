"""Figures as they are printed: rounded once, at the end, half up."""

from decimal import Decimal

import pytest

from crm.reports.formats import show
from crm.reports.layout import chinese_number
from crm.reports.occupancy_monthly.words import percent, pulled, rate_moved


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (Decimal("1539000"), "wan", "153.90"),
        (Decimal("0.81049"), "rate", "81.0"),
        (Decimal("0.8105"), "rate", "81.1"),
        (Decimal("-0.008"), "points", "−0.8"),
        (Decimal("0.0004"), "points", "0.0"),
        (Decimal("-0.0004"), "points", "0.0"),
        (Decimal("11860"), "square_signed", "+11,860"),
        (0, "count_signed", "0"),
        (1046, "count", "1,046"),
        (None, "rate", "—"),
        ("", "text", "—"),
    ],
)
def test_a_value_is_printed_in_its_form(value, form, text):
    assert show(value, form) == text


def test_rates_rise_and_fall_in_percentage_points():
    assert rate_moved(Decimal("0.0054")) == "提高0.5个百分点"
    assert rate_moved(Decimal("-0.0081")) == "下降0.8个百分点"
    assert rate_moved(Decimal("0.0001")) == "持平"
    assert rate_moved(None) == "无法比较"
    assert pulled(Decimal("0.0003")) == "影响不足0.1个百分点"
    assert percent(None) == "无法计算"


def test_sections_are_counted_in_chinese():
    assert [chinese_number(value) for value in (1, 6, 10, 12, 20, 21)] == [
        "一",
        "六",
        "十",
        "十二",
        "二十",
        "二十一",
    ]
