"""The bar under the thumb on a phone: who only reads leads and projects finds buildings there."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def tabs(client, person) -> list[str]:
    client.force_login(person)
    text = client.get(reverse("desk:my_day")).content.decode()
    bar = text.split('class="dd-tabbar"')[1].split("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"', bar)


def test_the_head_finds_overview_projects_and_buildings(client, people):
    assert tabs(client, people.head)[1:4] == [
        reverse("desk:overview"),
        reverse("desk:projects:list"),
        reverse("desk:occupancy:buildings"),
    ]


def test_a_manager_finds_leads_and_the_board(client, people):
    found = tabs(client, people.manager)
    assert reverse("desk:leads:list") in found
    assert reverse("desk:projects:board") in found
