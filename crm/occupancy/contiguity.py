"""连片空置: free areas that can be taken together. Pure: values in, values out, no Django.

Two things make one block: units that stand side by side on a floor in the order of their numbers,
and whole free floors above each other. A skipped number is no storey and parts nothing; a plant
floor is one and does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

OFFICE, SKIPPED = "office", "skipped"
TO_LET = "to_let"


def may_be_taken(state: str, way: str, *, is_held: bool) -> bool:
    """Vacant, to let, and reserved by nobody."""
    return state == "V" and way == TO_LET and not is_held


@dataclass(frozen=True)
class FreeUnit:
    """A unit by its key, as the search sees it."""

    key: int
    area: Decimal
    is_free: bool


@dataclass(frozen=True)
class Storey:
    """Units along one floor, in order. ``kind`` is office, plant or skipped."""

    label: str
    units: Sequence[FreeUnit]
    kind: str = OFFICE

    @property
    def is_wholly_free(self) -> bool:
        """Whether there are units and nobody sits on any."""
        return bool(self.units) and all(unit.is_free for unit in self.units)


@dataclass(frozen=True)
class Block:
    """Free units that belong together, floor by floor from the top."""

    labels: tuple[str, ...]
    units: tuple[FreeUnit, ...]

    @property
    def area(self) -> Decimal:
        """Together."""
        return sum((unit.area for unit in self.units), Decimal("0.00"))

    @property
    def keys(self) -> frozenset[int]:
        """The units' keys."""
        return frozenset(unit.key for unit in self.units)


def blocks(
    storeys: Sequence[Storey], at_least: Decimal, *, across_floors: bool = True
) -> list[Block]:
    """The largest blocks of ``at_least`` ㎡, each as large as it gets; the closest fit first.

    ``storeys`` stand in order, top-down or bottom-up. A floor that is part of a stack is not
    listed by itself as well; without ``across_floors`` each floor stands alone.
    """
    found = [*_stacks(storeys, across_floors), *_stretches(storeys)]
    return sorted(
        (one for one in found if one.area >= at_least), key=lambda one: (one.area, one.labels)
    )


def _stacks(storeys: Sequence[Storey], across_floors: bool) -> Iterable[Block]:
    real = [storey for storey in storeys if storey.kind != SKIPPED]
    for free, group in groupby(real, key=lambda storey: storey.is_wholly_free):
        if free:
            floors = list(group)
            for stack in [floors] if across_floors else [[floor] for floor in floors]:
                yield Block(
                    tuple(floor.label for floor in stack),
                    tuple(unit for floor in stack for unit in floor.units),
                )


def _stretches(storeys: Sequence[Storey]) -> Iterable[Block]:
    for storey in storeys:
        if storey.is_wholly_free:
            continue
        for free, group in groupby(storey.units, key=lambda unit: unit.is_free):
            if free:
                yield Block((storey.label,), tuple(group))
