"""Who may do what: grants spread down the tree of the day, never up or sideways."""

import datetime as dt

import pytest

from crm.core.models import Role, RoleGrant, Team, TeamParent, User
from crm.core.scopes import tokens_of_row, tokens_of_user

pytestmark = pytest.mark.django_db


def test_a_grant_reaches_the_team_and_what_lies_below(people):
    reach = people.deputy_head.reach("core.use_desk")
    assert {people.team("bureau").pk, people.team("section_one").pk} <= reach
    assert people.team("other_park").pk not in reach
    assert people.team("district").pk not in reach


def test_a_grant_that_has_ended_gives_nothing(people):
    user = people.stranger
    role = Role.objects.get(code="coordinator")
    RoleGrant.objects.create(
        user=user,
        role=role,
        team=people.team("district"),
        starts_on=dt.date(2020, 1, 1),
        ends_before=dt.date(2021, 1, 1),
    )
    assert not User.objects.get(pk=user.pk).can("core.use_desk")


def test_a_closed_account_may_do_nothing(people):
    user = people.coordinator
    user.is_active = False
    user.save()
    assert not User.objects.get(pk=user.pk).can("core.use_desk")


def test_a_reorganisation_counts_from_its_day(people):
    section = people.team("section_two")
    TeamParent.objects.filter(team=section).update(ends_before=dt.date(2020, 1, 1))
    TeamParent.objects.create(
        team=section, parent=people.team("other_park"), starts_on=dt.date(2020, 1, 1)
    )
    assert section.pk not in people.deputy_head.reach("core.use_desk")


def test_only_the_root_reaches_rows_without_a_team(people):
    assert people.coordinator.district_wide("core.use_desk")
    assert not people.deputy_head.district_wide("core.use_desk")


def test_tokens_and_lists_agree_for_everybody(people):
    for name in people.names:
        user = getattr(people, name)
        listed = set(Team.objects.visible_to(user).values_list("pk", flat=True))
        asked = set(tokens_of_user(user, Team))
        found = {team.pk for team in Team.objects.all() if asked & set(tokens_of_row(team))}
        assert listed == found, name


def test_object_check_and_list_agree_for_everybody(people):
    for name in people.names:
        user = getattr(people, name)
        listed = set(User.objects.visible_to(user).values_list("pk", flat=True))
        assert listed == {
            row.pk for row in User.objects.all() if user.can_on("core.view_teams", row)
        }
