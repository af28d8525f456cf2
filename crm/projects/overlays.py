"""对接需求: needs of projects beside the stacking plan."""

from collections.abc import Collection
from typing import Any

from crm.occupancy.hold_owners import HoldOwners, hold_owners
from crm.occupancy.overlays import Laid, PlanOverlay, PlanView, plan_overlays
from crm.projects.models import Project
from crm.projects.siting import Sited, asked_of, needs_on

SHOWN = 6


def needs(view: PlanView) -> Laid | None:
    """The projects that this person may see, and the units that fit the one asked for."""
    if not any(floor.units for floor in view.floors):
        return None
    listed = needs_on(view)
    asked = asked_of(listed, view.asked)
    first = [asked, *(one for one in listed if one is not asked)] if asked else listed
    return Laid(
        {
            "needs_shown": first[:SHOWN],
            "needs_more": first[SHOWN:],
            "needs_count": len(listed),
            "asked_need": asked,
            "asked_number": view.asked,
            "need_day": view.day,
        },
        asked.keys if asked else (),
        lambda key: _of_unit(listed, view, key),
    )


def _of_unit(listed: list[Sited], view: PlanView, key: int) -> dict[str, Any] | None:
    """The needs that the unit could meet, alone or with others, and those that hold it; where it
    is free, the way to reserve it.
    """
    found, reservable = [one for one in listed if key in one.keys], _is_reservable(view, key)
    if not found and not reservable:
        return None
    return {
        "needs": found[:SHOWN],
        "more": len(found[SHOWN:]),
        "is_reservable": reservable,
        "asked_number": view.asked,
    }


def _is_reservable(view: PlanView, key: int) -> bool:
    """Whether the unit is free and this person may reserve it."""
    units = (one for floor in view.floors for one in floor.units)
    free = any(one.is_free for one in units if one.unit.pk == key)
    return free and view.user.can_on("occupancy.let", view.building)


plan_overlays.register(
    PlanOverlay(
        key="projects.needs",
        template="projects/_plan_needs.html",
        unit_template="projects/_unit_needs.html",
        action="projects.view",
        lay=needs,
        order=10,
    )
)


def seen(user: Any, numbers: Collection[str]) -> Collection[str]:
    """Those of the numbers whose projects this person may see."""
    if not user.can("projects.view"):
        return ()
    if user.district_wide("projects.view"):
        return numbers
    rows = Project.objects.visible_to(user).filter(number__in=numbers)
    return list(rows.values_list("number", flat=True))


hold_owners.register(HoldOwners(key="projects", seen=seen))
