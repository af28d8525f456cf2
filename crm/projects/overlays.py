"""对接需求: needs of projects beside the stacking plan."""

from typing import Any

from crm.occupancy.overlays import Laid, PlanOverlay, PlanView, plan_overlays
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
        lambda key: _of_unit(listed, key),
    )


def _of_unit(listed: list[Sited], key: int) -> dict[str, Any] | None:
    """The needs that the unit could meet, alone or with others, and those that hold it."""
    found = [one for one in listed if key in one.keys]
    return {"needs": found[:SHOWN], "more": len(found[SHOWN:])} if found else None


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
