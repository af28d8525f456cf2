"""The rate month by month for the overview, with the buildings of a year ago alone beside it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from crm.core.figure_text import wan_area
from crm.desk.svg import ScreenPoint, screen_lines
from crm.occupancy import places
from crm.occupancy.days import month_end, month_ends_up_to
from crm.occupancy.series import series
from crm.reports.formats import share
from crm.reports.occupancy_monthly.positions import Month

YEARS = 13
KEPT_SECONDS = 600
MONTHS = (12, 24)
NARROW = 330


def like_for_like(as_of: dt.date) -> dict[str, str]:
    """By month ``2023-02`` the rate of the buildings in use a year before ``as_of``, from then on;
    reckoned at most every ten minutes.
    """
    key = f"desk.like_for_like.{as_of.isoformat()}"
    found = cache.get(key)
    if found is None:
        days = series(places.district(), month_ends_up_to(as_of, YEARS))
        rates = days.like_for_like(0)
        found = {
            f"{day.as_of:%Y-%m}": str(rate)
            for day, rate in zip(days.days, rates, strict=True)
            if rate is not None
        }
        cache.set(key, found, KEPT_SECONDS)
    return found


def points(month: Month, count: int) -> list[ScreenPoint]:
    """The last ``count`` months: the whole as the report froze it, like for like beside it."""
    same = like_for_like(month.as_of)
    rows = month["series"][-count - 1 :]
    found = []
    for at, row in enumerate(rows):
        value = share(row["occupied"], Decimal(row["base"]))
        alike = same.get(row["month"])
        fresh = Decimal(row["gross"]) - Decimal(rows[at - 1]["gross"]) if at else Decimal(0)
        found.append(
            ScreenPoint(
                row["month"],
                None if value is None else float(value * 100),
                None if alike is None else float(Decimal(alike) * 100),
                f"+{wan_area(fresh)}" if fresh > 0 else "",
            )
        )
    return found[-count:]


def pictures(month: Month, count: int) -> dict[str, Any] | None:
    """The drawing for a wide screen and a phone's, with the words below."""
    drawn = points(month, count)
    known = [one for one in drawn if one.value is not None]
    if not known:
        return None
    names = (_("whole"), _("like for like"))
    first, last = known[0], known[-1]
    said = _("Occupancy from %(first)s (%(then)s%%) to %(last)s (%(now)s%%)") % {
        "first": first.label,
        "then": f"{first.value:.1f}",
        "last": last.label,
        "now": f"{last.value:.1f}",
    }
    return {
        "wide": screen_lines(drawn, names, said),
        "narrow": screen_lines(drawn[-MONTHS[0] :], names, said, NARROW),
        "since": month_end(dt.date(month.as_of.year - 1, month.as_of.month, 1)),
    }
