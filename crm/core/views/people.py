"""Accounts, teams and roles."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.actions import (
    NewAccount,
    change_account,
    close_account,
    end_grant,
    grant_role,
    open_accounts,
    place_team,
    register_teams,
)
from crm.core.actions.people import set_checked_password
from crm.core.clock import today
from crm.core.filters import AccountFilter
from crm.core.forms import AccountForm, EndGrantForm, GrantForm, ReasonForm, TeamForm
from crm.core.models import Role, RoleGrant, Team, TeamParent, User
from crm.core.names import Code
from crm.core.tables import AccountTable, RoleTable, TeamTable
from crm.core.views import (
    Button,
    RecordAction,
    RecordCreate,
    RecordList,
    RecordPage,
)

MANAGE = "core.manage_people"


class AccountList(RecordList):
    """Everybody who has or had an account."""

    title = _("Accounts")
    model = User
    permission = MANAGE
    table_class = AccountTable
    filterset_class = AccountFilter
    default_sort = "username"
    sort_fields = {"username": "username", "name": "name", "last_login": "last_login"}
    buttons = (
        Button(_("Open an account"), "desk:core:account_create", "plus", MANAGE, primary=True),
    )

    def rows(self) -> QuerySet:
        grants = RoleGrant.objects.on(today()).select_related("role", "team")
        return (
            super()
            .rows()
            .select_related("home_team")
            .prefetch_related(Prefetch("grants", grants, to_attr="grants_today"))
        )


class AccountPage(RecordPage):
    """One account with its grants, past ones included."""

    model = User
    slug_field = "username"
    permission = MANAGE
    template_name = "core/account_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Accounts"), reverse("desk:core:accounts"))]

    def facts(self, record: User) -> list[tuple[Any, Any]]:
        return [
            (_("User name"), Code(record.username)),
            (_("Full name"), record.name),
            (_("Home team"), record.home_team),
            (_("Job title"), record.title),
            (_("Phone"), record.phone),
            (_("State"), _("in use") if record.is_active else _("closed")),
        ]

    def context(self, record: User) -> dict[str, Any]:
        grants = record.grants.select_related("role", "team").order_by("-starts_on")
        return {"grants": grants, "today": today()}


class AccountCreate(RecordCreate):
    """Open an account."""

    title = _("Open an account")
    model = User
    permission = MANAGE
    form_class = AccountForm
    success_message = _("The account is open. Give it a role next.")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Accounts"), reverse("desk:core:accounts"))]

    def perform(self, form: Any, record: None) -> User:
        return open_accounts([NewAccount(**form.cleaned_data)], by=self.user)[0]


class AccountEdit(RecordAction):
    """Change the facts of an account or set a new password."""

    title = _("Change an account")
    model = User
    slug_field = "username"
    permission = MANAGE
    form_class = AccountForm

    def perform(self, form: Any, record: User) -> User:
        fields = [name for name in form.changed_data if name != "password"]
        if form.cleaned_data["password"]:
            set_checked_password(record, form.cleaned_data["password"])
            fields.append("password")
        return change_account(record, fields, by=self.user)


class AccountGrant(RecordAction):
    """Give a role."""

    title = _("Give a role")
    model = User
    slug_field = "username"
    permission = MANAGE
    form_class = GrantForm

    def perform(self, form: Any, record: User) -> User:
        data = form.cleaned_data
        grant_role(record, data["role"], data["team"], by=self.user, starts_on=data["starts_on"])
        return record


class AccountEndGrant(RecordAction):
    """End a role."""

    title = _("End a role")
    model = User
    slug_field = "username"
    permission = MANAGE
    form_class = EndGrantForm

    def form_kwargs(self, record: User) -> dict[str, Any]:
        return {"account": record, "day": today()}

    def perform(self, form: Any, record: User) -> User:
        data = form.cleaned_data
        end_grant(data["grant"], by=self.user, day=data["day"], reason=data["reason"])
        return record


class AccountClose(RecordAction):
    """Close an account."""

    title = _("Close the account")
    model = User
    slug_field = "username"
    permission = MANAGE
    form_class = ReasonForm

    def perform(self, form: Any, record: User) -> User:
        data = form.cleaned_data
        return close_account(record, by=self.user, reason=data["reason"], day=data["day"])


class TeamList(RecordList):
    """Teams and where they stand today."""

    title = _("Teams")
    model = Team
    permission = "core.view_teams"
    table_class = TeamTable
    default_sort = "code"
    sort_fields = {"code": "code", "name": "name"}
    buttons = (Button(_("Add a team"), "desk:core:team_create", "plus", MANAGE, primary=True),)

    def rows(self) -> QuerySet:
        links = TeamParent.objects.on(today()).select_related("parent")
        return super().rows().prefetch_related(Prefetch("parents", links, to_attr="parents_today"))


class TeamCreate(RecordCreate):
    """Add a team."""

    title = _("Add a team")
    model = Team
    permission = MANAGE
    form_class = TeamForm

    def perform(self, form: Any, record: None) -> Team:
        data = form.cleaned_data
        team = Team(code=data["code"], name=data["name"], kind=data["kind"])
        register_teams([team], by=self.user)
        if data["parent"]:
            place_team(team, data["parent"], by=self.user, starts_on=data["starts_on"])
        return team


class TeamPage(RecordPage):
    """One team: its places in the tree and its members."""

    model = Team
    slug_field = "code"
    permission = "core.view_teams"
    template_name = "core/team_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Teams"), reverse("desk:core:teams"))]

    def context(self, record: Team) -> dict[str, Any]:
        return {
            "places": record.parents.select_related("parent").order_by("-starts_on"),
            "members": record.members.filter(is_active=True),
        }


class RoleList(RecordList):
    """Roles and their actions."""

    title = _("Roles")
    model = Role
    permission = MANAGE
    table_class = RoleTable
    default_sort = "pk"
