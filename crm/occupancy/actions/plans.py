"""The release plan: what is planned is revised, never overwritten."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from crm.core.acts import authorise, create
from crm.core.models import User
from crm.occupancy.models import ReleasePlan, ReleasePlanRevision


def plan_release(
    revisions: Sequence[ReleasePlanRevision], *, by: User | None, reason: str = ""
) -> list[ReleasePlanRevision]:
    """Record revisions of plans, new plans with them; each gets the next number of its plan."""
    with transaction.atomic():
        authorise(by, "occupancy.edit")
        create([row.plan for row in revisions if row.plan.pk is None], by=by, reason=reason)
        plans = {row.plan.pk for row in revisions}
        last = dict(
            ReleasePlan.objects.filter(pk__in=plans).values_list("pk", Max("revisions__revision"))
        )
        for row in revisions:
            row.plan_id = row.plan.pk
            row.revision = last[row.plan.pk] = (last[row.plan.pk] or 0) + 1
        return create(revisions, by=by, reason=reason)
