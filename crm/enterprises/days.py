"""Timeline rows grouped by day for the templates."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone

from crm.core.timeline import TimelineRow


def by_day(rows: Iterable[TimelineRow]) -> list[tuple[dt.date, list[TimelineRow]]]:
    """Newest day and row first."""
    ordered = sorted(rows, key=lambda row: row.at, reverse=True)
    days = groupby(ordered, key=lambda row: timezone.localtime(row.at).date())
    return [(day, list(found)) for day, found in days]
