"""The canonical statement of a month end: every building, strings only, in no language."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from crm.occupancy import statements
from crm.occupancy.standing import BuildingPosition, PlacePosition, Position

# 1: who sits where. 2: also leases with their rents, industries, registrations, leases that came
# due, and the hash of all these rows.
RULE_VERSION = "2"


def statement(found: PlacePosition, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """What a closing freezes and hashes, besides its opening. ``rows`` are all it stores: their
    hash makes that of the figures speak for rents and industries too.
    """
    return {
        "rule_version": RULE_VERSION,
        "as_of": found.as_of.isoformat(),
        "rows_sha256": rows_hash(rows),
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


def rows_hash(rows: Iterable[Sequence[Any]]) -> str:
    """SHA-256 over the rows in order, a line a row, values as they are stored."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update("\t".join("" if one is None else str(one) for one in row).encode())
        whole.update(b"\n")
    return whole.hexdigest()
