"""序时进度: a target against the part of its year that has passed. Pure."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Progress:
    """Fractions of 1; ``reached`` is None where the target is 0."""

    reached: Decimal | None
    elapsed: Decimal

    @property
    def is_behind(self) -> bool:
        """Whether less was reached than the year has passed."""
        return self.reached is not None and self.reached < self.elapsed


def elapsed_part(year: int, day: dt.date) -> Decimal:
    """How much of ``year`` has passed at the end of ``day``: 0 before it, 1 after it."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day < first:
        return Decimal(0)
    passed = (min(day, last) - first).days + 1
    return Decimal(passed) / Decimal((last - first).days + 1)


def measure(target: Decimal, observed: Decimal, year: int, day: dt.date) -> Progress:
    """What was reached of ``target`` beside what has passed of ``year``."""
    reached = observed / target if target else None
    return Progress(reached, elapsed_part(year, day))
