"""What is known of a building or place on one day, wherever it was read from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from crm.occupancy import rules
from crm.occupancy.models import Building
from crm.occupancy.places import Place

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
    """The same for a place, with its buildings in the order of their codes.

    ``edition`` is that of the closed month it was read from; 0 is the ledger. ``keeps_terms`` is
    whether that edition froze leases, rents, industries and registrations too.
    """

    place: Place
    buildings: list[BuildingPosition]
    edition: int = 0
    keeps_terms: bool = False

    @property
    def is_frozen(self) -> bool:
        """Whether these are the figures of a closed month."""
        return self.edition > 0

    @property
    def terms_from_ledger(self) -> bool:
        """Whether a closed month's leases, industries and registrations come from the ledger,
        because it was closed before they were kept.
        """
        return self.is_frozen and not self.keeps_terms

    def of(self, code: str) -> BuildingPosition | None:
        """One building's share; None when it is not in use."""
        return next((one for one in self.buildings if one.building.code == code), None)


def add_up(
    place: Place,
    as_of: dt.date,
    parts: Sequence[BuildingPosition],
    edition: int = 0,
    *,
    keeps_terms: bool = False,
) -> PlacePosition:
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
        edition=edition,
        keeps_terms=keeps_terms,
    )
