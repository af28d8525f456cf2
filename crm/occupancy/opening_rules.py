"""期初调整: from a frozen month end to what today's ledger says about that day. Pure, no Django."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from crm.occupancy.rules import ZERO


class UnitThen(NamedTuple):
    """A live unit of one day."""

    building: int
    state: str
    area: Decimal


@dataclass(frozen=True)
class Parts:
    """㎡. ``late``: entries that came after the closing (补报); ``measured``: areas corrected with
    effect on the day (面积更正); ``scope``: buildings that count now and did not then, or the
    reverse (范围调整).
    """

    late: Decimal = ZERO
    measured: Decimal = ZERO
    scope: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """What the ledger says now minus what was frozen."""
        return self.late + self.measured + self.scope

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            self.late + other.late, self.measured + other.measured, self.scope + other.scope
        )


NOTHING = Parts()


@dataclass(frozen=True)
class OpeningAdjustment:
    """The adjustment of the occupied area (S+L+O) and of the denominator (B−H)."""

    occupied: Parts = NOTHING
    available: Parts = NOTHING

    @property
    def late(self) -> Decimal:
        """补报, of the occupied area."""
        return self.occupied.late

    @property
    def measured(self) -> Decimal:
        """面积更正, of the occupied area."""
        return self.occupied.measured

    @property
    def scope(self) -> Decimal:
        """范围调整, of the occupied area."""
        return self.occupied.scope

    @property
    def total(self) -> Decimal:
        """Opening as the ledger has it − opening as it was frozen."""
        return self.occupied.total

    def __add__(self, other: "OpeningAdjustment") -> "OpeningAdjustment":
        return OpeningAdjustment(self.occupied + other.occupied, self.available + other.available)


def adjustments(
    frozen: Mapping[int, UnitThen], ledger: Mapping[int, UnitThen], later: Mapping[int, int]
) -> dict[int, OpeningAdjustment]:
    """By building. ``later`` maps a unit to the one that goes on with its measured area."""
    return {
        building: OpeningAdjustment(
            _parts(then, now, later, _occupied), _parts(then, now, later, _available)
        )
        for building, then, now in _sides(frozen, ledger)
    }


def _sides(
    frozen: Mapping[int, UnitThen], ledger: Mapping[int, UnitThen]
) -> Iterable[tuple[int, dict[int, UnitThen], dict[int, UnitThen]]]:
    sides: dict[int, tuple[dict[int, UnitThen], dict[int, UnitThen]]] = {}
    for at, units in enumerate((frozen, ledger)):
        for key, unit in units.items():
            sides.setdefault(unit.building, ({}, {}))[at][key] = unit
    for building in sorted(sides):
        yield building, *sides[building]


def _parts(
    then: Mapping[int, UnitThen],
    now: Mapping[int, UnitThen],
    later: Mapping[int, int],
    weigh: Callable[[str], bool],
) -> Parts:
    total = _sum(now, weigh) - _sum(then, weigh)
    if not then or not now:
        return Parts(scope=total)
    measured = ZERO
    for key, unit in then.items():
        heir = now.get(_heir(key, now, later))
        if heir is not None and weigh(heir.state):
            measured += heir.area - unit.area
    return Parts(late=total - measured, measured=measured)


def _heir(key: int, now: Mapping[int, UnitThen], later: Mapping[int, int]) -> int:
    seen = {key}
    while key not in now and key in later and later[key] not in seen:
        key = later[key]
        seen.add(key)
    return key


def _sum(units: Mapping[int, UnitThen], weigh: Callable[[str], bool]) -> Decimal:
    return sum((unit.area for unit in units.values() if weigh(unit.state)), ZERO)


def _occupied(state: str) -> bool:
    return state in "SLO"


def _available(state: str) -> bool:
    return state != "H"
