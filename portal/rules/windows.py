"""Application windows on a day: open, closing soon, not yet, closed, all year."""

import datetime as dt
from dataclasses import dataclass

OPEN = "open"
CLOSING = "closing"
LATER = "later"
CLOSED = "closed"
ALL_YEAR = "all_year"

CLOSING_DAYS = 7


@dataclass(frozen=True)
class WindowState:
    """``days_left`` counts to the last day (0 = today is the last); ``days_until`` to the first."""

    state: str
    days_left: int | None = None
    days_until: int | None = None

    @property
    def takes_applications(self) -> bool:
        return self.state in {OPEN, CLOSING, ALL_YEAR}


def window_on(
    day: dt.date, opens_on: dt.date | None, last_day: dt.date | None, all_year: bool = False
) -> WindowState:
    """The state of a window whose ``last_day`` still takes applications."""
    if all_year:
        return WindowState(ALL_YEAR)
    if opens_on is not None and day < opens_on:
        return WindowState(LATER, days_until=(opens_on - day).days)
    if last_day is None:
        return WindowState(OPEN)
    if day > last_day:
        return WindowState(CLOSED)
    left = (last_day - day).days
    return WindowState(CLOSING if left <= CLOSING_DAYS else OPEN, days_left=left)


def reading_order(state: WindowState) -> tuple[int, int]:
    """Soonest deadline first, then all year, then those that start soon, then the rest."""
    if state.state in {OPEN, CLOSING}:
        return (0, state.days_left if state.days_left is not None else 10_000)
    if state.state == ALL_YEAR:
        return (1, 0)
    if state.state == LATER:
        return (2, state.days_until or 0)
    return (3, 0)
