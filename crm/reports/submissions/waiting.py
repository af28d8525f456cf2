"""Forms of other offices that wait for a person."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.core.registries import Todo
from crm.reports.models import SubmissionForm
from crm.reports.submissions.due import Due
from crm.reports.submissions.standing import Standing, asked_for, near


def near_rows(user: Any, today: dt.date) -> QuerySet:
    """Forms that are late, or due within the days of notice."""
    return near(SubmissionForm.objects.visible_to(user), today)


def forms_due(user: Any, today: dt.date) -> list[Todo]:
    """The same with their periods, the earliest due first."""
    return [_todo(one) for one in asked_for(near_rows(user, today), today)]


def _todo(one: Standing) -> Todo:
    form, due = one.form, one.due
    return Todo(
        title=f"{form.name} {due.period:%Y-%m}",
        subtitle=form.agency,
        task=_("Send the form") if due.state == "filled" else _("Fill the form and send it"),
        url=form.get_absolute_url(),
        state="late" if due.is_late else "today" if due.days_left == 0 else "later",
        due=_end_of(due.due),
        due_label=_label(due),
        action_label="" if due.state == "filled" else _("Fill"),
        action_url=""
        if due.state == "filled"
        else reverse("desk:reports:forms:fill", args=[form.slug]),
    )


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))


def _label(due: Due) -> str:
    number = abs(due.days_left)
    if due.days_left == 0:
        return _("today")
    if due.is_late:
        text = ngettext("%(n)d natural day over", "%(n)d natural days over", number)
    else:
        text = ngettext("%(n)d natural day left", "%(n)d natural days left", number)
    return text % {"n": number}
