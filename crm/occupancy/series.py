"""Many days of one place in one set of ten queries: what a trend is drawn from.

Closed months are read as they were frozen.

Units and spells are sorted into the stretches between the days by the database, once by where they
begin and once by where they end; the running sums are what stands on each day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Least

from crm.core.fields import cents, from_cents
from crm.occupancy import frozen, rules
from crm.occupancy.models import (
    BuildingMembership,
    BuildingStatus,
    MonthClose,
    Spell,
    Unit,
)
from crm.occupancy.places import Place
from crm.occupancy.querysets.buildings import IN_USE
from crm.occupancy.querysets.spells import OCCUPIED

COUNTED = ("S", "L", "N", "O", "H")


@dataclass(frozen=True)
class Point:
    """㎡ of one building on one day on which it is in use."""

    occupied: Decimal
    available: Decimal


@dataclass(frozen=True)
class DayOfSeries:
    """The buildings in use on ``as_of``, by id, and Σ of their gross areas. ``edition`` is that of
    the closed month; 0 is the ledger.
    """

    as_of: dt.date
    buildings: dict[int, Point]
    gross_in_use: Decimal
    edition: int = 0

    @property
    def total(self) -> Point:
        """All of them as one."""
        return _total(self.buildings.values())

    @property
    def rate(self) -> Decimal | None:
        """Formula 1."""
        return rules.ratio(self.total.occupied, self.total.available)

    def rate_of(self, buildings: Iterable[int]) -> Decimal | None:
        """Formula 1 over those of ``buildings`` that are in use."""
        whole = _total(self.buildings[key] for key in buildings if key in self.buildings)
        return rules.ratio(whole.occupied, whole.available)


@dataclass(frozen=True)
class Series:
    """Days in order, and the gross area of every building of the place by id."""

    days: tuple[DayOfSeries, ...]
    gross: dict[int, Decimal]

    def like_for_like(self, since: int) -> list[Decimal | None]:
        """The rate of the buildings in use on the day at ``since`` and on each later day; None
        before it.
        """
        same = self.days[since].buildings.keys()
        return [None if at < since else day.rate_of(same) for at, day in enumerate(self.days)]

    def entered(self, at: int) -> Decimal:
        """㎡ of gross area that came into use between the day before and the day at ``at``."""
        if at == 0:
            return rules.ZERO
        fresh = self.days[at].buildings.keys() - self.days[at - 1].buildings.keys()
        return sum((self.gross[key] for key in fresh), rules.ZERO)


def _total(points: Iterable[Point]) -> Point:
    listed = list(points)
    return Point(
        sum((one.occupied for one in listed), rules.ZERO),
        sum((one.available for one in listed), rules.ZERO),
    )


def series(place: Place, days: Sequence[dt.date], *, ledger: bool = False) -> Series:
    """The place on each of ``days``, oldest first; with ``ledger`` as the ledger has it now."""
    found = _from_ledger(place, sorted(days))
    if ledger:
        return found
    ends = [day for day in days if frozen.is_month_end(day)]
    closings = frozen.latest_of(day.replace(day=1) for day in ends)
    if not closings:
        return found
    codes = {code for one in closings.values() for code in _codes(place, one)}
    reach = place.buildings if place.reach is None else place.reach
    ids = dict(reach.filter(code__in=codes).values_list("code", "pk"))
    kept = [_frozen_day(place, closing, ids) for closing in closings.values()]
    by_day = {day.as_of: day for day, _ in kept}
    gross = {key: area for _, areas in kept for key, area in areas.items()}
    return Series(tuple(by_day.get(day.as_of, day) for day in found.days), {**gross, **found.gross})


def _codes(place: Place, closing: MonthClose) -> list[str]:
    return [entry["code"] for entry in frozen.entries(place, closing)]


def _frozen_day(
    place: Place, closing: MonthClose, ids: dict[str, int]
) -> tuple[DayOfSeries, dict[int, Decimal]]:
    """A closed month's end, and the gross area of its buildings then."""
    points, gross = {}, {}
    for entry in frozen.entries(place, closing):
        key = ids.get(entry["code"])
        if key is not None:
            areas = frozen.areas_of(entry)
            points[key] = Point(areas.occupied, areas.available)
            gross[key] = Decimal(entry["area"]["gross_in_use"])
    whole = sum(gross.values(), rules.ZERO)
    return DayOfSeries(frozen.last_day(closing), points, whole, closing.edition), gross


def _from_ledger(place: Place, ordered: list[dt.date]) -> Series:
    rows = list(place.buildings.values_list("pk", "in_use_from", "gross_area"))
    used = _in_use([(key, start) for key, start, _ in rows], ordered)
    gross = {key: area for key, _, area in rows}
    ids = list(gross)
    base = _standing(Unit.objects.filter(building__in=ids), ordered)
    spells = _standing_spells(ids, ordered)
    found = []
    for at, day in enumerate(ordered):
        here = {
            key: Point(
                from_cents(sum(spells[key, state][at] for state in OCCUPIED)),
                from_cents(base[key][at] - spells[key, "H"][at]),
            )
            for key in used[at]
        }
        found.append(DayOfSeries(day, here, sum((gross[key] for key in used[at]), rules.ZERO)))
    return Series(tuple(found), gross)


def _in_use(buildings: list[tuple[int, dt.date | None]], days: list[dt.date]) -> list[list[int]]:
    """For each day the ids in use on it, as ``BuildingQuerySet.in_use_on`` says: two queries."""
    ids = [key for key, _ in buildings]
    stated: dict[int, list[Any]] = defaultdict(list)
    for row in BuildingStatus.objects.filter(building__in=ids):
        stated[row.building_id].append(row)
    left_out: dict[int, list[Any]] = defaultdict(list)
    for row in BuildingMembership.objects.filter(building__in=ids, counts=False):
        left_out[row.building_id].append(row)

    def counts(key: int, start: dt.date | None, day: dt.date) -> bool:
        if any(row.holds_on(day) for row in left_out[key]):
            return False
        holding = [row.status for row in stated[key] if row.holds_on(day)]
        if holding:
            return IN_USE in holding
        return start is not None and start <= day

    return [[key for key, start in buildings if counts(key, start, day)] for day in days]


def _stretch(field: Any, days: list[dt.date]) -> Case:
    """The index of the first day on or after ``field``; ``len(days)`` for later."""
    whens = [When(**{f"{field}__lte": day}, then=Value(at)) for at, day in enumerate(days)]
    return Case(*whens, default=Value(len(days)), output_field=IntegerField())


def _standing(units: QuerySet, days: list[dt.date]) -> dict[int, list[int]]:
    """Hundredths of ㎡ of live units by building and day: two queries."""
    rows: dict[int, list[int]] = defaultdict(lambda: [0] * (len(days) + 1))
    area = Sum(cents("area"))
    begun = units.order_by().values_list("building_id", _stretch("starts_on", days))
    for building, at, total in begun.annotate(total=area):
        rows[building][at] += total
    over = units.filter(ends_before__isnull=False).order_by()
    for building, at, total in over.values_list(
        "building_id", _stretch("ends_before", days)
    ).annotate(total=area):
        rows[building][at] -= total
    return _running(rows, len(days))


def _standing_spells(ids: list[int], days: list[dt.date]) -> dict[tuple[int, str], list[int]]:
    """Hundredths of ㎡ by (building, state) and day: two queries. A spell never counts beyond the
    life of its unit.
    """
    rows: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0] * (len(days) + 1))
    spells = Spell.objects.filter(unit__building__in=ids, state__in=COUNTED).order_by()
    area = Sum(cents("unit__area"))
    begun = spells.values_list("unit__building_id", "state", _stretch("starts_on", days))
    for building, state, at, total in begun.annotate(total=area):
        rows[building, state][at] += total
    far = Value(dt.date.max)
    over = spells.annotate(
        over=Least(Coalesce("ends_before", far), Coalesce("unit__ends_before", far))
    ).filter(over__lt=far)
    for building, state, at, total in over.values_list(
        "unit__building_id", "state", _stretch("over", days)
    ).annotate(total=area):
        rows[building, state][at] -= total
    return _running(rows, len(days))


def _running(rows: dict[Any, list[int]], count: int) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(lambda: [0] * count)
    for key, changes in rows.items():
        found[key] = list(accumulate(changes))[:count]
    return found
