"""Reading the canonical figures of a month: areas come back as decimals, rates from areas alone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from crm.reports.formats import share

STATES = "SLONVH"


@dataclass(frozen=True)
class Position:
    """Areas in ㎡ by state, and counts, of one scope on one day."""

    figures: Mapping[str, Any]

    def area(self, letter: str) -> Decimal:
        """One of S L O N V H B, gross_in_use, sold_unmoved or not_to_let."""
        return Decimal(self.figures["area"][letter])

    @cached_property
    def occupied(self) -> Decimal:
        return self.area("S") + self.area("L") + self.area("O")

    @cached_property
    def base(self) -> Decimal:
        """可招商面积: all areas but those on hold."""
        return self.area("B") - self.area("H")

    @property
    def gross(self) -> Decimal:
        return self.area("gross_in_use")

    @property
    def rate(self) -> Decimal | None:
        """入驻率."""
        return share(self.occupied, self.base)

    @property
    def rate_on_gross(self) -> Decimal | None:
        """按已投入使用面积计的入驻率."""
        return share(self.occupied, self.gross)

    @property
    def letting(self) -> Decimal | None:
        """出租率: only what was let or is for letting counts."""
        let = self.area("L") + self.area("N") - self.area("sold_unmoved")
        return share(let, let + self.area("V") - self.area("not_to_let"))

    @property
    def take_up(self) -> Decimal | None:
        """招商率."""
        return share(self.occupied + self.area("N"), self.base)

    @property
    def registered_rate(self) -> Decimal | None:
        """属地注册率 of the enterprises that occupy space."""
        if self.figures.get("registered") is None:
            return None
        return share(self.figures["registered"], self.figures["enterprises"])

    def __getitem__(self, key: str) -> Any:
        return self.figures[key]


@dataclass(frozen=True)
class Month:
    """All figures of one report."""

    figures: Mapping[str, Any]

    @cached_property
    def now(self) -> Position:
        return Position(self.figures["now"])

    @cached_property
    def previous(self) -> Position:
        return Position(self.figures["previous"])

    @cached_property
    def year_ago(self) -> Position:
        return Position(self.figures["year_ago"])

    @cached_property
    def as_of(self) -> dt.date:
        return dt.date.fromisoformat(self.figures["as_of"])

    @property
    def place(self) -> str:
        return self.figures["scope"]["name"]

    def __getitem__(self, key: str) -> Any:
        return self.figures[key]


@dataclass(frozen=True)
class Effects:
    """How a rate came from one date to the next; None where a denominator was nothing."""

    total: Decimal | None
    take_up: Decimal | None
    supply: Decimal | None


def effects(then: Position, now: Position) -> Effects:
    """ΔR = (O₁−O₀)/B₁ − O₀(B₁−B₀)/(B₀B₁): 净吸纳影响 and 分母变动影响."""
    if not then.base or not now.base:
        return Effects(None, None, None)
    take_up = (now.occupied - then.occupied) / now.base
    supply = -then.occupied * (now.base - then.base) / (then.base * now.base)
    return Effects(now.rate - then.rate, take_up, supply)
