"""Querysets that know who may see a row, and rows that hold for a period."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from crm.core.models import User


class ScopedQuerySet(models.QuerySet):
    """Rows of a model with a ``scope``; list, object check, search, export and API all start
    here.
    """

    def visible_to(self, user: "User | Any") -> Self:
        """Only the rows that this person may read; nobody reads what no grant reaches."""
        return self.within(user, self.model.scope.view_action(self.model))

    def within(self, user: "User | Any", action: str) -> Self:
        """Only the rows on which this person may do ``action``."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        condition = self.model.scope.condition(self.model, user, action)
        return self.none() if condition is None else self.filter(condition)


class PeriodQuerySet(ScopedQuerySet):
    """Half-open periods: ``starts_on <= day < ends_before``; a null end is open."""

    def on(self, day: dt.date) -> Self:
        """Rows whose period holds ``day``."""
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day), starts_on__lte=day)

    def overlapping(self, start: dt.date, end: dt.date | None) -> Self:
        """Rows that share at least one day with ``[start, end)``."""
        rows = self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=start))
        return rows if end is None else rows.filter(starts_on__lt=end)
