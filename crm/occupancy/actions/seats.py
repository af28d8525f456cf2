"""Several enterprises on one spell, with shares of the area or desks, from a day on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.acts import announce, authorise
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.actions.spells import lock_units
from crm.occupancy.actions.succession import succeed
from crm.occupancy.book import OccupantDraft, SpellDraft
from crm.occupancy.models import Lease, Spell, UnitUse


@dataclass
class Seating:
    """Everybody who is to be on ``spell`` from a day on."""

    spell: Spell
    occupants: list[OccupantDraft]


def seat_occupants(
    seatings: Sequence[Seating], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """Let the given enterprises sit on the spells from ``on``; who is not named leaves.

    Under the lease of an operator the final users decide: with them the unit is let and occupied,
    without anybody it is let, not yet occupied, in the operator's name.
    """
    with transaction.atomic():
        units = [seating.spell.unit for seating in seatings]
        authorise(by, "occupancy.let", units)
        lock_units(units)
        for seating in seatings:
            _refuse_impossible(seating, on)
        written = succeed(
            [(one.spell, [_draft(one, on)]) for one in seatings], by=by, on=on, reason=reason
        )
        announce("occupancy.occupants_seated", written, by=by, reason=reason, data={"on": str(on)})
        return written


def _draft(seating: Seating, on: dt.date) -> SpellDraft:
    spell, state, sitting = seating.spell, seating.spell.state, seating.occupants
    if is_of_operator(spell.lease) and state in "LN":
        state = "L" if sitting else "N"
        sitting = sitting or [OccupantDraft(spell.lease.tenant)]  # type: ignore[union-attr]
    return SpellDraft(
        unit=spell.unit,
        state=state,
        starts_on=on,
        ends_before=spell.ends_before,
        lease=spell.lease,
        reason=spell.reason,
        signed_kind=spell.signed_kind if state == spell.state else "",
        occupants=sitting,
    )


def is_of_operator(lease: Lease | None) -> bool:
    """Whether the tenant lets to others in turn (二房东, 联合办公)."""
    return lease is not None and lease.tenant_role == Lease.TenantRole.OPERATOR


def _refuse_impossible(seating: Seating, on: dt.date) -> None:
    spell = seating.spell
    if spell.state == Spell.State.ON_HOLD:
        raise Refused(_("Unit %(unit)s has no tenant.") % {"unit": spell.unit}, field="on")
    if not spell.holds_on(on):
        raise Refused(
            _("The day lies in the time of the spell, from %(start)s to %(end)s.")
            % {
                "start": spell.starts_on,
                "end": spell.ends_before or pgettext("end of a period", "no end"),
            },
            field="on",
        )
    if any(one.first_store for one in seating.occupants):
        use = UnitUse.objects.filter(unit=spell.unit).on(on).first()
        if use is None or use.use != UnitUse.Use.RETAIL:
            raise Refused(
                _("Unit %(unit)s is not used for retail: only such a unit has a first store.")
                % {"unit": spell.unit},
                field="first_store",
            )
