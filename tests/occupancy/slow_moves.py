"""An independent reckoning of moves: a hundredth of a hundredth at a time, over plain rows."""

from collections import defaultdict
from fractions import Fraction

from crm.occupancy.move_rules import Seat

Seats = list[Seat]


def occupied_by(seats: Seats) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for seat in seats:
        sums[seat.enterprise] += seat.area
    return sums


def relocated(before: Seats, after: Seats) -> dict[int, Fraction]:
    """What each enterprise gave up in one unit and took in another, without groups."""
    found = {}
    for enterprise in {seat.enterprise for seat in [*before, *after]}:
        given = taken = Fraction(0)
        for unit in {seat.unit for seat in [*before, *after]}:
            old = sum(x.area for x in before if (x.enterprise, x.unit) == (enterprise, unit))
            new = sum(x.area for x in after if (x.enterprise, x.unit) == (enterprise, unit))
            given += max(old - new, 0)
            taken += max(new - old, 0)
        if min(given, taken):
            found[enterprise] = min(given, taken)
    return found


def taken_over(before: Seats, after: Seats, kin: dict[int, int]) -> Fraction:
    """Unit by unit and group by group: what some gave up and others of the group took."""
    total = Fraction(0)
    for unit in {seat.unit for seat in [*before, *after]}:
        for group in set(kin.values()):
            given = taken = Fraction(0)
            for enterprise in (key for key, value in kin.items() if value == group):
                old = sum(x.area for x in before if (x.enterprise, x.unit) == (enterprise, unit))
                new = sum(x.area for x in after if (x.enterprise, x.unit) == (enterprise, unit))
                given += max(old - new, 0)
                taken += max(new - old, 0)
            total += min(given, taken)
    return total
