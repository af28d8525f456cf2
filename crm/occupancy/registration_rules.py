"""Registered here or not, what industry, how concentrated. Pure: values in, values out, no Django.

The place of registration is not the place of business: both are kept, and neither is a condition.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from crm.occupancy.rules import ZERO, ratio, to_cents

HERE, ELSEWHERE, UNKNOWN, GONE = "here", "elsewhere", "unknown", "gone"
ACTIVE = "active"
CLOSED = ("deregistered", "revoked")
LARGEST = 5
SHORTEST_KEY = 3


class Dated(NamedTuple):
    """One dated registration of an enterprise."""

    enterprise: int
    starts_on: dt.date
    ends_before: dt.date | None
    in_district: bool | None
    status: str


def homes(flags: Mapping[int, bool | None], dated: Iterable[Dated], day: dt.date) -> dict[int, str]:
    """By enterprise where it is registered on the day: here, elsewhere, gone (deregistered or
    revoked) or unknown.

    Dated rows decide; the flag of the record speaks only where there is none at all.
    """
    rows: dict[int, list[Dated]] = defaultdict(list)
    for row in dated:
        rows[row.enterprise].append(row)
    return {
        key: _home(rows[key], day) if rows.get(key) else _flag(flag) for key, flag in flags.items()
    }


def _flag(flag: bool | None) -> str:
    return UNKNOWN if flag is None else HERE if flag else ELSEWHERE


def _home(rows: Sequence[Dated], day: dt.date) -> str:
    holding = [
        row
        for row in rows
        if row.starts_on <= day and (row.ends_before is None or day < row.ends_before)
    ]
    active = [row for row in holding if row.status == ACTIVE]
    if any(row.in_district for row in active):
        return HERE
    if active:
        return ELSEWHERE if any(row.in_district is False for row in active) else UNKNOWN
    if any(row.status in CLOSED for row in holding):
        return GONE
    return ELSEWHERE if holding else UNKNOWN


def named_in(address: str, keys: Mapping[str, int]) -> int | None:
    """Which of the things named by ``keys`` the address names: the longest key in it, so that
    金融大厦二期 is not taken for 金融大厦. None where none is, or where two are by keys of one
    length. Both sides are name keys.
    """
    found = [text for text in keys if len(text) >= SHORTEST_KEY and text in address]
    longest = max(map(len, found), default=0)
    named = {keys[text] for text in found if len(text) == longest}
    return named.pop() if len(named) == 1 else None


@dataclass(frozen=True)
class Share:
    """How many enterprises and how much area, of all that are settled and all that is occupied."""

    name: str
    enterprises: int
    area: Decimal
    of_enterprises: Decimal | None
    of_area: Decimal | None


def shares_of(
    groups: Mapping[int, str],
    held: Mapping[int, Fraction],
    occupied: Decimal,
    unknown: str,
) -> list[Share]:
    """Enterprises and area by group, the largest area first, ``unknown`` last.

    What is occupied by tenants not known belongs to ``unknown``, so that the areas add up to
    ``occupied`` exactly.
    """
    counts: dict[str, int] = defaultdict(int)
    areas: dict[str, Fraction] = defaultdict(Fraction)
    for key, name in groups.items():
        counts[name or unknown] += 1
        areas[name or unknown] += held.get(key, Fraction(0))
    named = {name: to_cents(area) for name, area in areas.items() if name != unknown}
    rest = occupied - sum(named.values(), ZERO)
    if rest or counts[unknown]:
        named[unknown] = rest
    total = Decimal(len(groups))
    rows = [
        Share(
            name,
            counts[name],
            area,
            ratio(Decimal(counts[name]), total),
            ratio(area, occupied),
        )
        for name, area in named.items()
    ]
    return sorted(rows, key=lambda row: (row.name == unknown, -row.area, row.name))


@dataclass(frozen=True)
class Concentration:
    """The five largest occupiers of a scope and what they hold of all that is occupied."""

    largest: tuple[tuple[int, Decimal], ...]
    area: Decimal
    share: Decimal | None


def concentration(held: Mapping[int, Fraction], occupied: Decimal) -> Concentration:
    """CR5."""
    ordered = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))[:LARGEST]
    area = to_cents(sum((area for _, area in ordered), Fraction(0)))
    rows = tuple((key, to_cents(area)) for key, area in ordered)
    return Concentration(rows, area, ratio(area, occupied))
