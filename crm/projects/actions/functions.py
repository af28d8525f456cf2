"""Planned areas of functions: a new one follows on the one before, and no day has two."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.projects.models import FunctionPlan

EDIT = "projects.edit_functions"


def plan_functions(
    rows: Sequence[FunctionPlan], *, by: User | None, reason: str = ""
) -> list[FunctionPlan]:
    """Record what holds from ``starts_on`` on; what was planned before ends on that day."""
    with transaction.atomic():
        authorise(by, EDIT)
        created = [_follow_on(row, by, reason) for row in rows]
        announce("projects.function_planned", created, by=by, reason=reason)
        return created


def edit_function_plan(
    row: FunctionPlan,
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> FunctionPlan:
    """Correct an entry; its function and its place stay."""
    with transaction.atomic():
        authorise(by, EDIT, [row])
        refuse_odd(row)
        other = _same(row).exclude(pk=row.pk).overlapping(row.starts_on, row.ends_before).first()
        if other is not None:
            raise Refused(
                _("Another entry holds from %(day)s: correct that one, or end this one before.")
                % {"day": other.starts_on},
                field="ends_before",
            )
        change([row], fields, by=by, reason=reason, expected=expected)
        announce("projects.function_planned", [row], by=by, reason=reason)
        return row


def refuse_odd(row: FunctionPlan) -> None:
    """Raise Refused for no place or two, an area below 0, an end before the beginning, and a plan
    of a zone beside one of its buildings.
    """
    if (row.zone is None) == (row.building is None):
        raise Refused(_("Name a zone or a building, one of the two."), field="building")
    if row.area < 0:
        raise Refused(_("A planned area is not below 0."), field="area")
    if row.ends_before is not None and row.ends_before <= row.starts_on:
        raise Refused(_("The end lies after the beginning."), field="ends_before")
    other = (
        FunctionPlan.objects.filter(_above_or_below(row), function=row.function)
        .overlapping(row.starts_on, row.ends_before)
        .first()
    )
    if other is not None:
        raise Refused(
            _(
                "%(function)s is planned for %(place)s already: plan it for the zone as a whole or "
                "for its buildings, so that nothing counts twice."
            )
            % {"function": row.function, "place": other.place},
            field="building" if row.building else "zone",
        )


def _above_or_below(row: FunctionPlan) -> Q:
    if row.building is not None:
        return Q(zone=row.building.zone_id)
    return Q(building__zone=row.zone)


def _same(row: FunctionPlan) -> Any:
    return FunctionPlan.objects.filter(
        function=row.function, zone=row.zone, building=row.building
    ).order_by("starts_on")


def _follow_on(row: FunctionPlan, by: User | None, reason: str) -> FunctionPlan:
    refuse_odd(row)
    held = list(_same(row).select_for_update(of=("self",)).overlapping(row.starts_on, None))
    later = next((one for one in held if one.starts_on >= row.starts_on), None)
    if later is not None:
        raise Refused(
            _("An entry holds from %(day)s already: correct that one.") % {"day": later.starts_on},
            field="starts_on",
        )
    for before in held:
        before.ends_before = row.starts_on
    change(held, ["ends_before"], by=by, reason=reason)
    try:
        with transaction.atomic():
            return create([row], by=by, reason=reason)[0]
    except IntegrityError as error:
        raise Refused(_("Somebody recorded another entry for this day just now.")) from error
