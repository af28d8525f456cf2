"""扩租, 缩租: units that a running lease takes on or gives back from a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.actions.holds import refuse_reserved, release_holds
from crm.occupancy.actions.seats import is_of_operator
from crm.occupancy.actions.spells import lock_units, record_spells
from crm.occupancy.actions.subletting import take_up_again
from crm.occupancy.book import OccupantDraft, SpellDraft
from crm.occupancy.models import Lease, Spell, Unit


@dataclass
class Expansion:
    """``units`` come under ``lease`` from a day: not yet occupied until ``moved_in_on``."""

    lease: Lease
    units: list[Unit] = field(default_factory=list)
    moved_in_on: dt.date | None = None
    held_for: str = ""


def expand_lease(
    expansions: Sequence[Expansion], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """Add vacant units to running leases from ``on``. Refuses a taken or reserved unit."""
    with transaction.atomic():
        units = [unit for one in expansions for unit in one.units]
        authorise(by, "occupancy.let", [*units, *(one.lease for one in expansions)])
        lock_units(units)
        own_holds = []
        for one in expansions:
            _refuse_outside(one, on)
            own_holds += refuse_reserved(one.units, on, None, one.held_for)
        drafts = [draft for one in expansions for draft in _drafts(one, on)]
        spells = record_spells(drafts, by=by, reason=reason)
        release_holds(own_holds, by=by, on=on, reason=reason)
        leases = [one.lease for one in expansions]
        announce("occupancy.lease_expanded", leases, by=by, reason=reason, data={"on": str(on)})
        return spells


def give_back_units(
    lease: Lease, units: Sequence[Unit], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """Free some units of a lease from ``on``; the lease goes on with the others.

    A unit of a sublet goes back to the master tenant, who has to fill it again.
    """
    with transaction.atomic():
        authorise(by, "occupancy.let", [lease, *units])
        lock_units(units)
        running = list(lease.spells.overlapping(on, None).select_related("unit__building"))
        leaving = [spell for spell in running if spell.unit in units]
        if not leaving:
            raise Refused(_("Choose the units that are given back."), field="units")
        if len(leaving) == len(running):
            raise Refused(
                _("These are all units of the lease: end the lease instead."), field="units"
            )
        for spell in leaving:
            if spell.starts_on >= on:
                raise Refused(
                    _("Unit %(unit)s is taken under this lease only from %(start)s.")
                    % {"unit": spell.unit, "start": spell.starts_on},
                    field="on",
                )
        ends = {spell.pk: spell.ends_before for spell in leaving}
        for spell in leaving:
            spell.ends_before = on
        change(leaving, ["ends_before"], by=by, reason=reason)
        take_up_again(leaving, ends, by=by, on=on, reason=reason)
        announce("occupancy.lease_contracted", [lease], by=by, reason=reason, data={"on": str(on)})
        return leaving


def _refuse_outside(one: Expansion, on: dt.date) -> None:
    lease = one.lease
    if not one.units:
        raise Refused(_("Choose the units of the lease."), field="units")
    if not lease.starts_on <= on <= lease.last_day:
        raise Refused(
            _("The lease runs from %(start)s to %(end)s only.")
            % {"start": lease.starts_on, "end": lease.last_day},
            field="on",
        )
    if lease.building_id and any(unit.building_id != lease.building_id for unit in one.units):
        raise Refused(_("A lease holds units of one building."), field="units")
    if one.moved_in_on is not None and one.moved_in_on < on:
        raise Refused(
            _("Moving in does not lie before %(day)s.") % {"day": on}, field="moved_in_on"
        )
    if one.moved_in_on is not None and is_of_operator(lease):
        raise Refused(operators_fill(), field="moved_in_on")


def operators_fill() -> str:
    """Why an operator does not move in with the signature."""
    return _(
        "Who sublets does not move in itself: name the final users of each unit, or sign sublets."
    )


def _drafts(one: Expansion, on: dt.date) -> list[SpellDraft]:
    moved = one.moved_in_on
    drafts = []
    for unit in one.units:
        stages = [("N", on, moved or unit.ends_before)] if moved is None or moved > on else []
        stages += [("L", moved, unit.ends_before)] if moved is not None else []
        drafts += [
            SpellDraft(
                unit=unit,
                state=state,
                starts_on=first,
                ends_before=until,
                lease=one.lease,
                occupants=[OccupantDraft(one.lease.tenant)],
            )
            for state, first, until in stages
        ]
    return drafts
