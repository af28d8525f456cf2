"""The global search finds what a person may see, and nothing else."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from crm.core.acts import create
from crm.leads.models import Lead
from search import drain

pytestmark = pytest.mark.django_db

SEARCH = reverse("desk:search")


@pytest.fixture
def lead(people, settings, tmp_path) -> Lead:
    """A lead of section one, in an index of its own."""
    settings.SEARCH_DIR = tmp_path / "search"
    moment = timezone.now()
    row = Lead(
        number="XS-2023-0042",
        title="云岚数科（演示）",
        team=people.team("section_one"),
        owner=people.manager,
        state=Lead.State.FOLLOWING,
        received_at=moment,
        state_since=moment,
    )
    with transaction.atomic():
        create([row], by=None)
    drain.empty()
    return row


def test_a_name_is_found_with_its_kind_and_count(lead, people, browse):
    page = browse(people.manager).get(SEARCH, {"q": "云岚"}).content.decode()
    assert "<mark>云岚</mark>数科（演示）" in page
    assert "找到 1 条" in page


@pytest.mark.parametrize("name", ["other_manager", "operator"])
def test_a_stranger_to_the_row_finds_nothing(lead, people, browse, name):
    page = browse(getattr(people, name)).get(SEARCH, {"q": "云岚"}).content.decode()
    assert "没有找到「云岚」" in page
    assert lead.get_absolute_url() not in page


def test_a_number_is_found_before_the_index_knows_it(lead, people, browse, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "empty"
    page = browse(people.manager).get(SEARCH, {"q": "xs-2023-0042"}).content.decode()
    assert lead.get_absolute_url() in page
    assert "搜索索引正在建立" in page


def test_a_number_out_of_reach_is_not_found(lead, people, browse):
    page = browse(people.other_manager).get(SEARCH, {"q": "XS-2023-0042"}).content.decode()
    assert lead.get_absolute_url() not in page


def test_one_kind_can_be_kept(lead, people, browse):
    query = {"q": "云岚", "kind": "lead", "page": "not-a-number"}
    page = browse(people.manager).get(SEARCH, query).content.decode()
    assert lead.get_absolute_url() in page


def test_suggestions_are_a_fragment_for_the_field(lead, people, browse):
    address = reverse("desk:search_suggestions")
    fragment = browse(people.manager).get(address, {"q": "云岚"}).content.decode()
    assert lead.get_absolute_url() in fragment
    assert "<html" not in fragment
    assert browse(people.manager).get(address, {"q": "云"}).content.decode().strip() == ""


@pytest.mark.parametrize(
    "query", ["", "   ", "((((", "*:*", "云岚 AND OR NOT", "'; DROP", "a" * 3000]
)
def test_any_text_at_all_is_answered(lead, people, browse, query):
    assert browse(people.manager).get(SEARCH, {"q": query}).status_code == 200
