"""The drafts that are drawn up by themselves on the first working day of the month."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from crm.core.acts import announce
from crm.core.dated_values import value_on
from crm.core.registries import report_kinds
from crm.core.working_days import working_calendar
from crm.occupancy.models import Building
from crm.occupancy.places import DISTRICT
from crm.reports.actions import freeze
from crm.reports.dated import SCHEDULED_KINDS
from crm.reports.models import Snapshot
from crm.reports.months import month_end

SCHEDULED = "reports.scheduled"
FROM_HOUR = 6  # nobody waits for it in the night; the ledger of the day before is complete


def draw_up_due(moment: dt.datetime) -> int:
    """What is due by now and not drawn up: each kind once a month, whatever becomes of the draft.

    Catches up after an outage until the month is over. Nothing is drawn up of an empty ledger.
    """
    local = timezone.localtime(moment)
    day = local.date()
    first = first_working_day(day)
    if day < first or (day == first and local.hour < FROM_HOUR):
        return 0
    as_of = month_end(day, 1)
    return sum(_draw_up(key, as_of) for key in value_on(SCHEDULED_KINDS, day))


def first_working_day(day: dt.date) -> dt.date:
    """The first working day of the month of ``day``."""
    calendar, found = working_calendar(), day.replace(day=1)
    while not calendar.is_working(found):
        found += dt.timedelta(days=1)
    return found


def _draw_up(key: str, as_of: dt.date) -> bool:
    if key not in report_kinds:
        return False
    same = Snapshot.objects.filter(kind=key, scope_code=DISTRICT, as_of=as_of)
    if same.exists():
        return False
    if not Building.objects.in_use_on(as_of).exists():
        return False
    with transaction.atomic():
        snapshot = freeze(report_kinds[key], by=None, as_of=as_of, scope=DISTRICT)
        announce(SCHEDULED, [snapshot], by=None)
    return True
