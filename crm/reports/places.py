"""What a report can be drawn up over, and addresses of lists over it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from crm.occupancy.closing_rows import rows_address
from crm.occupancy.filters import STEPS
from crm.occupancy.models import Building, Zone
from crm.occupancy.places import DISTRICT

UNITS, LEASES = "desk:occupancy:units", "desk:occupancy:leases"


def whole_district() -> list[tuple[str, str]]:
    """The district alone."""
    return [(DISTRICT, settings.DISTRICT_NAME)]


def zones_and_district() -> list[tuple[str, str]]:
    """The district and its zones."""
    return [*whole_district(), *Zone.objects.order_by("code").values_list("code", "name")]


def every_place() -> list[tuple[str, str]]:
    """The district, its zones, its buildings."""
    buildings = Building.objects.order_by("code").values_list("code", "name")
    return [*zones_and_district(), *buildings]


def list_address(name: str, figures: Mapping[str, Any], *more: tuple[str, str]) -> str:
    """A list of the desk as of the day of the figures, over their scope.

    Units and leases of a closed month open as the edition froze them, so that they are the rows
    that were counted; what its edition did not keep, as the ledger has it.
    """
    code, day = figures["scope"]["code"], str(figures["as_of"])
    edition = figures.get("edition", 0)
    if edition and name in (UNITS, LEASES) and _is_kept(figures, more):
        asked = (("state", "LN"), *more) if name == LEASES else more
        kept = [pair for one in asked for pair in _as_frozen(one, day)]
        return rows_address(dt.date.fromisoformat(day), edition, ("place", code), *kept)
    place = [] if code == DISTRICT else [("place", code)]
    return f"{reverse(name)}?{urlencode([('as_of', day), *place, *more])}"


def _is_kept(figures: Mapping[str, Any], conditions: Iterable[tuple[str, str]]) -> bool:
    kept = not figures.get("terms_from_ledger")
    return kept or all(name != "direction" for name, _value in conditions)


def _as_frozen(condition: tuple[str, str], day: str) -> list[tuple[str, str]]:
    """A condition of the lists in the words of the frozen rows."""
    name, value = condition
    if name == "ending":
        return _span(day, 1, int(value))
    if name == "running":
        return _span(day, None, -1)
    return _span(day, *STEPS[value]) if name == "step" else [condition]


def _span(day: str, first: int | None, last: int | None) -> list[tuple[str, str]]:
    start = dt.date.fromisoformat(day)
    ends = {"ends_from": first, "ends_to": last}
    return [
        (name, (start + dt.timedelta(days=days)).isoformat())
        for name, days in ends.items()
        if days is not None
    ]
