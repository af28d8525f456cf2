"""States and clocks of a lead. Pure: no Django; the calendar and every limit are handed in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_CLOSES = dt.time(17, 30)


class State(StrEnum):
    """待分派 → 待首次响应 → 研判中 → 跟进中 → one of the ends."""

    UNASSIGNED = "unassigned"
    UNANSWERED = "unanswered"
    ASSESSING = "assessing"
    FOLLOWING = "following"
    CONVERTED = "converted"
    POOL = "pool"
    INVALID = "invalid"
    MERGED = "merged"
    HANDED_OVER = "handed_over"


class Clock(StrEnum):
    """What must happen next. Each says whether it runs in working or in natural days."""

    ASSIGN = "assign"
    RESPOND = "respond"
    ASSESS = "assess"
    FOLLOW_UP = "follow_up"


WORKING_CLOCKS = frozenset({Clock.ASSIGN, Clock.RESPOND, Clock.ASSESS})
OPEN = frozenset({State.UNASSIGNED, State.UNANSWERED, State.ASSESSING, State.FOLLOWING})
OWNED = frozenset({State.UNANSWERED, State.ASSESSING, State.FOLLOWING})
_ENDS = frozenset({State.INVALID, State.MERGED, State.HANDED_OVER})

MOVES: Mapping[State, frozenset[State]] = {
    State.UNASSIGNED: frozenset({State.UNANSWERED, State.POOL}) | _ENDS,
    State.UNANSWERED: frozenset({State.ASSESSING, State.UNASSIGNED, State.POOL}) | _ENDS,
    State.ASSESSING: frozenset({State.FOLLOWING, State.UNASSIGNED, State.POOL}) | _ENDS,
    State.FOLLOWING: frozenset({State.CONVERTED, State.UNASSIGNED, State.POOL}) | _ENDS,
    State.POOL: frozenset({State.UNANSWERED, State.FOLLOWING, State.UNASSIGNED}) | _ENDS,
    State.INVALID: frozenset({State.UNASSIGNED}),
    State.CONVERTED: frozenset(),
    State.MERGED: frozenset(),
    State.HANDED_OVER: frozenset(),
}


def may_move(old: State, new: State) -> bool:
    """Whether a lead may go from ``old`` to ``new`` in one step."""
    return new in MOVES[old]


class Calendar(Protocol):
    """What the clocks need of crm.core.rules.WorkingCalendar."""

    def add_working_days(self, day: dt.date, count: int) -> dt.date: ...

    def working_days_between(self, start: dt.date, end: dt.date) -> int: ...


@dataclass(frozen=True)
class Limits:
    """Days allowed; the first three in working days, follow-up in natural days."""

    assign: int = 1
    respond: int = 1
    assess: int = 3
    follow_up: int = 14


@dataclass(frozen=True)
class Dates:
    """What a lead's clock is reckoned from; moments are aware."""

    received_at: dt.datetime
    waiting_since: dt.datetime | None = None
    assigned_at: dt.datetime | None = None
    responded_at: dt.datetime | None = None
    followed_up_at: dt.datetime | None = None
    next_step_on: dt.date | None = None
    paused: bool = False


def due(
    state: State, dates: Dates, limits: Limits, calendar: Calendar
) -> tuple[Clock | None, dt.datetime | None]:
    """The clock that runs and when it runs out; (None, None) when nothing is awaited.

    The day that starts a clock does not count; a clock ends when the office closes.
    """
    if dates.paused or state not in OPEN:
        return None, None
    if state is State.UNASSIGNED:
        return Clock.ASSIGN, _working(
            calendar, dates.waiting_since or dates.received_at, limits.assign
        )
    if state is State.UNANSWERED:
        return Clock.RESPOND, _working(
            calendar, dates.assigned_at or dates.received_at, limits.respond
        )
    if state is State.ASSESSING:
        return Clock.ASSESS, _working(
            calendar, dates.responded_at or dates.received_at, limits.assess
        )
    last = dates.followed_up_at or dates.responded_at or dates.received_at
    end = last.astimezone(SHANGHAI).date() + dt.timedelta(days=limits.follow_up)
    if dates.next_step_on is not None:
        end = min(end, dates.next_step_on)
    return Clock.FOLLOW_UP, _closing(end)


def _working(calendar: Calendar, start: dt.datetime, count: int) -> dt.datetime:
    return _closing(calendar.add_working_days(start.astimezone(SHANGHAI).date(), count))


def _closing(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OFFICE_CLOSES, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Countdown:
    """``days`` left (negative: over by), counted as the clock runs; 0 is today."""

    days: int
    working: bool
    is_late: bool

    @property
    def unit(self) -> str:
        """``working`` or ``natural``: which days are counted."""
        return "working" if self.working else "natural"

    @property
    def state(self) -> str:
        """late, today or later: what a to-do says."""
        if self.is_late:
            return "late"
        return "today" if self.days == 0 else "later"


def countdown(clock: Clock, due_at: dt.datetime, now: dt.datetime, calendar: Calendar) -> Countdown:
    """How long is left at ``now``. Late begins with the moment, not with the next day."""
    working = clock in WORKING_CLOCKS
    end, day = due_at.astimezone(SHANGHAI).date(), now.astimezone(SHANGHAI).date()
    days = calendar.working_days_between(day, end) if working else (end - day).days
    return Countdown(days=days, working=working, is_late=now > due_at)
