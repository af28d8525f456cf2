"""One timeline of a record: its field changes from the history, and the events about it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.models import Event
from crm.core.registries.events import event_labels

HIDDEN = {"id", "version", "created_at", "updated_at", "created_by", "name_key"}
LIMIT = 200


@dataclass
class TimelineRow:
    """One entry: what, who, when, why, and which fields went from what to what."""

    at: dt.datetime
    title: Any
    by: str
    icon: str = "edit"
    reason: str = ""
    changes: list[tuple[Any, str, str]] = field(default_factory=list)
    text: str = ""
    url: str = ""


def history_rows(record: Model, events: Sequence[Event] = ()) -> list[TimelineRow]:
    """Newest first. Costs one query for the history and one a relation that changed."""
    entries = list(record.history.select_related("history_user")[: LIMIT + 1])  # type: ignore[attr-defined]
    rows = []
    for newer, older in zip(entries, [*entries[1:], None], strict=True):
        if older is None and newer.history_type != "+":
            continue
        changes = _changes(newer, older) if older is not None else []
        if older is not None and not changes and newer.history_type == "~":
            continue
        titles = {"+": _("Recorded"), "~": _("Changed"), "-": _("Removed")}
        rows.append(
            TimelineRow(
                at=newer.history_date,
                title=titles[newer.history_type],
                by=str(newer.history_user or _("system")),
                icon={"+": "plus", "~": "edit", "-": "x"}[newer.history_type],
                reason=newer.history_change_reason or "",
                changes=changes,
            )
        )
    rows += [
        TimelineRow(
            at=event.happened_at,
            title=event_labels.get(event.name, event.name),
            by=str(event.actor or event.get_channel_display()),
            icon="check",
            reason=event.reason,
        )
        for event in events
        if event.name in event_labels
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def shown_value(model_field: Any, value: Any) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return "—"
    if getattr(model_field, "choices", None):
        return str(dict(model_field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value)


def _changes(newer: Any, older: Any) -> list[tuple[Any, str, str]]:
    found = []
    for model_field in newer.tracked_fields:
        if model_field.name in HIDDEN:
            continue
        before, after = (getattr(entry, model_field.attname) for entry in (older, newer))
        if before != after:
            shown = (_related(model_field, value) for value in (before, after))
            found.append((model_field.verbose_name, *shown))
    return found


def _related(model_field: Any, value: Any) -> str:
    if model_field.is_relation and value is not None:
        row = model_field.related_model._default_manager.filter(pk=value).first()
        return str(row) if row is not None else f"#{value}"
    return shown_value(model_field, value)
