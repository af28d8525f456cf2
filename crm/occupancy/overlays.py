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
    """``variables`` for the template; ``found`` are keys of units to frame; ``of_unit`` gives what
    concerns one unit by its key, for ``unit_template``.
    """

    variables: dict[str, Any]
    found: Collection[int] = field(default_factory=frozenset)
    of_unit: Callable[[int], dict[str, Any] | None] = lambda key: None


@dataclass(frozen=True)
class PlanOverlay:
    """``lay`` gives None when there is nothing to show. It sees to the scope of its own rows."""

    key: str
    template: str
    unit_template: str
    action: str
    lay: Callable[[PlanView], Laid | None]
    order: int = 50


plan_overlays: Registry[PlanOverlay] = Registry("plan overlays")


@dataclass(frozen=True)
class Overlays:
    """All that is laid over one plan, ready to include, and the keys of the units it frames."""

    laid: Sequence[tuple[PlanOverlay, Laid]]

    @property
    def shown(self) -> list[dict[str, Any]]:
        """For the column beside the plan."""
        return [{"template": one.template, **laid.variables} for one, laid in self.laid]

    @property
    def found(self) -> set[int]:
        """The units to frame."""
        return {key for _one, laid in self.laid for key in laid.found}

    def of_unit(self, key: int) -> list[dict[str, Any]]:
        """For the open unit."""
        parts = [(one, laid.of_unit(key)) for one, laid in self.laid]
        return [{"template": one.unit_template, **part} for one, part in parts if part is not None]


def overlays_of(view: PlanView) -> Overlays:
    """What this person may see laid over the plan."""
    found = [
        (one, laid)
        for one in plan_overlays
        if view.user.can(one.action) and (laid := one.lay(view)) is not None
    ]
    return Overlays(found)
