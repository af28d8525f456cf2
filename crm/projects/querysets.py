"""Words of the trade for projects and for their stays in libraries."""

import datetime as dt
from typing import Self

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from crm.core.models import User
from crm.core.querysets import ScopedQuerySet
from crm.projects.rules import Side, Stage

LOOKING = (Stage.TALKS, Stage.INTENT)


class ProjectQuerySet(ScopedQuerySet):
    """Projects by where they stand."""

    def under_way(self) -> Self:
        """Neither paused, nor ended, nor handed over."""
        return self.filter(side=Side.NONE)

    def in_progress(self) -> Self:
        """Under way and not yet operating: what a manager works on."""
        return self.under_way().exclude(stage__in=[Stage.OPERATING, Stage.FULFILLED])

    def standing_on(self, day: dt.date) -> Self:
        """With ``stage_then`` and ``side_then`` of the day (none before the project began) and
        ``need``, the ㎡ that it wants at least, as it says today.
        """
        moves = self.model._meta.get_field("moves").related_model._default_manager
        last = moves.filter(project=OuterRef("pk"), moved_on__lte=day).order_by("-moved_on", "-pk")
        return self.annotate(
            stage_then=Subquery(last.values("to_stage")[:1]),
            side_then=Subquery(last.values("to_side")[:1]),
            need=Coalesce("need_area_from", "need_area_to"),
        )

    def looking_now(self) -> Q:
        """Of rows of :meth:`standing_on`: under way in talks or choosing a site, area known."""
        return Q(stage_then__in=LOOKING, side_then=Side.NONE, need__gt=0)

    def looking_on(self, day: dt.date) -> Self:
        """Those that looked for space on ``day``, with ``need_then`` and ``function_then`` as the
        record said at the end of that day; as it says now where it is younger than the day.
        """
        end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
        known = self.model.history.filter(id=OuterRef("pk"), history_date__lt=end)
        known = known.order_by("-history_date", "-history_id")

        def then(*names: str) -> Case:
            old = [Subquery(known.values(name)[:1]) for name in names]
            new = [F(name) for name in names]
            return Case(
                When(Exists(known), then=Coalesce(*old) if len(old) > 1 else old[0]),
                default=Coalesce(*new) if len(new) > 1 else new[0],
            )

        return (
            self.standing_on(day)
            .annotate(
                need_then=then("need_area_from", "need_area_to"), function_then=then("function")
            )
            .filter(stage_then__in=LOOKING, side_then=Side.NONE, need_then__gt=0)
        )

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
