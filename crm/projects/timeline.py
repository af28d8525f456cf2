"""One timeline of a project: contacts, moves, libraries, money, changes."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.models import Attachment, Event
from crm.core.money import show_money
from crm.core.timeline import TimelineRow, history_rows
from crm.enterprises.days import by_day
from crm.leads.timeline import contact_row
from crm.projects.models import LibraryEntry, MoneyIncrement, Project, StageMove

KINDS = ("follow_ups", "moves", "evidence", "changes")


def timeline_of(project: Project, kind: str = "") -> tuple[list[tuple[Any, list]], dict[str, int]]:
    """Rows by day, newest first, and how many there are of each kind."""
    contacts = project.follow_ups.select_related("created_by").order_by("-at")[:200]
    moves = project.moves.select_related("created_by", "approved_by")
    entries = project.library_entries.select_related("library", "reviewer")
    money = project.money.select_related("created_by")
    files = Attachment.objects.filter(
        content_type__app_label="projects", content_type__model="project", object_id=project.pk
    ).select_related("created_by")
    events = Event.objects.filter(model="projects.Project", object_id=project.pk)
    parts = {
        "follow_ups": [contact_row(row) for row in contacts],
        "moves": [_move(row) for row in moves]
        + [row for entry in entries for row in _entry(entry)]
        + [_money(row) for row in money],
        "evidence": [_file(row) for row in files],
        "changes": history_rows(project, list(events.select_related("actor")[:100])),
    }
    chosen = [parts[kind]] if kind in parts else parts.values()
    rows = [row for part in chosen for row in part]
    return by_day(rows), {name: len(part) for name, part in parts.items()}


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _move(row: StageMove) -> TimelineRow:
    stages, sides = dict(Project.Stage.choices), dict(Project.Side.choices)
    if row.from_stage and row.from_stage != row.to_stage:
        text = f"{stages[row.from_stage]} → {stages[row.to_stage]}"
    elif row.from_side != row.to_side:
        text = str(sides[row.to_side])
    else:
        text = str(stages[row.to_stage])
    notes = [row.reason]
    if row.approved_by:
        notes.append(_("approved by %(name)s") % {"name": row.approved_by})
    if row.reason_code:
        notes.append(row.get_reason_code_display())
    if row.review_on:
        notes.append(_("review on %(day)s") % {"day": row.review_on})
    return TimelineRow(
        at=_noon(row.moved_on),
        title=_("Stage"),
        by=str(row.created_by or _("system")),
        icon="arrow",
        text=text,
        reason="，".join(str(note) for note in notes if note),
    )


def _entry(entry: LibraryEntry) -> list[TimelineRow]:
    rows = []
    if entry.entered_on:
        text = f"{entry.library}，{entry.entered_on:%Y-%m-%d}"
        rows.append(
            TimelineRow(
                at=_noon(entry.entered_on),
                title=_("Entered the library"),
                by=str(entry.reviewer or _("system")),
                icon="check",
                text=text,
            )
        )
    if entry.left_on:
        rows.append(
            TimelineRow(
                at=_noon(entry.left_on),
                title=_("Left the library"),
                by=str(entry.reviewer or _("system")),
                icon="x",
                text=f"{entry.library}",
                reason=str(entry.get_leave_reason_display()),
            )
        )
    return rows


def _money(row: MoneyIncrement) -> TimelineRow:
    return TimelineRow(
        at=_noon(row.happened_on),
        title=_("Amount recorded"),
        by=str(row.created_by or _("system")),
        icon="money",
        text=f"{row.get_kind_display()} {show_money(row.amount, row.currency)}",
    )


def _file(row: Attachment) -> TimelineRow:
    return TimelineRow(
        at=row.created_at,
        title=_("Evidence added"),
        by=str(row.created_by or _("system")),
        icon="file",
        text=row.name,
    )
