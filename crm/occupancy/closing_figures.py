"""The canonical statement of a month end: every building, strings only, in no language."""

from typing import Any

from crm.occupancy import statements
from crm.occupancy.standing import BuildingPosition, PlacePosition, Position

RULE_VERSION = "1"


def statement(found: PlacePosition) -> dict[str, Any]:
    """What a closing freezes and hashes, besides its opening."""
    return {
        "rule_version": RULE_VERSION,
        "as_of": found.as_of.isoformat(),
        **statements.measures(found),
        "area": areas(found),
        "buildings": [entry(part) for part in found.buildings],
    }


def entry(part: BuildingPosition) -> dict[str, Any]:
    """One building."""
    return {**statements.building_statement(part), "area": areas(part)}


def areas(found: Position) -> dict[str, str]:
    """By state, with the parts of N and V that belong to no letting rate."""
    return {
        **statements.areas(found),
        "sold_unmoved": statements.area(found.areas.sold_unmoved),
        "not_to_let": statements.area(found.areas.not_to_let),
    }
