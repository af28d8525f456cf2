"""Who owes a monthly return, until when, and which of them are still open."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from crm.core.dated_values import value_on
from crm.core.rules import WorkingCalendar
from crm.core.working_days import working_calendar
from crm.occupancy.dated import DUE_AFTER
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, MonthlyReturn

NOT_SENT = "none"
STATES = ("accepted", "sent", "returned", "draft", NOT_SENT)


@dataclass(frozen=True)
class Duty:
    """One building and its return of the month; ``found`` None: nobody began it."""

    building: Building
    month: dt.date
    found: MonthlyReturn | None

    @property
    def state(self) -> str:
        """That of the return, or ``none``."""
        return self.found.state if self.found else NOT_SENT

    @property
    def is_done(self) -> bool:
        """Whether it was accepted."""
        return self.state == MonthlyReturn.State.ACCEPTED

    @property
    def waits_unchanged(self) -> bool:
        """Whether it was sent as: nothing changed."""
        is_sent = self.state == MonthlyReturn.State.SENT
        return self.found is not None and is_sent and self.found.is_unchanged

    @property
    def is_with_operator(self) -> bool:
        """Whether the next step is the operator's."""
        return self.state in (NOT_SENT, MonthlyReturn.State.DRAFT, MonthlyReturn.State.RETURNED)


def owing(month: dt.date, buildings: Any = None) -> list[Duty]:
    """Buildings in use at the end of ``month`` that have an operator, with their returns: two
    queries. ``buildings`` narrows to those that somebody sees.
    """
    rows = Building.objects.all() if buildings is None else buildings
    rows = rows.in_use_on(month_end(month)).filter(operator__isnull=False)
    listed = list(rows.select_related("operator", "zone").order_by("code"))
    found = {
        one.building_id: one
        for one in MonthlyReturn.objects.filter(month=month, building__in=listed).select_related(
            "sent_by", "decided_by"
        )
    }
    return [Duty(building, month, found.get(building.pk)) for building in listed]


def unfinished(month: dt.date) -> list[Duty]:
    """Those that closing the month waits for."""
    return [duty for duty in owing(month) if not duty.is_done]


def due_on(month: dt.date, calendar: WorkingCalendar | None = None) -> dt.date:
    """The last day on which a return of ``month`` is in time: so many working days after its end
    (a dated setting). Three queries, one with a ``calendar``.
    """
    end = month_end(month)
    calendar = working_calendar() if calendar is None else calendar
    return calendar.add_working_days(end, int(value_on(DUE_AFTER, end)))
