"""Leases as of a day: the expiry ladder by lease, the larger ones, what was renewed."""

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import rules, statements
from crm.occupancy.models import Lease, Spell
from crm.occupancy.positions import PlacePosition, live_units
from crm.occupancy.querysets.spells import LEASED
from crm.reports.occupancy_monthly.frozen_rows import frozen_rows

STEPS = ((30, "30"), (60, "60"), (90, "90"), (180, "180"), (365, "365"))
ORDER = ("holdover", "today", *(key for _, key in STEPS), "later", "without_lease")
SOON_DAYS, SOON_ROWS = 90, 6


def lease_figures(now: PlacePosition) -> dict[str, Any]:
    """ladder, soon, wale_years and renewal."""
    rows = _leased_rows(now)
    years = now.wale_years
    return {
        "ladder": ladder(rows, _areas(now, rows), now.as_of),
        "soon": soon(rows, now.as_of),
        "wale_years": None
        if years is None
        else f"{years.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}",
        "expiring": {str(days): statements.area(area) for days, area in now.expiring.items()},
        "renewal": renewal(now),
    }


def _leased_rows(now: PlacePosition) -> list[dict[str, Any]]:
    ids = [part.building.pk for part in now.buildings]
    rows = (
        live_units(ids, now.as_of)
        .filter(spell_now__state__in=LEASED)
        .order_by()
        .values(
            lease=F("spell_now__lease_id"),
            last_day=F("spell_now__lease__last_day"),
            tenant=F("spell_now__lease__tenant__name"),
            state=F("spell_now__state"),
            place=F("building__name"),
        )
        .annotate(total=Sum(cents("area")))
    )
    return list(rows)


Area = tuple[dt.date | None, str, int]


def _areas(now: PlacePosition, rows: list[dict[str, Any]]) -> list[Area]:
    """(last day, state, area in cents): as frozen where the month is closed."""
    if not now.is_frozen:
        return [(row["last_day"], row["state"], row["total"]) for row in rows]
    kept = frozen_rows(now).filter(state__in=LEASED).order_by()
    sums = kept.values("last_day", "state").annotate(total=Sum(cents("area")))
    return [(row["last_day"], row["state"], row["total"]) for row in sums]


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


def ladder(rows: list[dict[str, Any]], areas: list[Area], day: dt.date) -> list[dict[str, Any]]:
    """Area and number of leases a step; ``occupied`` is the part that counts as occupied."""
    area: dict[str, int] = defaultdict(int)
    occupied: dict[str, int] = defaultdict(int)
    leases: dict[str, set[int]] = defaultdict(set)
    for last_day, state, total in areas:
        key = bucket(last_day, day)
        area[key] += total
        occupied[key] += total if state == "L" else 0
    for row in rows:
        if row["lease"] is not None:
            leases[bucket(row["last_day"], day)].add(row["lease"])
    return [
        {
            "key": key,
            "leases": None if key == "without_lease" else len(leases[key]),
            "area": statements.area(from_cents(area[key])),
            "occupied": statements.area(from_cents(occupied[key])),
        }
        for key in ORDER
    ]


def soon(rows: list[dict[str, Any]], day: dt.date) -> list[dict[str, Any]]:
    """The largest leases that end within 90 days, by the day they end."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        if bucket(row["last_day"], day) not in ("30", "60", "90"):
            continue
        lease = found.setdefault(row["lease"], {**row, "total": 0, "places": set()})
        lease["total"] += row["total"]
        lease["places"].add(row["place"])
    largest = sorted(found.values(), key=lambda row: (-row["total"], row["lease"]))[:SOON_ROWS]
    return [
        {
            "last_day": row["last_day"],
            "days": (row["last_day"] - day).days,
            "enterprise": row["tenant"],
            "building": "、".join(sorted(row["places"])),
            "area": statements.area(from_cents(row["total"])),
        }
        for row in sorted(largest, key=lambda row: (row["last_day"], row["lease"]))
    ]


def renewal(now: PlacePosition) -> dict[str, str]:
    """Area of the leases that ran out in the last twelve months, and what of it was renewed."""
    start = now.as_of.replace(year=now.as_of.year - 1, day=1) + dt.timedelta(days=31)
    year_ago = start.replace(day=1) - dt.timedelta(days=1)
    renewed = Exists(Lease.objects.filter(renews=OuterRef("lease")))
    rows = (
        Spell.objects.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=F("lease__last_day")),
            state__in=LEASED,
            unit__building__in=[part.building.pk for part in now.buildings],
            starts_on__lte=F("lease__last_day"),
            lease__agreed_last_day__isnull=True,
            lease__last_day__gt=year_ago,
            lease__last_day__lte=now.as_of,
        )
        .order_by()
        .annotate(was_renewed=renewed)
        .values("was_renewed")
        .annotate(total=Sum(cents("unit__area")))
    )
    sums = {row["was_renewed"]: from_cents(row["total"]) for row in rows}
    due = sum(sums.values(), rules.ZERO)
    return {
        "due": statements.area(due),
        "renewed": statements.area(sums.get(True, rules.ZERO)),
    }
