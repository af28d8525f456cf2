"""Rates and what moves them (design §4.3, formulas 1–10). Pure: values in, values out, no Django.

Areas are Decimal ㎡ in whole hundredths. Rates are unrounded Decimals; None is 无法计算: the
denominator is 0. Shares of a unit are Fractions, so that three equal thirds are the whole again.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
STATES = ("S", "L", "N", "O", "V", "H")
LADDER = (30, 60, 90, 180, 365)
YEAR = Decimal("365.25")


@dataclass(frozen=True)
class Areas:
    """㎡ by state. ``sold_unmoved`` is the part of N that was sold, ``not_to_let`` the part of V
    that is 可售 or 业主自留: neither belongs to 出租率.
    """

    S: Decimal = ZERO
    L: Decimal = ZERO
    N: Decimal = ZERO
    O: Decimal = ZERO  # noqa: E741 - the state's own letter
    V: Decimal = ZERO
    H: Decimal = ZERO
    sold_unmoved: Decimal = ZERO
    not_to_let: Decimal = ZERO

    def __add__(self, other: "Areas") -> "Areas":
        return Areas(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    @property
    def base(self) -> Decimal:
        """B: every live unit, H included."""
        return self.S + self.L + self.N + self.O + self.V + self.H

    @property
    def occupied(self) -> Decimal:
        """S + L + O."""
        return self.S + self.L + self.O

    @property
    def available(self) -> Decimal:
        """B − H, the denominator of 1, 3 and 4."""
        return self.base - self.H


@dataclass(frozen=True)
class Rates:
    """Formulas 1 to 5."""

    occupancy: Decimal | None
    letting: Decimal | None
    take_up: Decimal | None
    vacancy: Decimal | None
    occupancy_on_gross: Decimal | None


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """``part / whole``; None when there is nothing to divide by."""
    return part / whole if whole else None


def rates(areas: Areas, gross_in_use: Decimal) -> Rates:
    """入驻率, 出租率, 招商率, 空置率 and R′ of one scope on one day."""
    let = areas.L + areas.N - areas.sold_unmoved
    return Rates(
        occupancy=ratio(areas.occupied, areas.available),
        letting=ratio(let, let + areas.V - areas.not_to_let),
        take_up=ratio(areas.occupied + areas.N, areas.available),
        vacancy=ratio(areas.V, areas.available),
        occupancy_on_gross=ratio(areas.occupied, gross_in_use),
    )


def total(parts: Iterable[Areas]) -> Areas:
    """Formula 6: a district is Σ numerators by Σ denominators, never a mean of rates."""
    return sum(parts, Areas())


@dataclass(frozen=True)
class RateChange:
    """Formula 8. The two effects add up to ``change``; all None when a rate cannot be computed."""

    change: Decimal | None
    take_up_effect: Decimal | None
    new_supply_effect: Decimal | None


def rate_change(before: Areas, after: Areas) -> RateChange:
    """ΔR = (O₁−O₀)/B₁ − O₀(B₁−B₀)/(B₀B₁) with O = S+L+O and B = B−H of the whole scope."""
    old, new = before.available, after.available
    if not old or not new:
        return RateChange(None, None, None)
    take_up = (after.occupied - before.occupied) / new
    supply = -before.occupied * (new - old) / (old * new)
    return RateChange(after.occupied / new - before.occupied / old, take_up, supply)


def denominator_effect(
    occupied: Decimal, old: Decimal, new: Decimal, part: Decimal
) -> Fraction | None:
    """What ``part`` ㎡ of the change of B−H from ``old`` to ``new`` does to the rate.

    Linear in ``part``, so the effects of parts that add up to the change add up exactly to
    分母变动影响. None when a rate cannot be computed.
    """
    if not old or not new:
        return None
    return -Fraction(occupied) * Fraction(part) / (Fraction(old) * Fraction(new))


def shares(
    area: Decimal, stated: Sequence[Decimal | None], desks: Sequence[bool]
) -> list[Fraction]:
    """What each occupant of a spell of ``area`` takes.

    A stated share is taken as it is; a desk without one takes 0; the others share the rest equally.
    """
    rest = Fraction(area) - sum((Fraction(one) for one in stated if one is not None), Fraction(0))
    equal = sum(one is None and not desk for one, desk in zip(stated, desks, strict=True))
    part = max(rest, Fraction(0)) / equal if equal else Fraction(0)
    return [
        Fraction(one) if one is not None else Fraction(0) if desk else part
        for one, desk in zip(stated, desks, strict=True)
    ]


def cent_shares(
    area: Decimal, stated: Sequence[Decimal | None], desks: Sequence[bool]
) -> list[Decimal]:
    """:func:`shares` in whole hundredths that lose nothing; the order decides who gets the last
    one, so hand in occupants in a lasting order (by enterprise).
    """
    if len(stated) == 1 and stated[0] is None and not desks[0]:
        return [
            max(area, ZERO).quantize(CENT, ROUND_HALF_UP)
        ]  # nearly every unit: no fractions needed
    running, given, parts = Fraction(0), ZERO, []
    for part in shares(area, stated, desks):
        running += part
        parts.append(to_cents(running) - given)
        given += parts[-1]
    return parts


@dataclass(frozen=True)
class Absorption:
    """Formula 7. ``net`` = move_in + expansion − move_out − contraction + difference, always."""

    net: Decimal
    move_in: Decimal
    expansion: Decimal
    move_out: Decimal
    contraction: Decimal
    difference: Decimal


def net_absorption(
    before: Mapping[int, Fraction],
    after: Mapping[int, Fraction],
    occupied_before: Decimal,
    occupied_after: Decimal,
) -> Absorption:
    """Compare what each enterprise (by id) occupies at two dates.

    What is occupied without a known enterprise is no part of the maps: it goes to the difference.
    """
    moves = {"move_in": Fraction(0), "expansion": Fraction(0)}
    moves |= {"move_out": Fraction(0), "contraction": Fraction(0)}
    for enterprise in before.keys() | after.keys():
        kind, area = move(before.get(enterprise, Fraction(0)), after.get(enterprise, Fraction(0)))
        if kind:
            moves[kind] += area
    net = occupied_after - occupied_before
    explained = moves["move_in"] + moves["expansion"] - moves["move_out"] - moves["contraction"]
    return Absorption(
        net=net,
        difference=to_cents(Fraction(net) - explained),
        **{kind: to_cents(area) for kind, area in moves.items()},
    )


def move(before: Fraction, after: Fraction) -> tuple[str, Fraction]:
    """What one enterprise did and by how much: ("", 0) when nothing changed."""
    if before == after:
        return "", Fraction(0)
    if after > before:
        return ("expansion" if before else "move_in"), after - before
    return ("contraction" if after else "move_out"), before - after


def wale_years(day: dt.date, leased: Iterable[tuple[dt.date, Decimal]]) -> Decimal | None:
    """Formula 9 over (last day, area): Σ area × (last_day + 1 − D) / 365.25 ÷ Σ area.

    Leases that ended before ``day`` are left out; None when nothing is left.
    """
    running = [(last_day, area) for last_day, area in leased if last_day >= day]
    weighted = sum((area * ((last_day - day).days + 1) for last_day, area in running), ZERO)
    return ratio(weighted / YEAR, sum((area for _, area in running), ZERO))


def expiry_ladder(day: dt.date, leased: Iterable[tuple[dt.date, Decimal]]) -> dict[int, Decimal]:
    """Formula 10: area whose last day lies in (D, D+n], cumulative over n."""
    rows = [((last_day - day).days, area) for last_day, area in leased]
    return {step: sum((area for days, area in rows if 0 < days <= step), ZERO) for step in LADDER}


def months_to_clear(vacant: Decimal, net_absorptions: Sequence[Decimal]) -> Decimal | None:
    """去化周期 in months: V by the mean monthly net absorption; None (—) unless that is above 0."""
    if not net_absorptions:
        return None
    mean = sum(net_absorptions, ZERO) / len(net_absorptions)
    return vacant / mean if mean > 0 else None


def outlook(occupied: Decimal, gross: Decimal, released: Decimal) -> tuple[Decimal, Decimal]:
    """On the gross basis: the rate if nothing of ``released`` is let, and the area that holds the
    rate of today (seed: 153.9 of 190, +17 → 0.743…, 13.77).
    """
    return occupied / (gross + released), occupied / gross * released


def conserved(before: Iterable[Decimal], after: Iterable[Decimal]) -> bool:
    """Split and merge keep the area to 0.01 ㎡."""
    return sum(before, ZERO) == sum(after, ZERO)


def split_by(area: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``area`` in whole hundredths in proportion to ``weights``; the parts add up exactly."""
    whole = sum(weights, ZERO)
    parts = [(area * weight / whole).quantize(CENT, ROUND_HALF_UP) for weight in weights]
    return [*parts[:-1], area - sum(parts[:-1], ZERO)]


Period = tuple[dt.date, dt.date | None]


def overlap(one: Period, other: Period) -> bool:
    """Whether two half-open periods share a day; an end None is open."""
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def clashes(periods: Sequence[Period]) -> bool:
    """Whether any two of the periods share a day."""
    ordered = sorted(periods, key=lambda period: period[0])
    return any(overlap(earlier, later) for earlier, later in pairwise(ordered))


def within(inner: Period, outer: Period) -> bool:
    """Whether ``inner`` lies wholly in ``outer``."""
    return inner[0] >= outer[0] and (
        outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    )


def price_a_month(price: Decimal, unit: str) -> Decimal:
    """元/㎡·月 of a price in ``day`` or ``month``: a day's price × 365 / 12."""
    return price * 365 / 12 if unit == "day" else price


def floor_level(label: str) -> int:
    """Where a floor label sorts: B2 → −2, 13 → 13, 3夹层 → 3, others 0."""
    match = re.match(r"\s*(?P<below>[Bb]|-|地下)?\s*(?P<number>\d{1,3})", label)
    if match is None:
        return 0
    number = int(match["number"])
    return -number if match["below"] else number


def floor_label(text: str) -> str:
    """One way to write a floor: ``12F``, ``12层`` and ``12`` are the same floor."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"(?<=\d)\s*(层|楼|[Ff])$", "", folded) or folded


def to_cents(value: Fraction) -> Decimal:
    """A Fraction as ㎡ in whole hundredths, half up (away from zero)."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP)


def six_places(value: Decimal | None) -> str | None:
    """A rate as the command line and the canonical JSON write it."""
    if value is None:
        return None
    # + 0 turns a rounded −0.000000 into 0.000000.
    return f"{value.quantize(Decimal('0.000001'), ROUND_HALF_UP) + 0:f}"
