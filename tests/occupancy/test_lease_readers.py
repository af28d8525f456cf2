"""Who reads contracts: all staff know who sits where until when, not all know for what rent."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.scopes import tokens_of_row, tokens_of_user
from crm.occupancy import actions
from crm.occupancy.models import Lease
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import BuildingFactory, UnitFactory

pytestmark = pytest.mark.django_db
WITHOUT = ("editor", "reviewer", "publisher")
WITH = ("manager", "chief", "deputy_head", "coordinator", "steward", "statistician", "head")
SCREENS = ("leases", "leasing", "quality")


@pytest.fixture
def lease(people):
    building = BuildingFactory(code="A", operator=people.team("operator_a"))
    terms = Lease(
        tenant=EnterpriseFactory(name="甲科技有限公司"),
        starts_on=dt.date(2023, 1, 1),
        last_day=dt.date(2090, 12, 31),
        price=Decimal("5.8"),
    )
    signing = actions.LeaseSigning(
        terms, [UnitFactory(building=building, number="1801")], moved_in_on=terms.starts_on
    )
    return actions.sign_lease([signing], by=None)[0]


def opened(client, people, name: str, url: str):
    client.force_login(getattr(people, name))
    return client.get(url)


@pytest.mark.parametrize("name", WITHOUT)
@pytest.mark.parametrize("screen", SCREENS)
def test_contracts_and_what_is_made_of_them_are_closed_to_editors(
    client, people, lease, name, screen
):
    assert opened(client, people, name, reverse(f"desk:occupancy:{screen}")).status_code == 403
    assert opened(client, people, name, lease.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("name", WITH)
def test_those_who_work_with_leases_read_them(client, people, lease, name):
    assert "5.80" in opened(client, people, name, lease.get_absolute_url()).content.decode()


def test_an_editor_reads_who_sits_on_a_unit_without_rent_or_a_way_to_the_contract(
    client, people, lease
):
    text = opened(
        client, people, "editor", "/desk/occupancy/buildings/A/?unit=1801"
    ).content.decode()
    assert "甲科技有限公司" in text
    assert "2090-12-31" in text
    assert "5.80" not in text
    assert lease.get_absolute_url() not in text


def test_the_figure_of_expiries_opens_rows_that_its_reader_may_open(client, people, lease):
    page = reverse("desk:occupancy:buildings")
    leases = reverse("desk:occupancy:leases")
    assert f'href="{leases}' in opened(client, people, "manager", page).content.decode()
    assert f'href="{leases}' not in opened(client, people, "editor", page).content.decode()


def test_an_operator_reads_the_contracts_of_own_buildings_alone(client, people, lease):
    assert opened(client, people, "operator", lease.get_absolute_url()).status_code == 200
    assert opened(client, people, "other_operator", lease.get_absolute_url()).status_code == 404


def test_search_gives_editors_no_leases(people, lease):
    assert Lease.objects.visible_to(people.editor).count() == 0
    assert tokens_of_user(people.editor, Lease) == []
    assert set(tokens_of_row(lease)) & set(tokens_of_user(people.manager, Lease))
