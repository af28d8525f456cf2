"""Import and export of projects with their place in the default library."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.exchange import receiving_team, team_of, teams_by_code, user_of, users_by_name
from crm.core.money import CURRENCIES
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import (
    SKIPPED,
    UNCHANGED,
    UPDATED,
    RecordImporter,
    Row,
    RowRefused,
)
from crm.enterprises.mentions import Mentions, identities_of, mentioned
from crm.projects.actions import edit, hand_to, move_stage, record_entries, register
from crm.projects.filters import ProjectFilter
from crm.projects.models import Library, LibraryEntry, Project
from crm.projects.need_columns import (
    NEED_ATTRIBUTES,
    NEED_COLUMNS,
    check_need,
    load_places,
    need_cells,
    place_values,
)
from crm.projects.rules import EntryState, Stage


def projects_by_number(numbers: set[str]) -> dict[str, Project]:
    """Fetches projects for a lookup."""
    rows = Project.objects.filter(number__in=numbers)
    related = ("enterprise", "team", "owner", "need_zone", "need_building")
    return {row.number: row for row in rows.select_related(*related)}


def projects_named(names: set[str]) -> dict[str, list[Project]]:
    """Fetches projects for a lookup, by name: those that a new one may repeat."""
    found: dict[str, list[Project]] = {}
    for row in Project.objects.filter(name__in=names).select_related("team"):
        found.setdefault(row.name, []).append(row)
    return found


class ProjectImporter(RecordImporter):
    """A number names a project; without one it is always new.

    Stage and owner go by their actions.
    """

    model = Project
    key_column = "number"
    keep = frozenset({"number", "landing_mode"})
    attributes = {
        "number": "number",
        "name": "name",
        "landing_mode": "landing_mode",
        "signed_on": "signed_on",
        **NEED_ATTRIBUTES,
    }

    def load(self, rows: Sequence[Row]) -> None:
        run = self.run
        projects = run.lookup(projects_by_number)
        projects.load(row.get("number") for row in rows)
        run.lookup(teams_by_code).load(row.get("team") for row in rows)
        run.lookup(users_by_name).load(row.get("owner") for row in rows)
        run.lookup(projects_named).load(row.get("name") for row in rows)
        load_places(self, rows)
        self._mentions = Mentions.of_run(run)
        self._mentions.load(identities_of(rows))
        self._library = Library.objects.on(run.today).order_by("-is_default", "pk").first()
        known = [projects.get(row.get("number")) for row in rows]
        entries = LibraryEntry.objects.filter(
            library=self._library, project__in=[row.pk for row in known if row and row.pk]
        )
        self._entries = {entry.project_id: entry for entry in entries}
        self._fresh_entries: list[LibraryEntry] = []
        self._old_entries: list[LibraryEntry] = []
        self._moves: list[tuple[Project, Stage]] = []
        self._handed: list[tuple[Project, Any]] = []

    def find(self, row: Row) -> Project | None:
        return self.run.lookup(projects_by_number).get(row.get("number"))

    def take(self, row: Row) -> str:
        if self.run.decisions.get(row.number) == "skip":
            return SKIPPED
        known = self.find(row)
        self._check_dates(row)
        owner, before = user_of(self, row, "owner"), len(self.created)
        outcome = super().take(row)
        project = known or self.created[before]
        touched = self._put_entry(row, project)
        if known is not None:
            stage = row.get("stage")
            if stage and known.stage != stage:
                self._moves.append((known, Stage(stage)))
                touched = True
            if owner is not None and known.owner_id != owner.pk:
                self._handed.append((known, owner))
                touched = True
        return UPDATED if touched and outcome == UNCHANGED else outcome

    def values(self, row: Row) -> dict[str, Any]:
        values = {**super().values(row), **place_values(self, row)}
        if row.has("investment") or row.has("currency"):
            self._set_money(row, values)
        return values

    def _set_money(self, row: Row, values: dict[str, Any]) -> None:
        money, stated = row.get("investment"), (row.get("currency") or "").upper()
        if stated and stated not in CURRENCIES:
            allowed = "、".join(f"{name}（{code}）" for code, (name, _unit) in CURRENCIES.items())
            raise RowRefused("currency", _("Allowed: %(values)s.") % {"values": allowed})
        if money is not None and money.currency and stated and money.currency != stated:
            raise RowRefused(
                "currency",
                _("The amount says %(amount)s, this column says %(column)s.")
                % {"amount": money.currency, "column": stated},
            )
        if row.has("investment"):
            values["investment_amount"] = None if money is None else money.amount
        currency = stated or (money.currency if money is not None else "")
        if currency or (money is not None and self.find(row) is None):
            values["investment_currency"] = currency or "CNY"

    def check(self, row: Row, record: Project | None, values: dict[str, Any]) -> None:
        team, owner = team_of(self, row, "team"), user_of(self, row, "owner")
        check_need(record, values)
        if record is None:
            values["team"], values["owner"] = receiving_team(self, team, owner), owner
            if owner is not None and not owner.is_active:
                message = _("%(name)s's account is closed.") % {"name": owner}
                raise RowRefused("owner", message)
            values["stage"] = row.get("stage") or Stage.TALKS
            self.allow(Project(team=values["team"], owner=owner))
        else:
            self.allow(record)
            if team is not None and record.team_id != team.pk and not row.get("owner"):
                message = _("A project changes its team when it is handed on to another owner.")
                raise RowRefused("team", message)
        if row.has("enterprise") or row.has("uscc"):
            # Last of all: it puts an unknown enterprise aside.
            values["enterprise"] = mentioned(self._mentions, row, self.run)

    def _check_dates(self, row: Row) -> None:
        entered, left = row.get("repository_entered"), row.get("repository_left")
        if entered is not None and entered > self.run.today:
            raise RowRefused("repository_entered", _("Entry cannot lie in the future."))
        if left is None:
            return
        if entered is None:
            raise RowRefused("repository_entered", _("Needed where there is a day of leaving."))
        if left < entered:
            raise RowRefused(
                "repository_left", _("Should not lie before %(day)s.") % {"day": entered}
            )
        if left > self.run.today:
            raise RowRefused("repository_left", _("Leaving cannot lie in the future."))

    def _put_entry(self, row: Row, project: Project) -> bool:
        entered = row.get("repository_entered")
        entry = self._entries.get(project.pk) if project.pk else None
        if entered is None or self._library is None:
            return False
        left = row.get("repository_left")
        state = EntryState.IN if left is None else EntryState.LEFT
        if entry is None:
            entry = LibraryEntry(project=project, library=self._library)
            self._fresh_entries.append(entry)
        elif (entry.entered_on, entry.left_on) == (entered, left):
            return False
        else:
            self._old_entries.append(entry)
        entry.state, entry.entered_on, entry.left_on = state, entered, left
        if left is not None:
            entry.leave_reason = entry.leave_reason or LibraryEntry.LeaveReason.LANDED
        return True

    def remember(self, row: Row, record: Project) -> None:
        if record.number:
            self.run.lookup(projects_by_number).add(record.number, record)
        alike = self.run.lookup(projects_named).get(record.name) or []
        seen = [one for one in alike if self._sees(one)]
        if seen and self.run.decisions.get(row.number) != "create":
            self.run.note_duplicate(
                row, [{"id": one.pk, "number": one.number, "name": one.name} for one in seen[:5]]
            )

    def _sees(self, project: Project) -> bool:
        return self.run.by is None or self.run.by.can_on("projects.view", project)

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        self._mentions.record(by=by, reason=reason)
        changed = [row for row, _names in self.changed.values()]
        for project in [*self.created, *changed]:
            project.enterprise = self._mentions.recorded(project.enterprise)
        if self.created:
            register(self.created, by=by, reason=reason)
        if changed:
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            edit(changed, fields, by=by, reason=reason)
        for entry in self._fresh_entries:
            entry.project_id = entry.project.pk
        record_entries(self._fresh_entries, self._old_entries, by=by, reason=reason)
        for project, owner in self._handed:
            hand_to([project], by=by, owner=owner, reason=reason)
        for project, stage in self._moves:
            move_stage([project], by=by, to=stage, on=self.run.today, reason=reason)


def project_rows(rows: QuerySet) -> QuerySet:
    """Projects with their place in the default library."""
    entries = LibraryEntry.objects.filter(library__is_default=True)
    return (
        rows.select_related("enterprise", "team", "owner", "need_zone", "need_building")
        .prefetch_related(Prefetch("library_entries", entries, to_attr="default_entries"))
        .order_by("pk")
    )


def project_row(row: Project) -> dict[str, Any]:
    """The export's values."""
    entry = next(iter(row.default_entries), None)  # type: ignore[attr-defined]
    return {
        "number": row.number,
        "team": row.team.code,
        "name": row.name,
        "landing_mode": row.landing_mode,
        "enterprise": row.enterprise.name if row.enterprise else None,
        "uscc": row.enterprise.uscc if row.enterprise else None,
        "stage": row.stage,
        "repository_entered": entry.entered_on if entry else None,
        "repository_left": entry.left_on if entry else None,
        "investment": row.investment_amount,
        "currency": row.investment_currency,
        "signed_on": row.signed_on,
        "owner": row.owner.username if row.owner else None,
        "side": row.get_side_display(),
        **need_cells(row),
    }


exchange_kinds.register(
    ExchangeKind(
        key="projects",
        label=pgettext_lazy("exchange", "projects"),
        model=Project,
        columns=(
            Column(
                "number",
                pgettext_lazy("column", "project's number"),
                "reference",
                max_length=32,
                aliases=("编号",),
                help=pgettext_lazy("column", "Leave it empty for a new one."),
            ),
            Column(
                "team",
                pgettext_lazy("column", "receiving team code"),
                "reference",
                sample="section-1",
                aliases=("单位", "科室", "责任单位"),
            ),
            Column(
                "name",
                pgettext_lazy("column", "project name"),
                "name",
                required=True,
                max_length=160,
                sample="数字金融示范项目（演示）",
                aliases=("名称", "项目"),
            ),
            Column(
                "landing_mode",
                pgettext_lazy("column", "way of landing"),
                "choice",
                choices=tuple(Project.LandingMode.choices),
            ),
            Column(
                "enterprise",
                pgettext_lazy("column", "enterprise name"),
                "name",
                max_length=160,
                aliases=("企业", "公司名称"),
            ),
            Column(
                "uscc",
                pgettext_lazy("column", "unified social credit code"),
                "reference",
                max_length=40,
                aliases=("信用代码", "统一代码"),
            ),
            Column(
                "stage",
                pgettext_lazy("column", "stage"),
                "choice",
                choices=tuple(Project.Stage.choices),
                aliases=("项目阶段", "进展阶段"),
            ),
            Column(
                "repository_entered",
                pgettext_lazy("column", "entered the library on"),
                "date",
                aliases=("入库时间", "入库"),
            ),
            Column(
                "repository_left",
                pgettext_lazy("column", "left the library on"),
                "date",
                aliases=("出库时间", "出库"),
            ),
            Column(
                "investment",
                pgettext_lazy("column", "expected investment"),
                "money",
                sample="1.8亿美元",
                aliases=("预计投资额", "投资额", "总投资", "投资金额"),
            ),
            Column(
                "currency",
                pgettext_lazy("column", "currency"),
                "reference",
                max_length=3,
                sample="CNY",
            ),
            Column(
                "signed_on",
                pgettext_lazy("column", "signed on"),
                "date",
                aliases=("签约时间", "签约日"),
            ),
            Column(
                "owner",
                pgettext_lazy("column", "owner"),
                "reference",
                max_length=150,
                aliases=("招商经理", "项目经理"),
            ),
            *NEED_COLUMNS,
        ),
        more_columns=(Column("side", pgettext_lazy("column", "side state")),),
        importer=ProjectImporter,
        row=project_row,
        rows=project_rows,
        view_action="projects.view",
        edit_action="projects.edit",
        create_action="projects.create",
        filterset=lambda: ProjectFilter,
        list_url="desk:projects:list",
        order=100,
    )
)
