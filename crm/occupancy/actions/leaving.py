"""Moving out: the units are free, or their master tenant's to fill again."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.actions.spells import end_spells
from crm.occupancy.actions.subletting import take_up_again
from crm.occupancy.models import Spell


def move_out(
    spells: Sequence[Spell], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """The units are free from ``on`` (退租, 迁出); a lease keeps its last day (see end_lease).

    Under a sublet the unit goes back to the master tenant, who has to fill it again.
    """
    with transaction.atomic():
        authorise(by, "occupancy.let", spells)
        for spell in spells:
            if spell.state == "H":
                raise Refused(
                    _("Unit %(unit)s has no tenant.") % {"unit": spell.unit}, field="spell"
                )
        ends = {spell.pk: spell.ends_before for spell in spells}
        end_spells(spells, on, by=by, reason=reason)
        take_up_again(spells, ends, by=by, on=on, reason=reason)
        announce("occupancy.moved_out", spells, by=by, reason=reason, data={"on": str(on)})
        return list(spells)
