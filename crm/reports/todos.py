"""What reports ask of a person: drafts that were drawn up by themselves, those of others to approve
and to issue, forms that are due.
"""

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


def to_approve(user: Any, today: dt.date) -> QuerySet[Snapshot]:
    """Drafts that somebody else drew up."""
    drafts = Snapshot.objects.within(user, "reports.review").filter(state=Snapshot.State.DRAFT)
    return drafts.filter(created_by__isnull=False).exclude(created_by=user)


def to_issue(user: Any, today: dt.date) -> QuerySet[Snapshot]:
    """Approved ones."""
    rows = Snapshot.objects.within(user, "reports.issue")
    return rows.filter(state=Snapshot.State.REVIEWED)


def approvals(user: Any, today: dt.date) -> list[Todo]:
    """With who drew them up."""
    task = _("Read the draft and approve it, or tell who drew it up what to change")
    return _of_others(to_approve(user, today), task)


def issues(user: Any, today: dt.date) -> list[Todo]:
    """What only the last step is missing of."""
    return _of_others(to_issue(user, today), _("Approved: have it printed and issue it"))


def _of_others(rows: QuerySet[Snapshot], task: str) -> list[Todo]:
    shown = rows.select_related("created_by").defer("canonical").order_by("-as_of", "pk")[:SHOWN]
    return [
        Todo(
            title=f"{row.kind_label} {row.as_of:%Y-%m}",
            subtitle="·".join(filter(None, [row.scope_name, str(row.created_by or "")])),
            task=task,
            url=row.get_absolute_url(),
            state="new",
        )
        for row in shown
    ]


todos.register(
    TodoSource(
        "reports.to_approve",
        gettext_lazy("Reports to approve"),
        approvals,
        "reports.review",
        order=68,
        rows=to_approve,
    )
)
todos.register(
    TodoSource(
        "reports.to_issue",
        gettext_lazy("Reports to issue"),
        issues,
        "reports.issue",
        order=69,
        rows=to_issue,
    )
)
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
