"""Application windows on a day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from portal.rules.windows import (
    ALL_YEAR,
    CLOSED,
    CLOSING,
    LATER,
    OPEN,
    reading_order,
    window_on,
)

FIRST, LAST = dt.date(2023, 2, 20), dt.date(2023, 3, 31)


def test_it_counts_the_days_to_the_last_one():
    assert window_on(dt.date(2023, 3, 10), FIRST, LAST).days_left == 21


def test_seven_days_before_the_end_it_is_closing():
    assert window_on(dt.date(2023, 3, 23), FIRST, LAST).state == OPEN
    assert window_on(dt.date(2023, 3, 24), FIRST, LAST).state == CLOSING


def test_the_last_day_takes_applications_and_the_next_does_not():
    assert window_on(LAST, FIRST, LAST).days_left == 0
    assert window_on(LAST + dt.timedelta(days=1), FIRST, LAST).state == CLOSED


def test_before_it_opens_it_says_in_how_many_days():
    state = window_on(dt.date(2023, 2, 15), FIRST, LAST)
    assert (state.state, state.days_until) == (LATER, 5)


def test_all_year_needs_no_days():
    assert window_on(FIRST, None, None, all_year=True).state == ALL_YEAR


@given(st.dates(), st.dates(), st.dates())
def test_deadlines_come_before_all_year_and_all_year_before_what_opens_later(day, first, last):
    state = window_on(day, min(first, last), max(first, last))
    rank = {OPEN: 0, CLOSING: 0, LATER: 2, CLOSED: 3}[state.state]
    assert reading_order(state)[0] == rank
    assert reading_order(window_on(day, None, None, all_year=True))[0] == 1
