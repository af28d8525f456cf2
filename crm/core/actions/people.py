"""Accounts, teams and role grants: one verb an operation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.journal import journal_changing, journal_created
from crm.core.models import Role, RoleGrant, Team, TeamParent, User
from crm.core.role_groups import mirror_groups

MANAGE = "core.manage_people"


@dataclass(frozen=True)
class NewAccount:
    """What a new account needs. An empty password makes an account that cannot log in yet."""

    username: str
    name: str
    home_team: Team | None = None
    title: str = ""
    phone: str = ""
    password: str = ""


def open_accounts(
    accounts: Sequence[NewAccount], *, by: User | None, reason: str = ""
) -> list[User]:
    """Make accounts; raises Refused when a user name is taken or a password is too weak."""
    with transaction.atomic():
        authorise(by, MANAGE)
        names = [account.username for account in accounts]
        taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
        opened = []
        for account in accounts:
            if account.username in taken:
                raise Refused(
                    _("The user name %(name)s is taken.") % {"name": account.username},
                    field="username",
                )
            opened.append(_new_user(account))
        for user in opened:
            user._history_user = by
            user._change_reason = reason or None
            user.save(force_insert=True)
        journal_created(opened)
        announce("core.account_opened", opened, by=by)
    return opened


def _new_user(account: NewAccount) -> User:
    user = User(
        username=account.username,
        name=account.name,
        home_team=account.home_team,
        title=account.title,
        phone=account.phone,
    )
    if account.password:
        set_checked_password(user, account.password)
    else:
        user.set_unusable_password()
    return user


def set_checked_password(user: User, password: str) -> None:
    """Set a password that passes the validators; raises Refused with what is wrong."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    user.set_password(password)


def change_account(user: User, fields: Sequence[str], *, by: User | None, reason: str = "") -> User:
    """Save changed facts of an account."""
    with transaction.atomic():
        authorise(by, MANAGE, [user])
        journal_changing([user], fields)
        user._history_user = by
        user._change_reason = reason or None
        user.save(update_fields=list(fields))
        announce("core.account_changed", [user], by=by, data={"fields": list(fields)})
    return user


def close_account(user: User, *, by: User | None, reason: str, day: dt.date) -> User:
    """Close an account: it can no longer log in, its grants end, its name stays in the history."""
    with transaction.atomic():
        authorise(by, MANAGE, [user])
        if user == by:
            raise Refused(_("You cannot close your own account."))
        open_grants = list(RoleGrant.objects.select_for_update().on(day).filter(user=user))
        for grant in open_grants:
            grant.ends_before = max(day, grant.starts_on + dt.timedelta(days=1))
        change(open_grants, ["ends_before"], by=by, reason=reason)
        user.is_active = False
        user._history_user = by
        user._change_reason = reason
        user.save(update_fields=["is_active"])
        announce("core.account_closed", [user], by=by, reason=reason)
        mirror_groups()
    return user


def grant_role(
    user: User, role: Role, team: Team, *, by: User | None, starts_on: dt.date
) -> RoleGrant:
    """Give a role over a team and all below it from a day on; raises Refused when it is held."""
    with transaction.atomic():
        authorise(by, MANAGE, [user])
        held = RoleGrant.objects.filter(user=user, role=role, team=team)
        if held.overlapping(starts_on, None).exists():
            raise Refused(_("The account already holds this role over this team."), field="role")
        grant = RoleGrant(user=user, role=role, team=team, starts_on=starts_on)
        create([grant], by=by)
        announce("core.role_granted", [user], by=by, data={"role": role.code, "team": team.code})
        mirror_groups()
    return grant


def end_grant(grant: RoleGrant, *, by: User | None, day: dt.date, reason: str) -> RoleGrant:
    """Let a grant end; ``day`` is the first day without it."""
    with transaction.atomic():
        authorise(by, MANAGE, [grant.user])
        grant.ends_before = max(day, grant.starts_on)
        change([grant], ["ends_before"], by=by, reason=reason)
        announce("core.role_ended", [grant.user], by=by, reason=reason)
        mirror_groups()
    return grant


def register_teams(teams: Sequence[Team], *, by: User | None) -> list[Team]:
    """Add teams; raises Refused when a code is taken."""
    with transaction.atomic():
        authorise(by, MANAGE)
        taken = Team.objects.filter(code__in=[team.code for team in teams]).first()
        if taken is not None:
            raise Refused(_("The code %(code)s is taken.") % {"code": taken.code}, field="code")
        create(list(teams), by=by)
        announce("core.team_registered", list(teams), by=by)
    return list(teams)


def place_team(
    team: Team, parent: Team, *, by: User | None, starts_on: dt.date, reason: str = ""
) -> TeamParent:
    """Put a team under ``parent`` from a day on; what held before keeps its dates.

    Raises Refused when the team would stand under itself.
    """
    with transaction.atomic():
        authorise(by, MANAGE, [team])
        if parent == team or parent.pk in _below(team, starts_on):
            raise Refused(_("A team cannot stand under itself."), field="parent")
        current = list(TeamParent.objects.select_for_update().filter(team=team).on(starts_on))
        for link in current:
            link.ends_before = starts_on
        change(current, ["ends_before"], by=by, reason=reason)
        link = TeamParent(team=team, parent=parent, starts_on=starts_on)
        create([link], by=by, reason=reason)
        announce("core.team_placed", [team], by=by, reason=reason, data={"parent": parent.code})
    return link


def _below(team: Team, day: dt.date) -> set[int]:
    links = list(TeamParent.objects.on(day).values_list("parent_id", "team_id"))
    found, waiting = set(), [team.pk]
    while waiting:
        current = waiting.pop()
        children = [child for parent, child in links if parent == current and child not in found]
        found.update(children)
        waiting += children
    return found
