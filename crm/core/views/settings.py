"""Dated settings, the working calendar and the event log."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.actions import set_calendar_day, set_dated_value
from crm.core.clock import today
from crm.core.filters import CalendarFilter, EventFilter
from crm.core.forms import CalendarDayForm, SettingForm
from crm.core.models import CalendarDay, CalendarYear, DatedSetting, Event
from crm.core.registries import dated_settings
from crm.core.tables import CalendarTable, EventTable, SettingTable
from crm.core.views import Button, RecordCreate, RecordList

MANAGE = "core.manage_settings"


class SettingList(RecordList):
    """Values by day, over the shipped ones."""

    title = _("Dated settings")
    model = DatedSetting
    permission = MANAGE
    template_name = "core/setting_list.html"
    table_class = SettingTable
    default_sort = "-effective_from"
    sort_fields = {"effective_from": "effective_from", "key": "key"}
    buttons = (Button(_("Set a value"), "desk:core:setting_create", "plus", MANAGE, primary=True),)

    def extra_context(self, filtered: QuerySet) -> dict[str, Any]:
        return {"definitions": list(dated_settings)}


class SettingCreate(RecordCreate):
    """A value from a day on."""

    title = _("Set a value")
    model = DatedSetting
    permission = MANAGE
    form_class = SettingForm

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Dated settings"), reverse("desk:core:settings"))]

    def perform(self, form: Any, record: None) -> DatedSetting:
        return set_dated_value(by=self.user, **form.cleaned_data)

    def success_url(self, record: DatedSetting) -> str:
        return reverse("desk:core:settings")


class CalendarList(RecordList):
    """Days that differ from their weekday."""

    title = _("Working calendar")
    model = CalendarDay
    permission = "core.view_teams"
    template_name = "core/calendar_list.html"
    table_class = CalendarTable
    filterset_class = CalendarFilter
    default_sort = "-day"
    sort_fields = {"day": "day"}
    buttons = (Button(_("Enter a day"), "desk:core:calendar_create", "plus", MANAGE, primary=True),)

    def extra_context(self, filtered: QuerySet) -> dict[str, Any]:
        known = set(CalendarYear.objects.values_list("year", flat=True))
        year = today().year
        return {"unknown_years": [str(item) for item in (year, year + 1) if item not in known]}


class CalendarCreate(RecordCreate):
    """One day."""

    title = _("Enter a day")
    model = CalendarDay
    permission = MANAGE
    form_class = CalendarDayForm

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Working calendar"), reverse("desk:core:calendar"))]

    def perform(self, form: Any, record: None) -> CalendarDay:
        return set_calendar_day(by=self.user, **form.cleaned_data)

    def success_url(self, record: CalendarDay) -> str:
        return reverse("desk:core:calendar")


class EventList(RecordList):
    """What happened and who looked at what; nobody can change it."""

    title = _("Event log")
    model = Event
    permission = "core.view_events"
    table_class = EventTable
    filterset_class = EventFilter
    default_sort = "-happened_at"
    sort_fields = {"happened_at": "happened_at"}

    def rows(self) -> QuerySet:
        return Event.objects.select_related("actor")
