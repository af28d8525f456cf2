"""Who is reminded of a return: operators of what is due, statisticians of what waits for them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.core.acts import announce
from crm.core.clock import today
from crm.core.dated_values import value_on
from crm.core.models import Event
from crm.core.registries import Todo
from crm.core.rules import WorkingCalendar
from crm.core.working_days import working_calendar
from crm.occupancy.actions.returns import begin_return
from crm.occupancy.dated import REMIND_BEFORE
from crm.occupancy.days import month_end
from crm.occupancy.models import MonthlyReturn
from crm.occupancy.returns import months
from crm.occupancy.returns.duties import due_on, owing

REPORT, REVIEW = "occupancy.report_month", "occupancy.close_month"
WITH_OPERATOR = (MonthlyReturn.State.DRAFT, MonthlyReturn.State.RETURNED)
SHOWN = 40
SOON, LATE = "occupancy.return_due_soon", "occupancy.return_late"


def to_fill_in(user: Any, day: dt.date) -> QuerySet:
    """Own returns that are begun or sent back; reviewers have none of their own."""
    rows = MonthlyReturn.objects.within(user, REPORT)
    return rows.none() if user.can(REVIEW) else rows.filter(state__in=WITH_OPERATOR)


def to_review(user: Any, day: dt.date) -> QuerySet:
    """Returns that wait for the reviewer."""
    return MonthlyReturn.objects.within(user, REVIEW).filter(state=MonthlyReturn.State.SENT)


def returns_waiting(user: Any) -> QuerySet:
    """The number beside the entry of the navigation."""
    day = today()
    return to_review(user, day) if user.can(REVIEW) else to_fill_in(user, day)


def fill_in_todos(user: Any, day: dt.date) -> list[Todo]:
    """One a return, by the day on which it is due."""
    rows = to_fill_in(user, day).select_related("building").order_by("month", "building__code")
    calendar = working_calendar()
    return [
        _todo(
            row,
            due_on(row.month, calendar),
            day,
            calendar,
            task=_("Correct the monthly return and send it again")
            if row.state == MonthlyReturn.State.RETURNED
            else _("Fill in the monthly return"),
            url=reverse("desk:occupancy:return", args=[f"{row.month:%Y-%m}", row.building.code]),
        )
        for row in rows[:SHOWN]
    ]


def review_todos(user: Any, day: dt.date) -> list[Todo]:
    """One a return that was sent."""
    rows = to_review(user, day).select_related("building").order_by("month", "building__code")
    calendar = working_calendar()
    return [
        _todo(
            row,
            due_on(row.month, calendar),
            day,
            calendar,
            task=_("Review the monthly return"),
            url=reverse("desk:occupancy:return_review", args=[row.number]),
        )
        for row in rows[:SHOWN]
    ]


def _todo(
    row: MonthlyReturn,
    due: dt.date,
    day: dt.date,
    calendar: WorkingCalendar,
    *,
    task: str,
    url: str,
) -> Todo:
    days = calendar.working_days_between(day, due)
    late = due < day
    over = ngettext("%(n)d working day over", "%(n)d working days over", abs(days) or 1)
    left = ngettext("%(n)d working day left", "%(n)d working days left", days)
    label = (over if late else left) % {"n": (abs(days) or 1) if late else days}
    return Todo(
        title=row.building.name,
        subtitle=_("return of %(month)s") % {"month": f"{row.month:%Y-%m}"} + f"·{row.number}",
        task=task,
        url=url,
        state="late" if late else "today" if due == day else "later",
        due=timezone.make_aware(dt.datetime.combine(due, dt.time(23, 59))),
        due_label=_("today") if due == day else label,
        action_label=_("Open the return"),
        action_url=url,
    )


def begin_and_remind(day: dt.date) -> int:
    """Begin the returns of the month that is asked for, and note once each that one is due soon or
    late; gives how many were begun or noted. Twice does nothing.
    """
    month = months.current(day)
    duties = owing(month)
    if not duties:
        return 0
    done = 0
    for duty in duties:
        if duty.found is None:
            begin_return(duty.building, month, by=None)
            done += 1
    calendar = working_calendar()
    due = due_on(month, calendar)
    ahead = int(value_on(REMIND_BEFORE, month_end(month)))
    if day > due:
        done += _note(LATE, month, due)
    elif calendar.working_days_between(day, due) <= ahead:
        done += _note(SOON, month, due)
    return done


def _note(name: str, month: dt.date, due: dt.date) -> int:
    with transaction.atomic():
        rows = list(MonthlyReturn.objects.filter(month=month, state__in=WITH_OPERATOR))
        known = Event.objects.filter(
            name=name, model=MonthlyReturn._meta.label, object_id__in=[row.pk for row in rows]
        )
        told = set(known.values_list("object_id", flat=True))
        fresh = [row for row in rows if row.pk not in told]
        announce(name, fresh, by=None, data={"due": due.isoformat()})
        return len(fresh)
