"""What leases say about a place as of a day: read once, reckoned by the pure rules."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import Sum

from crm.core.fields import cents, from_cents
from crm.enterprises.models import Enterprise
from crm.occupancy import changes, lease_rules, rules
from crm.occupancy.days import month_ends_up_to
from crm.occupancy.models import Lease, Spell
from crm.occupancy.places import Place
from crm.occupancy.positions import PlacePosition, live_units, position
from crm.occupancy.querysets.spells import LEASED
from crm.occupancy.series import series
from crm.occupancy.spans import year_before

ONE_DAY = dt.timedelta(days=1)
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
        """续租率 of the leases that came due in the twelve months up to the day: four queries."""
        return lease_rules.renewal(dues(self.building_ids, self.year_ago, self.day))

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
        """平均租金: all, newly let in twelve months, renewed in twelve months. One query."""
        rows = _rents(self.building_ids, self.day)
        fresh = [row for row in rows if self.year_ago < row["starts_on"] <= self.day]
        groups = {
            "all": rows,
            "new": [row for row in fresh if row["renews"] is None],
            "renewed": [row for row in fresh if row["renews"] is not None],
        }
        return {
            key: lease_rules.rent([(one["lease"], one["price"], one["area"]) for one in group])
            for key, group in groups.items()
        }

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


def dues(building_ids: list[int], after: dt.date, until: dt.date) -> list[lease_rules.Due]:
    """Leases whose agreed last day lies in (after, until], with what was under them then.

    One that ended before its time was not due. One that was renewed ahead of its end counts with
    what was under it the day before the renewal began.
    """
    leases = {
        lease.pk: lease
        for lease in Lease.objects.filter(
            last_day__gt=after, last_day__lte=until, agreed_last_day__isnull=True
        ).only("pk", "last_day")
    }
    renewals: dict[int, Lease] = {}
    for lease in (
        Lease.objects.filter(renews__in=leases)
        .order_by("-starts_on")
        .only("pk", "starts_on", "renews_id")
    ):
        renewals[lease.renews_id] = lease  # type: ignore[index] - the earliest stays
    held = _held(building_ids, [*leases, *(one.pk for one in renewals.values())])
    found = []
    for key, lease in leases.items():
        follower = renewals.get(key)
        day = lease.last_day
        if follower is not None:
            day = min(day, follower.starts_on - ONE_DAY)
        kept = _on(held[follower.pk], follower.starts_on) if follower is not None else rules.ZERO
        found.append(lease_rules.Due(_on(held[key], day), kept))
    return found


def _held(building_ids: list[int], leases: list[int]) -> dict[int, list[tuple]]:
    """(first day, end, ㎡) of what is let under each lease in these buildings."""
    rows = (
        Spell.objects.filter(lease__in=leases, state__in=LEASED, unit__building_id__in=building_ids)
        .order_by()
        .values_list("lease", "starts_on", "ends_before")
        .annotate(total=Sum(cents("unit__area")))
    )
    held: dict[int, list[tuple]] = defaultdict(list)
    for lease, start, end, total in rows:
        held[lease].append((start, end, from_cents(total)))
    return held


def _on(held: list[tuple], day: dt.date) -> Decimal:
    return sum(
        (area for start, end, area in held if start <= day and (end is None or day < end)),
        rules.ZERO,
    )


def _rents(building_ids: list[int], day: dt.date) -> list[dict[str, Any]]:
    rows = (
        live_units(building_ids, day)
        .filter(spell_now__state__in=LEASED, spell_now__lease__isnull=False)
        .order_by()
        .values_list(
            "spell_now__lease",
            "spell_now__lease__starts_on",
            "spell_now__lease__renews",
            "spell_now__lease__price",
            "spell_now__lease__price_unit",
        )
        .annotate(total=Sum(cents("area")))
    )
    return [
        {
            "lease": lease,
            "starts_on": start,
            "renews": renews,
            "price": None if price is None else lease_rules.price_a_day(price, unit),
            "area": from_cents(total),
        }
        for lease, start, renews, price, unit, total in rows
    ]
