"""Figures of leases: renewal, exposure, rent, concentration. Pure: no Django.

Areas are Decimal ㎡; a rate is an unrounded Decimal, None (无法计算) when there is nothing to
divide by.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from crm.occupancy.rules import CENT, ZERO, price_a_month, ratio

MONTHS, DAYS = Decimal(12), Decimal(365)


@dataclass(frozen=True)
class Due:
    """A lease that came to its end as agreed: the ㎡ under it then, and the ㎡ that went on under
    the lease that renews it (never more than were due: an expansion is no renewal).
    """

    area: Decimal
    renewed: Decimal

    @property
    def kept(self) -> Decimal:
        """What was renewed of what was due."""
        return min(self.area, self.renewed)


@dataclass(frozen=True)
class Renewal:
    """续租率 over some leases that were due, by area and by number."""

    due_area: Decimal
    renewed_area: Decimal
    due: int
    renewed: int

    @property
    def by_area(self) -> Decimal | None:
        """Σ renewed ÷ Σ due."""
        return ratio(self.renewed_area, self.due_area)

    @property
    def by_count(self) -> Decimal | None:
        """Leases of which any area was renewed ÷ leases due."""
        return ratio(Decimal(self.renewed), Decimal(self.due))


def renewal(dues: Iterable[Due]) -> Renewal:
    """Leases without any area at their end are none that could be renewed: they stay out."""
    counted = [due for due in dues if due.area > 0]
    return Renewal(
        due_area=sum((due.area for due in counted), ZERO),
        renewed_area=sum((due.kept for due in counted), ZERO),
        due=len(counted),
        renewed=sum(due.kept > 0 for due in counted),
    )


@dataclass(frozen=True)
class Step:
    """One step of the ladder: cumulative up to ``days``, and what it adds to the step before."""

    days: int
    since: int
    cumulative: Decimal
    added: Decimal
    exposure: Decimal | None


def steps(ladder: Mapping[int, Decimal], leased: Decimal) -> list[Step]:
    """到期阶梯 with 到期敞口率 = cumulative ÷ (L + N)."""
    marks = [0, *sorted(ladder)]
    return [
        Step(
            days=end,
            since=start,
            cumulative=ladder[end],
            added=ladder[end] - (ladder[start] if start else ZERO),
            exposure=ratio(ladder[end], leased),
        )
        for start, end in pairwise(marks)
    ]


def price_a_day(price: Decimal, unit: str) -> Decimal:
    """元/㎡·天 of a price in ``day`` or ``month``: a month's price × 12 / 365."""
    return price if unit == "day" else price * MONTHS / DAYS


@dataclass(frozen=True)
class Rent:
    """平均租金 weighted by area; ``unpriced`` ㎡ have no rent recorded and stay out."""

    a_day: Decimal | None
    area: Decimal
    unpriced: Decimal
    leases: int

    @property
    def a_month(self) -> Decimal | None:
        """元/㎡·月, × 365 / 12."""
        return None if self.a_day is None else price_a_month(self.a_day, "day")


def rent(rows: Sequence[tuple[Hashable, Decimal | None, Decimal]]) -> Rent:
    """Over (key of the lease, 元/㎡·天 or None, ㎡)."""
    priced = [(price, area) for _lease, price, area in rows if price is not None]
    area = sum((area for _price, area in priced), ZERO)
    weighted = sum((price * area for price, area in priced), ZERO)
    return Rent(
        a_day=ratio(weighted, area),
        area=area,
        unpriced=sum((area for _lease, price, area in rows if price is None), ZERO),
        leases=len({lease for lease, price, _area in rows if price is not None}),
    )


def concentration(held: Iterable[Decimal], whole: Decimal, largest: int = 5) -> Decimal | None:
    """Share of ``whole`` that the largest occupiers hold together."""
    top = sorted(held, reverse=True)[:largest]
    return ratio(sum(top, ZERO), whole)


def price_text(price: Decimal | None) -> str:
    """A rent with two decimals, or as many as it has; empty without one."""
    if price is None:
        return ""
    shown = price.normalize()
    return f"{shown:,.2f}" if shown == shown.quantize(CENT) else f"{shown:,f}"
