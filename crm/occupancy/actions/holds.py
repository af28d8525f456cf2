"""Reservations of units: an upper app says whose they are; leasing respects them."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.models import Unit, UnitHold


def hold_units(
    units: Sequence[Unit],
    *,
    by: User | None,
    owner_label: str,
    owner_number: str,
    starts_on: dt.date,
    ends_before: dt.date,
    reason: str = "",
) -> list[UnitHold]:
    """Reserve units on [starts_on, ends_before). Refuses one that is reserved or taken then."""
    with transaction.atomic():
        authorise(by, "occupancy.let", units)
        if ends_before <= starts_on:
            raise Refused(_("A reservation ends after it begins."), field="ends_before")
        refuse_reserved(units, starts_on, ends_before)
        taken = [unit for unit in units if unit.spells.overlapping(starts_on, ends_before).exists()]
        if taken:
            raise Refused(
                _("Unit %(unit)s is not vacant in that time.") % {"unit": taken[0]}, field="unit"
            )
        rows = [
            UnitHold(
                unit=unit,
                owner_label=owner_label,
                owner_number=owner_number,
                starts_on=starts_on,
                ends_before=ends_before,
                reason=reason,
            )
            for unit in units
        ]
        try:
            with transaction.atomic():
                held = create(rows, by=by, reason=reason)
        except IntegrityError as error:
            refuse_reserved(units, starts_on, ends_before)
            raise Refused(_("Somebody reserved one of these units just now.")) from error
        announce("occupancy.unit_held", units, by=by, reason=reason, data={"for": owner_number})
        return held


def release_holds(
    holds: Sequence[UnitHold], *, by: User | None, on: dt.date, reason: str = ""
) -> list[UnitHold]:
    """End reservations as of ``on`` (that day no longer counts)."""
    with transaction.atomic():
        authorise(by, "occupancy.let", holds)
        for hold in holds:
            hold.ends_before = max(hold.starts_on, on)
        return change(holds, ["ends_before"], by=by, reason=reason)


def refuse_reserved(
    units: Sequence[Unit], starts_on: dt.date, ends_before: dt.date | None, held_for: str = ""
) -> list[UnitHold]:
    """Raise Refused when somebody else reserved one of ``units``; gives the reservations of
    ``held_for`` itself.
    """
    holds = (
        UnitHold.objects.filter(unit__in=units)
        .overlapping(starts_on, ends_before)
        .select_related("unit")
    )
    for hold in holds.of_others(held_for):
        raise Refused(
            _("Unit %(unit)s is reserved for %(owner)s until %(end)s (that day not counted).")
            % {
                "unit": hold.unit,
                "owner": hold.owner_number or hold.owner_label,
                "end": hold.ends_before,
            },
            field="unit",
        )
    return [hold for hold in holds if held_for and hold.owner_number == held_for]
