"""The administrator's screens, and that nobody else opens them."""

import datetime as dt

import pytest
from django.urls import reverse

from crm.core.actions import place_team
from crm.core.errors import Refused
from crm.core.models import RoleGrant, User
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
SCREENS = ["accounts", "account_create", "teams", "roles", "settings", "calendar", "events"]


def as_person(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_opens_for_the_administrator(client, people, name):
    assert as_person(client, people.admin).get(reverse(f"desk:core:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["accounts", "account_create", "roles", "events"])
def test_no_screen_opens_for_a_manager(client, people, name):
    assert as_person(client, people.manager).get(reverse(f"desk:core:{name}")).status_code == 403


def test_an_account_is_opened_granted_and_closed(client, people):
    as_person(client, people.admin)
    facts = {"username": "newcomer", "name": "新同事", "home_team": people.team("section_one").pk}
    client.post(reverse("desk:core:account_create"), {**facts, "password": PASSWORD})
    role = people.manager.grants.get().role
    client.post(
        reverse("desk:core:account_grant", args=["newcomer"]),
        {"role": role.pk, "team": people.team("section_one").pk, "starts_on": "2020年1月1日"},
    )
    assert User.objects.get(username="newcomer").can("core.use_desk")
    client.post(
        reverse("desk:core:account_close", args=["newcomer"]),
        {"day": "2026-01-01", "reason": "离岗"},
    )
    closed = User.objects.get(username="newcomer")
    assert not closed.is_active
    assert RoleGrant.objects.get(user=closed).ends_before == dt.date(2026, 1, 1)


def test_a_weak_password_is_refused_and_nothing_typed_is_lost(client, people):
    answer = as_person(client, people.admin).post(
        reverse("desk:core:account_create"),
        {"username": "newcomer", "name": "新同事", "password": "12345"},
    )
    assert answer.status_code == 422
    assert "新同事" in answer.content.decode()
    assert not User.objects.filter(username="newcomer").exists()


def test_a_team_cannot_stand_under_itself(client, people):

    with pytest.raises(Refused):
        place_team(
            people.team("bureau"),
            people.team("section_one"),
            by=people.admin,
            starts_on=dt.date(2026, 1, 1),
        )
