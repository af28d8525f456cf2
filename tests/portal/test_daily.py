"""At midnight in Shanghai validity turns, once, and search hears of it."""

import datetime as dt

from portal.checks import footer, page_tree, read_tables
from portal.models import PolicyDocument
from portal.publishing import settle_due
from portal.ticks import settle_validity_of_the_day
from search.models import OutboxEntry
from tests.factories.portal import FooterSettingsFactory, PolicyDocumentFactory

LAST = dt.date(2025, 12, 31)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def document() -> PolicyDocument:
    return PolicyDocumentFactory(last_day=LAST, day=dt.date(2025, 1, 1))


def test_the_state_turns_at_midnight_in_shanghai(site):
    page = document()
    assert settle_validity_of_the_day(dt.datetime(2025, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)) == 0
    assert settle_validity_of_the_day(dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)) == 1
    assert PolicyDocument.objects.get(pk=page.pk).validity_state == "lapsed"


def test_a_tick_missed_for_weeks_catches_up(site):
    document()
    assert settle_due(LAST + dt.timedelta(days=30)) == 1


def test_doing_it_twice_does_nothing(site):
    document()
    assert settle_due(LAST + dt.timedelta(days=1)) == 1
    assert settle_due(LAST + dt.timedelta(days=1)) == 0


def test_what_turned_is_marked_for_search(site):
    page = document()
    mark = OutboxEntry.objects.order_by("-pk").first().pk
    settle_due(LAST + dt.timedelta(days=1))
    marked = OutboxEntry.objects.filter(pk__gt=mark)
    assert list(marked.values_list("object_id", flat=True)) == [page.pk]


def test_a_successor_taking_effect_turns_the_predecessor(site):
    newer = PolicyDocumentFactory(effective_on=dt.date(2025, 7, 1))
    older = PolicyDocumentFactory(
        successor=newer, successor_relation="replaces", day=dt.date(2025, 1, 1)
    )
    settle_due(dt.date(2025, 6, 30))
    assert PolicyDocument.objects.get(pk=older.pk).validity_state == "in_force"
    settle_due(dt.date(2025, 7, 1))
    assert PolicyDocument.objects.get(pk=older.pk).validity_state == "lapsed"


def test_doctor_names_the_empty_footer_fields(site):
    assert footer()[0].level == "warn"
    FooterSettingsFactory(
        sponsor="甲", phone="010", site_code="1", icp_number="2", police_number="3"
    )
    assert footer()[0].level == "ok"


def test_doctor_is_content_with_a_fresh_tree(site):
    assert [finding.level for finding in page_tree() + read_tables()] == ["ok", "ok"]
