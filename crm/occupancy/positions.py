"""Where everything stands as of a day, building by building, in four queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import rules
from crm.occupancy.models import Building, MonthClose, SpellOccupant, Unit
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import LEASED, OCCUPIED
from crm.occupancy.querysets.units import holding

ONE_DAY = dt.timedelta(days=1)
Leased = list[tuple[dt.date, Decimal]]


@dataclass(frozen=True)
class Position:
    """Sums over ``buildings``, all in use on ``as_of``. ``leased`` pairs last day and area of L + N
    spells with a lease; ``enterprise_ids`` are distinct, on S, L and O spells.
    """

    as_of: dt.date
    areas: rules.Areas
    gross_in_use: Decimal
    units: int
    enterprise_ids: frozenset[int]
    leased: Leased
    unleased: Decimal

    @cached_property
    def rates(self) -> rules.Rates:
        """Formulas 1 to 5."""
        return rules.rates(self.areas, self.gross_in_use)

    @property
    def enterprises(self) -> int:
        """入驻企业家数."""
        return len(self.enterprise_ids)

    @cached_property
    def wale_years(self) -> Decimal | None:
        """Formula 9."""
        return rules.wale_years(self.as_of, self.leased)

    @cached_property
    def expiring(self) -> dict[int, Decimal]:
        """Formula 10."""
        return rules.expiry_ladder(self.as_of, self.leased)

    @property
    def held_over(self) -> Decimal:
        """L + N area whose lease has ended already."""
        return sum((area for day, area in self.leased if day < self.as_of), rules.ZERO)


@dataclass(frozen=True)
class BuildingPosition(Position):
    """The same for one building."""

    building: Building


@dataclass(frozen=True)
class PlacePosition(Position):
    """The same for a place, with its buildings in the order of their codes."""

    place: Place
    buildings: list[BuildingPosition]

    def of(self, code: str) -> BuildingPosition | None:
        """One building's share; None when it is not in use."""
        return next((one for one in self.buildings if one.building.code == code), None)


def position(place: Place, as_of: dt.date) -> PlacePosition:
    """The figures of ``place`` as of ``as_of``."""
    buildings = list(place.buildings.in_use_on(as_of).select_related("zone").order_by("code"))
    ids = [building.pk for building in buildings]
    areas, counts = _areas(ids, as_of)
    leased, unleased = _leased(ids, as_of)
    settled = _enterprises(ids, as_of)
    parts = [
        BuildingPosition(
            as_of=as_of,
            areas=areas[building.pk],
            gross_in_use=building.gross_area,
            units=counts[building.pk],
            enterprise_ids=frozenset(settled[building.pk]),
            leased=leased[building.pk],
            unleased=unleased[building.pk],
            building=building,
        )
        for building in buildings
    ]
    return add_up(place, as_of, parts)


def add_up(place: Place, as_of: dt.date, parts: Sequence[BuildingPosition]) -> PlacePosition:
    """Buildings as one: Σ numerators by Σ denominators, enterprises distinct."""
    return PlacePosition(
        as_of=as_of,
        areas=rules.total(part.areas for part in parts),
        gross_in_use=sum((part.gross_in_use for part in parts), rules.ZERO),
        units=sum(part.units for part in parts),
        enterprise_ids=frozenset().union(*(part.enterprise_ids for part in parts)),
        leased=[pair for part in parts for pair in part.leased],
        unleased=sum((part.unleased for part in parts), rules.ZERO),
        place=place,
        buildings=list(parts),
    )


def is_closed(as_of: dt.date) -> bool:
    """Whether the month that ends on ``as_of`` is closed."""
    is_last_day = (as_of + ONE_DAY).day == 1
    return is_last_day and MonthClose.objects.filter(month=as_of.replace(day=1)).exists()


def live_units(building_ids: Iterable[int], day: dt.date) -> Any:
    """Units of these buildings alive on ``day``, joined with the spell of that day."""
    return Unit.objects.filter(building_id__in=building_ids).on(day).with_spell_on(day)


def _areas(ids: list[int], day: dt.date) -> tuple[dict[int, rules.Areas], dict[int, int]]:
    rows = (
        live_units(ids, day)
        .with_way_on(day)
        .order_by()
        .values_list("building_id", "spell_now__state", "spell_now__signed_kind", "way_now__way")
        .annotate(total=Sum(cents("area")), units=Count("pk"))
    )
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[int, int] = defaultdict(int)
    for building, state, kind, way, total, units in rows:
        counts[building] += units
        sums[building][state or "V"] += total
        if state == "N" and kind == "sold":
            sums[building]["sold_unmoved"] += total
        if state is None and way not in (None, "to_let"):
            sums[building]["not_to_let"] += total
    areas = defaultdict(rules.Areas)
    for building, by_state in sums.items():
        areas[building] = rules.Areas(**{key: from_cents(sum_) for key, sum_ in by_state.items()})
    return areas, counts


def _leased(ids: list[int], day: dt.date) -> tuple[dict[int, Leased], dict[int, Decimal]]:
    rows = (
        live_units(ids, day)
        .filter(spell_now__state__in=LEASED)
        .order_by()
        .values_list("building_id", "spell_now__lease__last_day")
        .annotate(total=Sum(cents("area")))
    )
    leased: dict[int, Leased] = defaultdict(list)
    unleased: dict[int, Decimal] = defaultdict(lambda: rules.ZERO)
    for building, last_day, total in rows:
        if last_day is None:
            unleased[building] += from_cents(total)
        else:
            leased[building].append((last_day, from_cents(total)))
    return leased, unleased


def _enterprises(ids: list[int], day: dt.date) -> dict[int, set[int]]:
    settled: dict[int, set[int]] = defaultdict(set)
    for building, enterprise in (
        occupants(ids, day).values_list("spell__unit__building_id", "enterprise_id").distinct()
    ):
        settled[building].add(enterprise)
    return settled


def occupants(building_ids: Iterable[int], day: dt.date) -> Any:
    """Enterprises on S, L and O spells of live units of these buildings on ``day``."""
    return (
        SpellOccupant.objects.true()
        .filter(
            holding("spell", day),
            holding("spell__unit", day),
            spell__state__in=OCCUPIED,
            spell__unit__building_id__in=building_ids,
        )
        .order_by()
    )
