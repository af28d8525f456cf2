"""What an upper app lays over the stacking plan: a list beside it, and the units that it frames."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.core.registries import Registry
from crm.occupancy.models import Building
from crm.occupancy.stacking import FloorNow


@dataclass(frozen=True)
class PlanView:
    """The plan that is shown: floors as of ``day`` to ``user``; ``asked`` is ``?fit=``, the number
    of the record whose units are to be framed.
    """

    building: Building
    floors: Sequence[FloorNow]
    day: dt.date
    user: Any
    asked: str = ""


@dataclass(frozen=True)
class Laid:
    """``variables`` for the template; ``found`` are keys of units to frame."""

    variables: dict[str, Any]
    found: Collection[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class PlanOverlay:
    """``lay`` gives None when there is nothing to show. It sees to the scope of its own rows."""

    key: str
    template: str
    action: str
    lay: Callable[[PlanView], Laid | None]
    order: int = 50


plan_overlays: Registry[PlanOverlay] = Registry("plan overlays")


def overlays_of(view: PlanView) -> tuple[list[dict[str, Any]], set[int]]:
    """What this person may see laid over the plan, ready to include, and the units it frames."""
    shown: list[dict[str, Any]] = []
    found: set[int] = set()
    for overlay in plan_overlays:
        laid = overlay.lay(view) if view.user.can(overlay.action) else None
        if laid is not None:
            shown.append({"template": overlay.template, **laid.variables})
            found |= set(laid.found)
    return shown, found
