"""What the sources of a form are read from: positions of a period, each read once."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from crm.core.errors import Refused
from crm.enterprises.models import Enterprise
from crm.occupancy import moves, rules
from crm.occupancy.changes import holdings
from crm.occupancy.models import Building, Zone
from crm.occupancy.moves import MoveList
from crm.occupancy.places import DISTRICT, place_of
from crm.occupancy.positions import position
from crm.occupancy.standing import PlacePosition, Position
from crm.occupancy.tenants import enterprises_of, tenants_of
from crm.reports.months import month_end
from crm.reports.occupancy_monthly.structure import direction_of

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class At:
    """One place at one moment, for a source: its position, and what the reading knows of it."""

    reading: "Reading"
    scope: str
    moment: str
    position: Position

    @property
    def building(self) -> Building | None:
        """The building, where the place is one."""
        return getattr(self.position, "building", None)

    @property
    def name(self) -> str:
        return self.reading.name_of(self.scope)

    @property
    def registered(self) -> int:
        """Enterprises here that are registered in the district."""
        return len(self.position.enterprise_ids & self.reading.home(self.moment))

    @property
    def moved(self) -> MoveList:
        """The moves since the end of the period before this moment's."""
        return self.reading.moves(self.scope, self.moment)


@dataclass(frozen=True)
class Tenant:
    """One enterprise that sits in the scope, with what it occupies there and where."""

    enterprise: Enterprise
    area: Decimal
    buildings: list[str]
    is_registered: bool

    @property
    def direction(self) -> str:
        return direction_of(self.enterprise)


class Reading:
    """The period that ends on ``as_of``; each place and moment is read once."""

    def __init__(self, as_of: dt.date, frequency: str = "month", filled_by: str = "") -> None:
        self.as_of, self.months, self.filled_by = as_of, MONTHS[frequency], filled_by
        self._positions: dict[tuple[str, str], PlacePosition] = {}
        self._moves: dict[tuple[str, str], MoveList] = {}
        self._homes: dict[str, frozenset[int]] = {}

    def day(self, moment: str) -> dt.date:
        """The last day that the moment names."""
        return {
            "now": lambda: self.as_of,
            "previous": lambda: month_end(self.as_of, self.months),
            "year_ago": lambda: month_end(self.as_of, 12),
            "year_start": lambda: month_end(self.as_of, self.as_of.month),
        }[moment]()

    def place(self, scope: str, moment: str) -> PlacePosition:
        """The position of the district or a zone; Refused when it is not known."""
        key = (scope, moment)
        if key not in self._positions:
            self._positions[key] = position(place_of(scope), self.day(moment))
        return self._positions[key]

    def at(self, scope: str, moment: str) -> At | None:
        """A place for a source; None when nothing of it is in use at the moment."""
        if scope == DISTRICT or scope in self.zones:
            found: Position | None = self.place(scope, moment)
            return At(self, scope, moment, found) if found.buildings else None
        if scope not in self.buildings:
            raise Refused(place_of(scope).name)
        found = self.place(DISTRICT, moment).of(scope)
        return None if found is None else At(self, scope, moment, found)

    @cached_property
    def zones(self) -> dict[str, str]:
        """Names by code, in the order of codes."""
        return dict(Zone.objects.order_by("code").values_list("code", "name"))

    @cached_property
    def buildings(self) -> dict[str, str]:
        """Names by code, in the order of codes."""
        return dict(Building.objects.order_by("code").values_list("code", "name"))

    def name_of(self, scope: str) -> str:
        """What a place is called."""
        if scope == DISTRICT:
            return place_of(scope).name
        return {**self.zones, **self.buildings}.get(scope, scope)

    def rows(self, per: str, scope: str, moment: str) -> list[Any]:
        """What a column has a row for: codes of places in use, or tenants by what they occupy."""
        if per == "zone":
            return [code for code in self.zones if self.place(code, moment).buildings]
        if per == "building":
            return [part.building.code for part in self.place(scope, moment).buildings]
        return self._tenants(scope, moment)

    def _tenants(self, scope: str, moment: str) -> list[Tenant]:
        at = self.place(scope, moment)
        names = {part.building.pk: part.building.name for part in at.buildings}
        area: dict[int, Any] = defaultdict(int)
        seated: dict[int, list[str]] = defaultdict(list)
        for (building, enterprise), part in sorted(holdings(at).items()):
            area[enterprise] += part
            seated[enterprise].append(names[building])
        home = self.home(moment)
        known = enterprises_of(at)
        found = [
            Tenant(row, rules.to_cents(area[key]), seated[key], key in home)
            for key, row in known.items()
        ]
        return sorted(found, key=lambda tenant: (-tenant.area, tenant.enterprise.name))

    def home(self, moment: str) -> frozenset[int]:
        """Enterprises registered in the district at the moment."""
        if moment not in self._homes:
            self._homes[moment] = tenants_of(self.place(DISTRICT, moment)).registered_here
        return self._homes[moment]

    def moves(self, scope: str, moment: str) -> MoveList:
        """The moves of the period that ends at the moment."""
        key = (scope, moment)
        if key not in self._moves:
            end = self.day(moment)
            start = month_end(end, self.months)
            self._moves[key] = moves.between(place_of(scope), start, end)
        return self._moves[key]
