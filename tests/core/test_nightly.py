"""Once a night: indexes are compared with the database, old queries are forgotten."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from crm.core.models import Event, QueryLog
from crm.core.searching.nightly import RECONCILED, purge_queries, reconcile_of_the_night
from search.models import OutboxEntry
from tests.factories.core import QueryLogFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(hour: int, day: int = 10) -> dt.datetime:
    return dt.datetime(2023, 3, day, hour, tzinfo=SHANGHAI)


def nights() -> list[str]:
    return sorted(Event.objects.filter(name=RECONCILED).values_list("reason", flat=True))


@pytest.fixture
def indexes() -> None:
    EnterpriseFactory()
    call_command("search_reindex", verbosity=0)


def test_a_night_is_done_once(indexes):
    for hour in (3, 4, 23):
        assert reconcile_of_the_night(at(hour)) == 0
    assert nights() == ["2023-03-10"]


def test_before_three_it_is_still_the_night_before(indexes):
    reconcile_of_the_night(at(2))
    reconcile_of_the_night(at(3))
    assert nights() == ["2023-03-09", "2023-03-10"]


def test_a_look_far_ahead_takes_no_night_away(indexes):
    reconcile_of_the_night(at(3) + dt.timedelta(days=3650))
    reconcile_of_the_night(at(3))
    assert "2023-03-10" in nights()


def test_what_differs_is_counted_and_marked_for_the_drain(indexes):
    missed = EnterpriseFactory()
    OutboxEntry.objects.all().delete()  # the change was lost on its way
    assert reconcile_of_the_night(at(3)) == 1
    assert Event.objects.get(name=RECONCILED).data["staff"]["missing"] == 1
    assert list(OutboxEntry.objects.values_list("object_id", flat=True)) == [missed.pk]


def test_queries_are_forgotten_after_180_days():
    for days in (0, 180, 181, 400):
        QueryLogFactory(asked_on=at(3).date() - dt.timedelta(days=days))
    assert purge_queries(at(3)) == 2
    assert purge_queries(at(3)) == 0
    assert QueryLog.objects.count() == 2
