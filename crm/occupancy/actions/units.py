"""Floors and units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy import rules
from crm.occupancy.models import Building, Floor, SpellOccupant, Unit

CHUNK = 500


def register_floors(floors: Sequence[Floor], *, by: User | None, reason: str = "") -> list[Floor]:
    """Add floors, plant and skipped ones included."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", {floor.building for floor in floors})
        return create(floors, by=by, reason=reason)


def floors_for(
    wanted: Iterable[tuple[Building, str]], *, by: User | None, reason: str = ""
) -> dict[tuple[int, str], Floor]:
    """The floors by (building id, label as ``rules.floor_label`` has it); missing ones are added.

    Must run in the transaction of the action that needs them. One query, two when some are missing.
    """
    keys = {(building.pk, rules.floor_label(label)): building for building, label in wanted}
    found = {
        (floor.building_id, floor.label): floor
        for floor in Floor.objects.filter(building_id__in={key[0] for key in keys})
    }
    missing = [
        Floor(building=building, label=key[1], level=rules.floor_level(key[1]))
        for key, building in keys.items()
        if key not in found
    ]
    if missing:
        for floor in create(missing, by=by, reason=reason):
            found[floor.building_id, floor.label] = floor
    return {key: found[key] for key in keys}


def register_units(units: Sequence[Unit], *, by: User | None, reason: str = "") -> list[Unit]:
    """Add units with building and floor set. Refuses overlapping lives of one number."""
    with transaction.atomic():
        authorise(by, "occupancy.edit", {unit.building for unit in units})
        refuse_impossible(units)
        refuse_two_lives(units)
        try:
            with transaction.atomic():
                added = create(units, by=by, reason=reason)
        except IntegrityError as error:
            refuse_two_lives(units)
            raise Refused(_("A unit of that number exists already in that time.")) from error
        announce("occupancy.unit_registered", added, by=by, reason=reason)
        return added


def edit_units(
    units: Sequence[Unit],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Unit]:
    """Correct what was recorded about units (a measured change of area goes by correct_area).

    Refuses a life that no longer holds its spells, and an area that stated shares do not fit.
    """
    with transaction.atomic():
        authorise(by, "occupancy.edit", units)
        refuse_impossible(units)
        refuse_two_lives(units)
        if {"starts_on", "ends_before"} & set(fields):
            _refuse_orphaned_spells(units)
        if "area" in fields:
            _refuse_misfit_shares(units)
        return change(units, fields, by=by, reason=reason, expected=expected)


def refuse_impossible(units: Sequence[Unit]) -> None:
    """Raise Refused for an area or life that cannot be."""
    for unit in units:
        if unit.area <= 0:
            raise Refused(
                _("Unit %(unit)s: an area is more than 0.") % {"unit": unit}, field="area"
            )
        if unit.ends_before is not None and unit.ends_before <= unit.starts_on:
            raise Refused(
                _("Unit %(unit)s would end before it begins.") % {"unit": unit},
                field="ends_before",
            )


def refuse_two_lives(units: Sequence[Unit]) -> None:
    """Raise Refused when two units of one number in one building would live on the same day."""
    lives: dict[tuple[int, str], list[Unit]] = defaultdict(list)
    for unit in units:
        lives[unit.building_id, unit.number].append(unit)
    own = {unit.pk for unit in units if unit.pk}
    for start in range(0, len(units), CHUNK):
        part = units[start : start + CHUNK]
        others = Unit.objects.filter(
            building_id__in={unit.building_id for unit in part},
            number__in={unit.number for unit in part},
        ).exclude(pk__in=own)
        for other in others:
            if (other.building_id, other.number) in lives:
                lives[other.building_id, other.number].append(other)
    for same in lives.values():
        if rules.clashes([(unit.starts_on, unit.ends_before) for unit in same]):
            first = min(same, key=lambda unit: unit.starts_on)
            raise Refused(
                _("Unit %(unit)s exists already from %(start)s to %(end)s.")
                % {
                    "unit": first,
                    "start": first.starts_on,
                    "end": first.ends_before or pgettext("end of a period", "no end"),
                },
                field="number",
            )


def _refuse_orphaned_spells(units: Sequence[Unit]) -> None:
    for unit in units:
        for spell in unit.spells.all():
            if not rules.within(
                (spell.starts_on, spell.ends_before), (unit.starts_on, unit.ends_before)
            ):
                raise Refused(
                    _("Unit %(unit)s holds a spell from %(start)s to %(end)s: end that one first.")
                    % {
                        "unit": unit,
                        "start": spell.starts_on,
                        "end": spell.ends_before or pgettext("end of a period", "no end"),
                    },
                    field="ends_before",
                )


def _refuse_misfit_shares(units: Sequence[Unit]) -> None:
    stated = SpellOccupant.objects.true().filter(spell__unit__in=units, area_share__isnull=False)
    shared = set(stated.values_list("spell__unit_id", flat=True))
    for unit in units:
        if unit.pk in shared:
            raise Refused(
                _("Unit %(unit)s is shared by area: correct the shares first.") % {"unit": unit},
                field="area",
            )
