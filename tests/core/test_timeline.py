"""The timeline of a record says what changed, from what to what, in Shanghai time."""

import datetime as dt

import pytest
from django.db import transaction

from crm.core.acts import change, create
from crm.core.models import CalendarDay
from crm.core.timeline import history_rows, shown_value

pytestmark = pytest.mark.django_db


def test_a_moment_is_shown_in_shanghai_time():
    moment = dt.datetime(2026, 11, 23, 20, 4, tzinfo=dt.UTC)
    field = CalendarDay._meta.get_field("created_at")
    assert shown_value(field, moment) == "2026-11-24 04:04"


def test_each_change_names_the_field_and_both_values():
    with transaction.atomic():
        [day] = create([CalendarDay(day=dt.date(2031, 1, 1), is_working=False, name="甲")], by=None)
        day.name = "乙"
        change([day], ["name"], by=None, reason="更正")
    newest, first = history_rows(day)
    assert [(before, after) for _, before, after in newest.changes] == [("甲", "乙")]
    assert newest.reason == "更正"
    assert not first.changes
