"""What is wrong with a report by itself, whatever the ledger says."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.occupancy import rules
from crm.occupancy.days import month_end
from crm.occupancy.returns.reported import Reported

TAKEN, LET = ("S", "L", "N", "O"), ("L", "N")
NO_TENANT = gettext_noop(
    "A unit that is vacant or on hold has no tenant: change its state, or clear the name."
)


@dataclass(frozen=True)
class Problem:
    """``field`` is that of the form and the column of the sheet; ``part`` counts the new units of a
    split or merger from 0, None where it is about the whole.
    """

    field: str
    message: str
    part: int | None = None


def day_problems(one: Reported, month: dt.date) -> list[Problem]:
    """Of the day from which it is so: not after the month, before it with a reason."""
    found, end = [], month_end(month)
    if one.on > end:
        found.append(
            Problem(
                "on",
                _("Lies after the month: at most %(day)s. Report it with the next month.")
                % {"day": end},
            )
        )
    if one.on < month and not one.note.strip():
        found.append(
            Problem(
                "note",
                _("%(day)s lies before the month: say why it is reported late.") % {"day": one.on},
            )
        )
    return found


def span_problems(one: Reported) -> list[Problem]:
    """Of the periods that it states."""
    found = []
    if one.ends_before is not None and one.ends_before <= one.on:
        found.append(
            Problem(
                "ends_before",
                _("Ends on %(end)s before it begins on %(start)s: must be later.")
                % {"end": one.ends_before, "start": one.on},
            )
        )
    starts = one.lease_starts_on
    if one.last_day is not None and one.last_day < (starts or one.on):
        found.append(
            Problem(
                "last_day",
                _("The lease ends on %(end)s before it begins on %(start)s: must be later.")
                % {"end": one.last_day, "start": starts or one.on},
            )
        )
    if starts is not None and one.last_day is None:
        found.append(Problem("last_day", _("Give the last day of the lease too.")))
    return found


def tenant_problems(one: Reported) -> list[Problem]:
    """Of who sits there in that state, and of their shares."""
    if one.state in TAKEN and not one.tenants:
        return [Problem("tenants", _("Name the enterprise that uses, rents or owns the unit."))]
    if one.state not in TAKEN and one.tenants:
        return [Problem("tenants", _(NO_TENANT))]
    if one.state == "H" and not one.note.strip():
        return [Problem("note", _("Say why the unit is not available."))]
    keys = [tenant.key for tenant in one.tenants]
    if len(set(keys)) < len(keys):
        return [Problem("tenants", _("An enterprise stands there twice."))]
    return _shares(one)


def lease_problems(one: Reported) -> list[Problem]:
    """Of a lease where there can be none."""
    if one.state in LET or not (one.lease_number or one.lease_starts_on or one.last_day):
        return []
    where = "last_day" if one.last_day else "lease_number"
    text = _("Only a unit that is let has a lease: change its state, or clear the lease.")
    return [Problem(where, text)]


def _shares(one: Reported) -> list[Problem]:
    stated = [tenant.area_share for tenant in one.tenants if tenant.area_share is not None]
    together = sum(stated, rules.ZERO)
    whole = len(stated) == len(one.tenants) > 0
    if together > one.measured or (whole and together != one.measured):
        return [
            Problem(
                "area_share",
                _(
                    "The shares add up to %(together)s ㎡, the unit has %(area)s ㎡. Where the rest"
                    " is vacant, report that the unit was split."
                )
                % {"together": together, "area": one.measured},
            )
        ]
    return []
