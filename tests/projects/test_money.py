"""Amounts of projects: in their own currency and in yuan, each once."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.errors import Refused
from crm.projects import actions
from crm.projects.models import MoneyIncrement, Project
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 2, 28)


@pytest.fixture
def project(people) -> Project:
    return ProjectFactory(team=people.team("section_one"), owner=people.manager)


def row(project: Project, **values) -> MoneyIncrement:
    values = {"kind": "contract", "amount": Decimal("8000000"), "happened_on": DAY, **values}
    return MoneyIncrement(project=project, **values)


def test_a_foreign_amount_is_stored_with_its_rate_and_yuan_value(people, project) -> None:
    increment = row(project, currency="USD", rate=Decimal("6.95"), rate_on=DAY)
    actions.record_money([increment], by=people.manager)
    increment.refresh_from_db()
    assert (increment.amount, increment.cny) == (Decimal("8000000.00"), Decimal("55600000.00"))


def test_a_foreign_amount_without_rate_is_refused(people, project) -> None:
    with pytest.raises(Refused) as refusal:
        actions.record_money([row(project, currency="USD")], by=people.manager)
    assert refusal.value.field == "rate"


def test_foreign_capital_received_says_by_which_means(people, project) -> None:
    increment = row(project, kind="foreign_received")
    with pytest.raises(Refused) as refusal:
        actions.record_money([increment], by=people.manager)
    assert refusal.value.field == "means"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"happened_on": dt.date(2099, 1, 1)}, "happened_on"),
        ({"currency": "XXX"}, "currency"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_field(people, project, values, field) -> None:
    with pytest.raises(Refused) as refusal:
        actions.record_money([row(project, **values)], by=people.manager)
    assert refusal.value.field == field
    assert not MoneyIncrement.objects.exists()


@pytest.mark.parametrize(
    ("amount", "currency", "is_major"),
    [
        ("999999999.99", "CNY", False),
        ("1000000000", "CNY", True),
        ("49999999", "USD", False),
        ("50000000", "USD", True),
    ],
)
def test_major_is_decided_by_the_amount(people, amount, currency, is_major) -> None:
    project = Project(
        team=people.team("section_one"),
        name="大项目",
        investment_amount=Decimal(amount),
        investment_currency=currency,
        investment_rate=Decimal("6.95"),
    )
    actions.register([project], by=None)
    assert project.is_major is is_major
