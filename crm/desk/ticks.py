"""What the desk does each minute."""

import datetime as dt

from crm.core.registries import TickRule, ticks
from crm.desk.overview import last_month_end, newest_report, renew


def renew_overview(now: dt.datetime) -> int:
    """Keep the bureau head's page computed, so that nobody waits for it."""
    if newest_report(now.date()) is not None:
        return 0  # the page opens on an issued report, which needs no computing
    return int(renew(last_month_end(now.date())))


ticks.register(TickRule("desk.overview", renew_overview, order=90))
