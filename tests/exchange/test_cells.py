"""What people type into cells, and what it means."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.spreadsheets.cells import CellError, Money, convert
from crm.core.spreadsheets.columns import Column

STATES = (("S", "自用"), ("L", "已租已入驻"))


def read(kind: str, raw, **options):
    return convert(raw, Column("x", "x", kind, **options))


@pytest.mark.parametrize(
    ("raw", "area"),
    [
        ("1,520㎡", "1520"),
        ("1520.00 平方米", "1520"),
        ("1.9万㎡", "19000"),
        ("１５２０", "1520"),
        (1520, "1520"),
        (0.1 + 0.2, "0.3"),
        ("1520m²", "1520"),
    ],
)
def test_areas_may_carry_units(raw, area):
    assert read("area", raw) == Decimal(area)


@pytest.mark.parametrize("raw", ["1,52O.00", "abc", "-3", "1.234", "1520元", "1,5,2", True, "∞"])
def test_a_wrong_area_is_refused(raw):
    with pytest.raises(CellError):
        read("area", raw)


def test_zero_is_no_area_of_a_unit():
    with pytest.raises(CellError):
        read("area", "0", positive=True)


def test_a_letter_that_looks_like_a_digit_is_named():
    with pytest.raises(CellError, match="O"):
        read("area", "1,52O.00")


@pytest.mark.parametrize(
    "raw",
    [
        "2016年9月5日",
        "2016.9.5",
        "2016-09-05",
        "2016/9/5",
        "20160905",
        20160905,
        42618,
        42618.0,
        "42618",
        "2016-09-05 00:00:00",
        dt.datetime(2016, 9, 5),  # noqa: DTZ001 - as a cell holds it
        "２０１６年９月５日",
    ],
)
def test_days_as_people_write_them(raw):
    assert read("date", raw) == dt.date(2016, 9, 5)


@pytest.mark.parametrize(
    "raw", ["2023年2月30日", "2016", 2016, "昨天", "2016-13-01", "9月5日", True]
)
def test_a_day_that_is_none_is_refused(raw):
    with pytest.raises(CellError):
        read("date", raw)


@pytest.mark.parametrize("raw", ["9999-12-31", "9999年12月31日", 2_958_465])
def test_the_end_of_all_days_is_no_end(raw):
    assert read("date", raw) is None


@pytest.mark.parametrize("raw", ["0001-01-01", "1799-12-31", "2201-01-01", "9999-12-30"])
def test_days_of_far_years_are_slips(raw):
    with pytest.raises(CellError, match="年份过远"):
        read("date", raw)


@pytest.mark.parametrize("raw", ["", " ", "—", "-", "至今", None])
def test_an_empty_day_stays_open(raw):
    assert read("date", raw) is None


@pytest.mark.parametrize(
    ("raw", "money"),
    [
        ("1.8亿美元", Money(Decimal("180000000.00"), "USD")),
        ("371亿元", Money(Decimal("37100000000.00"), "")),
        ("5000万", Money(Decimal("50000000.00"), "")),
        ("5000 USD", Money(Decimal("5000.00"), "USD")),
        (5000, Money(Decimal("5000.00"), "")),
    ],
)
def test_money_as_people_write_it(raw, money):
    assert read("money", raw) == money


def test_a_unit_in_the_head_multiplies_bare_numbers_only():
    column = Column("x", "x", "money")
    assert convert("18000", column, Decimal(10_000), "USD") == Money(Decimal("180000000.00"), "USD")
    assert convert("1.8亿", column, Decimal(10_000)).amount == Decimal("180000000.00")


@pytest.mark.parametrize("raw", ["S", "s", "自用", "自 用"])
def test_a_choice_takes_key_and_label(raw):
    assert read("choice", raw, choices=STATES) == "S"


def test_a_wrong_choice_says_what_is_allowed():
    with pytest.raises(CellError, match="已租已入驻"):
        read("choice", "空置", choices=STATES)


def test_a_number_cell_in_a_text_column_has_no_point():
    assert read("reference", 1604.0) == "1604"
    assert read("text", 13800000000) == "13800000000"


def test_the_mark_against_formulas_is_taken_off_again():
    assert read("text", "'=1+1") == "=1+1"


def test_too_long_a_text_is_refused():
    with pytest.raises(CellError, match="5"):
        read("text", "x" * 6, max_length=5)
