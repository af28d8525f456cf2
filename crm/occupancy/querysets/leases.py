"""Leases as of a day."""

import datetime as dt
from typing import Self

from crm.core.querysets import ScopedQuerySet


class LeaseQuerySet(ScopedQuerySet):
    """Words of the trade about leases."""

    def running_on(self, day: dt.date) -> Self:
        """Begun and not past its last day, which counts."""
        return self.filter(starts_on__lte=day, last_day__gte=day)

    def ending_within(self, day: dt.date, days: int) -> Self:
        """Last day in (day, day + days]."""
        return self.filter(last_day__gt=day, last_day__lte=day + dt.timedelta(days=days))
