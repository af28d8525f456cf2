"""What leads ask of a person today: the first response, the assessment, the next follow-up."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.core.clock import now
from crm.core.registries import Todo, TodoSource, todos
from crm.core.working_days import working_calendar
from crm.leads.models import Lead
from crm.leads.rules import Clock, Countdown, State, countdown

SHOWN = 60


def due_label(left: Countdown) -> str:
    """超 2 个工作日, 今天, 剩 3 个自然日: always says which days."""
    number = abs(left.days)
    if left.days == 0:
        return _("over since today") if left.is_late else _("today")
    if left.working:
        text = (
            ngettext("%(n)d working day over", "%(n)d working days over", number)
            if left.is_late
            else ngettext("%(n)d working day left", "%(n)d working days left", number)
        )
    else:
        text = (
            ngettext("%(n)d natural day over", "%(n)d natural days over", number)
            if left.is_late
            else ngettext("%(n)d natural day left", "%(n)d natural days left", number)
        )
    return text % {"n": number}


def ticking(user: Any, today: dt.date) -> QuerySet:
    """Open leads that I have and whose clock runs."""
    return Lead.objects.filter(owner=user, due_at__isnull=False).open()


def own_leads(user: Any, today: dt.date) -> list[Todo]:
    """Leads that I have, by the moment at which their clock ends; two or three queries."""
    return _todos(list(ticking(user, today).order_by("due_at")[:SHOWN]), assigning=False)


def unassigned(user: Any, today: dt.date) -> QuerySet:
    """Leads that wait for somebody to assign them."""
    return Lead.objects.within(user, "leads.assign").unassigned()


def leads_to_assign(user: Any, today: dt.date) -> list[Todo]:
    """Leads to assign, those whose time ends first before the others."""
    rows = unassigned(user, today).select_related("team").order_by("due_at")
    return _todos(list(rows[:SHOWN]), assigning=True)


def _todos(leads: list[Lead], *, assigning: bool) -> list[Todo]:
    if not leads:
        return []
    moment, calendar = now(), working_calendar()
    return [_todo(lead, moment, calendar, assigning=assigning) for lead in leads]


def _todo(lead: Lead, moment: dt.datetime, calendar: Any, *, assigning: bool) -> Todo:
    left = countdown(Clock(lead.due_clock), lead.due_at, moment, calendar)
    fresh = lead.state == State.UNANSWERED and left.state == "later"
    page = lead.get_absolute_url()
    tasks = {
        Clock.ASSIGN: (_("Assign the lead"), _("Assign"), "assign"),
        Clock.RESPOND: (_("First response"), _("First response"), "follow_up"),
        Clock.ASSESS: (_("Submit the assessment"), _("Assess"), "assess"),
        Clock.FOLLOW_UP: (lead.next_step or _("Follow up"), _("Log a follow-up"), "follow_up"),
    }
    task, label, address = tasks[Clock(lead.due_clock)]
    about = str(lead.team) if assigning else lead.get_state_display()
    return Todo(
        title=lead.title,
        subtitle=_("Lead %(number)s") % {"number": lead.number} + f"·{about}",
        task=task,
        url=page,
        state="new" if fresh else left.state,
        due=lead.due_at,
        due_label=due_label(left),
        action_label=label,
        action_url=reverse(f"desk:leads:{address}", args=[lead.number]),
    )


todos.register(
    TodoSource(
        "leads.own",
        gettext_lazy("My leads"),
        own_leads,
        "leads.follow_up",
        order=10,
        rows=ticking,
    )
)
todos.register(
    TodoSource(
        "leads.assign",
        gettext_lazy("To assign"),
        leads_to_assign,
        "leads.assign",
        order=20,
        rows=unassigned,
    )
)
