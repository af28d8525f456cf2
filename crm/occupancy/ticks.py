"""What space does by itself each minute."""

import datetime as dt

from django.utils import timezone

from crm.core.registries import TickRule, ticks
from crm.occupancy.actions import end_grace_of
from crm.occupancy.quality import numbers
from crm.occupancy.returns.reminders import begin_and_remind


def end_grace(now: dt.datetime) -> int:
    """Master tenants' unfilled units whose grace period is over become vacant, as of that day."""
    return len(end_grace_of(None, by=None, day=timezone.localtime(now).date()))


def count_findings(now: dt.datetime) -> int:
    """The number beside 数据质量, every ten minutes; the pages only read it."""
    return numbers.renew(timezone.localtime(now).date())


ticks.register(TickRule("occupancy.sublet_grace", end_grace, order=20))
ticks.register(TickRule("occupancy.count_findings", count_findings, order=70))


def remind(now: dt.datetime) -> int:
    """Begin the returns of the month that is over, and note what is due soon or late."""
    return begin_and_remind(timezone.localtime(now).date())


ticks.register(TickRule("occupancy.returns", remind, order=30))
