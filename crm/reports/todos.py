"""What reports ask of a person: drafts that were drawn up by themselves, forms that are due."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.registries import Todo, TodoSource, todos
from crm.reports.models import Snapshot
from crm.reports.submissions.waiting import forms_due, near_rows

SHOWN = 20


def open_drafts(user: Any, today: dt.date) -> QuerySet[Snapshot]:
    """Drafts by nobody: the tick drew them up."""
    drafts = Snapshot.objects.within(user, "reports.draft").filter(state__in=Snapshot.OPEN)
    return drafts.filter(created_by__isnull=True)


def waiting_drafts(user: Any, today: dt.date) -> list[Todo]:
    """The latest month first."""
    rows = open_drafts(user, today).defer("canonical").order_by("-as_of", "pk")
    return [
        Todo(
            title=f"{row.kind_label} {row.as_of:%Y-%m}",
            subtitle=row.scope_name,
            task=_("The draft is drawn up: check the figures, edit the words, have it issued"),
            url=row.get_absolute_url(),
            state="new",
        )
        for row in rows[:SHOWN]
    ]


todos.register(
    TodoSource(
        "reports.drafts",
        gettext_lazy("Drafts of reports"),
        waiting_drafts,
        "reports.draft",
        order=70,
        rows=open_drafts,
    )
)
todos.register(
    TodoSource(
        "reports.forms",
        gettext_lazy("Forms of other offices"),
        forms_due,
        "reports.submit",
        order=71,
        rows=near_rows,
    )
)
