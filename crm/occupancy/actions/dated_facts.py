"""Dated facts of units and buildings: use, disposition, status, membership, former names.

What holds from a day on is laid over what held before; nothing is lost and no day has two values.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.models import (
    Building,
    BuildingMembership,
    BuildingName,
    BuildingStatus,
    Floor,
    Unit,
    UnitDisposition,
    UnitUse,
)

OWNERS = {
    UnitUse: "unit",
    UnitDisposition: "unit",
    BuildingStatus: "building",
    BuildingMembership: "building",
    BuildingName: "building",
}
EDIT = "occupancy.edit"
Fact = UnitUse | UnitDisposition | BuildingStatus | BuildingMembership | BuildingName


def set_fact(
    model: type[Fact],
    owner: Unit | Building,
    values: dict[str, Any],
    *,
    by: User | None,
    on: dt.date,
    until: dt.date | None = None,
    reason: str = "",
    expected: int | None = None,
) -> Fact:
    """Let ``values`` hold on [on, until); what held before goes on after ``until``.

    ``expected`` is the version of the owner that the person saw. Refuses a period in which another
    fact begins: that one is to be corrected itself.
    """
    with transaction.atomic():
        authorise(by, EDIT, [owner])
        _refuse_impossible(owner, on, until)
        name = OWNERS[model]
        rows = list(
            model.objects.select_for_update(of=("self",))
            .filter(**{name: owner})
            .overlapping(on, until)
            .order_by("starts_on")
        )
        later = next((row for row in rows if row.starts_on > on), None)
        if later is not None:
            raise Refused(
                _("Another entry begins on %(day)s: end this one before, or correct that one.")
                % {"day": later.starts_on},
                field="ends_before",
            )
        change([owner], [], by=by, reason=reason, expected=expected)
        fact = _lay_over(model, {name: owner, **values}, rows, on, until, by=by, reason=reason)
        announce("occupancy.fact_set", [owner], by=by, reason=reason, data=_said(model, on))
        return fact


def record_facts(facts: Sequence[Fact], *, by: User | None, reason: str = "") -> list[Fact]:
    """What is known from the beginning of units or buildings that have no such fact yet."""
    with transaction.atomic():
        authorise(by, EDIT, [getattr(fact, OWNERS[type(fact)]) for fact in facts])
        return create(facts, by=by, reason=reason)


def edit_fact(
    row: Fact,
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> Fact:
    """Correct what was recorded, its period too. Refuses a period that another entry has."""
    with transaction.atomic():
        authorise(by, EDIT, [row])
        owner = getattr(row, OWNERS[type(row)])
        _refuse_impossible(owner, row.starts_on, row.ends_before)
        others = (
            type(row)
            .objects.filter(**{OWNERS[type(row)]: owner})
            .exclude(pk=row.pk)
            .overlapping(row.starts_on, row.ends_before)
        )
        _refuse_other(others.first())
        try:
            with transaction.atomic():
                change([row], fields, by=by, reason=reason, expected=expected)
        except IntegrityError as error:
            _refuse_other(others.first())
            raise Refused(_("Somebody recorded another entry for these days just now.")) from error
        announce("occupancy.fact_set", [owner], by=by, data=_said(type(row), row.starts_on))
        return row


def record_former_name(
    building: Building,
    name: str,
    *,
    by: User | None,
    starts_on: dt.date,
    ends_before: dt.date,
    expected: int | None = None,
) -> BuildingName:
    """曾用名 that was not recorded in its time; found by search as the others."""
    return set_fact(  # type: ignore[return-value]
        BuildingName,
        building,
        {"name": name},
        by=by,
        on=starts_on,
        until=ends_before,
        expected=expected,
    )


def edit_floors(
    floors: Sequence[Floor],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Floor]:
    """Correct floors. A floor with units stays one with units; a label is taken once a building."""
    with transaction.atomic():
        authorise(by, EDIT, floors)
        for floor in floors:
            if floor.kind != Floor.Kind.OFFICE and floor.units.exists():
                raise Refused(
                    _("Floor %(floor)s holds units: it stays a floor with units.")
                    % {"floor": floor},
                    field="kind",
                )
        refuse_second_floor(floors)
        return change(floors, fields, by=by, reason=reason, expected=expected)


def refuse_second_floor(floors: Sequence[Floor]) -> None:
    """Raise Refused when the building has a floor of that label already."""
    for floor in floors:
        same = Floor.objects.filter(building=floor.building, label=floor.label)
        if same.exclude(pk=floor.pk).exists():
            raise Refused(
                _("There is a floor %(floor)s already.") % {"floor": floor}, field="label"
            )


def _lay_over(
    model: type[Fact],
    values: dict[str, Any],
    rows: Sequence[Fact],
    on: dt.date,
    until: dt.date | None,
    *,
    by: User | None,
    reason: str,
) -> Fact:
    running = next((row for row in rows if row.starts_on <= on), None)
    fresh: list[Fact] = []
    if running is not None:
        end = running.ends_before
        if until is not None and (end is None or end > until):
            fresh.append(_copy(running, until, end))
        if running.starts_on == on:
            for name, value in values.items():
                setattr(running, name, value)
            running.ends_before = until
            change([running], [*values, "ends_before"], by=by, reason=reason)
            create(fresh, by=by, reason=reason)
            return running
        running.ends_before = on
        change([running], ["ends_before"], by=by, reason=reason)
    fact = model(starts_on=on, ends_before=until, **values)
    create([fact, *fresh], by=by, reason=reason)
    return fact


def _copy(row: Fact, start: dt.date, end: dt.date | None) -> Fact:
    skipped = {"id", "starts_on", "ends_before", "version", "created_at", "updated_at"}
    names = [one.attname for one in row._meta.concrete_fields if one.name not in skipped]
    return type(row)(
        starts_on=start, ends_before=end, **{name: getattr(row, name) for name in names}
    )


def _refuse_impossible(owner: Unit | Building, on: dt.date, until: dt.date | None) -> None:
    if until is not None and until <= on:
        raise Refused(
            _("The end %(end)s does not lie after the beginning %(start)s.")
            % {"end": until, "start": on},
            field="ends_before",
        )
    if isinstance(owner, Unit) and not owner.holds_on(on):
        raise Refused(
            _("Unit %(unit)s does not exist on %(day)s.") % {"unit": owner, "day": on},
            field="starts_on",
        )


def _refuse_other(other: Fact | None) -> None:
    if other is not None:
        raise Refused(
            _("%(entry)s is recorded from %(day)s: correct that one first.")
            % {"entry": other, "day": other.starts_on},
            field="starts_on",
        )


def _said(model: type[Fact], on: dt.date) -> dict[str, str]:
    return {"what": model._meta.model_name or "", "on": str(on)}
