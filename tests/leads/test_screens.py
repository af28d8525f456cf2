"""The lead screens, walked by the cast."""

import pytest
from django.test import Client
from django.urls import reverse

from crm.core.clock import now
from crm.core.models import Event
from crm.enterprises.models import Enterprise
from crm.leads.models import Lead
from crm.leads.rules import State
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.leads import FollowUpFactory, LeadFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(people) -> Lead:
    return LeadFactory(
        team=people.team("section_one"), owner=people.manager, deputy=None, title="峤石支付（演示）"
    )


def page(name: str, lead: Lead | None = None) -> str:
    return reverse(f"desk:leads:{name}", args=[lead.number] if lead else [])


def login(client: Client, person) -> Client:
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("manager", 200),
        ("colleague", 200),
        ("chief", 200),
        ("coordinator", 200),
        ("head", 200),
        ("other_manager", 404),
        ("section_two_manager", 404),
        ("steward", 403),
        ("operator", 403),
        ("stranger", 403),
    ],
)
def test_who_reads_a_lead(client, people, lead, name, status) -> None:
    assert login(client, getattr(people, name)).get(page("page", lead)).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [("manager", 200), ("chief", 200), ("coordinator", 200), ("colleague", 403), ("head", 403)],
)
def test_who_edits_a_lead(client, people, lead, name, status) -> None:
    assert login(client, getattr(people, name)).get(page("edit", lead)).status_code == status


def test_another_park_gets_404_on_every_address_of_a_lead(client, people, lead) -> None:
    login(client, people.other_manager)
    for name in ("page", "edit", "history", "follow_up", "assess", "invalid"):
        assert client.get(page(name, lead)).status_code in (403, 404), name
    assert client.post(page("phone", lead)).status_code == 404


def test_the_list_shows_only_what_may_be_seen(client, people, lead) -> None:
    other = LeadFactory(team=people.team("other_park"), title="别区线索")
    text = login(client, people.manager).get(page("list")).content.decode()
    assert lead.title in text
    assert other.title not in text


def test_owner_me_in_the_address_means_whoever_asks(client, people, lead) -> None:
    address = page("list") + "?owner=me"
    assert lead.title in login(client, people.manager).get(address).content.decode()
    assert lead.title not in login(client, people.colleague).get(address).content.decode()


def test_the_list_costs_the_same_for_one_row_and_for_forty(
    client, people, django_assert_max_num_queries
) -> None:
    for _ in range(40):
        LeadFactory(team=people.team("section_one"), owner=people.manager)
    login(client, people.manager)
    with django_assert_max_num_queries(20):
        assert client.get(page("list")).status_code == 200


def test_any_text_in_the_filter_gives_a_page(client, people, lead) -> None:
    login(client, people.manager)
    for text in ('"', "\0", "AND (", "x" * 3000, "%", "峤"):
        assert client.get(page("list"), {"q": text, "state": "nonsense"}).status_code == 200


def new_lead(people, **values) -> dict:
    return {
        "enterprise_name": "岫云律所（演示）",
        "source": "visit",
        "team": people.team("section_one").pk,
        "expected_investment_currency": "CNY",
        "expected_investment_amount": "3000万美元",
        "need_area": "3,000㎡",
        "move_in_by": "2026年12月31日",
        **values,
    }


def test_recording_a_lead_records_its_enterprise_as_unverified(client, people) -> None:
    answer = login(client, people.manager).post(page("create"), new_lead(people))
    lead = Lead.objects.get(title="岫云律所（演示）")
    assert answer.headers["Location"] == lead.get_absolute_url()
    assert (lead.expected_investment_currency, lead.need_area) == ("USD", 3000)
    assert lead.enterprise.is_verified is False
    assert lead.state == State.UNASSIGNED


def test_recording_a_lead_on_a_known_enterprise_makes_no_second_one(client, people) -> None:
    known = EnterpriseFactory(name="岫云律所（演示）")
    login(client, people.manager).post(page("create"), new_lead(people))
    assert Lead.objects.get().enterprise == known
    assert Enterprise.objects.count() == 1


def test_a_wrong_amount_keeps_what_was_typed_and_says_what_is_allowed(client, people) -> None:
    data = new_lead(people, expected_investment_amount="很多钱")
    answer = login(client, people.manager).post(page("create"), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="很多钱"' in text
    assert "1.8亿" in text
    assert not Lead.objects.exists()


def test_a_manager_cannot_record_for_another_park(client, people) -> None:
    data = new_lead(people, team=people.team("other_park").pk)
    assert login(client, people.manager).post(page("create"), data).status_code == 422


def test_a_follow_up_is_logged_from_the_page(client, people, lead) -> None:
    data = {"kind": "phone", "at": now().strftime("%Y-%m-%d %H:%M"), "result": "已通话"}
    answer = login(client, people.manager).post(page("follow_up", lead), data)
    assert answer.status_code == 302
    assert lead.follow_ups.get().created_by == people.manager
    assert "已通话" in client.get(page("page", lead)).content.decode()


def test_a_stale_edit_shows_both_versions_and_loses_nothing(client, people, lead) -> None:
    login(client, people.manager)
    data = {
        "enterprise_name": lead.enterprise.name,
        "title": "我的标题",
        "source": "visit",
        "expected_investment_currency": "CNY",
        "version": 1,
    }
    assert client.post(page("edit", lead), data).status_code == 302
    answer = client.post(page("edit", lead), {**data, "title": "另一个标题"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "我的标题" in text
    assert "另一个标题" in text


def test_a_phone_is_masked_until_asked_for_and_the_look_is_kept(client, people, lead) -> None:
    text = login(client, people.manager).get(page("page", lead)).content.decode()
    assert "139****0117" in text
    assert lead.contact_phone not in text
    assert lead.contact_phone in client.post(page("phone", lead)).content.decode()
    assert Event.objects.get(name="leads.phone_revealed").object_id == lead.pk


def test_a_look_at_the_phone_is_no_get(client, people, lead) -> None:
    assert login(client, people.manager).get(page("phone", lead)).status_code == 405


def test_suggestions_tell_a_stranger_only_the_team(client, people) -> None:
    LeadFactory(team=people.team("other_park"), title="栖霞资本（演示）")
    known = Lead.objects.get()
    address = page("suggestions") + "?enterprise_name=栖霞资本"
    text = login(client, people.manager).get(address).content.decode()
    assert "other_park" in text
    assert known.number not in text


def test_suggestions_show_my_own_lead_with_its_address(client, people, lead) -> None:
    address = page("suggestions") + "?enterprise_name=峤石支付"
    text = login(client, people.manager).get(address).content.decode()
    assert lead.get_absolute_url() in text


def test_the_page_costs_few_queries_with_a_long_timeline(
    client, people, lead, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        FollowUpFactory(lead=lead)
    login(client, people.manager)
    with django_assert_max_num_queries(40):
        assert client.get(page("page", lead)).status_code == 200


def test_the_chief_assigns_on_screen(client, people) -> None:
    lead = LeadFactory(team=people.team("section_one"))
    data = {"owner": people.manager.pk, "version": lead.version}
    assert login(client, people.chief).post(page("assign", lead), data).status_code == 302
    lead.refresh_from_db()
    assert lead.owner == people.manager
