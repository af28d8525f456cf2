"""What the portal asks each minute: has a day begun on which some document's validity changed?"""

import datetime as dt

from django.utils import timezone

from crm.core.registries import TickRule, ticks
from portal.publishing import settle_due


def settle_validity_of_the_day(now: dt.datetime) -> int:
    """Gives how many documents changed state; asks for nothing once the day has been looked at."""
    return settle_due(timezone.localtime(now).date())


ticks.register(TickRule("portal.validity", settle_validity_of_the_day, order=60))
