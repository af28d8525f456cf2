"""What leads put on somebody's day."""

import datetime as dt

import pytest

from crm.core.clock import now, today
from crm.leads.rules import State
from crm.leads.todos import leads_to_assign, own_leads
from tests.factories.leads import LeadFactory

pytestmark = pytest.mark.django_db


def test_a_new_lead_waits_for_its_first_response(people) -> None:
    lead = LeadFactory(team=people.team("section_one"), owner=people.manager)
    todo = own_leads(people.manager, today())[0]
    assert (todo.title, todo.state) == (lead.title, "new")
    assert todo.action_url.endswith("/follow-up/")


def test_an_old_lead_is_late_and_says_in_which_days(people) -> None:
    long_ago = now() - dt.timedelta(days=30)
    LeadFactory(team=people.team("section_one"), owner=people.manager, received_at=long_ago)
    todo = own_leads(people.manager, today())[0]
    assert todo.state == "late"
    assert "工作日" in todo.due_label


def test_a_colleague_has_nothing_of_mine_to_do(people) -> None:
    LeadFactory(team=people.team("section_one"), owner=people.manager)
    assert own_leads(people.colleague, today()) == []


def test_a_closed_lead_asks_for_nothing(people) -> None:
    LeadFactory(team=people.team("section_one"), owner=people.manager, state=State.INVALID)
    assert own_leads(people.manager, today()) == []


def test_unassigned_leads_wait_for_whoever_may_assign_them(people) -> None:
    LeadFactory(team=people.team("section_one"))
    LeadFactory(team=people.team("other_park"))
    assert len(leads_to_assign(people.chief, today())) == 1
    assert len(leads_to_assign(people.coordinator, today())) == 2
    assert leads_to_assign(people.manager, today()) == []


def test_many_todos_cost_few_queries(people, django_assert_max_num_queries) -> None:
    for _ in range(20):
        LeadFactory(team=people.team("section_one"), owner=people.manager)
    person = people.manager
    with django_assert_max_num_queries(3):
        assert len(own_leads(person, today())) == 20
