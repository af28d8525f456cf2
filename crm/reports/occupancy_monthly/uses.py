"""办公 and 商业 rates, which stand beside the headline."""

from typing import Any

from crm.occupancy import rules, statements
from crm.occupancy.standing import PlacePosition
from crm.occupancy.uses import areas_by_use

SHOWN = ("office", "retail")


def use_figures(*moments: tuple[str, PlacePosition]) -> dict[str, Any]:
    """By use and moment the occupied area and what could be let (B − H)."""
    found = {name: areas_by_use(at) for name, at in moments}
    return {
        "uses": {
            use: {name: _ratio(areas.get(use, rules.Areas())) for name, areas in found.items()}
            for use in SHOWN
        }
    }


def _ratio(areas: rules.Areas) -> dict[str, str]:
    return {
        "occupied": statements.area(areas.occupied),
        "base": statements.area(areas.available),
    }
