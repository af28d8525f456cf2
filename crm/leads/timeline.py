"""One timeline of a lead: contacts, moves, changes, looks at the phone."""

from typing import Any

from django.utils.translation import gettext as _

from crm.core.models import Event
from crm.core.timeline import TimelineRow, history_rows
from crm.enterprises.days import by_day
from crm.leads.models import Lead, LeadMove

ICONS = {
    "phone": "phone",
    "meeting": "users",
    "visit": "visit",
    "viewing": "visit",
    "reception": "users",
    "message": "mail",
    "other": "edit",
}
KINDS = ("follow_ups", "moves", "changes")


def timeline_of(lead: Lead, kind: str = "") -> tuple[list[tuple[Any, list[TimelineRow]]], dict]:
    """Rows by day, newest first, and how many there are of each kind; six queries."""
    follow_ups = [
        contact_row(row)
        for row in lead.follow_ups.select_related("created_by").order_by("-at")[:200]
    ]
    moves = [
        _move(row)
        for row in lead.moves.select_related("created_by", "from_owner", "to_owner", "to_team")
    ]
    events = Event.objects.filter(model="leads.Lead", object_id=lead.pk).select_related("actor")
    changes = history_rows(lead, list(events[:100]))
    parts = {"follow_ups": follow_ups, "moves": moves, "changes": changes}
    chosen = [parts[kind]] if kind in parts else parts.values()
    rows = [row for part in chosen for row in part]
    return by_day(rows), {name: len(part) for name, part in parts.items()}


def contact_row(row: Any) -> TimelineRow:
    """A follow-up, of a lead or of a project."""
    parts = [row.result]
    if row.participants:
        parts.append(_("With %(names)s.") % {"names": row.participants})
    if row.next_step:
        due = f"，{row.next_step_on:%Y-%m-%d}" if row.next_step_on else ""
        parts.append(_("Next step: %(step)s") % {"step": row.next_step} + due)
    return TimelineRow(
        at=row.at,
        title=row.get_kind_display(),
        by=str(row.created_by or _("system")),
        icon=ICONS.get(row.kind, "edit"),
        text=" ".join(parts),
    )


def _move(row: LeadMove) -> TimelineRow:
    states = dict(Lead.State.choices)
    if row.from_state and row.from_state != row.to_state:
        text = f"{states[row.from_state]} → {states[row.to_state]}"
    else:
        text = str(states[row.to_state])
    people = ""
    if row.from_owner_id != row.to_owner_id:
        people = f"{row.from_owner or '—'} → {row.to_owner or '—'}"
    return TimelineRow(
        at=row.moved_at,
        title=_("State"),
        by=str(row.created_by or _("system")),
        icon="arrow",
        text="，".join(part for part in (text, people) if part),
        reason=row.reason,
    )
