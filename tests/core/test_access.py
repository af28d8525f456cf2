"""Which addresses a person can open, and where a form that is given up leads."""

import pytest
from django.urls import reverse, set_script_prefix

from crm.core.access import may_open

pytestmark = pytest.mark.django_db


def test_an_address_opens_for_those_whom_its_view_lets_in(people):
    leases = reverse("desk:occupancy:leases") + "?ending=90"
    assert may_open(people.steward, leases)
    assert not may_open(people.editor, leases)


def test_an_address_below_a_sub_path_is_judged_alike(people):
    set_script_prefix("/lize/")
    try:
        assert not may_open(people.editor, reverse("desk:occupancy:leases"))
    finally:
        set_script_prefix("/")


def test_an_address_that_nothing_answers_opens_for_nobody(people):
    assert not may_open(people.admin, "/no/such/page")


def test_giving_up_a_new_record_leads_to_its_list(client, people):
    client.force_login(people.coordinator)
    page = client.get(reverse("desk:occupancy:building_create")).content.decode()
    assert f'href="{reverse("desk:occupancy:buildings")}">取消</a>' in page
