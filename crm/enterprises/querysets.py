"""Words of the trade for enterprises."""

import datetime as dt
from typing import Self

from django.db.models import Exists, OuterRef

from crm.core.querysets import PeriodQuerySet, ScopedQuerySet


class EnterpriseQuerySet(ScopedQuerySet):
    """Enterprises; those merged into another stay as rows and leave the lists."""

    def current(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def on_list(self, code: str, day: dt.date) -> Self:
        """Those that stand on the list ``code`` on ``day``."""
        memberships = PeriodQuerySet(self.model._meta.get_field("list_memberships").related_model)
        return self.filter(
            Exists(memberships.on(day).filter(enterprise=OuterRef("pk"), list__code=code))
        )
