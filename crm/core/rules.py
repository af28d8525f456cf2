"""Working days. Pure: the calendar is handed in."""

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """``exceptions`` maps a day to whether it is worked; ``known_years`` have their official
    notice.
    """

    exceptions: Mapping[dt.date, bool]
    known_years: Set[int]

    def is_working(self, day: dt.date) -> bool:
        """Whether ``day`` is worked; Monday to Friday where no notice says otherwise."""
        return self.exceptions.get(day, day.weekday() < 5)

    def is_provisional(self, day: dt.date) -> bool:
        """Whether the answer for ``day`` is 暂按: its year has no notice yet."""
        return day.year not in self.known_years

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``; the day itself does not count. count ≥ 0."""
        while count > 0:
            day += ONE_DAY
            if self.is_working(day):
                count -= 1
        return day

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """Working days in (start, end]; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + dt.timedelta(days=step)) for step in range(1, days + 1))
