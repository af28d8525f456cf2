"""Positions and changes as the command line and the reports write them: strings, never floats."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm.occupancy import rules
from crm.occupancy.changes import PlaceChange
from crm.occupancy.positions import is_closed
from crm.occupancy.standing import BuildingPosition, PlacePosition, Position


def basis(as_of: Any) -> str:
    """The 口径 that goes with every figure of a day."""
    return _(
        "Floor area (建筑面积) basis as of %(day)s; buildings in use on that day only."
        " Occupancy = (self-use + let and occupied + sold and occupied)"
        " ÷ (all live units − units not available)."
    ) % {"day": as_of.isoformat()}


def area(value: Decimal) -> str:
    """㎡ with two places."""
    return f"{value:.2f}"


def areas(position: Position) -> dict[str, str]:
    """By state, with the base and the gross area in use."""
    by_state = {state: area(getattr(position.areas, state)) for state in rules.STATES}
    return {
        **by_state,
        "B": area(position.areas.base),
        "gross_in_use": area(position.gross_in_use),
    }


def rates(position: Position) -> dict[str, str | None]:
    """Unrounded to six places; None where it cannot be computed."""
    found = position.rates
    return {
        name: rules.six_places(getattr(found, name))
        for name in ("occupancy", "letting", "take_up", "vacancy", "occupancy_on_gross")
    }


def position_statement(position: PlacePosition) -> dict[str, Any]:
    """The document of ``manage.py occupancy --as-of``.

    ``closed`` is whether the month that ends on the day is closed, ``edition`` the one that these
    figures come from: 0 is the ledger.
    """
    return {
        "as_of": position.as_of.isoformat(),
        "scope": position.place.code,
        "basis": basis(position.as_of),
        "closed": position.is_frozen or is_closed(position.as_of),
        "edition": position.edition,
        "area": areas(position),
        **measures(position),
        "buildings": [building_statement(part) for part in position.buildings],
    }


def measures(position: Position) -> dict[str, Any]:
    """Rates, counts and what ends when."""
    years = position.wale_years
    return {
        "rate": rates(position),
        "units": position.units,
        "enterprises": position.enterprises,
        "wale_years": None if years is None else f"{years.quantize(rules.CENT, ROUND_HALF_UP):f}",
        "expiring": {str(days): area(value) for days, value in position.expiring.items()},
        "held_over": area(position.held_over),
        "without_lease": area(position.unleased),
    }


def building_statement(part: BuildingPosition) -> dict[str, Any]:
    """One building of a statement."""
    building = part.building
    return {
        "code": building.code,
        "name": building.name,
        "zone": building.zone.code,
        "in_use_from": building.in_use_from.isoformat() if building.in_use_from else None,
        "area": areas(part),
        "rate": rates(part),
        "units": part.units,
        "enterprises": part.enterprises,
    }


def change_statement(change: PlaceChange) -> dict[str, Any]:
    """The document of ``manage.py occupancy --from --to``."""
    absorption, effects, opening = change.absorption, change.rate_change, change.adjustment
    return {
        "from": change.before.as_of.isoformat(),
        "to": change.after.as_of.isoformat(),
        "scope": change.after.place.code,
        "basis": basis(change.after.as_of),
        "opening": area(change.before.areas.occupied),
        "opening_adjustment": {
            "late": area(opening.late),
            "measured": area(opening.measured),
            "scope": area(opening.scope),
            "total": area(opening.total),
        },
        "closing": area(change.after.areas.occupied),
        "net_absorption": area(absorption.net),
        "move_in": area(absorption.move_in),
        "expansion": area(absorption.expansion),
        "move_out": area(absorption.move_out),
        "contraction": area(absorption.contraction),
        "difference": area(absorption.difference),
        "total_change": rules.six_places(effects.change),
        "like_for_like_change": rules.six_places(change.like_for_like_change),
        "take_up_effect": rules.six_places(effects.take_up_effect),
        "new_supply_effect": rules.six_places(effects.new_supply_effect),
    }
