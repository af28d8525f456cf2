"""How many queries each staff page costs, recorded in tests/query_budgets.json.

More rows cost no more. After a change that means to cost more, record anew:

    RECORD=1 .venv/bin/pytest tests/contracts/test_query_budgets.py
"""

import json
import os

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.core.models import User
from crm.core.views.lists import RecordList
from tests.contracts import tree
from tests.contracts.addresses import Address, own_addresses
from tests.contracts.models import factories, make, own_models
from tests.people import People

pytestmark = pytest.mark.django_db

FILE = tree.ROOT / "tests" / "query_budgets.json"
RECORDING = "RECORD" in os.environ
LIST_LIMIT = 12
HOME_LIMIT = 15
SHELL, SHELL_LIMIT = "desk:shortcuts", 5
OWN_VIEWERS = {"desk:overview": "head", "desk:my_day": "manager"}
# Lists cost most for those who see one branch of the tree: it has to be read as well.
LIST_VIEWERS = ("coordinator", "manager", "operator")
HOMES = ("desk:my_day", "desk:overview")
VIEWERS = ("coordinator", "statistician", "admin", "deputy_head", "editor", "operator")


def pages() -> list[Address]:
    """Staff pages that need no record to be opened."""
    return [
        entry
        for entry in own_addresses()
        if entry.path.startswith("/desk/")
        and not entry.parameters
        and hasattr(entry.target, "get")
        and getattr(entry.target, "permission", "")
    ]


def lists() -> list[Address]:
    return [entry for entry in pages() if issubclass(entry.target, RecordList)]


def viewer_of(entry: Address, people: People) -> User | None:
    names = (OWN_VIEWERS[entry.name],) if entry.name in OWN_VIEWERS else VIEWERS
    users = (getattr(people, name) for name in names)
    return next((user for user in users if user.can(entry.target.permission)), None)


def rows_of_every_kind(people: People, count: int) -> None:
    for model in own_models():
        if model in factories() and not model.__module__.startswith("portal"):
            for _ in range(count):
                make(model, people)


def cost(user: User, entry: Address) -> int:
    """Queries of one GET; 0 when it gave no page."""
    client = Client()
    client.force_login(user)
    client.get(entry.path)  # what is cached for everybody is no cost of the page
    with CaptureQueriesContext(connection) as queries:
        response = client.get(entry.path)
    return len(queries) if response.status_code == 200 and not response.streaming else 0


def costs(people: People, entries: list[Address]) -> dict[str, int]:
    """Address name → queries of one GET that succeeded."""
    counted = {}
    for entry in entries:
        user = viewer_of(entry, people)
        if user is None:
            continue
        queries = cost(user, entry)
        if queries:
            counted[entry.name] = queries
    return counted


def recorded() -> dict[str, int]:
    return json.loads(FILE.read_text())


def test_every_page_keeps_its_budget(people):
    rows_of_every_kind(people, 3)
    counted = costs(people, pages())
    if RECORDING:
        FILE.write_text(json.dumps(counted, indent=2, sort_keys=True) + "\n")
    dearer = {
        name: f"{count} queries, budget {recorded().get(name, 'none')}"
        for name, count in counted.items()
        if count > recorded().get(name, 0)
    }
    assert dearer == {}


def test_more_rows_cost_no_more_queries(people):
    rows_of_every_kind(people, 2)
    few = costs(people, pages())
    rows_of_every_kind(people, 4)
    many = costs(people, pages())
    growing = {name: (few[name], many[name]) for name in few if many[name] > few[name] + 1}
    assert growing == {}


def test_every_list_has_a_budget_within_the_limit():
    """With the shell round it."""
    budgets = recorded()
    assert [entry.name for entry in lists() if entry.name not in budgets] == []
    dear = {
        entry.name: budgets[entry.name] for entry in lists() if budgets[entry.name] > LIST_LIMIT
    }
    assert dear == {}


@pytest.mark.parametrize("viewer", LIST_VIEWERS)
def test_no_list_costs_more_for_anybody(people, viewer):
    rows_of_every_kind(people, 3)
    user = getattr(people, viewer)
    allowed = [entry for entry in lists() if user.can(entry.target.permission)]
    counted = {entry.name: cost(user, entry) for entry in allowed}
    assert {name: count for name, count in counted.items() if count > LIST_LIMIT} == {}


def test_the_shell_alone_is_cheap():
    assert recorded()[SHELL] <= SHELL_LIMIT


@pytest.mark.parametrize("home", HOMES)
def test_the_homes_keep_to_fifteen(home):
    assert recorded()[home] <= HOME_LIMIT
