"""The enterprise screens, walked by the cast."""

import pytest
from django.urls import reverse

from crm.enterprises.models import Enterprise
from tests.factories.enterprises import ContactFactory, EnterpriseFactory, FormerNameFactory
from tests.factories.leads import LeadFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(people) -> Enterprise:
    return EnterpriseFactory(name="溯原科技（演示）", team=people.team("section_one"))


def page(name: str, firm: Enterprise | None = None) -> str:
    return reverse(f"desk:enterprises:{name}", args=[firm.number] if firm else [])


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("manager", 200),
        ("chief", 200),
        ("coordinator", 200),
        ("head", 200),
        ("other_manager", 404),
        ("section_two_manager", 404),
        ("steward", 404),
        ("operator", 403),
        ("stranger", 403),
    ],
)
def test_who_reads_an_enterprise(client, people, firm, name, status) -> None:
    client.force_login(getattr(people, name))
    assert client.get(page("page", firm)).status_code == status


def test_a_steward_reads_and_edits_what_is_entrusted(client, people) -> None:
    firm = EnterpriseFactory(steward=people.steward)
    client.force_login(people.steward)
    assert client.get(page("page", firm)).status_code == 200
    assert client.get(page("edit", firm)).status_code == 200


def test_recording_edits_and_keeps_what_was_typed(client, people) -> None:
    client.force_login(people.manager)
    data = {"name": "新企业", "uscc": "123", "country": "CN", "team": people.manager.home_team_id}
    answer = client.post(page("create"), data)
    assert answer.status_code == 422
    assert 'value="123"' in answer.content.decode()
    answer = client.post(page("create"), {**data, "uscc": ""})
    assert answer.headers["Location"] == Enterprise.objects.get().get_absolute_url()


def test_phones_stand_masked_until_a_post(client, people, firm) -> None:
    contact = ContactFactory(enterprise=firm)
    client.force_login(people.manager)
    assert contact.phone not in client.get(page("page", firm)).content.decode()
    address = reverse("desk:enterprises:phone", args=[firm.number, contact.pk])
    assert client.get(address).status_code == 405
    assert contact.phone in client.post(address).content.decode()


def test_the_contact_of_another_enterprise_is_not_found(client, people, firm) -> None:
    other = ContactFactory(enterprise=EnterpriseFactory(team=people.team("other_park")))
    client.force_login(people.manager)
    address = reverse("desk:enterprises:phone", args=[firm.number, other.pk])
    assert client.post(address).status_code == 404


def test_the_page_shows_only_leads_that_may_be_seen(client, people, firm) -> None:
    mine = LeadFactory(team=people.team("section_one"), enterprise=firm)
    other = LeadFactory(team=people.team("other_park"), enterprise=firm)
    client.force_login(people.manager)
    text = client.get(page("page", firm)).content.decode()
    assert mine.number in text
    assert other.number not in text


def test_the_list_finds_former_names(client, people, firm) -> None:
    FormerNameFactory(enterprise=firm, name="旧岚", name_key="旧岚")
    client.force_login(people.manager)
    text = client.get(page("list"), {"q": "旧岚"}).content.decode()
    assert firm.name in text


def test_the_list_costs_few_queries(client, people, django_assert_max_num_queries) -> None:
    for _ in range(30):
        EnterpriseFactory(team=people.team("section_one"))
    client.force_login(people.manager)
    with django_assert_max_num_queries(20):
        assert client.get(page("list")).status_code == 200


@pytest.mark.parametrize("name", ["add_contact", "add_name", "add_qualification", "parent"])
def test_detail_forms_open(client, people, firm, name) -> None:
    client.force_login(people.manager)
    assert client.get(page(name, firm)).status_code == 200


def test_a_group_parent_is_named_by_number(client, people, firm) -> None:
    parent = EnterpriseFactory(team=firm.team)
    client.force_login(people.manager)
    data = {"parent": parent.number, "version": 1}
    assert client.post(page("parent", firm), data).status_code == 302
    firm.refresh_from_db()
    assert firm.parent == parent
