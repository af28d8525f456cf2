"""Working days, money and names: pure rules."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.money import parse_money, show_money
from crm.core.names import clean_name, clean_uscc, make_uscc, name_key
from crm.core.rules import WorkingCalendar

SPRING = WorkingCalendar(
    exceptions={
        **{dt.date(2023, 1, day): False for day in range(21, 28)},
        dt.date(2023, 1, 28): True,
        dt.date(2023, 1, 29): True,
    },
    known_years=frozenset({2023}),
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31))


def test_a_worked_weekend_counts_and_a_holiday_does_not():
    assert SPRING.add_working_days(dt.date(2023, 1, 20), 1) == dt.date(2023, 1, 28)


def test_a_year_without_a_notice_is_provisional():
    assert SPRING.is_provisional(dt.date(2027, 1, 1))
    assert not SPRING.is_provisional(dt.date(2023, 1, 1))


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_what_was_added(day, count):
    assert SPRING.working_days_between(day, SPRING.add_working_days(day, count)) == count


@given(DAYS, DAYS)
def test_the_count_changes_sign_with_the_direction(one, other):
    assert SPRING.working_days_between(one, other) == -SPRING.working_days_between(other, one)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1.8亿美元", "180000000.00", "USD"),
        ("371亿元", "37100000000.00", "CNY"),
        ("5000万", "50000000.00", "CNY"),
        ("５，０００ 万元", "50000000.00", "CNY"),
        ("USD 1,200.5", "1200.50", "USD"),
        ("$3千万", "30000000.00", "USD"),
    ],
)
def test_amounts_are_read_as_offices_write_them(text, amount, currency):
    assert parse_money(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "很多", "1.8亿火星币", "1..2万", "USD 3 元"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        parse_money(text)


def test_amounts_are_shown_by_size():
    assert show_money(Decimal("37100000000")) == "371.00 亿元"
    assert show_money(Decimal(12_000_000)) == "1,200.00 万元"
    assert show_money(Decimal(180_000_000), "USD", foreign_capital=True) == "18,000.00 万美元"
    assert show_money(None) == "—"


def test_a_name_is_stored_as_written_and_compared_as_meant():
    assert clean_name(" 云岚數科(北京)　有限公司 ") == "云岚數科（北京） 有限公司"
    assert name_key("云岚數科(北京)有限公司") == name_key("云岚数科（北京）有限公司")


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
def test_a_made_credit_code_is_valid_and_no_neighbour_of_it_is(organisation):
    code = make_uscc("91110106", organisation)
    assert clean_uscc(code.lower()) == code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(ValueError, match=code[:-1]):
        clean_uscc(wrong)
