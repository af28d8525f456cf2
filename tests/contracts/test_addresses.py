"""Every address denies strangers, names its permission, and changes nothing without a token."""

import re

import pytest
from django.test import Client
from django.urls import path

from crm.core.access import is_declared
from crm.core.views.base import StaffView
from tests.contracts.addresses import Address, every_address, own_addresses

pytestmark = pytest.mark.django_db

FOR_ANY_ACCOUNT = {"desk:no_grant": "tells an account without a role whom to ask"}
DOOR = re.compile(r"^/(accounts|cms)/log(in|out)/")
REFUSED = (401, 403, 404, 405, 410)
# Open by nature: signing in, and what Wagtail itself serves to everybody.
OPEN_TO_ALL = {
    "account_login": "where a stranger signs in",
    "account_logout": "leads to the login page",
    "account_signup": "says that sign-up is closed",
    "account_inactive": "says that the account is closed",
    "account_reset_password": "asks for a name, tells nothing",
    "account_reset_password_done": "a sentence",
    "account_reset_password_from_key": "needs the key of the mail",
    "account_reset_password_from_key_done": "a sentence",
    "account_email_verification_sent": "a sentence",
    "account_confirm_email": "needs the key of the mail",
    "account_confirm_login_code": "needs the code of the mail",
    "wagtail_serve": "the public pages",
    "wagtailadmin_javascript_catalog": "translations of the editor",
    "wagtailadmin_sprite": "icons of the editor",
}


def leads_to_login(response) -> bool:
    return response.status_code == 302 and bool(DOOR.search(response.headers["Location"]))


def denied(response) -> bool:
    return leads_to_login(response) or response.status_code in REFUSED


def closed_addresses() -> list[Address]:
    return [
        address
        for address in every_address()
        if not address.open_to_all and address.name.split(":")[-1] not in OPEN_TO_ALL
    ]


def answers(client: Client, addresses: list[Address]) -> dict[str, int]:
    """Where somebody got in who should not have: address → status."""
    got_in = {}
    for address in addresses:
        response = client.get(address.path)
        if not denied(response):
            got_in[f"{address.path} ({address.name})"] = response.status_code
    return got_in


def staff_addresses() -> list[Address]:
    return [address for address in own_addresses() if address.path.startswith("/desk/")]


def test_somebody_not_signed_in_gets_in_nowhere(client):
    assert answers(client, closed_addresses()) == {}


def test_an_account_without_a_role_gets_in_nowhere(client, people):
    client.force_login(people.stranger)
    assert answers(client, staff_addresses()) == {}


def test_an_account_without_a_role_is_no_editor(client, people):
    client.force_login(people.stranger)
    editor = [entry for entry in closed_addresses() if entry.path.startswith("/cms/")]
    got_in = {
        entry.path: status
        for entry in editor
        if (status := client.get(entry.path).status_code) == 200
    }
    assert got_in == {}


def test_a_manager_is_no_editor(client, people):
    client.force_login(people.manager)
    assert client.get("/cms/").status_code != 200


def test_every_own_view_declares_who_may_call_it():
    assert [entry.path for entry in own_addresses() if not is_declared(entry.view)] == []


def test_every_staff_view_names_a_permission():
    nameless = [
        entry.path
        for entry in staff_addresses()
        if not (isinstance(entry.target, type) and issubclass(entry.target, StaffView))
        and entry.name not in FOR_ANY_ACCOUNT
    ]
    assert nameless == []


def test_public_views_are_the_portals_and_the_health_pages():
    strange = [
        entry.path
        for entry in own_addresses()
        if entry.open_to_all
        and not entry.target.__module__.startswith(("portal.", "crm.core.views.health"))
    ]
    assert strange == []


def test_no_own_view_is_exempt_from_csrf():
    assert [
        entry.path for entry in own_addresses() if getattr(entry.view, "csrf_exempt", False)
    ] == []


def test_every_change_needs_a_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.coordinator)
    taken = {
        entry.path: status
        for entry in own_addresses()
        if hasattr(entry.target, "post")
        and (status := client.post(entry.path, {}).status_code) not in (403, 405)
    }
    assert taken == {}


def test_a_planted_open_view_is_found(rf):
    def planted(request):
        raise AssertionError("never called")

    entry = path("planted/", planted)
    assert not is_declared(entry.callback)


def test_a_planted_view_without_a_permission_does_not_load():
    with pytest.raises(Exception, match="names no permission"):
        type("Planted", (StaffView,), {"__module__": "crm.leads.views"})
