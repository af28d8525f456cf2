"""Who owns the made-up rows: the managers that are there, or some that are made."""

import datetime as dt

from django.db import transaction

from crm.core import acts
from crm.core.models import Role, RoleGrant, Team, TeamParent, User

SINCE = dt.date(2015, 1, 1)
REASON = "规模测试数据"
SECTIONS, PEOPLE = 8, 40


def owners() -> list[User]:
    """Managers with a home team; on an installation without any, forty are made."""
    there = User.objects.filter(grants__role__code="manager", home_team__isnull=False)
    found = list(there.distinct().order_by("pk").select_related("home_team"))
    return found or _made()


def _made() -> list[User]:
    with transaction.atomic():
        root = Team(code="scale", name="规模测试区", kind=Team.Kind.DISTRICT)
        sections = [Team(code=f"scale-{n}", name=f"测试{n}科") for n in range(1, SECTIONS + 1)]
        acts.create([root, *sections], by=None, reason=REASON)
        places = [TeamParent(team=team, parent=root, starts_on=SINCE) for team in sections]
        acts.create(places, by=None, reason=REASON)
        people = [_person(n, sections[n % SECTIONS]) for n in range(1, PEOPLE + 1)]
        acts.create(people, by=None, reason=REASON)
        manager = Role.objects.get(code="manager")
        grants = [
            RoleGrant(user=person, role=manager, team=person.home_team, starts_on=SINCE)
            for person in people
        ]
        acts.create(grants, by=None, reason=REASON)
    return people


def _person(number: int, team: Team) -> User:
    person = User(username=f"scale-{number:02d}", name=f"测试{number:02d}", home_team=team)
    person.set_unusable_password()
    return person
