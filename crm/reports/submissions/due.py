"""When a form is due: its periods, the day, and whether it went out. Pure but for the words."""

import datetime as dt
from dataclasses import dataclass

from crm.reports.months import month_end

NOTICE_DAYS = 5
LENGTH = {"month": 1, "quarter": 3, "year": 12}


def ends_period(day: dt.date, frequency: str) -> bool:
    """Whether ``day`` is the last of a month, quarter or year."""
    return day == month_end(day) and day.month % LENGTH[frequency] == 0


def last_period(day: dt.date, frequency: str) -> dt.date:
    """The last day of the latest period that is over on ``day``."""
    end = month_end(day, 1)
    while not ends_period(end, frequency):
        end = month_end(end, 1)
    return end


def due_on(period: dt.date, due_day: int) -> dt.date:
    """The day of the month after the period; its last day where it is shorter."""
    first = period + dt.timedelta(days=1)
    last = month_end(first)
    return first.replace(day=min(max(due_day, 1), last.day))


@dataclass(frozen=True)
class Due:
    """What a form asks for now."""

    period: dt.date
    due: dt.date
    state: str  # sent, filled or open
    day: dt.date

    @property
    def is_late(self) -> bool:
        return self.state != "sent" and self.day > self.due

    @property
    def days_left(self) -> int:
        """Natural days; negative when it is late."""
        return (self.due - self.day).days

    @property
    def days_over(self) -> int:
        """Natural days since it was due; 0 while it is not late."""
        return max(-self.days_left, 0)

    @property
    def tone(self) -> str:
        """How a list colours it."""
        if self.state == "sent":
            return "ok"
        if self.is_late:
            return "bad"
        return "warn" if self.days_left <= NOTICE_DAYS else "hollow"


def due_of(frequency: str, due_day: int, filings: dict[dt.date, str], day: dt.date) -> Due:
    """``filings`` gives the furthest state by period."""
    period = last_period(day, frequency)
    return Due(period, due_on(period, due_day), filings.get(period, "open"), day)
