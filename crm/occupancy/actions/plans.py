"""The release plan: what is planned is revised, never overwritten."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.core.acts import authorise, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.models import ReleasePlan, ReleasePlanRevision


def plan_release(
    revisions: Sequence[ReleasePlanRevision], *, by: User | None, reason: str = ""
) -> list[ReleasePlanRevision]:
    """Record revisions of plans, new plans with them; each gets the next number of its plan."""
    with transaction.atomic():
        authorise(by, "occupancy.edit")
        fresh = [row.plan for row in revisions if row.plan.pk is None]
        _refuse_taken([plan.code for plan in fresh])
        create(fresh, by=by, reason=reason)
        plans = {row.plan.pk for row in revisions}
        last = dict(
            ReleasePlan.objects.filter(pk__in=plans).values_list("pk", Max("revisions__revision"))
        )
        for row in revisions:
            row.plan_id = row.plan.pk
            row.revision = last[row.plan.pk] = (last[row.plan.pk] or 0) + 1
        _refuse_backdated(revisions)
        return create(revisions, by=by, reason=reason)


def _refuse_taken(codes: Sequence[str]) -> None:
    taken = ReleasePlan.objects.filter(code__in=codes).values_list("code", flat=True).first()
    if taken is not None:
        raise Refused(_("There is a plan %(code)s already.") % {"code": taken}, field="code")


def _refuse_backdated(revisions: Sequence[ReleasePlanRevision]) -> None:
    """A revision follows on the one before: what was planned on a day never changes later."""
    for row in revisions:
        before = row.plan.revisions.order_by("-revised_on").first()
        if before is not None and row.revised_on < before.revised_on:
            raise Refused(
                _("The plan was revised on %(day)s already; this revision is not earlier.")
                % {"day": before.revised_on},
                field="revised_on",
            )
