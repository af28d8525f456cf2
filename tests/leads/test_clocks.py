"""The clocks of leads: working days for answer and assessment, natural days for follow-up."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.rules import WorkingCalendar
from crm.leads.rules import (
    MOVES,
    OPEN,
    SHANGHAI,
    Clock,
    Dates,
    Limits,
    State,
    countdown,
    due,
    may_move,
)

CALENDAR = WorkingCalendar({dt.date(2023, 3, 13): False}, frozenset({2023}))
LIMITS = Limits()
moments = st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 1)).map(
    lambda day: dt.datetime.combine(day, dt.time(10), tzinfo=SHANGHAI)
)


def at(day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2023, 3, day, hour, tzinfo=SHANGHAI)


def test_a_lead_assigned_on_friday_is_answered_after_the_weekend_and_the_holiday() -> None:
    clock, end = due(State.UNANSWERED, Dates(at(10), assigned_at=at(10)), LIMITS, CALENDAR)
    assert (clock, end) == (Clock.RESPOND, dt.datetime(2023, 3, 14, 17, 30, tzinfo=SHANGHAI))


def test_the_assessment_takes_three_working_days_from_the_answer() -> None:
    _clock, end = due(State.ASSESSING, Dates(at(6), responded_at=at(7)), LIMITS, CALENDAR)
    assert end.date() == dt.date(2023, 3, 10)


def test_follow_up_is_due_fourteen_natural_days_after_the_last_contact() -> None:
    _clock, end = due(State.FOLLOWING, Dates(at(1), followed_up_at=at(3)), LIMITS, CALENDAR)
    assert end.date() == dt.date(2023, 3, 17)


def test_a_nearer_next_step_counts_and_a_farther_one_does_not() -> None:
    near = Dates(at(1), followed_up_at=at(3), next_step_on=dt.date(2023, 3, 8))
    far = Dates(at(1), followed_up_at=at(3), next_step_on=dt.date(2023, 5, 8))
    assert due(State.FOLLOWING, near, LIMITS, CALENDAR)[1].date() == dt.date(2023, 3, 8)
    assert due(State.FOLLOWING, far, LIMITS, CALENDAR)[1].date() == dt.date(2023, 3, 17)


@pytest.mark.parametrize("state", sorted(set(State) - OPEN))
def test_closed_leads_have_no_clock(state) -> None:
    assert due(state, Dates(at(1)), LIMITS, CALENDAR) == (None, None)


def test_a_paused_lead_has_no_clock() -> None:
    assert due(State.FOLLOWING, Dates(at(1), paused=True), LIMITS, CALENDAR) == (None, None)


def test_the_countdown_says_which_days_it_counts() -> None:
    end = dt.datetime(2023, 3, 14, 17, 30, tzinfo=SHANGHAI)
    left = countdown(Clock.RESPOND, end, at(10), CALENDAR)
    assert (left.days, left.unit, left.state) == (1, "working", "later")
    assert countdown(Clock.FOLLOW_UP, end, at(10), CALENDAR).days == 4


def test_late_begins_with_the_moment_of_closing() -> None:
    end = dt.datetime(2023, 3, 14, 17, 30, tzinfo=SHANGHAI)
    assert countdown(Clock.RESPOND, end, at(14, 17), CALENDAR).state == "today"
    assert countdown(Clock.RESPOND, end, at(14, 18), CALENDAR).state == "late"


@given(moments, st.integers(1, 10))
def test_a_longer_limit_is_never_due_earlier(moment, days) -> None:
    dates = Dates(moment, assigned_at=moment)
    shorter = due(State.UNANSWERED, dates, Limits(respond=days), CALENDAR)[1]
    longer = due(State.UNANSWERED, dates, Limits(respond=days + 1), CALENDAR)[1]
    assert moment < shorter < longer


def test_closed_for_good_means_no_way_out() -> None:
    for state in (State.CONVERTED, State.MERGED, State.HANDED_OVER):
        assert not MOVES[state]
    assert may_move(State.INVALID, State.UNASSIGNED)
    assert not may_move(State.UNASSIGNED, State.CONVERTED)
