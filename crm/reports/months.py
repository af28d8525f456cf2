"""Months by their last day."""

import datetime as dt

ONE_DAY = dt.timedelta(days=1)


def month_end(day: dt.date, months_before: int = 0) -> dt.date:
    """The last day of the month that lies so many months before that of ``day``."""
    index = day.year * 12 + day.month - months_before
    return dt.date(index // 12, index % 12 + 1, 1) - ONE_DAY
