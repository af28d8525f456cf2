"""The clocks of leads as stored: which one runs and when it runs out."""

import datetime as dt
from collections.abc import Iterable

from crm.core.dated_values import value_on
from crm.core.rules import WorkingCalendar
from crm.core.working_days import working_calendar
from crm.leads.models import Lead
from crm.leads.rules import Dates, Limits, State, due

CLOCK_FIELDS = ("due_clock", "due_at")


def limits_on(day: dt.date) -> Limits:
    """The limits in force on ``day``; four queries."""
    return Limits(
        assign=int(value_on("leads.assign_days", day)),
        respond=int(value_on("leads.respond_days", day)),
        assess=int(value_on("leads.assess_days", day)),
        follow_up=int(value_on("leads.follow_up_days", day)),
    )


def set_clocks(
    leads: Iterable[Lead], *, day: dt.date, calendar: WorkingCalendar | None = None
) -> None:
    """Put the running clock and its end onto leads in memory; the caller writes CLOCK_FIELDS."""
    limits, days = limits_on(day), calendar or working_calendar()
    for lead in leads:
        clock, end = due(State(lead.state), dates_of(lead), limits, days)
        lead.due_clock, lead.due_at = clock or "", end


def dates_of(lead: Lead) -> Dates:
    """What the clocks of a lead are reckoned from."""
    return Dates(
        received_at=lead.received_at,
        waiting_since=lead.state_since,
        assigned_at=lead.assigned_at,
        responded_at=lead.responded_at,
        followed_up_at=lead.followed_up_at,
        next_step_on=lead.next_step_on,
        paused=lead.paused_until is not None,
    )
