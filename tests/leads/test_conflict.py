"""Two people save the same lead: the screen shows both versions, and the choice is kept whole."""

import re

import pytest
from django.urls import reverse

from tests.factories.leads import LeadFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(people):
    return LeadFactory(owner=people.manager, team=people.team("section_one"), title="原标题")


def fields_of(lead, **changed) -> dict:
    return {
        "enterprise_name": lead.enterprise.name,
        "title": lead.title,
        "note": lead.note,
        "source": lead.source,
        "expected_investment_currency": "CNY",
        "version": lead.version,
        **changed,
    }


def clash(client, people, lead):
    """A colleague's title is saved first; mine comes with the old version."""
    client.force_login(people.manager)
    address = reverse("desk:leads:edit", args=[lead.number])
    client.post(address, fields_of(lead, title="先存的标题"))
    return address, client.post(address, fields_of(lead, title="我的标题", note="我的备注"))


def choices_on(page: str) -> dict:
    """The hidden fields of the conflict screen, as a browser would post them again."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


def test_both_titles_are_shown_and_nothing_is_saved(client, people, lead):
    _address, answer = clash(client, people, lead)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我的标题" in page
    assert "先存的标题" in page
    lead.refresh_from_db()
    assert lead.title == "先存的标题"


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "我的标题"), ("saved", "先存的标题"), ("rewrite", "两人合写")]
)
def test_the_choice_is_saved_with_what_only_one_side_changed(client, people, lead, choice, kept):
    address, answer = clash(client, people, lead)
    data = choices_on(answer.content.decode())
    answer = client.post(address, {**data, "keep__title": choice, "rewrite__title": "两人合写"})
    assert answer.status_code == 302
    lead.refresh_from_db()
    assert (lead.title, lead.note) == (kept, "我的备注")
