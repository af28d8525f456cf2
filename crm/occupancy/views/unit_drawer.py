"""The unit that is open beside the plan: what it is, its life, what may be done with it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.registries.panels import panels_of
from crm.occupancy.lives import life_of
from crm.occupancy.models import Building, UnitDisposition, UnitUse
from crm.occupancy.stacking import STATE_NAMES, FloorNow, UnitNow
from crm.occupancy.svg import swatch

LET, EDIT = "occupancy.let", "occupancy.edit"
SEATS = (_("Enterprises on the unit"), "seats", LET)
BY_STATE = {
    "V": [
        (_("Sign a lease"), "sign_lease", LET),
        (_("Self-use or sold"), "settle", LET),
        (_("Put on hold"), "put_on_hold", LET),
    ],
    "N": [(_("Move in"), "move_in", LET), SEATS, (_("Move out"), "move_out", LET)],
    "H": [(_("Release"), "release", LET)],
}
LIFT = (_("Lift the reservation"), "lift", LET)
SETTLED = [(_("Move out"), "move_out", LET), SEATS]
ALWAYS = [
    (_("Split"), "split", EDIT),
    (_("Merge"), "merge", EDIT),
    (_("Measured area"), "measure", EDIT),
]


def drawer(
    record: Building, floors: Sequence[FloorNow], day: dt.date, number: str, user: Any
) -> dict[str, Any]:
    """The template's variables for unit ``number`` as of ``day``."""
    for floor in floors:
        for one in floor.units:
            if one.unit.number == number:
                return _opened(record, floor, one, day, user)
    return {"opened": None, "asked_unit": number, "day": day}


def _opened(
    record: Building, floor: FloorNow, one: UnitNow, day: dt.date, user: Any
) -> dict[str, Any]:
    return {
        "day": day,
        "opened": one,
        "opened_floor": floor,
        "is_whole_floor": len(floor.units) == 1,
        "way_name": dict(UnitDisposition.Way.choices)[one.way],
        "use_name": dict(UnitUse.Use.choices)[one.use],
        "life": life_of(one.unit, day),
        "acts": unit_acts(record, one, user),
        "days_left": one.days_left(day),
        "swatches": {state: swatch(state) for state in STATE_NAMES},
        "unit_panels": panels_of(one.unit, user),
        "viewer": user,
    }


def unit_acts(record: Building, one: UnitNow, user: Any) -> list[dict[str, Any]]:
    """What this person may do with the unit as it is, the likeliest first."""
    lift = [LIFT] if one.hold is not None else []
    return [
        {"label": label, "url": _act_url(record, one, name)}
        for label, name, action in [*BY_STATE.get(one.state, SETTLED), *lift, *ALWAYS]
        if user.can_on(action, record)
    ]


def _act_url(record: Building, one: UnitNow, name: str) -> str:
    if name == "sign_lease":
        address = reverse("desk:occupancy:sign_lease", args=[record.code])
        asked = {"unit": one.unit.number}
        if one.hold is not None:
            asked["held_for"] = one.hold.owner_number
        return f"{address}?{urlencode(asked)}"
    return reverse(f"desk:occupancy:{name}", args=[one.unit.pk])
