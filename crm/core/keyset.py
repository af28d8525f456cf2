"""Paging by position, not by page number: any depth costs the same.

The cursor is the sort value and primary key of the last row shown. The condition always carries the
plain ``value >= x`` part: a bare OR is slower than OFFSET.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Q, QuerySet


@dataclass(frozen=True)
class Page:
    """One page of rows and the cursors of its neighbours (None where there is none)."""

    rows: list[Any]
    after: str | None
    before: str | None


def page_of(rows: QuerySet, sort: str, *, size: int, after: str = "", before: str = "") -> Page:
    """A page of ``rows`` ordered by ``sort`` ("-received_at" is descending), nulls last, ties by
    pk.

    A cursor that cannot be read counts as none: the first page.
    """
    descending, name = sort.startswith("-"), sort.removeprefix("-")
    field = _field_of(rows, name)
    backwards = _read(before, field) if before else None
    cursor = backwards or (_read(after, field) if after else None)
    flipped = backwards is not None
    ordered = _ordered(rows, name, descending=descending != flipped, nulls_first=flipped)
    if cursor is not None:
        ordered = ordered.filter(
            _beyond(name, cursor, descending=descending != flipped, nulls_first=flipped)
        )
    found = list(ordered[: size + 1])
    more = len(found) > size
    found = found[:size]
    if flipped:
        found.reverse()
    has_after = bool(found) and (flipped or more)
    has_before = bool(found) and ((flipped and more) or (not flipped and cursor is not None))
    return Page(
        rows=found,
        after=_write(found[-1], name) if has_after else None,
        before=_write(found[0], name) if has_before else None,
    )


def _ordered(rows: QuerySet, name: str, *, descending: bool, nulls_first: bool) -> QuerySet:
    nulls = {"nulls_first": True} if nulls_first else {"nulls_last": True}
    field = _field_of(rows, name)
    if field is not None and not field.null and "__" not in name:
        nulls = {}
    main = F(name).desc(**nulls) if descending else F(name).asc(**nulls)
    return rows.order_by(main, "-pk" if descending else "pk")


def _beyond(name: str, cursor: tuple[Any, int], *, descending: bool, nulls_first: bool) -> Q:
    value, key = cursor
    beyond_key = Q(pk__lt=key) if descending else Q(pk__gt=key)
    empty = Q(**{f"{name}__isnull": True})
    if value is None:
        return (empty & beyond_key) | ~empty if nulls_first else empty & beyond_key
    side = "lt" if descending else "gt"
    beyond = Q(**{f"{name}__{side}e": value}) & (
        Q(**{f"{name}__{side}": value}) | (Q(**{name: value}) & beyond_key)
    )
    return beyond if nulls_first else beyond | empty


def _field_of(rows: QuerySet, name: str) -> Field | None:
    annotation = rows.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    model = rows.model
    field: Any = None
    for part in name.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        model = field.related_model or model
    return field


def _write(row: Any, name: str) -> str:
    value = row
    for part in name.split("__"):
        value = getattr(value, part, None)
    text = json.dumps([value, row.pk], cls=DjangoJSONEncoder)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, field: Field | None) -> tuple[Any, int] | None:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        value, key = json.loads(base64.urlsafe_b64decode(padded))
        if value is not None and field is not None:
            value = field.to_python(value)
        return value, int(key)
    except (ValueError, TypeError, binascii.Error, ValidationError, UnicodeError):
        return None
