"""Leases as of a day: the expiry ladder by lease, the larger ones, what was renewed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crm.enterprises.models import Enterprise
from crm.occupancy import rules, statements
from crm.occupancy.lettings import Letting
from crm.occupancy.positions import PlacePosition
from crm.occupancy.renewals import renewal_of

STEPS = ((30, "30"), (60, "60"), (90, "90"), (180, "180"), (365, "365"))
ORDER = ("holdover", "today", *(key for _, key in STEPS), "later", "without_lease")
SOON, SOON_ROWS = ("30", "60", "90"), 6


def lease_figures(now: PlacePosition, rows: list[Letting]) -> dict[str, Any]:
    """ladder, soon, wale_years and renewal; ``rows`` are the lettings of ``now``."""
    years = now.wale_years
    return {
        "ladder": ladder(rows, now.as_of),
        "soon": soon(rows, now),
        "wale_years": None
        if years is None
        else f"{years.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}",
        "expiring": {str(days): statements.area(area) for days, area in now.expiring.items()},
        "renewal": renewal(now),
    }


def bucket(last_day: dt.date | None, day: dt.date) -> str:
    """Which step of the ladder a lease stands on."""
    if last_day is None:
        return "without_lease"
    left = (last_day - day).days
    if left < 0:
        return "holdover"
    if left == 0:
        return "today"
    return next((key for step, key in STEPS if left <= step), "later")


def ladder(rows: list[Letting], day: dt.date) -> list[dict[str, Any]]:
    """Area and number of leases a step; ``occupied`` is the part that counts as occupied."""
    area: dict[str, Decimal] = defaultdict(lambda: rules.ZERO)
    occupied: dict[str, Decimal] = defaultdict(lambda: rules.ZERO)
    leases: dict[str, set[tuple]] = defaultdict(set)
    for row in rows:
        key = bucket(row.last_day, day)
        area[key] += row.area
        if row.state == "L":
            occupied[key] += row.area
        leases[key].add(row.key)
    return [
        {
            "key": key,
            "leases": None if key == "without_lease" else len(leases[key]),
            "area": statements.area(area[key]),
            "occupied": statements.area(occupied[key]),
        }
        for key in ORDER
    ]


def soon(rows: list[Letting], now: PlacePosition) -> list[dict[str, Any]]:
    """The largest leases that end within 90 days, by the day they end."""
    found: dict[tuple, list[Letting]] = defaultdict(list)
    for row in rows:
        if bucket(row.last_day, now.as_of) in SOON:
            found[row.key].append(row)
    largest = sorted(found.values(), key=lambda lease: (-_area(lease), lease[0].lease))[:SOON_ROWS]
    tenants = names_of(row.tenant_id for lease in largest for row in lease)
    places = {part.building.pk: part.building.name for part in now.buildings}
    return [
        {
            "last_day": lease[0].last_day,
            "days": (lease[0].last_day - now.as_of).days,  # type: ignore[operator]
            "enterprise": tenants.get(lease[0].tenant_id, ""),
            "building": "、".join(sorted({places[row.building_id] for row in lease})),
            "area": statements.area(_area(lease)),
        }
        for lease in sorted(largest, key=lambda lease: (lease[0].last_day, lease[0].lease))
    ]


def _area(lease: list[Letting]) -> Decimal:
    return sum((row.area for row in lease), rules.ZERO)


def names_of(enterprises: Iterable[int | None]) -> dict[int | None, str]:
    """Names by id: one query."""
    rows = Enterprise.objects.filter(pk__in={key for key in enterprises if key is not None})
    return dict(rows.values_list("pk", "name"))


def renewal(now: PlacePosition) -> dict[str, str]:
    """㎡ of the leases that ran out in the last twelve months, and what of it was renewed."""
    found = renewal_of(now)
    return {
        "due": statements.area(found.due_area),
        "renewed": statements.area(found.renewed_area),
    }
