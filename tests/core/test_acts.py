"""What every action stands on: history, version, events, refusals."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from crm.core.actions import set_dated_value
from crm.core.acts import announce, authorise, change, create, record_event, remove, subscribe
from crm.core.errors import NotAllowed, Refused, Stale
from crm.core.models import CalendarDay, Event

pytestmark = pytest.mark.django_db


def make_day(**values) -> CalendarDay:
    with transaction.atomic():
        return create([CalendarDay(day=dt.date(2031, 1, 1), is_working=False, **values)], by=None)[
            0
        ]


def test_a_created_row_has_its_first_history_entry(people):
    with transaction.atomic():
        [day] = create(
            [CalendarDay(day=dt.date(2031, 1, 1), is_working=False)],
            by=people.coordinator,
            reason="国务院办公厅通知",
        )
    entry = day.history.get()
    assert (entry.history_user.username, entry.history_change_reason) == (
        "coordinator",
        "国务院办公厅通知",
    )


def test_a_change_moves_the_version_and_keeps_the_old_value():
    day = make_day(name="元旦")
    day.name = "新年"
    with transaction.atomic():
        change([day], ["name"], by=None)
    assert list(day.history.values_list("name", "version")) == [("新年", 2), ("元旦", 1)]


def test_a_stale_change_writes_nothing():
    day = make_day(name="元旦")
    first, second = (CalendarDay.objects.get(pk=day.pk) for _ in range(2))
    first.name, second.name = "一", "二"
    with transaction.atomic():
        change([first], ["name"], by=None)
    with pytest.raises(Stale), transaction.atomic():
        change([second], ["name"], by=None)
    assert CalendarDay.objects.get(pk=day.pk).name == "一"


def test_the_version_that_the_person_saw_decides():
    day = make_day(name="元旦")
    with pytest.raises(Stale), transaction.atomic():
        change([day], ["name"], by=None, expected=7)


def test_a_removed_row_leaves_its_last_state_in_the_history():
    day = make_day(name="元旦")
    with transaction.atomic():
        remove([day], by=None, reason="撤销导入")
    assert CalendarDay.history.filter(name="元旦", history_type="-").count() == 1
    assert not CalendarDay.objects.filter(name="元旦", day__year=2031).exists()


def test_actions_outside_a_transaction_are_a_mistake(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        create([CalendarDay(day=dt.date(2031, 1, 1), is_working=False)], by=None)


def test_a_refusal_is_an_event_that_survives(people):
    with pytest.raises(NotAllowed):
        authorise(people.manager, "core.manage_people")
    assert Event.objects.filter(name="core.refused", actor__username="manager").exists()


def test_the_command_line_may_act_and_is_recorded_as_nobody():
    event = record_event("core.tried", by=None)
    authorise(None, "core.manage_people")
    assert event.actor is None


def test_subscribers_hear_what_is_announced():
    heard = []
    subscribe("test.happened", lambda name, rows, by, data: heard.append((name, data)))
    day = make_day()
    with transaction.atomic():
        announce("test.happened", [day], by=None, data={"x": 1})
    assert heard == [("test.happened", {"x": 1})]


def test_an_event_cannot_be_rewritten():
    event = record_event("core.tried", by=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(name="core.other")
    assert connection.is_usable()


def test_a_setting_that_nobody_declares_is_refused(people):
    with pytest.raises(Refused):
        set_dated_value("no.such", 1, by=people.coordinator, effective_from=dt.date(2026, 1, 1))
