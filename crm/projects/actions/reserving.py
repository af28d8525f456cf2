"""预留: units set aside for a project until a day."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.actions import hold_units
from crm.occupancy.models import Unit, UnitHold
from crm.projects.models import Project
from crm.projects.rules import Side


def reserve_units(
    project: Project,
    units: Sequence[Unit],
    *,
    by: User | None,
    starts_on: dt.date,
    last_day: dt.date,
    reason: str = "",
) -> list[UnitHold]:
    """Reserve vacant units for the project up to ``last_day`` (counted); it lapses by itself.

    Needs ``projects.edit`` on the project and ``occupancy.let`` on the units.
    """
    with transaction.atomic():
        authorise(by, "projects.edit", [project])
        if project.side != Side.NONE:
            raise Refused(
                _("Project %(number)s is not under way: nothing is reserved for it.")
                % {"number": project.number},
                field="project",
            )
        if last_day < starts_on:
            raise Refused(_("The last day lies before the first."), field="last_day")
        held = hold_units(
            units,
            by=by,
            owner_label=project.name,
            owner_number=project.number,
            starts_on=starts_on,
            ends_before=last_day + dt.timedelta(days=1),
            reason=reason,
        )
        announce("projects.units_reserved", [project], by=by, reason=reason)
        return held
