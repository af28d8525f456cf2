"""The cast: the people whom every screen, list, search and export is tried with.

district > bureau > section_one, section_two, coordination, statistics, services, policy
district > other_park > other_section;  district > operator_a, operator_b (operator companies)
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from crm.core.models import Role, RoleGrant, Team, TeamParent, User

LONG_AGO = dt.date(2015, 1, 1)
PASSWORD = "a-long-test-password"

TEAMS = {
    "district": (None, Team.Kind.DISTRICT),
    "bureau": ("district", Team.Kind.BUREAU),
    "section_one": ("bureau", Team.Kind.SECTION),
    "section_two": ("bureau", Team.Kind.SECTION),
    "coordination": ("bureau", Team.Kind.SECTION),
    "statistics": ("bureau", Team.Kind.SECTION),
    "services": ("bureau", Team.Kind.SECTION),
    "policy": ("bureau", Team.Kind.SECTION),
    "other_park": ("district", Team.Kind.PARK),
    "other_section": ("other_park", Team.Kind.SECTION),
    "operator_a": ("district", Team.Kind.OPERATOR),
    "operator_b": ("district", Team.Kind.OPERATOR),
}
# name → (home team, role, team that the grant is over)
CAST = {
    "manager": ("section_one", "manager", "section_one"),
    "colleague": ("section_one", "manager", "section_one"),
    "chief": ("section_one", "chief", "section_one"),
    "section_two_manager": ("section_two", "manager", "section_two"),
    "other_manager": ("other_section", "manager", "other_section"),
    "coordinator": ("coordination", "coordinator", "district"),
    "deputy_head": ("bureau", "deputy_head", "bureau"),
    "statistician": ("statistics", "statistician", "district"),
    "head": ("bureau", "head", "district"),
    "steward": ("services", "steward", "services"),
    "operator": ("operator_a", "operator", "operator_a"),
    "other_operator": ("operator_b", "operator", "operator_b"),
    "editor": ("policy", "policy_editor", "district"),
    "reviewer": ("policy", "policy_reviewer", "district"),
    "publisher": ("policy", "policy_publisher", "district"),
    "admin": ("bureau", "admin", "district"),
    "stranger": ("section_two", None, None),
}


@dataclass
class People:
    """The cast by attribute (``people.manager``), the teams by name (``people.team("bureau")``)."""

    teams: dict[str, Team] = field(default_factory=dict)

    def team(self, code: str) -> Team:
        """A team of the tree above."""
        return self.teams[code]

    def __getattr__(self, name: str) -> User:
        if name not in CAST:
            raise AttributeError(name)
        # Read anew each time: rights are cached on the instance, as they are in a request.
        return User.objects.get(username=name)

    @cached_property
    def names(self) -> list[str]:
        """Everybody."""
        return list(CAST)


def make_people() -> People:
    """Teams, accounts and grants; roles come from the installation's own seeds."""
    teams = {code: Team(code=code, name=code, kind=kind) for code, (_, kind) in TEAMS.items()}
    Team.objects.bulk_create(teams.values())
    TeamParent.objects.bulk_create(
        TeamParent(team=teams[code], parent=teams[parent], starts_on=LONG_AGO)
        for code, (parent, _) in TEAMS.items()
        if parent
    )
    roles = {role.code: role for role in Role.objects.all()}
    users = {name: _account(name, teams[home]) for name, (home, _, _) in CAST.items()}
    User.objects.bulk_create(users.values())
    for name, (_, role, over) in CAST.items():
        if role:
            RoleGrant(
                user=users[name], role=roles[role], team=teams[over], starts_on=LONG_AGO
            ).save()
    return People(teams)


def _account(name: str, home: Team) -> User:
    account = User(username=name, name=f"{name}（演示）", home_team=home)
    account.set_password(PASSWORD)
    return account
