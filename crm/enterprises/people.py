"""Whom a form offers: people who hold an action today."""

import datetime as dt

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from crm.core.models import Role, RoleGrant, Team, User


def holders_of(action: str, *, day: dt.date):
    """Active accounts that hold ``action`` (also only on their own rows) on ``day``."""
    # A list in a JSON column: as text it holds each name in quotes, on both databases.
    roles = Role.objects.annotate(named=Cast("actions", TextField())).filter(
        Q(named__contains=f'"{action}"') | Q(named__contains=f'"{action}:own"')
    )
    granted = RoleGrant.objects.on(day).filter(role__in=roles.values("pk")).values("user")
    return (
        User.objects.filter(is_active=True, pk__in=granted)
        .select_related("home_team")
        .order_by("home_team__code", "name")
    )


def teams_for(user: User, action: str):
    """Teams in which ``user`` may do ``action``: all for a district-wide grant."""
    if user.district_wide(action):
        return Team.objects.exclude(kind=Team.Kind.OPERATOR)
    return Team.objects.filter(pk__in=user.reach(action))
