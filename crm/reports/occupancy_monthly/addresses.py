"""What a report can be drawn up over, and the lists behind its figures."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from crm.occupancy.filters import STEPS
from crm.occupancy.models import Building, Zone
from crm.occupancy.move_rules import MOVES, NO_MOVES
from crm.occupancy.places import DISTRICT
from crm.reports.places import LEASES, UNITS, list_address

OCCUPIED = ("S", "L", "O")
KINDS = (*MOVES, *NO_MOVES, "difference")
MOMENTS = ("now", "previous", "year_ago")


def scopes() -> list[tuple[str, str]]:
    """The district, its zones, its buildings."""
    zones = Zone.objects.order_by("code").values_list("code", "name")
    buildings = Building.objects.order_by("code").values_list("code", "name")
    return [(DISTRICT, settings.DISTRICT_NAME), *zones, *buildings]


def addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """By the names that the document gives to what lies behind a figure.

    Units and leases of a closed month open as its edition froze them; of an open one as the ledger
    has them: after a late entry they may be other rows than the snapshot counted.
    """
    code = figures["scope"]["code"]
    found: dict[str, str] = {}
    for moment in MOMENTS:
        found |= _of_day(at_moment(figures, moment), "" if moment == "now" else f"@{moment}")
    day = figures["as_of"]
    found |= moved_addresses(figures["previous"]["as_of"], day, code) | _elsewhere()
    functions = reverse("desk:projects:functions")
    found["functions"] = _query(functions, [("as_of", day), *_place(code)])
    for industry in figures["industries"]:
        name = industry["name"]
        states = [("state", state) for state in OCCUPIED]
        found[f"industry_{name}"] = list_address(UNITS, figures, *states, ("direction", name))
    for zone in figures["zones"]:
        for building in zone["buildings"]:
            page = reverse("desk:occupancy:building", args=[building["code"]])
            found[f"building_{building['code']}"] = _query(page, [("as_of", day)])
    for step in STEPS:
        name = "holdover" if step == "over" else f"step_{step}"
        found[name] = list_address(LEASES, figures, ("step", step))
    found["expiring_180"] = list_address(LEASES, figures, ("ending", "180"))
    found["expiring"] = list_address(LEASES, figures, ("ending", "90"))
    found["expiring_30"] = list_address(LEASES, figures, ("ending", "30"))
    return found


def at_moment(figures: Mapping[str, Any], moment: str) -> dict[str, Any]:
    """Day, scope and edition of one of the three days that the figures compare."""
    editions = figures.get("editions", {})
    return {
        "as_of": figures[moment]["as_of"],
        "scope": figures["scope"],
        "edition": editions.get(moment, 0),
    }


def moved_addresses(start: str, end: str, code: str) -> dict[str, str]:
    """The lists of moves between two month ends, and the screen that compares them."""
    parts = [("from", start), ("to", end), *_place(code)]
    moves = reverse("desk:occupancy:moves")
    named = {f"moves_{kind}": [*parts, ("kind", kind)] for kind in KINDS}
    return {
        "moves": _query(moves, parts),
        **{name: _query(moves, conditions) for name, conditions in named.items()},
        "comparison": _query(reverse("desk:occupancy:comparison"), parts),
    }


def _elsewhere() -> dict[str, str]:
    """What has no list of that day: projects stand where they stand today."""
    looking = [("stage", "talks"), ("stage", "intent"), ("side", "under_way")]
    return {
        "projects": _query(reverse("desk:projects:list"), looking),
        "quality": reverse("desk:occupancy:quality"),
        "release": reverse("desk:occupancy:release_plans"),
    }


def _of_day(at: Mapping[str, Any], moment: str) -> dict[str, str]:
    day, code = at["as_of"], at["scope"]["code"]
    place = _place(code)
    buildings = reverse("desk:occupancy:buildings")
    is_zone = [("zone", code)] if place and Zone.objects.filter(code=code).exists() else []
    found = {
        f"state_{state}{moment}": list_address(UNITS, at, ("state", state)) for state in "SLONVH"
    }
    for use in ("office", "retail"):
        states = [("state", state) for state in OCCUPIED]
        found[f"use_{use}{moment}"] = list_address(UNITS, at, *states, ("use", use))
    occupied = [("state", state) for state in OCCUPIED]
    found[f"occupied{moment}"] = list_address(UNITS, at, *occupied)
    found[f"enterprises{moment}"] = found[f"occupied{moment}"]
    if not place or is_zone:
        in_use = [("as_of", day), ("status", "in_use"), *is_zone]
        found[f"buildings{moment}"] = _query(buildings, in_use)
    return found


def _place(code: str) -> list[tuple[str, str]]:
    return [] if code == DISTRICT else [("place", code)]


def _query(address: str, parts: list[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(parts)}"
