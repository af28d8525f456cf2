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

    A list shows the ledger as of the day of the figure: after a late entry it may hold other rows
    than the snapshot counted.
    """
    code = figures["scope"]["code"]
    found: dict[str, str] = {}
    for moment in MOMENTS:
        found |= _of_day(figures[moment]["as_of"], code, "" if moment == "now" else f"@{moment}")
    day = figures["as_of"]
    found |= moved_addresses(figures["previous"]["as_of"], day, code) | _elsewhere()
    functions = reverse("desk:projects:functions")
    found["functions"] = _query(functions, [("as_of", day), *_place(code)])
    for industry in figures["industries"]:
        name = industry["name"]
        states = [("state", state) for state in OCCUPIED]
        parts = [("as_of", day), *states, ("direction", name), *_place(code)]
        found[f"industry_{name}"] = _query(reverse("desk:occupancy:units"), parts)
    for zone in figures["zones"]:
        for building in zone["buildings"]:
            page = reverse("desk:occupancy:building", args=[building["code"]])
            found[f"building_{building['code']}"] = _query(page, [("as_of", day)])
    leases = reverse("desk:occupancy:leases")
    place = _place(code)
    for step in STEPS:
        name = "holdover" if step == "over" else f"step_{step}"
        found[name] = _query(leases, [("as_of", day), ("step", step), *place])
    found["expiring_180"] = _query(leases, [("as_of", day), ("ending", "180"), *place])
    found["expiring"] = _query(leases, [("as_of", day), ("ending", "90"), *place])
    found["expiring_30"] = _query(leases, [("as_of", day), ("ending", "30"), *place])
    return found


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


def _of_day(day: str, code: str, moment: str) -> dict[str, str]:
    units, place = reverse("desk:occupancy:units"), _place(code)
    buildings = reverse("desk:occupancy:buildings")
    is_zone = [("zone", code)] if place and Zone.objects.filter(code=code).exists() else []
    found = {
        f"state_{state}{moment}": _query(units, [("as_of", day), ("state", state), *place])
        for state in "SLONVH"
    }
    for use in ("office", "retail"):
        states = [("state", state) for state in OCCUPIED]
        parts = [("as_of", day), *states, ("use", use), *place]
        found[f"use_{use}{moment}"] = _query(units, parts)
    occupied = [("state", state) for state in OCCUPIED]
    found[f"occupied{moment}"] = _query(units, [("as_of", day), *occupied, *place])
    found[f"enterprises{moment}"] = found[f"occupied{moment}"]
    if not place or is_zone:
        in_use = [("as_of", day), ("status", "in_use"), *is_zone]
        found[f"buildings{moment}"] = _query(buildings, in_use)
    return found


def _place(code: str) -> list[tuple[str, str]]:
    return [] if code == DISTRICT else [("place", code)]


def _query(address: str, parts: list[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(parts)}"
