"""Drafts that are drawn up by themselves on the first working day of the month."""

import datetime as dt

import pytest
from django.utils import timezone

from crm.core.models import DatedSetting, Event
from crm.core.registries import todos
from crm.reports import actions
from crm.reports.dated import SCHEDULED_KINDS
from crm.reports.models import Snapshot
from crm.reports.scheduling import draw_up_due, first_working_day

pytestmark = pytest.mark.django_db


def at(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def test_the_first_working_day_is_that_of_the_working_calendar():
    assert first_working_day(dt.date(2023, 3, 15)) == dt.date(2023, 3, 1)
    # 1 to 3 May 2023 were holidays.
    assert first_working_day(dt.date(2023, 5, 20)) == dt.date(2023, 5, 4)


def test_nothing_is_drawn_up_before_the_day_and_the_hour(ledger):
    assert draw_up_due(at("2023-03-01T05:59")) == 0
    assert draw_up_due(at("2023-05-03T12:00")) == 0
    assert not Snapshot.objects.exists()


def test_the_month_that_is_over_is_drawn_up_once(ledger):
    assert draw_up_due(at("2023-03-01T06:00")) == 1
    snapshot = Snapshot.objects.get()
    assert (snapshot.kind, snapshot.as_of) == ("occupancy-monthly", dt.date(2023, 2, 28))
    assert snapshot.created_by is None
    assert Event.objects.filter(name="reports.scheduled").count() == 1
    assert draw_up_due(at("2023-03-01T06:01")) == 0


def test_it_catches_up_after_an_outage(ledger):
    assert draw_up_due(at("2023-03-20T15:00")) == 1


def test_a_draft_that_was_dropped_does_not_come_back(ledger, people):
    draw_up_due(at("2023-03-01T09:00"))
    actions.drop(Snapshot.objects.get(), by=people.statistician)
    assert draw_up_due(at("2023-03-02T09:00")) == 0


def test_an_empty_ledger_has_nothing_to_report(db):
    assert draw_up_due(at("2023-03-01T09:00")) == 0


def test_the_setting_says_which_kinds(ledger):
    DatedSetting.objects.create(
        key=SCHEDULED_KINDS,
        value=["expiry-list", "no-such-kind"],
        effective_from=dt.date(2020, 1, 1),
    )
    draw_up_due(at("2023-03-01T09:00"))
    assert Snapshot.objects.get().kind == "expiry-list"


def test_the_statistician_is_told_until_it_is_issued(ledger, people, quick_printer):
    draw_up_due(at("2023-03-01T09:00"))
    source = todos["reports.drafts"]
    day = dt.date(2023, 3, 1)
    (todo,) = source.items(people.statistician, day)
    assert todo.url == Snapshot.objects.get().get_absolute_url()
    assert source.rows(people.statistician, day).count() == 1
    actions.issue(Snapshot.objects.get(), by=people.statistician)
    assert source.items(people.statistician, day) == []


def test_who_approves_and_who_issues_are_told_of_a_draft_by_somebody_else(
    ledger, people, monthly, quick_printer
):
    day = dt.date(2023, 3, 1)
    draft = actions.freeze(
        monthly, by=people.statistician, as_of=dt.date(2023, 2, 28), scope="district"
    )
    approve, issue = todos["reports.to_approve"], todos["reports.to_issue"]

    def told(source):
        named = [people.deputy_head, people.statistician, people.head, people.manager]
        return [person.username for person in named if source.items(person, day)]

    assert told(approve) == [people.deputy_head.username]
    (todo,) = approve.items(people.deputy_head, day)
    assert todo.url == draft.get_absolute_url()
    assert issue.items(people.deputy_head, day) == []
    actions.review(draft, by=people.deputy_head)
    assert told(approve) == []
    assert told(issue) == [people.deputy_head.username, people.statistician.username]
    actions.issue(Snapshot.objects.get(), by=people.deputy_head)
    assert told(issue) == []
