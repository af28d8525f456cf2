"""The number of open findings, kept for the navigation: pages read it and never reckon it."""

import datetime as dt
from typing import Any

from django.core.cache import cache, caches

from crm.occupancy import places
from crm.occupancy.quality.findings import findings_count

KEY, FRESH = "occupancy.open_findings", "occupancy.open_findings.fresh"
KEPT_SECONDS, FRESH_SECONDS, NEAR_SECONDS = 24 * 3600, 600, 30


def remember(count: int) -> None:
    """Keep the district's number."""
    cache.set(KEY, count, KEPT_SECONDS)
    cache.set(FRESH, True, FRESH_SECONDS)
    caches["near"].set(KEY, count, NEAR_SECONDS)


def renew(day: dt.date) -> int:
    """Count anew when the number is older than ten minutes; 1 when it was."""
    if cache.get(FRESH):
        return 0
    remember(findings_count(places.district(), day))
    return 1


def outdate() -> None:
    """Somebody verified or put something right: count anew soon."""
    cache.delete(FRESH)


def open_findings(user: Any) -> int | None:
    """For those who see the whole district; None for others and when there is none. Asks the
    database at most twice a minute in each process.
    """
    if not user.can("occupancy.view_district"):
        return None
    near = caches["near"]
    count = near.get(KEY)
    if count is None:
        count = cache.get(KEY) or 0
        near.set(KEY, count, NEAR_SECONDS)
    return count or None
