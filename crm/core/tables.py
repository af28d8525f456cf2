"""Tables of the administration screens."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from crm.core.figure_text import setting_value
from crm.core.models import CalendarDay, DatedSetting, Event, Role, Team, User
from crm.core.registries import dated_settings, rights

CODE = {"td": {"translate": "no"}}


class AccountTable(tables.Table):
    """Accounts with what they may do today."""

    username = tables.Column(_("User name"), linkify=True, attrs=CODE)
    name = tables.Column(_("Full name"))
    home_team = tables.Column(_("Home team"))
    title = tables.Column(_("Job title"))
    grants = tables.Column(_("Roles"), empty_values=())
    is_active = tables.Column(_("State"))
    last_login = tables.DateTimeColumn(verbose_name=_("Last login"), format="Y-m-d H:i")

    class Meta:
        model = User
        fields = ("username", "name", "home_team", "title", "grants", "is_active", "last_login")

    def render_grants(self, record: User) -> str:
        return "、".join(f"{grant.role}（{grant.team}）" for grant in record.grants_today) or "—"

    def render_is_active(self, value: bool) -> str:
        return str(_("in use") if value else _("closed"))


class TeamTable(tables.Table):
    """Teams with their place in the tree today."""

    code = tables.Column(_("Team code"), linkify=True, attrs=CODE)
    name = tables.Column(_("Name"))
    kind = tables.Column(_("Kind"))
    parent = tables.Column(_("Parent team"), empty_values=())

    class Meta:
        model = Team
        fields = ("code", "name", "kind", "parent")

    def render_parent(self, record: Team) -> str:
        return "、".join(str(link.parent) for link in record.parents_today) or "—"


class RoleTable(tables.Table):
    """Roles and what each may do."""

    name = tables.Column(_("Role"))
    actions = tables.Column(_("Actions"))

    class Meta:
        model = Role
        fields = ("name", "actions")

    def render_actions(self, value: list[str]) -> str:
        own = str(_("own only"))
        words = []
        for action in value:
            label = str(rights.actions.get(action.removesuffix(":own"), action))
            words.append(f"{label}（{own}）" if action.endswith(":own") else label)
        return "、".join(words)


class SettingTable(tables.Table):
    """Dated settings in force and to come."""

    key = tables.Column(_("Setting"))
    value = tables.Column(
        _("Value"), attrs={"td": {"class": "num", "translate": "no"}, "th": {"class": "num"}}
    )
    effective_from = tables.DateColumn(verbose_name=_("Effective from"), format="Y-m-d")
    note = tables.Column(_("Basis or reason"))

    class Meta:
        model = DatedSetting
        fields = ("key", "value", "effective_from", "note")

    def render_key(self, value: str) -> str:
        return str(dated_settings[value].label) if value in dated_settings else value

    def render_value(self, value: Any) -> str:
        return setting_value(value)


class CalendarTable(tables.Table):
    """Days that differ from their weekday."""

    day = tables.DateColumn(verbose_name=_("Day"), format="Y-m-d l")
    is_working = tables.Column(_("Worked or not"))
    name = tables.Column(_("Name"))

    class Meta:
        model = CalendarDay
        fields = ("day", "is_working", "name")

    def render_is_working(self, value: bool) -> str:
        return str(_("worked day") if value else _("holiday"))


class EventTable(tables.Table):
    """The append-only log."""

    happened_at = tables.DateTimeColumn(verbose_name=_("Happened at"), format="Y-m-d H:i:s")
    name = tables.Column(_("Event"))
    actor = tables.Column(_("By"))
    channel = tables.Column(_("Channel"))
    label = tables.Column(_("Record"))
    reason = tables.Column(_("Reason"))

    class Meta:
        model = Event
        fields = ("happened_at", "name", "actor", "channel", "label", "reason")
