"""How values are written."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template

from crm.core import figure_text
from crm.core.registries.figures import Figure


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.8095"), "81.0"),
        (Decimal("0.80949"), "80.9"),
        (Decimal("0.0005"), "0.1"),
        (Decimal("-0.067"), "−6.7"),
        (None, "—"),
    ],
)
def test_a_rate_has_one_decimal_half_up(value, text):
    assert figure_text.rate(value) == text


def test_areas_have_two_decimals_in_square_metres_and_in_ten_thousands():
    assert figure_text.area(Decimal("1900000")) == "1,900,000.00"
    assert figure_text.wan_area(Decimal("1539000")) == "153.90"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("010-6386 1234", "010****1234"),
        ("110", "****10"),
        ("", "—"),
    ],
)
def test_phones_are_masked(phone, shown):
    assert figure_text.masked_phone(phone) == shown


def test_dates_are_written_one_way():
    assert figure_text.day(dt.date(2023, 2, 28)) == "2023-02-28"
    moment = dt.datetime(2023, 2, 28, 16, 30, tzinfo=dt.UTC)
    assert figure_text.day(moment) == "2023-03-01"
    assert figure_text.moment(moment) == "2023-03-01 00:30"


def test_zero_is_not_empty():
    assert figure_text.dash(0) == 0
    assert figure_text.dash("") == "—"


def figure(kind: str, value: str, change: str | None = None, unit: str = "") -> Figure:
    moved = None if change is None else Decimal(change)
    return Figure("x", Decimal(value), unit, "", "", dt.date(2023, 2, 28), kind=kind, change=moved)


@pytest.mark.parametrize(
    ("shown", "value", "change"),
    [
        (figure("rate", "0.81", "0.004"), "81.0", "+0.4"),
        (figure("area", "8500", "-1200", "万㎡"), "0.85", "−0.12"),
        (figure("number", "611", "0"), "611", "0"),
        (figure("rate", "0.81", "0.0001"), "81.0", "0.0"),
    ],
)
def test_a_figure_and_its_change_are_rounded_alike(shown, value, change):
    assert (figure_text.value_of(shown), figure_text.change_of(shown)) == (value, change)


def render(source: str, **values) -> str:
    return Template("{% load desk_ui %}" + source).render(Context(values))


def test_a_countdown_says_which_days_it_counts(time_of_the_story):
    later = dt.date(2023, 3, 10)
    assert "剩 3 个工作日" in render("{% due day days=3 unit='working' %}", day=later)
    assert "剩 3 个自然日" in render("{% due day %}", day=later)
    late = render("{% due day %}", day=dt.date(2023, 3, 5))
    assert "超 2 个自然日" in late
    assert "dd-due late" in late


def test_a_countdown_turns_amber_on_its_last_day_alone(time_of_the_story):
    assert "dd-due soon" in render("{% due day %}", day=dt.date(2023, 3, 7))
    assert "dd-due soon" not in render("{% due day %}", day=dt.date(2023, 3, 8))
    assert "dd-due soon" in render("{% due day soon_days=5 %}", day=dt.date(2023, 3, 12))


def test_a_paused_countdown_counts_nothing(time_of_the_story):
    assert "已暂停" in render("{% due day paused='等待企业答复' %}", day=dt.date(2023, 3, 1))


@pytest.fixture
def time_of_the_story():
    """The demo's today: 7 March 2023, nine in the morning in Shanghai."""
    with time_machine.travel(dt.datetime(2023, 3, 7, 1, tzinfo=dt.UTC), tick=False):
        yield
