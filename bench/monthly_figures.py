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
    listed = [
        {
            "code": f"B{number:03d}",
            "name": f"示例大厦{number}号楼",
            "grade": "a",
            "in_use_from": "2018-05-01",
            **position(row, 1),
            "previous": ratio(row),
            "year_ago": ratio(row),
        }
        for number, row in enumerate(rows)
    ]
    same = {"buildings": buildings, "now": part, "then": part}
    steps = ("holdover", "today", "30", "60", "90", "180", "365", "later", "without_lease")
    return {
        "kind": "occupancy-monthly",
        "rule_version": "1",
        "month": "2023-02",
        "as_of": "2023-02-28",
        "closed": False,
        "demo": True,
        "scope": {"code": "district", "name": "示例区"},
        "now": whole,
        "previous": whole,
        "year_ago": whole,
        "like_for_like": {"month": same, "year": same},
        "supply": {"entered": [], "left": []},
        "balance": {
            **dict.fromkeys(("move_in", "expansion", "move_out", "contraction"), "0.00"),
            "opening": part["occupied"],
            "closing": part["occupied"],
            "difference": "0.00",
            "net": "0.00",
            "moved_in": 0,
            "moved_out": 0,
        },
        "moves": [
            {
                "kind": "move_in",
                "enterprise": f"示例企业{number}",
                "building": "示例大厦",
                "area": "1000.00",
                "note": "专业服务",
            }
            for number in range(20)
        ],
        "absorption": {"mean": "0.0000", "months_to_clear": None},
        "zones": [
            {
                "code": f"Z{zone}",
                "name": f"片区{zone}",
                **position(total, buildings // zones),
                "previous": part,
                "year_ago": part,
                "buildings": listed[zone::zones],
            }
            for zone in range(zones)
        ],
        "industries": [
            {"name": f"行业{number}", "area": "90000.00", "previous": "88000.00", "enterprises": 90}
            for number in range(9)
        ],
        "top_five": {"enterprises": 5, "area": "90000.00"},
        "ladder": [
            {"key": key, "leases": 9, "area": "90000.00", "occupied": "80000.00"} for key in steps
        ],
        "wale_years": "1.9200",
        "renewal": {"due": "100.00", "renewed": "90.00"},
        "soon": [
            {
                "last_day": "2023-03-12",
                "days": 12,
                "enterprise": f"示例企业{number}",
                "building": "示例大厦",
                "area": "2000.00",
            }
            for number in range(6)
        ],
        "series": [
            {"month": f"{2021 + month // 12}-{month % 12 + 1:02d}", "gross": "1900000", **part}
            for month in range(2, 26)
        ],
    }
