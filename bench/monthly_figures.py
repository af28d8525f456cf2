"""Figures of a made-up month in the shape that the report freezes, for any number of buildings."""

import random
from typing import Any

STATES = "SLONVH"


def position(areas: dict[str, int], buildings: int) -> dict[str, Any]:
    """One scope on one day."""
    base = sum(areas.values())
    area = {state: f"{areas[state]}.00" for state in STATES}
    more = {"B": base, "gross_in_use": base, "sold_unmoved": 0, "not_to_let": 0}
    return {
        "as_of": "2023-02-28",
        "buildings": buildings,
        "units": buildings * 100,
        "enterprises": buildings * 26,
        "registered": buildings * 22,
        "area": {**area, **{key: f"{value}.00" for key, value in more.items()}},
        "rate": {},
    }


def ratio(areas: dict[str, int]) -> dict[str, str]:
    """Occupied area and base."""
    occupied = areas["S"] + areas["L"] + areas["O"]
    return {"occupied": f"{occupied}.00", "base": f"{sum(areas.values()) - areas['H']}.00"}


def figures(buildings: int, zones: int = 4) -> dict[str, Any]:
    """A whole month."""
    chance = random.Random(20230228)
    rows = [
        dict(zip(STATES, (chance.randrange(0, 9_000) for _ in STATES), strict=True))
        for _ in range(buildings)
    ]
    for row in rows:
        row["L"] += 30_000
    total = {state: sum(row[state] for row in rows) for state in STATES}
    whole, part = position(total, buildings), ratio(total)
    same = {"buildings": buildings, "now": part, "then": part}
    return {
        "rule_version": "2",
        "month": "2023-02",
        "editions": {"now": 0, "previous": 0, "year_ago": 0},
        "as_of": "2023-02-28",
        "closed": False,
        "demo": True,
        "scope": {"code": "district", "name": "示例区"},
        "now": whole,
        "previous": whole,
        "year_ago": whole,
        "year_ago_restated": whole,
        "like_for_like": {"month": same, "year": same},
        "supply": {"entered": [], "left": []},
        "absorption": {"mean": "0.0000", "months_to_clear": None},
        "zones": [zone(number, rows[number::zones]) for number in range(zones)],
        "series": [
            {"month": f"{2021 + month // 12}-{month % 12 + 1:02d}", "gross": "1900000", **part}
            for month in range(2, 26)
        ],
        **moving(part["occupied"]),
        **structure(),
        **leases(),
        **matching(part),
    }


def zone(number: int, rows: list[dict[str, int]]) -> dict[str, Any]:
    """A zone with its buildings."""
    total = {state: sum(row[state] for row in rows) for state in STATES}
    return {
        "code": f"Z{number}",
        "name": f"片区{number}",
        **position(total, len(rows)),
        "previous": ratio(total),
        "year_ago": ratio(total),
        "buildings": [
            {
                "code": f"B{number}-{index}",
                "name": f"示例大厦{number}-{index}号楼",
                "grade": "a",
                "in_use_from": "2018-05-01",
                **position(row, 1),
                "previous": ratio(row),
                "year_ago": ratio(row),
            }
            for index, row in enumerate(rows)
        ],
    }


def moving(occupied: str) -> dict[str, Any]:
    """The balance and twenty named moves."""
    parts = ("move_in", "expansion", "move_out", "contraction", "difference", "net")
    moved = {"kind": "move_in", "rented": True, "building": "示例大厦", "note": "专业服务"}
    moved |= {"area": "1000.00", "net": "1000.00"}
    causes = ("late", "measured", "scope", "total")
    return {
        "balance": {
            **dict.fromkeys(parts, "0.00"),
            "opening": occupied,
            "adjusted": occupied,
            "adjustment": dict.fromkeys(causes, "0.00"),
            "closing": occupied,
            "moved_in": 0,
            "moved_out": 0,
            "move_in_count": 0,
            "move_out_count": 0,
            "succession_count": 0,
            "relocation_count": 0,
        },
        "denominator": {
            "change": "32000.00",
            "reshaped": 0,
            "parts": [{"key": "entered", "area": "32000.00", "buildings": ["示例大厦"]}],
        },
        "moves": [{**moved, "enterprise": f"示例企业{number}"} for number in range(20)],
    }


def structure() -> dict[str, Any]:
    """Nine industries and the five largest."""
    row = {"area": "90000.00", "previous": "88000.00", "enterprises": 90}
    return {
        "industries": [{"name": f"行业{number}", **row} for number in range(9)],
        "top_five": {"enterprises": 5, "area": "90000.00"},
    }


def leases() -> dict[str, Any]:
    """The ladder and six leases that end soon."""
    steps = ("holdover", "today", "30", "60", "90", "180", "365", "later", "without_lease")
    step = {"leases": 9, "area": "90000.00", "occupied": "80000.00"}
    lease = {"last_day": "2023-03-12", "days": 12, "building": "示例大厦", "area": "2000.00"}
    return {
        "ladder": [{"key": key, **step} for key in steps],
        "wale_years": "1.9200",
        "renewal": {"due": "100.00", "renewed": "90.00"},
        "soon": [{**lease, "enterprise": f"示例企业{number}"} for number in range(6)],
    }


def matching(part: dict[str, str]) -> dict[str, Any]:
    """Uses, rent, needs by band and function, the release plan."""
    band = {"projects": 9, "need": "90000.00", "vacant": "80000.00", "coming": "70000.00"}
    plan = {"code": "JH-1", "name": "示例", "revision": 2, "revised_on": "2023-01-10"}
    plan |= {"quarter": 2, "area": "170000.00", "certainty": "firm"}
    moments = dict.fromkeys(("now", "previous", "year_ago"), part)
    return {
        "uses": {"office": moments, "retail": moments},
        "rent": {"mean": "186.8556", "area": "100.00", "let": "100.00"},
        "needs": {
            "projects": 45,
            "area": "450000.00",
            "bands": [{"key": key, **band} for key in ("500", "1000", "2000", "30000", "whole")],
            "functions": [
                {"name": f"功能{number}", "projects": 9, "need": "90000.00", "used": None}
                for number in range(5)
            ],
        },
        "release": {"year": 2023, "months": 10, "area": "170000.00", "plans": [plan]},
        "returns": None,
        "quality": {"count": 0},
    }
