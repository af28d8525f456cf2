"""The lead list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.clock import now
from crm.core.views import Button, PresetView, RecordList
from crm.core.working_days import working_calendar
from crm.leads.filters import LeadFilter
from crm.leads.models import Lead
from crm.leads.rules import Clock, countdown
from crm.leads.tables import LeadTable

OPEN_STATES = "state=unassigned&state=unanswered&state=assessing&state=following"


def add_countdowns(leads: list[Lead]) -> None:
    """Put onto each lead how long is left; the calendar is read once."""
    if not any(lead.due_at for lead in leads):
        return
    moment, calendar = now(), working_calendar()
    for lead in leads:
        lead.countdown = (
            countdown(Clock(lead.due_clock), lead.due_at, moment, calendar) if lead.due_at else None
        )


class LeadList(RecordList):
    """Work a list: late ones first."""

    model = Lead
    permission = "leads.view"
    title = _("Leads")
    table_class = LeadTable
    filterset_class = LeadFilter
    export_kind = "leads"
    default_sort = "due"
    sort_fields = {
        "due": "due_at",
        "number": "number",
        "title": "title",
        "state": "state",
        "need_area": "need_area",
        "followed_up_at": "followed_up_at",
        "received_at": "received_at",
    }
    fixed_columns = ("due", "title")
    default_columns = (
        "due",
        "number",
        "title",
        "state",
        "need_area",
        "next_step",
        "followed_up_at",
        "owner",
    )
    presets = (
        PresetView("mine", _("My leads"), f"owner=me&{OPEN_STATES}"),
        PresetView("unassigned", _("To be assigned"), "state=unassigned"),
        PresetView("unanswered", _("Awaiting first response"), "state=unanswered"),
        PresetView("late", _("Overdue"), "due=late"),
        PresetView("week", _("Due this week"), "due=week"),
        PresetView("all", _("All that I may see"), ""),
    )
    buttons = (
        Button(_("Record a lead"), "desk:leads:create", "plus", "leads.create", primary=True),
    )
    empty_text = _("Record the first lead, or remove a condition.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("owner", "team", "event")

    def row_context(self, rows: list[Any]) -> None:
        add_countdowns(rows)
