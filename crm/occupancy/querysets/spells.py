"""Spells as of a day."""

import datetime as dt
from typing import Self

from crm.core.querysets import PeriodQuerySet, ScopedQuerySet

OCCUPIED = ("S", "L", "O")
LEASED = ("L", "N")


class SpellQuerySet(PeriodQuerySet):
    """Words of the trade about who sits where."""

    def occupied(self) -> Self:
        """Self-used, let or sold, and moved into: what 入驻 counts."""
        return self.filter(state__in=OCCUPIED)

    def leased(self) -> Self:
        """Let, moved into or not: what expiry and WALE look at."""
        return self.filter(state__in=LEASED)

    def held_over_on(self, day: dt.date) -> Self:
        """Still there on ``day`` though the lease ended before (holdover)."""
        return self.leased().on(day).filter(lease__last_day__lt=day)

    def ending_within(self, day: dt.date, days: int) -> Self:
        """Leased on ``day`` with the lease's last day in (day, day + days]."""
        return (
            self.leased()
            .on(day)
            .filter(lease__last_day__gt=day, lease__last_day__lte=day + dt.timedelta(days=days))
        )


class OccupantQuerySet(ScopedQuerySet):
    """Enterprises on spells."""

    def true(self) -> Self:
        """Without those that were entered in error."""
        return self.filter(is_void=False)
