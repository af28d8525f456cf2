"""Words of the trade for projects and for their stays in libraries."""

import datetime as dt
from typing import Self

from django.db.models import Q

from crm.core.models import User
from crm.core.querysets import ScopedQuerySet
from crm.projects.rules import Side, Stage


class ProjectQuerySet(ScopedQuerySet):
    """Projects by where they stand."""

    def under_way(self) -> Self:
        """Neither paused, nor ended, nor handed over."""
        return self.filter(side=Side.NONE)

    def in_progress(self) -> Self:
        """Under way and not yet operating: what a manager works on."""
        return self.under_way().exclude(stage__in=[Stage.OPERATING, Stage.FULFILLED])

    def of_person(self, user: User) -> Self:
        """Those that ``user`` owns or stands in for."""
        return self.filter(Q(owner=user) | Q(deputy=user))

    def entered_by(self, library: str, day: dt.date) -> Self:
        """累计: those that had ever entered ``library`` by ``day``."""
        return self.filter(
            library_entries__library__code=library, library_entries__entered_on__lte=day
        )

    def entered_between(self, library: str, start: dt.date, end_before: dt.date) -> Self:
        """新增: those that entered ``library`` in ``[start, end_before)``."""
        return self.filter(
            library_entries__library__code=library,
            library_entries__entered_on__gte=start,
            library_entries__entered_on__lt=end_before,
        )

    def present_in(self, library: str, day: dt.date) -> Self:
        """在库: those that stood in ``library`` on ``day``; the day of leaving is out."""
        entry = Q(library_entries__library__code=library, library_entries__entered_on__lte=day)
        stays = Q(library_entries__left_on__isnull=True) | Q(library_entries__left_on__gt=day)
        return self.filter(entry & stays)


class LibraryEntryQuerySet(ScopedQuerySet):
    """The same three figures on the rows of the libraries themselves."""

    def cumulative(self, library: str, day: dt.date) -> Self:
        """累计 on ``day``."""
        return self.filter(library__code=library, entered_on__lte=day)

    def entered(self, library: str, start: dt.date, end_before: dt.date) -> Self:
        """新增 in ``[start, end_before)``."""
        return self.filter(library__code=library, entered_on__gte=start, entered_on__lt=end_before)

    def present(self, library: str, day: dt.date) -> Self:
        """在库 on ``day``."""
        return self.cumulative(library, day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))
