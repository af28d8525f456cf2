"""List, object check and search agree on who sees a row: for the cast, and for grants by chance."""

import datetime as dt
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from crm.core.models import Role, RoleGrant, Team, User
from crm.core.scopes import Scope, tokens_of_row, tokens_of_user
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


def listed(model: type[models.Model], user: User) -> set[int]:
    return set(model._default_manager.visible_to(user).values_list("pk", flat=True))


def allowed(model: type[models.Model], user: User) -> set[int]:
    action = model.scope.view_action(model)
    return {row.pk for row in model._default_manager.all() if user.can_on(action, row)}


def found(model: type[models.Model], user: User) -> set[int]:
    asked = set(tokens_of_user(user, model))
    return {row.pk for row in model._default_manager.all() if asked & set(tokens_of_row(row))}


@pytest.fixture
def rows(people) -> People:
    for model in scoped_models():
        if model not in (User, Team):
            for _ in range(ROWS):
                make(model, people)
    scatter(people, random.Random(SEED))
    return people


def disagreements(user: User, who: str) -> list[str]:
    wrong = []
    for model in scoped_models():
        in_list = listed(model, user)
        if in_list != allowed(model, user):
            wrong.append(f"{who}: {model._meta.label}: list and object check")
        if in_list != found(model, user):
            wrong.append(f"{who}: {model._meta.label}: list and search")
    return wrong


def test_the_cast_sees_the_same_in_lists_on_pages_and_in_search(rows):
    wrong = [line for name in rows.names for line in disagreements(getattr(rows, name), name)]
    assert wrong == []


def test_chance_grants_see_the_same_in_lists_on_pages_and_in_search(rows):
    chance, wrong = random.Random(SEED), []
    roles, teams = list(Role.objects.all()), list(rows.teams.values())
    for number in range(12):
        user = User.objects.create(username=f"chance-{number}", home_team=chance.choice(teams))
        for _ in range(chance.randint(1, 3)):
            RoleGrant(
                user=user, role=chance.choice(roles), team=chance.choice(teams), starts_on=LONG_AGO
            ).save()
        wrong += disagreements(User.objects.get(pk=user.pk), user.username)
    assert wrong == []


def test_who_has_no_role_sees_no_row(rows):
    for nobody in (rows.stranger, AnonymousUser()):
        assert [m._meta.label for m in scoped_models() if listed(m, nobody)] == []


def test_somebody_sees_each_kind_of_row(rows):
    """Else the agreement above would hold for nothing."""
    everybody = [getattr(rows, name) for name in rows.names]
    unseen = [
        model._meta.label
        for model in scoped_models()
        if not any(listed(model, user) for user in everybody)
    ]
    assert unseen == []
