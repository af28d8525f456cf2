"""What space does by itself each minute."""

import datetime as dt

from django.utils import timezone

from crm.core.registries import TickRule, ticks
from crm.occupancy.actions import end_grace_of


def end_grace(now: dt.datetime) -> int:
    """Master tenants' unfilled units whose grace period is over become vacant, as of that day."""
    return len(end_grace_of(None, by=None, day=timezone.localtime(now).date()))


ticks.register(TickRule("occupancy.sublet_grace", end_grace, order=20))
