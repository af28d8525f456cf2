"""Import and export of teams and accounts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.actions.people import (
    MANAGE,
    NewAccount,
    change_account,
    end_grant,
    grant_role,
    open_accounts,
    place_team,
    register_teams,
)
from crm.core.clock import today
from crm.core.models import Role, RoleGrant, Team, TeamParent, User
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Importer,
    Row,
    RowRefused,
    unknown_code,
)


def teams_by_code(codes: set[str]) -> dict[str, Team]:
    """Fetches teams for a lookup."""
    return {team.code: team for team in Team.objects.filter(code__in=codes)}


def users_by_name(names: set[str]) -> dict[str, User]:
    """Fetches accounts for a lookup: by user name, and by real name where only one bears it."""
    found: dict[str, Any] = {}
    for user in User.objects.filter(name__in=names).select_related("home_team"):
        found[user.name] = None if user.name in found else user
    for user in User.objects.filter(username__in=names).select_related("home_team"):
        found[user.username] = user
    return found


def team_of(importer: Importer, row: Row, column: str) -> Team | None:
    """The team that a cell names; raises RowRefused for an unknown code."""
    code = row.get(column)
    team = importer.run.lookup(teams_by_code).get(code)
    if code is not None and team is None:
        raise unknown_code(column, code, Team.objects.values_list("code", flat=True))
    return team


def user_of(importer: Importer, row: Row, column: str) -> User | None:
    """The account that a cell names, by user name or real name; raises RowRefused."""
    name = row.get(column)
    user = importer.run.lookup(users_by_name).get(name)
    if name is not None and user is None:
        raise RowRefused(
            column,
            _("%(name)s is no account. Give the user name, or a name that one person alone bears.")
            % {"name": name},
        )
    return user


def receiving_team(importer: Importer, named: Team | None, owner: User | None) -> Team:
    """The team of a new record: the one that the row names, else the owner's, else that of the
    person who imports; raises RowRefused when there is none of them.
    """
    by = importer.run.by
    team = named or (owner and owner.home_team) or (by and by.home_team)
    if team is None:
        codes = "、".join(Team.objects.order_by("code").values_list("code", flat=True)[:12])
        raise RowRefused(
            "team",
            _("Give the code of the team that receives it, or an owner. Teams: %(codes)s.")
            % {"codes": codes or "—"},
        )
    return team


class TeamImporter(Importer):
    """Teams by code; the parent may stand in the same file."""

    def load(self, rows: Sequence[Row]) -> None:
        codes = {row.get("code") for row in rows} | {row.get("parent") for row in rows}
        self.run.lookup(teams_by_code).load(codes)
        links = TeamParent.objects.on(self.run.today).filter(team__code__in=codes - {None})
        self._parents = dict(links.values_list("team__code", "parent__code"))
        self._placed: list[tuple[Team, Team]] = []

    def take(self, row: Row) -> str:
        teams = self.run.lookup(teams_by_code)
        team, parent = teams.get(row.get("code")), team_of(self, row, "parent")
        if parent is not None and parent.code == row.get("code"):
            raise RowRefused("parent", _("A team cannot stand under itself."))
        values = {"name": row.get("name")}
        if row.get("kind"):
            values["kind"] = row.get("kind")
        if team is None:
            team = Team(code=row.get("code"), **values)
            teams.add(team.code, team)
            self.created.append(team)
            outcome = CREATED
        else:
            outcome = self.put(team, values)
        if parent is not None and self._parents.get(team.code) != parent.code:
            self._parents[team.code] = parent.code
            self._placed.append((team, parent))
            outcome = UPDATED if outcome == UNCHANGED else outcome
        return outcome

    def write(self) -> None:
        if self.created:
            register_teams(self.created, by=self.run.by)
        self.write_changes()
        for team, parent in self._placed:
            place_team(
                team, parent, by=self.run.by, starts_on=self.run.today, reason=self.run.reason
            )


class UserImporter(Importer):
    """Accounts by user name. A new one cannot log in until it is given a password."""

    def load(self, rows: Sequence[Row]) -> None:
        names = {row.get("username") for row in rows}
        self.run.lookup(users_by_username).load(names)
        codes = {row.get("team") for row in rows}
        codes |= {part.partition("@")[2] for row in rows for part in row.get("roles") or ()}
        self.run.lookup(teams_by_code).load(codes - {""})
        self._roles = {role.code: role for role in Role.objects.all()}
        self._roles |= {role.name: role for role in list(self._roles.values())}
        self._grants: dict[str, dict[tuple[str, str], RoleGrant]] = {}
        held = RoleGrant.objects.on(self.run.today).filter(user__username__in=names)
        for grant in held.select_related("user", "role", "team"):
            mine = self._grants.setdefault(grant.user.username, {})
            mine[grant.role.code, grant.team.code] = grant
        self._new: dict[str, NewAccount] = {}
        self._wanted: dict[str, dict[tuple[str, str], tuple[Role, Team]]] = {}

    def take(self, row: Row) -> str:
        username = row.get("username")
        user = self.run.lookup(users_by_username).get(username)
        team = team_of(self, row, "team")
        wanted = self._roles_of(row, team or (user.home_team if user else None))
        values: dict[str, Any] = {"name": row.get("name")}
        if row.has("team"):
            values["home_team"] = team
        if user is None or username in self._new:
            outcome = UPDATED if username in self._new else CREATED
            self._new[username] = NewAccount(username, row.get("name"), team)
            self.run.lookup(users_by_username).add(username, User(username=username))
        else:
            outcome = self.put(user, values)
        if wanted is not None and set(wanted) != set(self._grants.get(username, {})):
            outcome = UPDATED if outcome == UNCHANGED else outcome
            self._wanted[username] = wanted
        return outcome

    def _roles_of(self, row: Row, home: Team | None) -> Any:
        if not row.get("roles"):
            return None
        wanted = {}
        for part in row.get("roles"):
            name, _at, code = part.partition("@")
            role = self._roles.get(name.strip())
            if role is None:
                raise unknown_code("roles", name, (role.code for role in Role.objects.all()))
            team = self.run.lookup(teams_by_code).get(code.strip()) if code else home
            if team is None:
                if code:
                    raise unknown_code("roles", code, Team.objects.values_list("code", flat=True))
                raise RowRefused(
                    "roles", _("A role needs a team: fill in the team, or write role@team.")
                )
            wanted[role.code, team.code] = (role, team)
        return wanted

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        opened = open_accounts(list(self._new.values()), by=by, reason=reason)
        users = {user.username: user for user in opened}
        for user, names in self.changed.values():
            change_account(user, sorted(names), by=by, reason=reason)
        for username, wanted in self._wanted.items():
            user = users.get(username) or self.run.lookup(users_by_username).get(username)
            held = self._grants.get(username, {})
            for key in set(held) - set(wanted):
                end_grant(held[key], by=by, day=self.run.today, reason=reason)
            for key in sorted(set(wanted) - set(held)):
                grant_role(user, *wanted[key], by=by, starts_on=self.run.today)


def users_by_username(names: set[str]) -> dict[str, User]:
    """Fetches accounts for a lookup, by user name alone."""
    users = User.objects.filter(username__in=names).select_related("home_team")
    return {user.username: user for user in users}


def team_rows(rows: QuerySet) -> QuerySet:
    """Teams with where they stand today, upper ones first so that the file imports as it is."""
    links = TeamParent.objects.on(today()).select_related("parent")
    return rows.prefetch_related(Prefetch("parents", links, to_attr="places_now")).order_by("pk")


def team_row(team: Team) -> dict[str, Any]:
    """The export's values."""
    places: list[TeamParent] = team.places_now  # type: ignore[attr-defined]
    parent = places[0].parent.code if places else None
    return {"code": team.code, "name": team.name, "parent": parent, "kind": team.kind}


def user_rows(rows: QuerySet) -> QuerySet:
    """Accounts with the roles of today."""
    grants = RoleGrant.objects.on(today()).select_related("role", "team").order_by("pk")
    return rows.select_related("home_team").prefetch_related(
        Prefetch("grants", grants, to_attr="grants_now")
    )


def user_row(user: User) -> dict[str, Any]:
    """The export's values."""
    grants: list[RoleGrant] = user.grants_now  # type: ignore[attr-defined]
    return {
        "username": user.username,
        "name": user.name,
        "team": user.home_team.code if user.home_team else None,
        "roles": [
            grant.role.code
            if grant.team_id == user.home_team_id
            else f"{grant.role.code}@{grant.team.code}"
            for grant in grants
        ],
    }


exchange_kinds.register(
    ExchangeKind(
        key="teams",
        label=pgettext_lazy("exchange", "teams"),
        model=Team,
        columns=(
            Column(
                "code",
                pgettext_lazy("column", "team code"),
                "reference",
                required=True,
                max_length=32,
                sample="section-1",
                aliases=("编码", "代码", "单位代码"),
            ),
            Column(
                "name",
                pgettext_lazy("column", "team name"),
                "name",
                required=True,
                max_length=100,
                sample="招商一科",
                aliases=("名称", "单位名称", "科室"),
            ),
            Column(
                "parent",
                pgettext_lazy("column", "parent team code"),
                "reference",
                sample="bureau",
                aliases=("上级", "上级代码"),
            ),
            Column(
                "kind",
                pgettext_lazy("column", "kind of team"),
                "choice",
                choices=tuple(Team.Kind.choices),
            ),
        ),
        importer=TeamImporter,
        row=team_row,
        rows=team_rows,
        view_action="core.view_teams",
        edit_action=MANAGE,
        list_url="desk:core:teams",
        order=10,
    )
)
exchange_kinds.register(
    ExchangeKind(
        key="users",
        label=pgettext_lazy("exchange", "accounts"),
        model=User,
        columns=(
            Column(
                "username",
                pgettext_lazy("column", "user name"),
                "reference",
                required=True,
                max_length=150,
                sample="gu.mingtang",
                aliases=("账号", "登录名"),
            ),
            Column(
                "name",
                pgettext_lazy("column", "person's name"),
                "name",
                required=True,
                max_length=60,
                sample="顾明堂",
                aliases=("姓名",),
            ),
            Column(
                "team",
                pgettext_lazy("column", "home team code"),
                "reference",
                sample="section-1",
                aliases=("单位", "部门", "科室"),
            ),
            Column(
                "roles",
                pgettext_lazy("column", "roles"),
                "list",
                sample="manager",
                aliases=("角色代码",),
                help=pgettext_lazy("column", "Role codes with commas; role@team for another team."),
            ),
        ),
        importer=UserImporter,
        row=user_row,
        rows=user_rows,
        view_action=MANAGE,
        edit_action=MANAGE,
        list_url="desk:core:accounts",
        order=20,
    )
)
