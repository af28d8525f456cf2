"""Which month the returns are about."""

import datetime as dt
import re

from crm.occupancy.models import MonthClose

MONTH = re.compile(r"(\d{4})-(\d{2})")


def read(text: str) -> dt.date | None:
    """The first day of a month written 2023-02; None for anything else."""
    match = MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not 1950 <= int(match[1]) <= 2100:
        return None
    return dt.date(int(match[1]), int(match[2]), 1)


def before(month: dt.date) -> dt.date:
    """The month before."""
    return (month - dt.timedelta(days=1)).replace(day=1)


def following(month: dt.date) -> dt.date:
    """The month after."""
    return (month + dt.timedelta(days=31)).replace(day=1)


def current(day: dt.date) -> dt.date:
    """The month whose returns are asked for on ``day``: the one after the last closed month, at
    most the last that is over. One query.
    """
    over = before(day.replace(day=1))
    closed = MonthClose.objects.order_by("-month").values_list("month", flat=True).first()
    return over if closed is None else min(following(closed), over)
