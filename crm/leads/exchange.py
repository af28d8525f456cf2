"""Import and export of leads. A number names a lead; without one the lead is always new."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import now
from crm.core.exchange import receiving_team, team_of, teams_by_code, user_of, users_by_name
from crm.core.models import User
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import (
    SKIPPED,
    UNCHANGED,
    UPDATED,
    RecordImporter,
    Row,
    RowRefused,
    unknown_code,
)
from crm.enterprises.mentions import Mentions, identities_of, identity_of, mentioned
from crm.enterprises.rules import mask_phone, phone_key
from crm.leads.actions import assign, edit, register, transfer
from crm.leads.filters import LeadFilter
from crm.leads.models import Lead, PromotionEvent
from crm.leads.rules import State

INVESTMENT = ("expected_investment_amount", "expected_investment_currency")


def leads_by_number(numbers: set[str]) -> dict[str, Lead]:
    """Fetches leads for a lookup, with what the scope and the clocks read."""
    rows = Lead.objects.filter(number__in=numbers)
    return {lead.number: lead for lead in rows.select_related("enterprise", "team", "owner")}


def events_by_code(codes: set[str]) -> dict[str, PromotionEvent]:
    """Fetches promotion events for a lookup, by code and by name."""
    found = {event.name: event for event in PromotionEvent.objects.filter(name__in=codes)}
    found |= {event.code: event for event in PromotionEvent.objects.filter(code__in=codes)}
    return found


class LeadImporter(RecordImporter):
    """State and clocks are the actions' business; a changed owner is an assignment."""

    model = Lead
    key_column = "number"
    keep = frozenset({"source", "received_at", "title", "number"})
    attributes = {
        "number": "number",
        "title": "title",
        "contact_name": "contact_name",
        "source": "source",
        "need_area": "need_area",
        "received_at": "received_at",
        "note": "note",
    }

    def load(self, rows: Sequence[Row]) -> None:
        run = self.run
        run.lookup(leads_by_number).load(row.get("number") for row in rows)
        run.lookup(events_by_code).load(row.get("event") for row in rows)
        run.lookup(teams_by_code).load(row.get("team") for row in rows)
        run.lookup(users_by_name).load(row.get("owner") for row in rows)
        self._mentions = Mentions.of_run(run)
        identities = identities_of(rows)
        self._mentions.load(identities)
        phones = {phone_key(row.get("contact_phone") or "") for row in rows} - {""}
        known = {row.pk for one in identities if (row := self._mentions.known(one)) and row.pk}
        self._alike = _open_leads(phones, known)
        self._assigned: list[tuple[Lead, User]] = []

    def take(self, row: Row) -> str:
        if self.run.decisions.get(row.number) == "skip":
            return SKIPPED
        record = self.find(row)
        owner = user_of(self, row, "owner")
        outcome = super().take(row)
        moved = record is not None and owner is not None and record.owner_id != owner.pk
        if moved and record is not None and owner is not None:
            self._assigned.append((record, owner))
            return UPDATED if outcome == UNCHANGED else outcome
        return outcome

    def find(self, row: Row) -> Lead | None:
        return self.run.lookup(leads_by_number).get(row.get("number"))

    def values(self, row: Row) -> dict[str, Any]:
        record, values = self.find(row), super().values(row)
        if row.has("contact_phone"):
            self._set_phone(row, record, values)
        if row.has("need_budget"):
            money = row.get("need_budget")
            if money is not None and money.currency not in ("", "CNY"):
                raise RowRefused("need_budget", _("The rent budget is in yuan."))
            values["need_budget"] = None if money is None else money.amount
        if row.has("expected_investment"):
            money = row.get("expected_investment")
            values["expected_investment_amount"] = None if money is None else money.amount
            if money is not None:
                kept = record.expected_investment_currency if record is not None else "CNY"
                values["expected_investment_currency"] = money.currency or kept
        if row.has("event"):
            values["event"] = self._event(row)
        return values

    def _set_phone(self, row: Row, record: Lead | None, values: dict[str, Any]) -> None:
        phone = row.get("contact_phone") or ""
        if "*" not in phone:
            values["contact_phone"] = phone
        elif record is None or record.masked_phone != phone:
            raise RowRefused(
                "contact_phone", _("A masked number cannot be stored; give the whole number.")
            )

    def _event(self, row: Row) -> PromotionEvent | None:
        code = row.get("event")
        event = self.run.lookup(events_by_code).get(code)
        if code is not None and event is None:
            codes = PromotionEvent.objects.values_list("code", flat=True)
            raise unknown_code("event", code, codes)
        return event

    def check(self, row: Row, record: Lead | None, values: dict[str, Any]) -> None:
        team, owner = team_of(self, row, "team"), user_of(self, row, "owner")
        received = row.get("received_at")
        if received is not None and received > now():
            raise RowRefused("received_at", _("A lead cannot be received in the future."))
        if record is not None:
            self._check_known(row, record, team)
        else:
            self._check_new(row, team, owner, values)
        if row.has("enterprise") or row.has("uscc"):
            # Last of all: it puts an unknown enterprise aside.
            values["enterprise"] = mentioned(self._mentions, row, self.run)
        if record is None and not values.get("title"):
            values["title"] = values["enterprise"].name

    def _check_known(self, row: Row, record: Lead, team: Any) -> None:
        self.allow(record)
        if team is not None and record.team_id != team.pk and not row.get("owner"):
            raise RowRefused(
                "team", _("A lead changes its team when it is handed on to another owner.")
            )

    def _check_new(self, row: Row, team: Any, owner: User | None, values: dict[str, Any]) -> None:
        values["team"], values["owner"] = receiving_team(self, team, owner), owner
        if owner is not None and not (owner.is_active and owner.can("leads.follow_up")):
            raise RowRefused("owner", _("%(name)s may not work on leads.") % {"name": owner})
        self.allow(Lead(team=values["team"], owner=owner))
        if not row.get("title") and identity_of(row) is None:
            raise RowRefused("title", _("Say which enterprise it is, or give the lead a title."))

    def remember(self, row: Row, record: Lead) -> None:
        if record.number:
            self.run.lookup(leads_by_number).add(record.number, record)
        enterprise = record.enterprise.pk if record.enterprise is not None else None
        phone = phone_key(record.contact_phone)
        alike = [
            lead
            for lead in self._alike
            if (phone and lead.phone_key == phone)
            or (enterprise and lead.enterprise_id == enterprise)
        ]
        if alike and self.run.decisions.get(row.number) != "create":
            self.run.note_duplicate(row, [self._candidate(lead) for lead in alike[:5]])

    def _candidate(self, lead: Lead) -> dict[str, Any]:
        by = self.run.by
        if by is not None and not by.can_on("leads.view", lead):
            return {"team": lead.team.name}
        return {"id": lead.pk, "number": lead.number, "name": lead.title, "team": lead.team.name}

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        self._mentions.record(by=by, reason=reason)
        changed = [row for row, _names in self.changed.values()]
        for lead in [*self.created, *changed]:
            lead.enterprise = self._mentions.recorded(lead.enterprise)
        if self.created:
            register(self.created, by=by, reason=reason)
        if changed:
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            edit(changed, fields, by=by, reason=reason)
        for lead, owner in self._assigned:
            step = assign if State(lead.state) in (State.UNASSIGNED, State.POOL) else transfer
            step([lead], by=by, owner=owner, reason=reason)


def _open_leads(phones: set[str], enterprises: set[int]) -> list[Lead]:
    rows = Lead.objects.open().select_related("team")
    found = list(rows.filter(phone_key__in=phones)) if phones else []
    found += list(rows.filter(enterprise__in=enterprises)) if enterprises else []
    return list({lead.pk: lead for lead in found}.values())


def lead_rows(rows: QuerySet) -> QuerySet:
    """Leads with what their columns read."""
    return rows.select_related("enterprise", "team", "owner", "event").order_by("pk")


def lead_row(lead: Lead) -> dict[str, Any]:
    """The export's values; phones stay masked."""
    return {
        "number": lead.number,
        "team": lead.team.code,
        "title": lead.title,
        "enterprise": lead.enterprise.name if lead.enterprise else None,
        "uscc": lead.enterprise.uscc if lead.enterprise else None,
        "contact_name": lead.contact_name,
        "contact_phone": mask_phone(lead.contact_phone),
        "source": lead.source,
        "event": lead.event.code if lead.event else None,
        "need_area": lead.need_area,
        "need_budget": lead.need_budget,
        "expected_investment": money_text(*(getattr(lead, name) for name in INVESTMENT)),
        "owner": lead.owner.username if lead.owner else None,
        "received_at": lead.received_at,
        "note": lead.note,
        "state": lead.get_state_display(),
    }


def money_text(amount: Any, currency: str) -> Any:
    """An amount with its currency: yuan as a number, others with their name, such as 5000 USD."""
    if amount is None or currency == "CNY":
        return amount
    return f"{amount:f} {currency}"


exchange_kinds.register(
    ExchangeKind(
        key="leads",
        label=pgettext_lazy("exchange", "leads"),
        model=Lead,
        columns=(
            Column(
                "number",
                pgettext_lazy("column", "lead's number"),
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
                aliases=("接收单位", "单位", "科室"),
            ),
            Column(
                "title",
                pgettext_lazy("column", "lead title"),
                "name",
                max_length=160,
                aliases=("标题", "名称", "项目名称"),
            ),
            Column(
                "enterprise",
                pgettext_lazy("column", "enterprise name"),
                "name",
                max_length=160,
                sample="云岚数科（演示）有限公司",
                aliases=("企业", "公司名称", "客户"),
            ),
            Column(
                "uscc",
                pgettext_lazy("column", "unified social credit code"),
                "reference",
                max_length=40,
                aliases=("信用代码", "统一代码"),
            ),
            Column(
                "contact_name",
                pgettext_lazy("column", "contact name"),
                max_length=60,
                aliases=("联系人姓名",),
            ),
            Column(
                "contact_phone",
                pgettext_lazy("column", "contact phone"),
                max_length=40,
                aliases=("电话", "手机", "联系方式"),
            ),
            Column(
                "source",
                pgettext_lazy("column", "lead source"),
                "choice",
                choices=tuple(Lead.Source.choices),
                aliases=("来源",),
            ),
            Column(
                "event",
                pgettext_lazy("column", "promotion event code"),
                "reference",
                max_length=120,
                aliases=("活动", "推介会"),
            ),
            Column(
                "need_area",
                pgettext_lazy("column", "area wanted"),
                "area",
                sample="1520",
                aliases=("意向面积", "面积"),
            ),
            Column(
                "need_budget",
                pgettext_lazy("column", "rent budget"),
                "money",
                aliases=("预算",),
            ),
            Column(
                "expected_investment",
                pgettext_lazy("column", "expected investment"),
                "money",
                sample="5000万",
                aliases=("预计投资额", "投资额", "总投资"),
            ),
            Column(
                "owner",
                pgettext_lazy("column", "owner"),
                "reference",
                max_length=150,
                aliases=("招商经理", "跟进人"),
            ),
            Column(
                "received_at",
                pgettext_lazy("column", "received at"),
                "datetime",
                sample="2023-02-28",
                aliases=("接收日期", "日期", "登记日期"),
            ),
            Column(
                "note",
                pgettext_lazy("column", "situation"),
                max_length=10_000,
                aliases=("备注", "情况说明"),
            ),
        ),
        more_columns=(Column("state", pgettext_lazy("column", "state of the lead")),),
        importer=LeadImporter,
        row=lead_row,
        rows=lead_rows,
        view_action="leads.view",
        edit_action="leads.edit",
        create_action="leads.create",
        filterset=lambda: LeadFilter,
        list_url="desk:leads:list",
        order=90,
    )
)
