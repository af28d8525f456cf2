"""What projects ask of a person: the next step, a review of a pause, entries to review."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.core.registries import Todo, TodoSource, todos
from crm.projects.models import LibraryEntry, Project
from crm.projects.rules import EntryState, Side

SHOWN = 60


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(17, 30)))


def _state(day: dt.date, today: dt.date) -> str:
    return "late" if day < today else "today" if day == today else "later"


def _label(day: dt.date, today: dt.date) -> str:
    number = abs((day - today).days)
    if number == 0:
        return _("today")
    if day < today:
        text = ngettext("%(n)d natural day over", "%(n)d natural days over", number)
    else:
        text = ngettext("%(n)d natural day left", "%(n)d natural days left", number)
    return text % {"n": number}


def steps_due(user: Any, today: dt.date) -> QuerySet:
    """My projects whose next step is due within a week or late."""
    soon = today + dt.timedelta(days=7)
    return Project.objects.filter(owner=user, side=Side.NONE, next_step_on__lte=soon)


def next_steps(user: Any, today: dt.date) -> list[Todo]:
    """Next steps of my projects, the most urgent first."""
    rows = steps_due(user, today).order_by("next_step_on")
    return [
        Todo(
            title=row.name,
            subtitle=_("Project %(number)s") % {"number": row.number}
            + f"·{row.get_stage_display()}",
            task=row.next_step or _("Follow up"),
            url=row.get_absolute_url(),
            state=_state(row.next_step_on, today),
            due=_moment(row.next_step_on),
            due_label=_label(row.next_step_on, today),
            action_label=_("Log a follow-up"),
            action_url=reverse("desk:projects:follow_up", args=[row.number]),
        )
        for row in rows[:SHOWN]
    ]


def pauses_over(user: Any, today: dt.date) -> QuerySet:
    """Paused projects of mine whose review day has come."""
    return Project.objects.filter(owner=user, side=Side.PAUSED, review_on__lte=today)


def pauses(user: Any, today: dt.date) -> list[Todo]:
    """Pauses to review, the longest over first."""
    rows = pauses_over(user, today)
    return [
        Todo(
            title=row.name,
            subtitle=_("Project %(number)s") % {"number": row.number},
            task=_("Review the pause"),
            url=row.get_absolute_url(),
            state=_state(row.review_on, today),
            due=_moment(row.review_on),
            due_label=_label(row.review_on, today),
        )
        for row in rows.order_by("review_on")[:SHOWN]
    ]


def entries_pending(user: Any, today: dt.date) -> QuerySet:
    """Requests for entry into a library that I may review and did not make."""
    rows = LibraryEntry.objects.within(user, "projects.review_entry")
    return rows.filter(state=EntryState.PENDING).exclude(project__owner=user)


def entries_to_review(user: Any, today: dt.date) -> list[Todo]:
    """Entries to review, the oldest request first."""
    rows = entries_pending(user, today).select_related("project", "library")
    rows = rows.order_by("requested_on", "pk")
    return [
        Todo(
            title=row.project.name,
            subtitle=f"{row.project.number}·{row.library}",
            task=_("Review the entry"),
            url=row.project.get_absolute_url(),
            state="new",
            due=None,
            due_label=_("asked on %(day)s") % {"day": row.requested_on},
            action_label=_("Review"),
            action_url=reverse("desk:projects:review_entry", args=[row.project.number]),
        )
        for row in rows[:SHOWN]
    ]


for _key, _title, _items, _rows, _action in (
    ("next_steps", gettext_lazy("Next steps"), next_steps, steps_due, "projects.edit"),
    ("pauses", gettext_lazy("Paused projects"), pauses, pauses_over, "projects.move"),
    (
        "entries",
        gettext_lazy("Entries to review"),
        entries_to_review,
        entries_pending,
        "projects.review_entry",
    ),
):
    todos.register(TodoSource(f"projects.{_key}", _title, _items, _action, order=30, rows=_rows))
