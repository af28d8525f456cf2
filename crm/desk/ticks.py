"""What the desk does each minute."""

import datetime as dt

from crm.core.registries import TickRule, ticks
from crm.desk.overview import newest_day, renew


def renew_overview(now: dt.datetime) -> int:
    """Keep the bureau head's page computed, so that nobody waits for it."""
    return int(renew(newest_day(now.date())))


ticks.register(TickRule("desk.overview", renew_overview, order=90))
