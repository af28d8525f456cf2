"""Who sits in a place on a day, where it is registered, and what follows: the lists of
属地注册, the industries, the concentration.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from crm.enterprises.industries import section_of
from crm.enterprises.models import Enterprise, Registration
from crm.occupancy.changes import Holdings, by_enterprise, holdings
from crm.occupancy.models import Building
from crm.occupancy.places import Place
from crm.occupancy.positions import PlacePosition, position
from crm.occupancy.registration_rules import (
    ELSEWHERE,
    GONE,
    HERE,
    UNKNOWN,
    Concentration,
    Share,
    concentration,
    shares_of,
)
from crm.occupancy.rules import ZERO, ratio, to_cents
from crm.occupancy.tenants import tenants_of

MOVES = (Registration.Event.MOVED_IN, Registration.Event.MOVED_OUT)


@dataclass(frozen=True)
class Tenant:
    """An enterprise in the place, where and how much; ``home`` as registration_rules says it."""

    enterprise: Enterprise
    home: str
    area: Decimal
    buildings: tuple[Building, ...]

    @property
    def section(self) -> str:
        """The national section."""
        return section_of(self.enterprise.industry)


@dataclass(frozen=True)
class BuildingConcentration:
    """One building: its largest occupier, and what its five largest hold."""

    building: Building
    enterprises: int
    first: Enterprise | None
    first_area: Decimal
    top: Concentration


@dataclass(frozen=True)
class Settled:
    """Everybody on an S, L or O unit of the place on the day."""

    at: PlacePosition
    held: dict[tuple[int, int], Fraction]
    enterprises: dict[int, Enterprise]
    homes: dict[int, str]

    @cached_property
    def areas(self) -> dict[int, Fraction]:
        """㎡ by enterprise over all buildings."""
        return by_enterprise(self.held)

    @property
    def occupied(self) -> Decimal:
        """S + L + O, tenants not known included."""
        return self.at.areas.occupied

    def of_home(self, *wanted: str) -> list[int]:
        """The enterprises that are registered so."""
        return [key for key in self.enterprises if self.homes[key] in wanted]

    def area_of(self, keys: Iterable[int]) -> Decimal:
        """What these occupy together."""
        return to_cents(sum((self.areas.get(key, Fraction(0)) for key in keys), Fraction(0)))

    @property
    def rate(self) -> Decimal | None:
        """属地注册率 by count: registered here ÷ settled."""
        return ratio(Decimal(len(self.of_home(HERE))), Decimal(len(self.enterprises)))

    @property
    def rate_by_area(self) -> Decimal | None:
        """属地注册率 by area: what those registered here occupy ÷ all that is occupied."""
        return ratio(self.area_of(self.of_home(HERE)), self.occupied)

    def by_section(self, unknown: str) -> list[Share]:
        """By national section (门类)."""
        groups = {key: section_of(one.industry) for key, one in self.enterprises.items()}
        return shares_of(groups, self.areas, self.occupied, unknown)

    def by_direction(self, unknown: str) -> list[Share]:
        """By the district's own direction of industry."""
        groups = {key: one.direction for key, one in self.enterprises.items()}
        return shares_of(groups, self.areas, self.occupied, unknown)

    @cached_property
    def top(self) -> Concentration:
        """The five largest of the place."""
        return concentration(self.areas, self.occupied)

    def by_building(self) -> list[BuildingConcentration]:
        """Every building with occupants, the most concentrated first."""
        held: dict[int, dict[int, Fraction]] = defaultdict(dict)
        for (building, enterprise), area in self.held.items():
            held[building][enterprise] = area
        rows = []
        for part in self.at.buildings:
            mine = held.get(part.building.pk, {})
            if not mine:
                continue
            top = concentration(mine, part.areas.occupied)
            first, area = top.largest[0] if top.largest else (None, ZERO)
            rows.append(
                BuildingConcentration(
                    part.building, len(mine), self.enterprises.get(first or 0), area, top
                )
            )
        return sorted(rows, key=lambda row: (-(row.top.share or 0), row.building.code))

    def tenants(self, keys: Iterable[int]) -> list[Tenant]:
        """These with their buildings, the largest first."""
        buildings = {part.building.pk: part.building for part in self.at.buildings}
        where: dict[int, list[Building]] = defaultdict(list)
        for building, enterprise in self.held:
            if building in buildings:
                where[enterprise].append(buildings[building])
        rows = [
            Tenant(
                self.enterprises[key],
                self.homes[key],
                to_cents(self.areas.get(key, Fraction(0))),
                tuple(sorted(where[key], key=lambda one: one.code)),
            )
            for key in keys
        ]
        return sorted(rows, key=lambda row: (-row.area, row.enterprise.name))


def settled(place: Place, day: dt.date) -> Settled:
    """Read the place: about eight queries."""
    at = position(place, day)
    return settled_at(at, holdings(at))


def settled_at(at: PlacePosition, held: Holdings) -> Settled:
    """The same of a position that has been read: two queries."""
    known = tenants_of(at)
    return Settled(at, held, known.enterprises, known.homes)


def registration_moves(user: Any, start: dt.date, end: dt.date) -> list[Registration]:
    """迁入迁出: registrations that came from elsewhere or went there after ``start``, up to
    ``end``; those that this person may see.
    """
    rows = Registration.objects.visible_to(user).filter(
        event__in=MOVES, starts_on__gt=start, starts_on__lte=end
    )
    return list(rows.select_related("enterprise").order_by("-starts_on", "pk"))


__all__ = [
    "ELSEWHERE",
    "GONE",
    "HERE",
    "UNKNOWN",
    "Settled",
    "Tenant",
    "registration_moves",
    "settled",
    "settled_at",
]
