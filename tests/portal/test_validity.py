"""Whether a document is in force: rules without a database."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from portal.rules.validity import (
    AMENDED,
    AMENDS,
    GONE,
    IN_FORCE,
    LAPSED,
    PENDING,
    REPEALED,
    REPLACES,
    STATES,
    Life,
    Successor,
    turning_days,
    validity_on,
)

DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
maybe_days = st.none() | days
lives = st.builds(
    Life,
    effective_on=maybe_days,
    last_day=maybe_days,
    repealed_on=maybe_days,
    successor=st.none() | st.builds(Successor, st.sampled_from([REPLACES, AMENDS]), maybe_days),
)


def test_it_is_pending_until_the_day_it_takes_effect():
    life = Life(effective_on=dt.date(2023, 7, 1))
    assert validity_on(dt.date(2023, 6, 30), life) == PENDING
    assert validity_on(dt.date(2023, 7, 1), life) == IN_FORCE


def test_the_last_day_still_counts():
    life = Life(last_day=dt.date(2025, 12, 31))
    assert validity_on(dt.date(2025, 12, 31), life) == IN_FORCE
    assert validity_on(dt.date(2026, 1, 1), life) == LAPSED


def test_a_repeal_without_successor_is_a_repeal():
    assert validity_on(dt.date(2021, 12, 31), Life(repealed_on=dt.date(2021, 12, 31))) == REPEALED


def test_a_successor_in_force_makes_it_lapse_even_if_it_was_repealed():
    successor = Successor(REPLACES, dt.date(2022, 4, 1))
    life = Life(repealed_on=dt.date(2022, 4, 1), successor=successor)
    assert validity_on(dt.date(2022, 3, 31), life) == IN_FORCE
    assert validity_on(dt.date(2022, 4, 1), life) == LAPSED


def test_an_amending_document_leaves_it_readable_as_amended():
    life = Life(successor=Successor(AMENDS, dt.date(2023, 3, 1)))
    assert validity_on(dt.date(2023, 2, 28), life) == IN_FORCE
    assert validity_on(dt.date(2023, 3, 1), life) == AMENDED


def test_a_document_without_dates_is_in_force():
    assert validity_on(dt.date(2023, 3, 1), Life()) == IN_FORCE


@given(days, lives)
def test_every_day_has_exactly_one_of_the_five_states(day, life):
    assert validity_on(day, life) in STATES


@given(lives)
def test_the_state_changes_only_on_the_days_that_are_named(life):
    turns = set(turning_days(life))
    for day in (dt.date(2015, 1, 2) + DAY * step for step in range(0, 7000, 13)):
        if day not in turns:
            assert validity_on(day, life) == validity_on(day - DAY, life) or any(
                day - DAY < turn <= day for turn in turns
            )


@given(days, lives)
def test_what_is_gone_never_comes_back(day, life):
    if validity_on(day, life) in GONE:
        assert validity_on(day + DAY * 400, life) in GONE
