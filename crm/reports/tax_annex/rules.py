"""What may be shown of tax, and what follows from it. Pure: no Django.

A group of fewer than three enterprises is not shown; where one group alone is left out, its figure
would follow from the total, so others are left out with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

FEWEST = 3
YI = Decimal(100_000_000)
# Bands of a building's yearly tax, in yuan: (key, lower end that counts in).
BANDS = (
    ("yi", YI),
    ("half_yi", Decimal(50_000_000)),
    ("ten_million", Decimal(10_000_000)),
    ("less", Decimal(0)),
)
UNITS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": YI,
}


@dataclass(frozen=True)
class Group:
    """Tax paid, in yuan, of the enterprises of one building or industry, by enterprise."""

    key: str
    paid: Mapping[int, Fraction]

    @property
    def total(self) -> Fraction:
        return sum(self.paid.values(), Fraction(0))

    @property
    def size(self) -> int:
        return len(self.paid)


def in_yuan(value: Decimal, unit: str) -> Decimal | None:
    """The amount in yuan; None for a unit that is not known."""
    factor = UNITS.get(unit.replace("人民币", "").strip())
    return None if factor is None else value * factor


def band_of(total: Fraction) -> str:
    """The band of a building."""
    return next(key for key, lower in BANDS if total >= lower)


def top_five_share(paid: Iterable[Fraction]) -> Fraction | None:
    """CR5: what the five largest pay of all; None where nobody paid."""
    listed = sorted(paid, reverse=True)
    total = sum(listed, Fraction(0))
    return sum(listed[:5], Fraction(0)) / total if total > 0 else None


def hidden(groups: Sequence[Group]) -> frozenset[str]:
    """The groups that are not shown, so that neither they nor their sum tell of fewer than three.

    Groups without any enterprise hide nothing and are shown as nothing.
    """
    taken = [group for group in groups if group.size]
    out = [group for group in taken if group.size < FEWEST]
    rest = sorted(
        (group for group in taken if group.size >= FEWEST), key=lambda one: (one.size, one.key)
    )
    while out and rest and (len(out) < 2 or _together(out) < FEWEST):
        out.append(rest.pop(0))
    return frozenset(group.key for group in out)


def _together(groups: Iterable[Group]) -> int:
    return len({enterprise for group in groups for enterprise in group.paid})


def shared(amount: Decimal, areas: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """An enterprise's tax over the buildings it occupies, by area; equally where it has desks."""
    whole = sum(areas.values(), Fraction(0))
    if not whole:
        return {key: Fraction(amount) / len(areas) for key in areas}
    return {key: Fraction(amount) * area / whole for key, area in areas.items()}
