"""Writing to and reading from the outbox.

A change marks its rows in its own transaction. Readers keep a cursor each and never skip an entry:
on PostgreSQL ids become visible out of order, so entries are read in order of their transaction
and only
below the oldest one still running; SQLite has one writer at a time, there the id is the order.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Func, Q
from django.utils import timezone

from search.models import OutboxCursor, OutboxEntry

BATCH = 500
KEPT_FOR = dt.timedelta(days=7)


class CurrentTransaction(Func):
    """The id of the running transaction on PostgreSQL, 0 elsewhere."""

    output_field = BigIntegerField()
    arity = 0
    template = "0"

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        return "pg_current_xact_id()::text::bigint", []


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the log."""

    transaction_id: int = 0
    entry_id: int = 0


def mark(kind: str, ids: Iterable[int]) -> None:
    """Say that these rows of `kind` changed; call it in the transaction that changes them."""
    OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(kind=kind, object_id=pk, transaction_id=CurrentTransaction())
            for pk in dict.fromkeys(ids)
        ],
        batch_size=BATCH,
    )


def read(position: Position, limit: int = BATCH) -> list[OutboxEntry]:
    """The next entries after `position` that nothing can still slip in front of."""
    entries = OutboxEntry.objects.filter(
        Q(transaction_id__gt=position.transaction_id)
        | Q(transaction_id=position.transaction_id, id__gt=position.entry_id),
        transaction_id__gte=position.transaction_id,
    ).order_by("transaction_id", "id")
    if connection.vendor == "postgresql":
        entries = entries.filter(transaction_id__lt=_oldest_running())
    return list(entries[:limit])


def head() -> Position:
    """The last place that can be read now."""
    entries = OutboxEntry.objects.order_by("-transaction_id", "-id")
    if connection.vendor == "postgresql":
        entries = entries.filter(transaction_id__lt=_oldest_running())
    last = entries.values_list("transaction_id", "id").first()
    return Position(*last) if last else Position()


def cursor(consumer: str) -> Position | None:
    """How far a consumer has read; None when it never did, or did so in another database cluster.

    A cursor always lies below the oldest running transaction. One that does not was copied from a
    cluster that counted further (a restored backup), and would wait for ever.
    """
    kept = OutboxCursor.objects.filter(consumer=consumer).first()
    if kept is None:
        return None
    if connection.vendor == "postgresql" and kept.transaction_id >= _oldest_running():
        return None
    return Position(kept.transaction_id, kept.entry_id)


def move(consumer: str, position: Position) -> None:
    OutboxCursor.objects.update_or_create(
        consumer=consumer,
        defaults={"transaction_id": position.transaction_id, "entry_id": position.entry_id},
    )


def position_of(entries: Sequence[OutboxEntry]) -> Position:
    return Position(entries[-1].transaction_id, entries[-1].pk)


def waiting(consumer: str) -> int:
    """How many entries a consumer has before it."""
    place = cursor(consumer) or Position()
    return OutboxEntry.objects.filter(
        Q(transaction_id__gt=place.transaction_id)
        | Q(transaction_id=place.transaction_id, id__gt=place.entry_id)
    ).count()


def prune() -> int:
    """Forget entries older than a week that every living consumer has read."""
    limit = timezone.now() - KEPT_FOR
    OutboxCursor.objects.filter(updated_at__lt=limit).delete()
    slowest = OutboxCursor.objects.order_by("transaction_id", "entry_id").first()
    if slowest is None:
        return 0
    old = OutboxEntry.objects.filter(created_at__lt=limit).filter(
        Q(transaction_id__lt=slowest.transaction_id)
        | Q(transaction_id=slowest.transaction_id, id__lte=slowest.entry_id)
    )
    return old.delete()[0]


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
