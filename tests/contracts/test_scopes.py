"""List, object check and search agree on who sees a row: for the cast, and for grants by chance."""

import datetime as dt
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from crm.core.models import Role, RoleGrant, Team, User
from crm.core.scopes import Scope, related_for_tokens, tokens_of_row, tokens_of_user
from tests.contracts.models import factories, make, own_models
from tests.people import People

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2015, 1, 1)
SEED = 20230228
ROWS = 5


def scoped_models() -> list[type[models.Model]]:
    return [
        model
        for model in own_models()
        if isinstance(getattr(model, "scope", None), Scope) and model in factories()
    ]


def scatter(people: People, chance: random.Random) -> None:
    """Let the users and teams that scopes start from be anybody's, row by row."""
    ends = {User: list(User.objects.all()), Team: list(people.teams.values())}
    for model in scoped_models():
        for row in model._default_manager.all():
            links = {
                name: chance.choice(ends[target])
                for name in {path.split("__")[0] for path in model.scope.paths}
                if (target := model._meta.get_field(name).related_model) in ends
            }
            if links and model not in (User, Team):
                model._base_manager.filter(pk=row.pk).update(**links)


def everybody(people: People) -> dict[str, User]:
    return {name: getattr(people, name) for name in people.names}


def listed(model: type[models.Model], user: User) -> set[int]:
    return set(model._default_manager.visible_to(user).values_list("pk", flat=True))


def every_row(model: type[models.Model]) -> list[models.Model]:
    return list(model._default_manager.select_related(*related_for_tokens(model)))


@pytest.fixture
def rows(people) -> People:
    for model in scoped_models():
        if model not in (User, Team):
            for _ in range(ROWS):
                make(model, people)
    scatter(people, random.Random(SEED))
    return people


def disagreements(people: dict[str, User]) -> list[str]:
    """Who sees what differently in which two places."""
    wrong = []
    for model in scoped_models():
        action, every = model.scope.view_action(model), every_row(model)
        tokens = {row.pk: set(tokens_of_row(row)) for row in every}
        for who, user in people.items():
            in_list = listed(model, user)
            if in_list != {row.pk for row in every if user.can_on(action, row)}:
                wrong.append(f"{who}: {model._meta.label}: list and object check")
            asked = set(tokens_of_user(user, model))
            if in_list != {key for key, own in tokens.items() if own & asked}:
                wrong.append(f"{who}: {model._meta.label}: list and search")
    return wrong


def test_the_cast_sees_the_same_in_lists_on_pages_and_in_search(rows):
    assert disagreements(everybody(rows)) == []


def test_chance_grants_see_the_same_in_lists_on_pages_and_in_search(rows):
    chance, users = random.Random(SEED), {}
    roles, teams = list(Role.objects.all()), list(rows.teams.values())
    for number in range(12):
        user = User.objects.create(username=f"chance-{number}", home_team=chance.choice(teams))
        for _ in range(chance.randint(1, 3)):
            grant = {"role": chance.choice(roles), "team": chance.choice(teams)}
            RoleGrant(user=user, starts_on=LONG_AGO, **grant).save()
        users[user.username] = User.objects.get(pk=user.pk)
    assert disagreements(users) == []


def test_who_has_no_role_sees_no_row(rows):
    for nobody in (rows.stranger, AnonymousUser()):
        assert [m._meta.label for m in scoped_models() if listed(m, nobody)] == []


def test_somebody_sees_each_kind_of_row(rows):
    """Else the agreement above would hold for nothing."""
    users = everybody(rows).values()
    unseen = [
        model._meta.label
        for model in scoped_models()
        if not any(listed(model, user) for user in users)
    ]
    assert unseen == []
