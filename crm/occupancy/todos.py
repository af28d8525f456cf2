"""What leases ask of a person: those over while the tenant stays, and those that end soon."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.core.registries import Todo, TodoSource, todos
from crm.occupancy.models import Lease, Spell
from crm.occupancy.returns.reminders import (
    fill_in_todos,
    review_todos,
    to_fill_in,
    to_review,
)

LATELY_DAYS, SOON_DAYS, SHOWN = 30, 30, 40


def due_rows(user: Any, today: dt.date) -> QuerySet:
    """Leases in reach, with units taken today, that ended lately or end soon.

    Older holdovers are no news: the list of leases and the data-quality board hold them.
    """
    there = Spell.objects.leased().on(today).filter(lease=OuterRef("pk"))
    return Lease.objects.within(user, "occupancy.let").filter(
        Exists(there),
        last_day__gte=today - dt.timedelta(days=LATELY_DAYS),
        last_day__lte=today + dt.timedelta(days=SOON_DAYS),
    )


def due_leases(user: Any, today: dt.date) -> list[Todo]:
    """Holdovers first, then by their last day."""
    rows = due_rows(user, today).select_related("tenant", "building").order_by("last_day")
    return [_todo(lease, today) for lease in rows[:SHOWN]]


def _todo(lease: Lease, today: dt.date) -> Todo:
    days = (lease.last_day - today).days
    over = ngettext("%(n)d natural day over", "%(n)d natural days over", -days)
    left = ngettext("%(n)d natural day left", "%(n)d natural days left", days)
    return Todo(
        title=lease.tenant.name,
        subtitle=_("Lease %(number)s") % {"number": lease.number} + f"·{lease.building or '—'}",
        task=_("The lease is over, the tenant is still there") if days < 0 else _("Lease ends"),
        url=lease.get_absolute_url(),
        state="late" if days < 0 else "today" if days == 0 else "later",
        due=timezone.make_aware(dt.datetime.combine(lease.last_day, dt.time(23, 59))),
        due_label=_("today") if days == 0 else (over if days < 0 else left) % {"n": abs(days)},
        action_label=_("Renew"),
        action_url=reverse("desk:occupancy:lease_renew", args=[lease.number]),
    )


todos.register(
    TodoSource(
        "occupancy.leases",
        gettext_lazy("Leases ending"),
        due_leases,
        "occupancy.let",
        order=60,
        rows=due_rows,
    )
)
todos.register(
    TodoSource(
        "occupancy.returns",
        gettext_lazy("Monthly returns to fill in"),
        fill_in_todos,
        "occupancy.report_month",
        order=30,
        rows=to_fill_in,
    )
)
todos.register(
    TodoSource(
        "occupancy.reviews",
        gettext_lazy("Monthly returns to review"),
        review_todos,
        "occupancy.close_month",
        order=31,
        rows=to_review,
    )
)
