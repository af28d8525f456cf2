import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.core.models import User
from crm.enterprises.models import Enterprise, StewardTerm


def appoint_steward(
    enterprises: Sequence[Enterprise],
    *,
    by: User | None,
    steward: User,
    starts_on: dt.date,
    reason: str = "",
    expected: int | None = None,
) -> list[Enterprise]:
    """Give enterprises a steward from a day on; the present term ends and a checklist begins."""
    with transaction.atomic():
        authorise(by, "enterprises.appoint_steward", enterprises)
        if not steward.is_active or not steward.can("enterprises.view"):
            raise Refused(
                _("%(name)s may not look after enterprises.") % {"name": steward}, field="steward"
            )
        current = {
            term.enterprise_id: term
            for term in StewardTerm.objects.filter(
                enterprise__in=[row.pk for row in enterprises], ends_before__isnull=True
            )
        }
        for row in enterprises:
            _refuse_wrong_start(row, current.get(row.pk), steward, starts_on)
            row.steward = steward
        ended = list(current.values())
        for term in ended:
            term.ends_before = starts_on
        change(ended, ["ends_before"], by=by, reason=reason)
        create(_terms(enterprises, steward, starts_on), by=by, reason=reason)
        changed = change(enterprises, ["steward"], by=by, reason=reason, expected=expected)
        announce("enterprises.steward_appointed", changed, by=by, reason=reason)
        return changed


def _terms(
    enterprises: Sequence[Enterprise], steward: User, starts_on: dt.date
) -> list[StewardTerm]:
    items = value_on("enterprises.hand_over_items", starts_on)
    checklist = [{"item": item, "done_on": None} for item in items]
    return [
        StewardTerm(enterprise=row, steward=steward, starts_on=starts_on, checklist=checklist)
        for row in enterprises
    ]


def _refuse_wrong_start(
    row: Enterprise, term: StewardTerm | None, steward: User, starts_on: dt.date
) -> None:
    if term is None:
        return
    if term.steward_id == steward.pk:
        raise Refused(
            _("%(name)s is the steward of %(enterprise)s already.")
            % {"name": steward, "enterprise": row.name},
            field="steward",
        )
    if starts_on <= term.starts_on:
        raise Refused(
            _("The present term began on %(day)s; the new one begins later.")
            % {"day": term.starts_on},
            field="starts_on",
        )
