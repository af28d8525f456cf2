import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.enterprises.models import Enterprise, EnterpriseList, ListMembership


def put_on_list(
    enterprises: Sequence[Enterprise],
    *,
    by: User | None,
    on_list: EnterpriseList,
    starts_on: dt.date,
    approver: User | None = None,
    criteria_met: str = "",
) -> list[ListMembership]:
    """Put enterprises on a dated list; refuses one that stands on it that day."""
    with transaction.atomic():
        authorise(by, "enterprises.edit_lists", enterprises)
        standing = ListMembership.objects.on(starts_on).filter(
            list=on_list, enterprise__in=[row.pk for row in enterprises]
        )
        if known := standing.select_related("enterprise").first():
            raise Refused(_("%(name)s stands on this list already.") % {"name": known.enterprise})
        rows = create(
            [
                ListMembership(
                    enterprise=row,
                    list=on_list,
                    starts_on=starts_on,
                    approver=approver,
                    criteria_met=criteria_met,
                )
                for row in enterprises
            ],
            by=by,
        )
        announce("enterprises.listed", enterprises, by=by, data={"list": on_list.code})
        return rows


def take_off_list(
    memberships: Sequence[ListMembership], *, by: User | None, ends_before: dt.date, reason: str
) -> list[ListMembership]:
    """End memberships; the row stays with its period."""
    with transaction.atomic():
        authorise(by, "enterprises.edit_lists", memberships)
        for row in memberships:
            if ends_before <= row.starts_on:
                raise Refused(_("A period ends after it has begun."), field="ends_before")
            row.ends_before = ends_before
        return change(memberships, ["ends_before"], by=by, reason=reason)
