"""Taking records out: what the person's list holds, streamed, never cut without a word."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.core.acts import record_event
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.registries import ExchangeKind
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.writing import LAST_ROW, open_writer

CHUNK = 1000
HEADS = ("keys", "zh", "en")


def rows_of(kind: ExchangeKind, user: User | None, query: str = "") -> QuerySet:
    """The records that an export holds: the person's list with its filters; None is everything.

    Raises Refused for a filter that the list does not have or a value that it does not take.
    """
    rows = kind.visible_to(user)
    return _filtered(kind, rows, user, query) if query else rows


def _filtered(kind: ExchangeKind, rows: QuerySet, user: User | None, query: str) -> QuerySet:
    data = QueryDict(query.lstrip("?"))
    asked = {key for key in data if key not in ("sort", "col", "after", "before", "format")}
    if not asked:
        return rows
    if kind.filterset is None:
        raise Refused(_("The list of %(kind)s has no filters.") % {"kind": kind.label})
    filters = kind.filterset()(data, queryset=rows, request=SimpleNamespace(user=user))
    known = {name for key in filters.form.fields for name in (key, *_suffixed(key))}
    if unknown := asked - known:
        raise Refused(
            _("There is no filter %(name)s. Allowed: %(names)s.")
            % {"name": "、".join(sorted(unknown)), "names": "、".join(filters.form.fields)},
            field="filter",
        )
    if not filters.form.is_valid():
        messages = [f"{name}: {' '.join(errors)}" for name, errors in filters.form.errors.items()]
        raise Refused("；".join(messages), field="filter")
    return filters.qs if kind.narrow is None else kind.narrow(filters.qs, data)


def _suffixed(key: str) -> list[str]:
    return [f"{key}_{end}" for end in ("after", "before", "min", "max", "from", "to", "0", "1")]


def export(
    kind: ExchangeKind,
    path: Path,
    *,
    by: User | None,
    query: str = "",
    heads: str = "keys",
) -> dict[str, Any]:
    """Write ``path`` (.csv or .xlsx) and record that it was done; gives rows and SHA-256.

    Refuses more rows than a sheet of .xlsx can hold instead of cutting them off.
    """
    rows = rows_of(kind, by, query)
    columns = (*kind.columns, *kind.more_columns)
    try:
        writer = open_writer(path)
    except ValueError as error:
        raise Refused(_("Write to a file that ends in .xlsx or .csv."), field="out") from error
    writer.sheet(str(kind.label), [_head(column, heads) for column in columns])
    keys = [column.key for column in columns]
    count = 0
    for line in lines_of(kind, rows):
        count += 1
        if count >= LAST_ROW and path.suffix.lower() == ".xlsx":
            raise Refused(
                _("A sheet of .xlsx holds 1,048,575 rows; export .csv or set a filter."),
                field="out",
            )
        writer.row([line.get(key) for key in keys])
    writer.save()
    digest = _digest(path)
    record_event(
        "exchange.exported",
        by=by,
        data={"kind": kind.key, "rows": count, "filter": query[:500], "sha256": digest},
    )
    return {"rows": count, "file": str(path), "sha256": digest}


def lines_of(kind: ExchangeKind, rows: QuerySet) -> Iterator[dict[str, Any]]:
    """The lines of an export, a thousand records at a time."""
    for record in _streamed(rows):
        if kind.expand is not None:
            yield from kind.expand(record)
        else:
            yield kind.row(record)


def _streamed(rows: QuerySet) -> Iterator[Any]:
    """Records by key order in chunks: a server-side cursor would hold a transaction open."""
    lookups: Sequence[Any] = rows._prefetch_related_lookups  # type: ignore[attr-defined]
    bare = rows.prefetch_related(None).order_by("pk")
    last = 0
    while chunk := list(islice(bare.filter(pk__gt=last), CHUNK)):
        if lookups:
            prefetch_related_objects(chunk, *lookups)
        yield from chunk
        last = chunk[-1].pk


def _head(column: Column, heads: str) -> str:
    return column.key if heads == "keys" else column.labels()[heads]


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
