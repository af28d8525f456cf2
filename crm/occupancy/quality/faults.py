"""What is wrong with rows of the ledger. Pure: plain rows in, findings out, no Django.

A finding says no more than that somebody should look: what is right as it is gets verified.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

from crm.occupancy.rules import overlap

OCCUPIED = "SLO"
# A floor is looked at when it holds so many times what an average floor of the building would.
LARGE_FLOOR = 3
WAITING_DAYS, NAMED_UNITS = 10, 6


class SpellRow(NamedTuple):
    """A spell that holds on the day; ``stated`` is Σ of the stated shares."""

    pk: int
    building: int
    unit: int
    number: str
    area: Decimal
    state: str
    signed_kind: str
    starts_on: dt.date
    lease: str | None
    lease_starts: dt.date | None
    lease_last: dt.date | None
    noted: bool
    named: bool
    stated: Decimal
    in_use_from: dt.date | None


class LeaseRow(NamedTuple):
    """A lease that runs on the day; ``taken``: units are held under it or a sublet of it."""

    pk: int
    building: int | None
    number: str
    tenant: str
    starts_on: dt.date
    signed_on: dt.date | None
    taken: bool


class FloorRow(NamedTuple):
    """Live units of one floor."""

    pk: int
    building: int
    label: str
    holds_units: bool
    area: Decimal


class BuildingRow(NamedTuple):
    """A building with Σ of its live units; ``floors`` 0 when nobody said how many."""

    pk: int
    in_use: bool
    gross: Decimal
    area: Decimal
    floors: int
    operated: bool


class TenantRow(NamedTuple):
    """An enterprise on an occupied unit; ``core`` is its name without the legal form."""

    pk: int
    number: str
    name: str
    core: str
    kin: int
    is_branch: bool
    building: int


class ReturnRow(NamedTuple):
    """A building that owes a return; ``state`` none: nobody began it."""

    building: int
    month: dt.date
    state: str
    due: dt.date
    sent_on: dt.date | None


class ClaimRow(NamedTuple):
    """A line of a return that is not decided."""

    pk: int
    building: int
    month: dt.date
    unit: int
    number: str
    area: Decimal
    changed_on: dt.date
    ends_before: dt.date | None
    state: str
    share: Decimal | None


@dataclass(frozen=True)
class Finding:
    """``subject`` names the row (``spell:12``) and is the same as long as the row is;
    ``values`` fill the words of the check and its address.
    """

    check: str
    subject: str
    building: int | None
    values: dict[str, Any] = field(default_factory=dict)


Judge = Callable[[Sequence[Any], dt.date], Iterable[Finding]]


def _spells(check: str, wrong: Callable[[SpellRow, dt.date], bool]) -> Judge:
    def judge(rows: Sequence[SpellRow], day: dt.date) -> Iterator[Finding]:
        for row in rows:
            if wrong(row, day):
                yield Finding(check, f"spell:{row.pk}", row.building, row._asdict())

    return judge


def held_over(rows: Sequence[SpellRow], day: dt.date) -> Iterator[Finding]:
    """One finding a lease and building, however many units."""
    over: dict[tuple[str, int], list[SpellRow]] = defaultdict(list)
    for row in rows:
        ended = row.lease is not None and row.lease_last is not None and row.lease_last < day
        if row.state in "LN" and ended and not row.noted:
            over[str(row.lease), row.building].append(row)
    for (lease, building), held in over.items():
        numbers = sorted(row.number for row in held)
        shown = "、".join(numbers[:NAMED_UNITS]) + ("…" if len(numbers) > NAMED_UNITS else "")
        values = {**held[0]._asdict(), "number": shown}
        yield Finding("held_over", f"over:{lease}:{building}", building, values)


leased_without_lease = _spells(
    "leased_without_lease",
    lambda row, day: (
        row.lease is None and (row.state == "L" or (row.state == "N" and row.signed_kind != "sold"))
    ),
)
without_enterprise = _spells(
    "without_enterprise", lambda row, day: row.state in OCCUPIED and not row.named
)
shares_over_unit = _spells("shares_over_unit", lambda row, day: row.stated > row.area)
before_in_use = _spells(
    "before_in_use",
    lambda row, day: (
        row.state in OCCUPIED and row.in_use_from is not None and row.starts_on < row.in_use_from
    ),
)
before_lease = _spells(
    "before_lease",
    lambda row, day: (
        row.state == "L" and row.lease_starts is not None and row.starts_on < row.lease_starts
    ),
)


def _leases(check: str, wrong: Callable[[LeaseRow], bool]) -> Judge:
    def judge(rows: Sequence[LeaseRow], day: dt.date) -> Iterator[Finding]:
        for row in rows:
            if wrong(row):
                yield Finding(check, f"lease:{row.pk}", row.building, row._asdict())

    return judge


lease_without_spell = _leases("lease_without_spell", lambda row: not row.taken)
signed_late = _leases(
    "signed_late", lambda row: row.signed_on is not None and row.signed_on > row.starts_on
)


def units_over_gross(rows: Sequence[BuildingRow], day: dt.date) -> Iterator[Finding]:
    """Σ units above the building's gross area, or no gross area at all."""
    for row in rows:
        if row.area > row.gross:
            subject = f"building:{row.pk}"
            yield Finding("units_over_gross", subject, row.pk, row._asdict())


def without_operator(rows: Sequence[BuildingRow], day: dt.date) -> Iterator[Finding]:
    """In use, and nobody reports for it."""
    for row in rows:
        if row.in_use and not row.operated:
            subject = f"building:{row.pk}"
            yield Finding("without_operator", subject, row.pk, row._asdict())


def floor_area(rows: Sequence[tuple[FloorRow, BuildingRow]], day: dt.date) -> Iterator[Finding]:
    """Units on a plant or skipped floor, and floors far larger than the building gives room."""
    for floor, building in rows:
        mean = building.gross / building.floors if building.floors else building.gross
        limit = mean * LARGE_FLOOR if building.floors else mean
        if not floor.holds_units or (building.gross and floor.area > limit):
            values = {**floor._asdict(), "limit": limit if floor.holds_units else Decimal(0)}
            yield Finding("floor_area", f"floor:{floor.pk}", floor.building, values)


def duplicate_tenants(rows: Sequence[TenantRow], day: dt.date) -> Iterator[Finding]:
    """Two enterprises of one name apart from the legal form; a branch beside its company is none,
    nor are two of one group.
    """
    alike: dict[str, list[TenantRow]] = defaultdict(list)
    for row in rows:
        alike[row.core].append(row)
    for group in alike.values():
        for one, other in combinations(sorted(group, key=lambda row: row.pk), 2):
            if one.kin == other.kin or one.is_branch != other.is_branch:
                continue
            values = {"name": one.name, "other": other.name, "enterprise": other.number}
            subject = f"enterprises:{one.pk}+{other.pk}"
            yield Finding("duplicate_tenants", subject, other.building, values)


def return_missing(rows: Sequence[ReturnRow], day: dt.date) -> Iterator[Finding]:
    """Due before the day and still with the operator."""
    for row in rows:
        if row.state not in ("sent", "accepted") and row.due < day:
            subject = f"return:{row.building}:{row.month:%Y-%m}"
            yield Finding("return_missing", subject, row.building, row._asdict())


def return_waiting(rows: Sequence[ReturnRow], day: dt.date) -> Iterator[Finding]:
    """Sent more than ten days ago and not decided."""
    for row in rows:
        sent = row.sent_on
        if row.state == "sent" and sent is not None and (day - sent).days > WAITING_DAYS:
            subject = f"return:{row.building}:{row.month:%Y-%m}"
            yield Finding("return_waiting", subject, row.building, row._asdict())


def claims_overlap(rows: Sequence[ClaimRow], day: dt.date) -> Iterator[Finding]:
    """Lines about one unit that cannot both be true: two states on a day, or shares above the
    unit's area. Lines of one unit and day that agree on the state describe a shared spell.
    """
    claims: dict[int, list[ClaimRow]] = defaultdict(list)
    for row in rows:
        claims[row.unit].append(row)
    for unit, listed in sorted(claims.items()):
        shared: dict[dt.date, Decimal] = defaultdict(Decimal)
        for row in listed:
            shared[row.changed_on] += row.share or 0
        torn = any(_contradict(one, other) for one, other in combinations(listed, 2))
        if torn or any(total > listed[0].area for total in shared.values()):
            yield Finding("claims_overlap", f"unit:{unit}", listed[0].building, listed[0]._asdict())


def _contradict(one: ClaimRow, other: ClaimRow) -> bool:
    if one.changed_on == other.changed_on:
        return one.state != other.state
    bounded = one.ends_before is not None or other.ends_before is not None
    periods = (one.changed_on, one.ends_before), (other.changed_on, other.ends_before)
    earlier = min(one, other, key=lambda row: row.changed_on)
    return bounded and earlier.ends_before is not None and overlap(*periods)
