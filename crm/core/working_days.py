"""The working calendar as stored."""

from crm.core.models import CalendarDay, CalendarYear
from crm.core.rules import WorkingCalendar


def working_calendar() -> WorkingCalendar:
    """Read the whole calendar: two queries, some five hundred rows. Read it once and pass it on."""
    return WorkingCalendar(
        exceptions=dict(CalendarDay.objects.values_list("day", "is_working")),
        known_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )
