"""Rules that ``manage.py tick`` asks every minute: what is due by now and not done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class TickRule:
    """``run(now)`` does what is due and gives the number of things done; doing it twice does
    nothing.
    """

    key: str
    run: Callable[[dt.datetime], int]
    order: int = 50


ticks: Registry[TickRule] = Registry("tick rules")
