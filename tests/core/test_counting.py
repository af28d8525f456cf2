"""Numbers of many kinds of rows in one query, and that the bell says what the list holds."""

import pytest
from django.db.models import QuerySet

from crm.core.clock import today
from crm.core.counting import ShellNumbers, counts_of
from crm.core.models import Role, Team, User
from crm.core.registries import navigation, todos
from tests.contracts.models import factories, make, own_models

pytestmark = pytest.mark.django_db

CAST = ("manager", "colleague", "coordinator", "chief", "head", "operator", "steward", "admin")


def test_one_query_counts_rows_of_several_models(people, django_assert_num_queries):
    rows = {
        "all": User.objects.all(),
        "none": Team.objects.none(),
        "nobody": User.objects.filter(username="nobody"),
        "teams": Team.objects.filter(kind=Team.Kind.OPERATOR).order_by("code"),
        "roles": Role.objects.all(),
    }
    with django_assert_num_queries(1):
        counted = counts_of(rows)
    assert counted == {name: queryset.count() for name, queryset in rows.items()}
    assert counted["all"] > 0
    assert counted["nobody"] == 0


def test_a_join_counts_no_row_twice(people):
    granted = User.objects.filter(grants__team__in=Team.objects.all())
    assert counts_of({"granted": granted}) == {"granted": granted.distinct().count()}


def test_nothing_to_count_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counts_of({"none": User.objects.none()}) == {"none": 0}


@pytest.mark.parametrize("name", CAST)
def test_the_bell_says_what_the_list_holds(people, name):
    for model in own_models():
        if model in factories() and not model.__module__.startswith("portal"):
            for _ in range(2):
                make(model, people)
    user = getattr(people, name)
    listed = {
        source.key: len(list(source.items(user, today())))
        for source in todos
        if user.can(source.action)
    }
    assert ShellNumbers(user, today()).waiting == listed


def test_one_person_s_numbers_are_not_another_s(people):
    make_lead = factories()[next(m for m in own_models() if m._meta.label == "leads.Lead")]
    make_lead(owner=people.manager, team=people.manager.home_team)
    mine = ShellNumbers(people.manager, today())
    theirs = ShellNumbers(people.colleague, today())
    assert (mine.beside("leads"), theirs.beside("leads")) == (1, None)


def test_every_number_of_the_navigation_is_a_plain_queryset(people):
    counts = [item.count(people.manager) for item in navigation if item.count]
    assert counts
    assert all(isinstance(rows, QuerySet) and not rows.query.is_sliced for rows in counts)
