"""What leases say about a place as of a day: read once, reckoned by the pure rules."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from crm.enterprises.models import Enterprise
from crm.occupancy import changes, lease_rules, rules
from crm.occupancy.days import month_ends_up_to
from crm.occupancy.lettings import Letting, lettings
from crm.occupancy.places import Place
from crm.occupancy.positions import PlacePosition, position
from crm.occupancy.renewals import renewal_of
from crm.occupancy.series import series
from crm.occupancy.spans import year_before

MONTHS, LARGEST = 12, 5


@dataclass(frozen=True)
class MonthlyAbsorption:
    """Net absorption from one month end to the next."""

    start: dt.date
    end: dt.date
    area: Decimal


@dataclass(frozen=True)
class Holder:
    """One of the largest occupiers."""

    enterprise: Enterprise
    area: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class LeaseFigures:
    """Each figure is read when it is asked for; ``standing`` is the position of the day."""

    place: Place
    day: dt.date
    standing: PlacePosition

    @cached_property
    def building_ids(self) -> list[int]:
        """The buildings that the figures cover: those in use on the day."""
        return [one.building.pk for one in self.standing.buildings]

    @property
    def leased(self) -> Decimal:
        """L + N."""
        return self.standing.areas.L + self.standing.areas.N

    @cached_property
    def steps(self) -> list[lease_rules.Step]:
        """到期阶梯."""
        return lease_rules.steps(self.standing.expiring, self.leased)

    @cached_property
    def year_ago(self) -> dt.date:
        """The day twelve months before; what is reckoned over a year begins after it."""
        return year_before(self.day)

    @cached_property
    def renewal(self) -> lease_rules.Renewal:
        """续租率 of the leases that came due in the twelve months up to the day."""
        return renewal_of(self.standing)

    @cached_property
    def absorption(self) -> list[MonthlyAbsorption]:
        """The last twelve whole months, oldest first."""
        ends = month_ends_up_to(self.day, MONTHS + 1)
        occupied = [day.total.occupied for day in series(self.place, ends).days]
        return [
            MonthlyAbsorption(start, end, after - before)
            for (start, end), (before, after) in zip(
                pairwise(ends), pairwise(occupied), strict=True
            )
        ]

    @property
    def months_to_clear(self) -> Decimal | None:
        """去化周期."""
        return rules.months_to_clear(
            self.standing.areas.V, [month.area for month in self.absorption]
        )

    @cached_property
    def rents(self) -> dict[str, lease_rules.Rent]:
        """平均租金: all, newly let in twelve months, renewed in twelve months."""
        rows = [row for row in lettings(self.standing) if row.last_day is not None]
        fresh = [row for row in rows if row.starts_on and self.year_ago < row.starts_on <= self.day]
        groups = {
            "all": rows,
            "new": [row for row in fresh if not row.is_renewal],
            "renewed": [row for row in fresh if row.is_renewal],
        }
        return {key: rent_of(group) for key, group in groups.items()}

    @cached_property
    def largest(self) -> list[Holder]:
        """The largest occupiers of the place, by S + L + O."""
        held = changes.by_enterprise(changes.holdings(self.standing))
        top = sorted(held.items(), key=lambda item: (-item[1], item[0]))[:LARGEST]
        rows = Enterprise.objects.in_bulk([key for key, _area in top])
        whole = self.standing.areas.occupied
        return [
            Holder(rows[key], rules.to_cents(area), rules.ratio(rules.to_cents(area), whole))
            for key, area in top
        ]

    @property
    def concentration(self) -> Decimal | None:
        """前五户集中度."""
        return lease_rules.concentration(
            [one.area for one in self.largest], self.standing.areas.occupied
        )


def lease_figures(place: Place, day: dt.date) -> LeaseFigures:
    """The figures of ``place`` on ``day``."""
    return LeaseFigures(place, day, position(place, day))


def rent_of(rows: Iterable[Letting]) -> lease_rules.Rent:
    """平均租金 over what is let under a lease."""
    return lease_rules.rent([(row.key, _a_day(row), row.area) for row in rows])


def _a_day(row: Letting) -> Decimal | None:
    return None if row.rent is None else lease_rules.price_a_day(row.rent, row.rent_unit)
