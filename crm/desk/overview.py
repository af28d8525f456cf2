"""The bureau head's figures as of a day."""

import datetime as dt
import re
from typing import Any

from crm.core.registries.figures import Figure, figures

_DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$")


def figures_of(user: Any, as_of: dt.date) -> list[Figure]:
    """Every registered figure that this person may see and that has something to say."""
    computed = [
        definition.compute(user, as_of) for definition in figures if user.can(definition.action)
    ]
    return [figure for figure in computed if figure is not None]


def last_month_end(day: dt.date) -> dt.date:
    """The last day of the month before ``day``: the newest month that can be complete."""
    return day.replace(day=1) - dt.timedelta(days=1)


def parse_day(text: str, latest: dt.date) -> dt.date | None:
    """A day as typed in an office, not after ``latest``; None when it cannot be read."""
    match = _DAY.match(text.strip())
    if match is None:
        return None
    try:
        day = dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
    return min(day, latest)
