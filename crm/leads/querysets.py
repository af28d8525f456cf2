"""Words of the trade for leads."""

import datetime as dt
from typing import Self

from crm.core.models import User
from crm.core.querysets import ScopedQuerySet
from crm.leads.rules import OPEN, State


class LeadQuerySet(ScopedQuerySet):
    """Leads by where they stand."""

    def open(self) -> Self:
        """Those on which something is still awaited."""
        return self.filter(state__in=[str(state) for state in OPEN])

    def unassigned(self) -> Self:
        """Those that wait for the coordinator."""
        return self.filter(state=State.UNASSIGNED)

    def of_person(self, user: User) -> Self:
        """Those that ``user`` owns or stands in for."""
        return self.filter(owner=user) | self.filter(deputy=user)

    def due_by(self, moment: dt.datetime) -> Self:
        """Open leads whose running clock ends at or before ``moment``."""
        return self.open().filter(due_at__lte=moment)
