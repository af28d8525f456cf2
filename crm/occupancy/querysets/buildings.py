"""Buildings as of a day."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from crm.core.querysets import ScopedQuerySet

IN_USE = "in_use"


class BuildingQuerySet(ScopedQuerySet):
    """Words of the trade about buildings."""

    def in_use_on(self, day: dt.date) -> Self:
        """In use on ``day`` and counted in the district's figures: what every figure covers."""
        stated = self._related("statuses", day)
        left_out = self._related("memberships", day).filter(counts=False)
        return self.filter(
            Q(Exists(stated.filter(status=IN_USE))) | Q(~Exists(stated), in_use_from__lte=day),
            ~Exists(left_out),
        )

    def in_scope(self, code: str | None, *, is_zone: bool) -> Self:
        """The whole district without a code, else one zone or one building."""
        if code is None:
            return self
        return self.filter(zone__code=code) if is_zone else self.filter(code=code)

    def _related(self, name: str, day: dt.date) -> Any:
        model = self.model._meta.get_field(name).related_model
        return model._default_manager.filter(building=OuterRef("pk")).on(day)
