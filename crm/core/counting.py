"""Many numbers in one query: the bell, the navigation, the tabs of a page."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value

from crm.core.registries import navigation, todos


def counts_of(rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many rows each queryset holds, in one query for them all, of whatever models.

    The querysets are plain filtered ones: neither sliced nor grouped. None costs no query.
    """
    names = list(rows)
    parts = [
        queryset.order_by()
        .values(place=Value(place, output_field=IntegerField()))
        .annotate(number=Count("pk", distinct=True))
        for place, queryset in enumerate(rows.values())
        if not queryset.query.is_empty()
    ]
    counted = dict.fromkeys(names, 0)
    if parts:
        first, *others = parts
        for row in first.union(*others, all=True) if others else first:
            counted[names[row["place"]]] = row["number"]
    return counted


class ShellNumbers:
    """The numbers on the bell and in the navigation: one query for them all, asked when needed."""

    def __init__(self, user: Any, day: dt.date) -> None:
        self.user, self.day = user, day

    @cached_property
    def _counts(self) -> dict[str, int]:
        entries = [item for item in navigation if item.count and self.user.can(item.action)]
        sources = [each for each in todos if each.rows and self.user.can(each.action)]
        return counts_of(
            {
                **{f"entry {item.key}": item.count(self.user) for item in entries},
                **{f"source {each.key}": each.rows(self.user, self.day) for each in sources},
            }
        )

    @cached_property
    def waiting(self) -> dict[str, int]:
        """How many to-dos wait for this person, by kind; kinds without any are there with 0."""
        return {
            each.key: self._counts[f"source {each.key}"]
            if each.rows
            else len(list(each.items(self.user, self.day)))
            for each in todos
            if self.user.can(each.action)
        }

    def beside(self, key: str) -> int | None:
        """The number beside an entry of the navigation; None for none."""
        return self._counts.get(f"entry {key}") or None
