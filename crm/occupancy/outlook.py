"""空置预测 of a place for the twelve months after a day, with what it assumes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from crm.core.dated_values import value_on
from crm.occupancy import rules
from crm.occupancy.dated import SUBLET_GRACE_DAYS
from crm.occupancy.days import month_end
from crm.occupancy.forecasting import Assumptions, Month, Standing, Tenancy, forecast
from crm.occupancy.lease_figures import LeaseFigures
from crm.occupancy.models import Lease, Spell
from crm.occupancy.release_plans import CERTAINTIES, PlannedRelease, planned_on

ONE_DAY = dt.timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True)
class Asked:
    """What the reader may set: None takes the renewal rate of the last twelve months."""

    renewal: Decimal | None = None
    letting: Decimal = rules.ZERO
    certainty: str = "likely"

    @property
    def certainties(self) -> tuple[str, ...]:
        """Firm alone, firm and likely, or all."""
        return CERTAINTIES[: CERTAINTIES.index(self.certainty) + 1]


@dataclass(frozen=True)
class Outlook:
    """The months with everything that was assumed."""

    start: Standing
    months: list[Month]
    renewal: Decimal
    is_own_renewal: bool
    asked: Asked
    releases: list[PlannedRelease]
    late: list[PlannedRelease]
    unknown_moving: Decimal
    held_over: Decimal


def outlook(of: LeaseFigures, asked: Asked) -> Outlook:
    """Forecast from the ledger of the day on: four queries besides the figures'."""
    ends = following_month_ends(of.day, MONTHS)
    areas = of.standing.areas
    start = Standing(areas.occupied, areas.N, areas.V)
    measured = of.renewal.by_area
    renewal = asked.renewal if asked.renewal is not None else measured or Decimal(0)
    tenancies = _tenancies(of)
    planned = [one for one in planned_on(of.place, of.day) if not one.is_done]
    counted = [
        one
        for one in planned
        if one.revision.certainty in asked.certainties and of.day < one.due <= ends[-1]
    ]
    months = forecast(
        start,
        of.day,
        ends,
        tenancies,
        [(one.due, one.revision.area) for one in counted],
        Assumptions(renewal, asked.letting),
    )
    return Outlook(
        start=start,
        months=months,
        renewal=renewal,
        is_own_renewal=asked.renewal is not None or measured is None,
        asked=asked,
        releases=counted,
        late=[one for one in planned if one.is_late],
        unknown_moving=sum(
            (
                one.area
                for one in tenancies
                if not one.is_moved_in and one.moves_in_on is None and one.vacant_on is None
            ),
            rules.ZERO,
        ),
        held_over=of.standing.held_over,
    )


def following_month_ends(day: dt.date, count: int) -> list[dt.date]:
    """The ``count`` month ends after ``day``."""
    ends, end = [], month_end(day + ONE_DAY)
    for _ in range(count):
        ends.append(end)
        end = month_end(end + ONE_DAY)
    return ends


def _tenancies(of: LeaseFigures) -> list[Tenancy]:
    """What is let on the day; of a closed month too by the ledger, which knows the leases."""
    rows = (
        Spell.objects.leased()
        .on(of.day)
        .filter(unit__building_id__in=of.building_ids)
        .order_by()
        .values_list(*(path for path in _Let._fields))
    )
    grace = cache(lambda since: int(value_on(SUBLET_GRACE_DAYS, since)))
    return [_tenancy(_Let(*row), of.day, grace) for row in rows]


class _Let(NamedTuple):
    """A spell as the forecast reads it; the fields are the paths of the query."""

    unit__area: Decimal
    state: str
    signed_kind: str
    starts_on: dt.date
    lease__starts_on: dt.date | None
    lease__last_day: dt.date | None
    lease__rent_free_months: Decimal | None
    lease__tenant_role: str | None


def _tenancy(let: _Let, day: dt.date, grace: Callable[[dt.date], int]) -> Tenancy:
    free_on = None
    if let.lease__last_day is not None and let.lease__last_day >= day:
        free_on = let.lease__last_day + ONE_DAY
    if let.state == Spell.State.LET:
        return Tenancy(let.unit__area, True, free_on)
    if let.lease__tenant_role == Lease.TenantRole.OPERATOR:
        over = let.starts_on + dt.timedelta(days=grace(let.starts_on))
        return Tenancy(let.unit__area, False, free_on, vacant_on=max(over, day + ONE_DAY))
    moving = None
    if let.lease__starts_on is not None and let.signed_kind != Spell.SignedKind.SOLD:
        paying = rent_free_until(let.lease__starts_on, let.lease__rent_free_months or Decimal(0))
        moving = max(paying, day + ONE_DAY)
    return Tenancy(let.unit__area, False, free_on, moves_in_on=moving)


def rent_free_until(first: dt.date, months: Decimal) -> dt.date:
    """The first day for which rent is paid: whole months from the first day, the rest by days."""
    whole = int(months)
    year, month = divmod(first.year * 12 + first.month - 1 + whole, 12)
    last = month_end(dt.date(year, month + 1, 1)).day
    days = int((months - whole) * 30)
    return dt.date(year, month + 1, min(first.day, last)) + dt.timedelta(days=days)
