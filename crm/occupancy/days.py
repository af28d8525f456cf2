"""Days as they come in an address."""

import datetime as dt
from calendar import monthrange

from django import forms
from django.core.exceptions import ValidationError

# A day outside is a slip of the keys; inside, a day more or less is still a day.
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


def read_day(text: str) -> dt.date | None:
    """A day in any form that the offices type; None when it cannot be read or is far off."""
    try:
        day = forms.DateField(required=False).clean(text.strip())
    except ValidationError:
        return None
    return day if day is not None and 1950 <= day.year <= 2100 else None


def month_end(day: dt.date) -> dt.date:
    """The last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends_up_to(day: dt.date, count: int) -> list[dt.date]:
    """The last ``count`` month ends that are not after ``day``, oldest first."""
    end = month_end(day)
    if end > day:
        end = day.replace(day=1) - dt.timedelta(days=1)
    ends = []
    for _ in range(count):
        ends.append(end)
        end = end.replace(day=1) - dt.timedelta(days=1)
    return ends[::-1]
