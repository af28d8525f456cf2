"""How long a master tenant's unfilled area stays 已租未入驻. Pure: no Django.

A spell here is anything with ``starts_on`` and ``ends_before`` (half-open).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol


class Stretch(Protocol):
    """A half-open period."""

    starts_on: dt.date
    ends_before: dt.date | None


def unfilled_since(stretch: Stretch, run: Sequence[Stretch]) -> dt.date:
    """When the unit was last filled: back over the stretches of ``run`` that follow on without a
    gap, so that a renewal of the master lease does not begin the period anew.
    """
    since = stretch.starts_on
    ends = {one.ends_before: one.starts_on for one in run if one.ends_before is not None}
    while since in ends:
        since = ends[since]
    return since


def is_over(stretch: Stretch, end: dt.date, day: dt.date) -> bool:
    """Whether by ``day`` the period that lasts until ``end`` is over and the stretch goes on."""
    goes_on = stretch.ends_before is None or stretch.ends_before > max(
        end, stretch.starts_on + dt.timedelta(days=1)
    )
    return end <= day and goes_on
