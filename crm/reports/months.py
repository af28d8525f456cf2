"""Months by their last day."""

import datetime as dt
import re

ONE_DAY = dt.timedelta(days=1)
MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
FIRST_YEAR, LAST_YEAR = 1900, 2999


def month_end(day: dt.date, months_before: int = 0) -> dt.date:
    """The last day of the month that lies so many months before that of ``day``."""
    index = day.year * 12 + day.month - months_before
    return dt.date(index // 12, index % 12 + 1, 1) - ONE_DAY


def read_month(text: str) -> dt.date | None:
    """The last day of a month as people write it: 2023-02, 2023.2, 2023年2月. None: no month."""
    match = MONTH.fullmatch(text.strip())
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    return month_end(dt.date(year, month, 1))
