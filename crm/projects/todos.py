"""What projects ask of a person: the next step, a review of a pause, entries to review."""

import datetime as dt
from typing import Any

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


def next_steps(user: Any, today: dt.date) -> list[Todo]:
    """Next steps of my projects that are due within a week or late."""
    rows = Project.objects.filter(
        owner=user, side=Side.NONE, next_step_on__lte=today + dt.timedelta(days=7)
    ).order_by("next_step_on")
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


def pauses(user: Any, today: dt.date) -> list[Todo]:
    """Paused projects of mine whose review day has come."""
    rows = Project.objects.filter(owner=user, side=Side.PAUSED, review_on__lte=today)
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


def entries_to_review(user: Any, today: dt.date) -> list[Todo]:
    """Requests for entry into a library that I may review and did not make."""
    rows = (
        LibraryEntry.objects.within(user, "projects.review_entry")
        .filter(state=EntryState.PENDING)
        .exclude(project__owner=user)
        .select_related("project", "library")
        .order_by("requested_on", "pk")
    )
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


for _key, _title, _items, _action in (
    ("projects.next_steps", gettext_lazy("Next steps"), next_steps, "projects.edit"),
    ("projects.pauses", gettext_lazy("Paused projects"), pauses, "projects.move"),
    (
        "projects.entries",
        gettext_lazy("Entries to review"),
        entries_to_review,
        "projects.review_entry",
    ),
):
    todos.register(TodoSource(_key, _title, _items, _action, order=30))
