"""What somebody who looks for space asks of a building's floors. Pure: no Django.

A need is met by one block of contiguity.py; where the seeker takes scattered space as well, by the
fewest free pieces that together are enough.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crm.occupancy.contiguity import Block, Storey, blocks

SHOWN = 3
DAYS_A_YEAR = 365
_NUMBER = r"(\d{1,3})\s*(?:层|楼|[Ff])?\s*"
_SPAN = re.compile(_NUMBER + r"(?:-|—|–|~|～|至|到)\s*" + _NUMBER + "$")
_FROM = re.compile(_NUMBER + r"(?:及)?(?:以上|起|\+)$")
_UP_TO = re.compile(_NUMBER + r"(?:及)?(?:以下|以内)$")
_ONE = re.compile(_NUMBER + "$")
_LABEL = re.compile(r"([BbFf]?)(\d{1,3})")


@dataclass(frozen=True)
class FloorRange:
    """Storeys from ``lowest`` to ``highest``, both counted; None is open."""

    lowest: int | None = None
    highest: int | None = None

    def holds(self, label: str) -> bool:
        """Whether the storey so labelled lies within; one without a number does not."""
        level = level_of(label)
        return (
            level is not None
            and (self.lowest is None or level >= self.lowest)
            and (self.highest is None or level <= self.highest)
        )


@dataclass(frozen=True)
class Wanted:
    """At least ``area`` ㎡, ``together`` or in pieces, on ``floors`` where the words say which."""

    area: Decimal
    together: bool = False
    floors: FloorRange | None = None


@dataclass(frozen=True)
class Fit:
    """Blocks that each are enough (``is_together``), or pieces that are so all together."""

    blocks: tuple[Block, ...]
    is_together: bool

    @property
    def keys(self) -> frozenset[int]:
        """All units of the blocks."""
        return frozenset().union(*(one.keys for one in self.blocks))

    @property
    def area(self) -> Decimal:
        """Of the closest block, or of all pieces."""
        if self.is_together:
            return self.blocks[0].area
        return sum((one.area for one in self.blocks), Decimal("0.00"))


def level_of(label: str) -> int | None:
    """18 of “18”, “18F” or “18层”; -1 of “B1”; None of what has no number."""
    found = _LABEL.match(label.strip())
    if found is None:
        return None
    level = int(found[2])
    return -level if found[1] in ("B", "b") else level


def floor_range(words: str) -> FloorRange | None:
    """What “10—20层”, “15层以上”, “8层及以下” or “12层” says; None of words without numbers."""
    text = words.strip()
    if found := _SPAN.match(text):
        low, high = sorted((int(found[1]), int(found[2])))
        return FloorRange(low, high)
    if found := _FROM.match(text):
        return FloorRange(lowest=int(found[1]))
    if found := _UP_TO.match(text):
        return FloorRange(highest=int(found[1]))
    if found := _ONE.match(text):
        return FloorRange(int(found[1]), int(found[1]))
    return None


def fit(storeys: Sequence[Storey], wanted: Wanted) -> Fit | None:
    """How the floors meet the need, the closest blocks first; None when they do not."""
    allowed = [_within(storey, wanted.floors) for storey in storeys]
    whole = blocks(allowed, wanted.area)
    if whole:
        return Fit(tuple(whole[:SHOWN]), is_together=True)
    if wanted.together:
        return None
    pieces, area = [], Decimal("0.00")
    for piece in reversed(blocks(allowed, Decimal("0.01"))):
        pieces.append(piece)
        area += piece.area
        if area >= wanted.area:
            return Fit(tuple(pieces), is_together=False)
    return None


def _within(storey: Storey, floors: FloorRange | None) -> Storey:
    if floors is None or floors.holds(storey.label):
        return storey
    return replace(storey, units=[replace(unit, is_free=False) for unit in storey.units])


def budget_a_day(budget_a_year: Decimal, area: Decimal) -> Decimal:
    """元/㎡·天 that a yearly budget comes to over the area wanted, which is not 0."""
    return (budget_a_year / area / DAYS_A_YEAR).quantize(Decimal("0.01"))
