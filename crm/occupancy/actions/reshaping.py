"""Split, merge and measure units: old ones end, new ones begin, areas stay to 0.01 ㎡.

Only a measured change (实测面积变更, with its document) alters the sum. Tenants, reservations and
dated facts go over to the new units on the day.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core import figure_text
from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy import rules
from crm.occupancy.actions.spells import drafts_of, lock_units, record_spells
from crm.occupancy.actions.units import refuse_impossible, refuse_two_lives
from crm.occupancy.book import OccupantDraft, SpellDraft
from crm.occupancy.models import (
    AreaChange,
    Floor,
    Spell,
    Unit,
    UnitDisposition,
    UnitHold,
    UnitLineage,
    UnitUse,
)

DATED = {
    UnitDisposition: ("way",),
    UnitUse: ("use",),
    UnitHold: ("owner_label", "owner_number", "reason"),
}


@dataclass
class Split:
    """``parts`` are (number, area) of the new units on the same floor; in those numbered in
    ``cleared`` nobody stays.
    """

    unit: Unit
    parts: list[tuple[str, Decimal]]
    cleared: Collection[str] = ()


@dataclass
class Merge:
    """``units`` of one building become one; ``floor`` without it is that of the first. With
    ``cleared`` nobody stays, and the units need not be of one tenancy.
    """

    units: list[Unit]
    number: str
    floor: Floor | None = None
    cleared: bool = False


@dataclass
class Correction:
    """What ``unit`` measures by ``document``."""

    unit: Unit
    area: Decimal
    document: str


def split_unit(
    splits: Sequence[Split], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Unit]:
    """End each unit on ``on`` and begin its parts; a tenant stays in all of them."""
    for split in splits:
        if len(split.parts) < 2:
            raise Refused(_("A split makes at least two units."), field="parts")
        if not rules.conserved([split.unit.area], [area for _number, area in split.parts]):
            together = sum((area for _number, area in split.parts), rules.ZERO)
            raise Refused(
                _("The parts add up to %(together)s ㎡, the unit has %(area)s ㎡.")
                % {
                    "together": figure_text.area(together),
                    "area": figure_text.area(split.unit.area),
                },
                field="parts",
            )
    families = []
    for split in splits:
        parts = [_successor(split.unit, number, area, on) for number, area in split.parts]
        staying = [unit for unit in parts if unit.number not in split.cleared]
        families.append(Family([split.unit], parts, staying))
    return _reshape(families, UnitLineage.Kind.SPLIT, by=by, on=on, reason=reason)


def merge_units(
    merges: Sequence[Merge], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Unit]:
    """End the units on ``on`` and begin one; they are all vacant or all of one tenancy."""
    families = []
    for merge in merges:
        if len(merge.units) < 2:
            raise Refused(_("A merger takes at least two units."), field="units")
        if len({unit.building_id for unit in merge.units}) > 1:
            raise Refused(_("Units of different buildings stay apart."), field="units")
        area = sum((unit.area for unit in merge.units), rules.ZERO)
        merged = _successor(merge.units[0], merge.number, area, on)
        merged.floor = merge.floor or merged.floor
        families.append(Family(merge.units, [merged], [] if merge.cleared else [merged]))
    return _reshape(families, UnitLineage.Kind.MERGE, by=by, on=on, reason=reason)


def correct_area(
    corrections: Sequence[Correction], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Unit]:
    """Record a measured area from ``on``: the unit goes on under its number with a new life."""
    for correction in corrections:
        if not correction.document.strip():
            raise Refused(_("Name the survey document."), field="document")
        if correction.area == correction.unit.area:
            raise Refused(
                _("Unit %(unit)s has that area already.") % {"unit": correction.unit},
                field="area",
            )
        later = AreaChange.objects.filter(before=correction.unit).first()
        if later is not None:
            raise Refused(
                _("Unit %(unit)s was measured anew on %(day)s already.")
                % {"unit": correction.unit, "day": later.changed_on},
                field="on",
            )
    families = []
    for one in corrections:
        successor = _successor(one.unit, one.unit.number, one.area, on)
        families.append(Family([one.unit], [successor], [successor]))
    with transaction.atomic():
        measured = _reshape(families, UnitLineage.Kind.MEASURED, by=by, on=on, reason=reason)
        changes = [
            AreaChange(before=one.unit, after=unit, changed_on=on, document=one.document.strip())
            for one, unit in zip(corrections, measured, strict=True)
        ]
        create(changes, by=by, reason=reason)
        return measured


@dataclass
class Family:
    """``old`` units end and ``new`` ones begin; the tenancy goes over to those in ``staying``."""

    old: list[Unit]
    new: list[Unit]
    staying: list[Unit]


def _reshape(
    families: Sequence[Family], kind: str, *, by: User | None, on: dt.date, reason: str
) -> list[Unit]:
    with transaction.atomic():
        ending = [unit for family in families for unit in family.old]
        authorise(by, "occupancy.edit", ending)
        lock_units(ending)
        tenancies = [_common_tenancy(family, on) for family in families]
        for unit in ending:
            if unit.starts_on >= on or (unit.ends_before is not None and unit.ends_before <= on):
                raise Refused(
                    _("Unit %(unit)s does not exist the day before %(day)s and on it.")
                    % {"unit": unit, "day": on},
                    field="on",
                )
        _end_spells(ending, on, by=by, reason=reason)
        dated = [_end_dated(unit, on, by=by, reason=reason) for unit in ending]
        for unit in ending:
            unit.ends_before = on
        change(ending, ["ends_before"], by=by, reason=reason)
        beginning = [unit for family in families for unit in family.new]
        refuse_impossible(beginning)
        refuse_two_lives(beginning)
        create(beginning, by=by, reason=reason)
        create(_lineage(families, kind), by=by, reason=reason)
        _pass_on_dated(families, dict(zip(ending, dated, strict=True)), on, by=by, reason=reason)
        drafts = _drafts(families, tenancies, on)
        if drafts:
            record_spells(drafts, by=by, reason=reason)
        announce(f"occupancy.unit_{kind}", ending, by=by, reason=reason, data={"on": str(on)})
        return beginning


def _successor(unit: Unit, number: str, area: Decimal, on: dt.date) -> Unit:
    return Unit(
        building=unit.building,
        floor=unit.floor,
        number=number.strip(),
        area=area,
        starts_on=on,
        ends_before=unit.ends_before,
        note=unit.note,
    )


def _common_tenancy(family: Family, on: dt.date) -> Spell | None:
    """The one spell (or sameness of spells) that goes over; Refused when the units differ."""
    found = []
    for unit in family.old:
        later = unit.spells.filter(starts_on__gte=on).order_by("starts_on").first()
        if later is not None:
            raise Refused(
                _("Unit %(unit)s has a spell that begins on %(start)s: choose a later day.")
                % {"unit": unit, "start": later.starts_on},
                field="on",
            )
        found.append(unit.spells.on(on).select_related("unit").first())
    if not family.staying:
        return None
    if len({_sameness(spell) for spell in found}) > 1:
        raise Refused(
            _("Only units that are all vacant or all of one tenancy can be merged."),
            field="units",
        )
    return found[0]


def _sameness(spell: Spell | None) -> tuple[Any, ...]:
    if spell is None:
        return ()
    sitting = sorted(spell.occupants.true().values_list("enterprise_id", flat=True))
    return spell.state, spell.signed_kind, spell.lease_id, spell.ends_before, *sitting


def _end_spells(units: Sequence[Unit], on: dt.date, *, by: User | None, reason: str) -> None:
    running = list(Spell.objects.filter(unit__in=units).on(on))
    for spell in running:
        spell.ends_before = on
    change(running, ["ends_before"], by=by, reason=reason)


def _end_dated(unit: Unit, on: dt.date, *, by: User | None, reason: str) -> list[Any]:
    """End the dated facts that run beyond ``on``; gives what is to go over, with its old end."""
    going_over = []
    for model in DATED:
        rows = list(model.objects.filter(unit=unit).on(on))
        going_over += [(row, row.ends_before) for row in rows]
        for row in rows:
            row.ends_before = max(row.starts_on, on)
        change(rows, ["ends_before"], by=by, reason=reason)
    return going_over


def _pass_on_dated(
    families: Sequence[Family],
    dated: dict[Unit, list[Any]],
    on: dt.date,
    *,
    by: User | None,
    reason: str,
) -> None:
    fresh = []
    for family in families:
        seen = set()
        for row, end in [pair for unit in family.old for pair in dated[unit]]:
            values = {name: getattr(row, name) for name in DATED[type(row)]}
            if type(row) in seen:
                continue  # several merged units: the first one's fact holds
            seen.add(type(row))
            fresh += [
                type(row)(unit=unit, starts_on=on, ends_before=end, **values) for unit in family.new
            ]
    create(fresh, by=by, reason=reason)


def _lineage(families: Sequence[Family], kind: str) -> list[UnitLineage]:
    return [
        UnitLineage(parent=parent, child=child, kind=kind)
        for family in families
        for parent in family.old
        for child in family.new
    ]


def _drafts(
    families: Sequence[Family], tenancies: Sequence[Spell | None], on: dt.date
) -> list[SpellDraft]:
    drafts = []
    for family, spell in zip(families, tenancies, strict=True):
        if spell is None:
            continue
        for unit in family.staying:
            drafts.append(
                SpellDraft(
                    unit=unit,
                    state=spell.state,
                    starts_on=on,
                    ends_before=spell.ends_before,
                    lease=spell.lease,
                    reason=spell.reason,
                    signed_kind=spell.signed_kind,
                    occupants=_rescaled(drafts_of(spell), spell.unit.area, unit.area),
                )
            )
    return drafts


def _rescaled(sitting: list[OccupantDraft], before: Decimal, after: Decimal) -> list[OccupantDraft]:
    """Stated shares in proportion to the new area, exact to 0.01 ㎡."""
    stated = [one for one in sitting if one.area_share is not None]
    if not stated:
        return sitting
    together = sum((one.area_share or rules.ZERO for one in stated), rules.ZERO)
    goal = after if together == before else (after * together / before).quantize(rules.CENT)
    parts = iter(rules.split_by(goal, [one.area_share or rules.ZERO for one in stated]))
    return [
        replace(one, area_share=next(parts)) if one.area_share is not None else one
        for one in sitting
    ]
