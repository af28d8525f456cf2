"""What every action uses: check, write with history, record, announce. Inside one transaction."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from crm.core import context
from crm.core.errors import NotAllowed, Stale
from crm.core.journal import journal_changing, journal_created
from crm.core.models import Event
from crm.core.records import Record
from crm.core.searching import mark_rows

if TYPE_CHECKING:
    from crm.core.models import User

Row = TypeVar("Row", bound=models.Model)
Subscriber = Callable[[str, Sequence[Any], "User | None", dict[str, Any]], None]

BATCH = 500
_subscribers: dict[str, list[Subscriber]] = {}


def authorise(by: "User | None", action: str, rows: Iterable[models.Model] = ()) -> None:
    """Raise NotAllowed unless ``by`` may do ``action`` on every row.

    ``by`` None is the command line or the system itself: allowed, and recorded as such.
    """
    if by is None:
        return
    if not by.can(action) or not all(by.can_on(action, row) for row in rows):
        record_event("core.refused", by=by, data={"action": action})
        raise NotAllowed(action)


def create(rows: Sequence[Row], *, by: "User | None", reason: str = "") -> list[Row]:
    """Insert rows of one or more models with their history; their search documents are marked."""
    _in_transaction()
    for row in rows:
        row.created_by = by  # type: ignore[attr-defined]
    for model, group in _by_model(rows):
        bulk_create_with_history(
            group, model, batch_size=BATCH, default_user=by, default_change_reason=reason or None
        )
    journal_created(rows)
    mark_rows(rows)
    return list(rows)


def change(
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    by: "User | None",
    reason: str = "",
    expected: int | None = None,
) -> list[Row]:
    """Write ``fields`` of rows that were read in this transaction, with history and version + 1.

    ``expected`` is the version that the person saw (forms hand it in). Raises Stale when somebody
    saved in between; nothing is written then.
    """
    _in_transaction()
    stamp = timezone.now()
    for model, group in _by_model(rows):
        _check_versions(model, group, expected)
        journal_changing(group, fields)
        for row in group:
            row.version += 1
            row.updated_at = stamp
        bulk_update_with_history(
            group,
            model,
            [*fields, "version", "updated_at"],
            batch_size=BATCH,
            default_user=by,
            default_change_reason=reason or None,
        )
    mark_rows(rows)
    return list(rows)


def put_back(rows: Sequence[Row], fields: Sequence[str], *, by: "User | None", reason: str) -> None:
    """Write former values, version and time of change included: only the undo of an import may.

    History shows the step; the table is as it was.
    """
    _in_transaction()
    for model, group in _by_model(rows):
        bulk_update_with_history(
            group,
            model,
            list(fields),
            batch_size=BATCH,
            default_user=by,
            default_change_reason=reason[:100],
        )
    mark_rows(rows)


def remove(rows: Sequence[models.Model], *, by: "User | None", reason: str) -> None:
    """Delete rows: only the undo of an import and erasure may. History keeps the last state."""
    _in_transaction()
    mark_rows(rows)
    for model, group in _by_model(rows):
        _bury(model, group, by, reason)
        for start in range(0, len(group), BATCH):
            keys = [row.pk for row in group[start : start + BATCH]]
            # Raw: no cascade is wanted, the database's own foreign keys refuse what is still in
            # use.
            model._default_manager.filter(pk__in=keys)._raw_delete(
                transaction.get_connection().alias
            )


def announce(
    name: str,
    rows: Sequence[models.Model],
    *,
    by: "User | None",
    reason: str = "",
    data: Any = None,
) -> None:
    """Write one event a row and tell the subscribers of ``name``, in this same transaction."""
    _in_transaction()
    Event.objects.bulk_create(
        [_event(name, by=by, row=row, reason=reason, data=data) for row in rows], batch_size=BATCH
    )
    for subscriber in _subscribers.get(name, ()):
        subscriber(name, rows, by, data or {})


def record_event(
    name: str,
    *,
    by: "User | None",
    row: models.Model | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """One event outside an action: a look at masked data, an export, a print, a refusal."""
    event = _event(name, by=by, row=row, reason=reason, data=data)
    event.save(force_insert=True)
    return event


def subscribe(name: str, subscriber: Subscriber) -> None:
    """Call ``subscriber(name, rows, by, data)`` whenever ``name`` is announced; it must not
    raise.
    """
    _subscribers.setdefault(name, []).append(subscriber)


def _event(name: str, *, by: Any, row: Any, reason: str, data: Any) -> Event:
    return Event(
        name=name,
        actor=by,
        channel=context.channel.get(),
        request_id=context.request_id.get(),
        model=row._meta.label if row is not None else "",
        object_id=row.pk if row is not None else None,
        label=str(row)[:120] if row is not None else "",
        reason=reason[:200],
        data=data or {},
    )


def _by_model(rows: Sequence[Row]) -> list[tuple[type[Row], list[Row]]]:
    ordered = sorted(rows, key=lambda row: row._meta.label)
    return [(type(group[0]), group) for group in (list(g) for _, g in groupby(ordered, type))]


def _check_versions(model: type[Row], rows: Sequence[Row], expected: int | None) -> None:
    keys = [row.pk for row in rows]
    for start in range(0, len(keys), BATCH):
        chunk = rows[start : start + BATCH]
        current = dict(
            model._default_manager.select_for_update(of=("self",))
            .filter(pk__in=[row.pk for row in chunk])
            .order_by("pk")
            .values_list("pk", "version")
        )
        for row in chunk:
            seen = row.version if expected is None else expected  # type: ignore[attr-defined]
            if current.get(row.pk) != seen:
                raise Stale(row, current.get(row.pk, 0))


def _bury(model: type[Row], rows: Sequence[Row], by: Any, reason: str) -> None:
    if not issubclass(model, Record):
        return
    buried = model.history.model  # type: ignore[attr-defined]
    stamp = timezone.now()
    model.history.bulk_create(  # type: ignore[attr-defined]
        [
            buried(
                history_date=stamp,
                history_user=by,
                history_change_reason=reason[:100],
                history_type="-",
                **{field.attname: getattr(row, field.attname) for field in buried.tracked_fields},
            )
            for row in rows
        ],
        batch_size=BATCH,
    )


def _in_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "an action opens its transaction before the first read"
        )
