"""空置预测, month by month. Pure: values in, values out, no Django.

What is free at the end of a month is what was free before, and what leases that end and are not
renewed set free, and what is released, less what is newly let. Nothing else moves.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crm.occupancy.rules import CENT, ZERO, ratio


@dataclass(frozen=True)
class Tenancy:
    """㎡ that are let on the day of the forecast. ``free_on``: the day after the lease's last day;
    None leaves it be (no lease, or over already). ``moves_in_on``: when signed area is moved into;
    None when nobody knows. ``vacant_on``: when the grace period of a master tenant is over.
    """

    area: Decimal
    is_moved_in: bool
    free_on: dt.date | None = None
    moves_in_on: dt.date | None = None
    vacant_on: dt.date | None = None


@dataclass(frozen=True)
class Assumptions:
    """``renewal`` is the part of ending area that stays; ``letting`` ㎡ are newly let a month."""

    renewal: Decimal
    letting: Decimal = ZERO


@dataclass(frozen=True)
class Standing:
    """㎡ at one moment: occupied, signed (N) and vacant; what is on hold stays out."""

    occupied: Decimal
    signed: Decimal
    vacant: Decimal

    @property
    def available(self) -> Decimal:
        """B − H."""
        return self.occupied + self.signed + self.vacant

    @property
    def vacancy(self) -> Decimal | None:
        """Formula 4."""
        return ratio(self.vacant, self.available)

    @property
    def occupancy(self) -> Decimal | None:
        """Formula 1."""
        return ratio(self.occupied, self.available)


@dataclass(frozen=True)
class Month:
    """What happens up to ``end`` and where it leads. ``ending`` is the area whose lease ends,
    ``leaving`` the part that is not renewed.
    """

    end: dt.date
    ending: Decimal
    leaving: Decimal
    grace_over: Decimal
    moving_in: Decimal
    released: Decimal
    newly_let: Decimal
    after: Standing


def forecast(
    start: Standing,
    day: dt.date,
    ends: Sequence[dt.date],
    tenancies: Sequence[Tenancy],
    releases: Iterable[tuple[dt.date, Decimal]],
    assumed: Assumptions,
) -> list[Month]:
    """Months that end on ``ends``, the first of them after ``day``."""
    months, standing, since = [], start, day
    planned = list(releases)
    for end in ends:
        month = _month(standing, (since, end), tenancies, planned, assumed)
        months.append(month)
        standing, since = month.after, end
    return months


def _month(
    before: Standing,
    span: tuple[dt.date, dt.date],
    tenancies: Sequence[Tenancy],
    planned: Sequence[tuple[dt.date, Decimal]],
    assumed: Assumptions,
) -> Month:
    since, end = span
    settled, waiting = _ending(tenancies, since, end)
    lost, lost_signed = (_leaving(_sum(part), assumed.renewal) for part in (settled, waiting))
    moving = _sum(
        one
        for one in tenancies
        if _falls(one.moves_in_on, since, end) and _is_settled(one) and not one.is_moved_in
    )
    grace = _sum(
        one for one in tenancies if _falls(one.vacant_on, since, end) and _turns_vacant(one)
    )
    released = sum((area for when, area in planned if _falls(when, since, end)), ZERO)
    vacant = before.vacant + lost + lost_signed + grace + released
    newly_let = min(assumed.letting, vacant)
    after = Standing(
        occupied=before.occupied + moving - lost,
        signed=before.signed - moving - lost_signed - grace + newly_let,
        vacant=vacant - newly_let,
    )
    return Month(
        end=end,
        ending=_sum(settled) + _sum(waiting),
        leaving=lost + lost_signed,
        grace_over=grace,
        moving_in=moving,
        released=released,
        newly_let=newly_let,
        after=after,
    )


def _falls(when: dt.date | None, since: dt.date, end: dt.date) -> bool:
    return when is not None and since < when <= end


def _ending(
    tenancies: Sequence[Tenancy], since: dt.date, end: dt.date
) -> tuple[list[Tenancy], list[Tenancy]]:
    """Those whose lease ends, with somebody there and without."""
    ending = [one for one in tenancies if _falls(one.free_on, since, end)]
    settled = [one for one in ending if _is_settled(one)]
    waiting = [one for one in ending if not _is_settled(one) and not _turns_vacant(one)]
    return settled, waiting


def _is_settled(one: Tenancy) -> bool:
    """Whether somebody sits there when the lease ends."""
    if one.is_moved_in:
        return True
    return one.moves_in_on is not None and (one.free_on is None or one.moves_in_on < one.free_on)


def _turns_vacant(one: Tenancy) -> bool:
    return one.vacant_on is not None and (one.free_on is None or one.vacant_on < one.free_on)


def _leaving(area: Decimal, renewal: Decimal) -> Decimal:
    return (area * (1 - renewal)).quantize(CENT, ROUND_HALF_UP)


def _sum(tenancies: Iterable[Tenancy]) -> Decimal:
    return sum((one.area for one in tenancies), ZERO)
