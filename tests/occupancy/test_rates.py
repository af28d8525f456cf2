"""Formulas 1 to 10 against an independent slow reckoning."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy import rules

AREA = st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100)
AREAS = st.builds(rules.Areas, *[AREA] * 6)
SEED_IN_USE = Decimal("1900000.00")
SEED_OCCUPIED = Decimal("1539000.00")


def slow_rate(numerator: str, denominator: str, areas: rules.Areas) -> Fraction | None:
    """The same rate letter by letter, in fractions."""
    parts = [
        sum(Fraction(getattr(areas, state)) for state in side) for side in (numerator, denominator)
    ]
    return parts[0] / parts[1] if parts[1] else None


def close(decimal: Decimal | None, fraction: Fraction | None) -> bool:
    if decimal is None or fraction is None:
        return decimal is None and fraction is None
    return abs(Fraction(decimal) - fraction) < Fraction(1, 10**20)


@given(AREAS)
def test_rates_equal_the_slow_reckoning(areas):
    rates = rules.rates(areas, areas.base)
    assert close(rates.occupancy, slow_rate("SLO", "SLNOV", areas))
    assert close(rates.letting, slow_rate("LN", "LNV", areas))
    assert close(rates.take_up, slow_rate("SLNO", "SLNOV", areas))
    assert close(rates.vacancy, slow_rate("V", "SLNOV", areas))


@given(AREAS)
def test_occupancy_and_signed_and_vacancy_make_one(areas):
    rates = rules.rates(areas, areas.base)
    if rates.occupancy is not None:
        whole = rates.occupancy + areas.N / areas.available + rates.vacancy
        assert abs(whole - 1) < Decimal("1e-20")


@given(AREAS, AREAS)
def test_both_effects_add_up_to_the_change(before, after):
    found = rules.rate_change(before, after)
    if found.change is None:
        assert not before.available or not after.available
    else:
        assert abs(found.take_up_effect + found.new_supply_effect - found.change) < Decimal("1e-18")


def test_a_rate_over_nothing_cannot_be_computed():
    rates = rules.rates(rules.Areas(H=Decimal("5.00")), rules.ZERO)
    assert (rates.occupancy, rates.letting, rates.vacancy) == (None, None, None)
    assert rates.occupancy_on_gross is None


def test_sold_but_empty_and_not_to_let_stay_out_of_the_letting_rate():
    areas = rules.Areas(
        L=Decimal(60),
        N=Decimal(20),
        V=Decimal(40),
        sold_unmoved=Decimal(10),
        not_to_let=Decimal(10),
    )
    assert rules.rates(areas, areas.base).letting == Decimal(70) / Decimal(100)


def test_the_seed_81_per_cent_of_190_is_153_9():
    assert SEED_IN_USE * Decimal("0.81") == SEED_OCCUPIED


def test_the_seed_17_more_and_nothing_let_gives_74_3_and_13_77_hold_81():
    rate, needed = rules.outlook(SEED_OCCUPIED, SEED_IN_USE, Decimal("170000.00"))
    assert round(rate * 100, 1) == Decimal("74.3")
    assert needed == Decimal("137700.00")


def test_a_district_is_no_mean_of_rates():
    small = rules.Areas(L=Decimal("100.00"))
    large = rules.Areas(V=Decimal("900.00"))
    whole = rules.total([small, large])
    assert rules.rates(whole, whole.base).occupancy == Decimal("0.1")


DAY = dt.date(2023, 2, 28)
LEASED = st.lists(
    st.tuples(st.integers(-400, 2000).map(lambda days: DAY + dt.timedelta(days=days)), AREA)
)


@given(LEASED)
def test_the_ladder_counts_each_lease_from_its_own_step_on(leased):
    ladder = rules.expiry_ladder(DAY, leased)
    for step, area in ladder.items():
        inside = [a for day, a in leased if DAY < day <= DAY + dt.timedelta(days=step)]
        assert area == sum(inside, Decimal(0))


def test_the_day_itself_is_not_ahead_and_the_last_step_is():
    leased = [(DAY, Decimal(1)), (DAY + dt.timedelta(days=30), Decimal(2))]
    assert rules.expiry_ladder(DAY, leased)[30] == Decimal(2)


def test_wale_weighs_by_area_counts_the_last_day_and_leaves_holdovers_out():
    day = dt.date(2023, 1, 1)
    leased = [
        (dt.date(2023, 12, 31), Decimal(300)),
        (dt.date(2024, 12, 30), Decimal(100)),
        (dt.date(2022, 12, 31), Decimal(999)),
    ]
    assert rules.wale_years(day, leased) == (
        (300 * Decimal(365) + 100 * Decimal(730)) / Decimal("365.25") / 400
    )


def test_no_running_lease_has_no_wale():
    assert rules.wale_years(DAY, []) is None


def test_months_to_clear_are_unknown_when_space_fills_up_no_more():
    assert rules.months_to_clear(Decimal(120), [Decimal(10), Decimal(-10)]) is None
    assert rules.months_to_clear(Decimal(120), [Decimal(10)] * 12) == Decimal(12)


@pytest.mark.parametrize(
    ("label", "level"),
    [("B2", -2), ("13", 13), ("3夹层", 3), ("地下1", -1), ("大堂", 0), ("-1", -1)],
)
def test_floors_sort_by_their_number(label, level):
    assert rules.floor_level(label) == level


@pytest.mark.parametrize("label", ["12", "12F", "12层", " １２楼 ", "12f"])
def test_a_floor_has_one_label(label):
    assert rules.floor_label(label) == "12"


def test_a_price_a_day_is_compared_by_the_month():
    assert rules.price_a_month(Decimal("6"), "day") == Decimal("182.5")
    assert rules.price_a_month(Decimal("180"), "month") == Decimal("180")


@given(AREA.filter(bool), st.lists(st.integers(1, 10**6).map(Decimal), min_size=1, max_size=9))
def test_parts_add_up_to_the_whole(area, weights):
    assert sum(rules.split_by(area, weights)) == area
