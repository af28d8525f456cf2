"""What a return says about a unit from one day on: its lines with equal unit and day, as one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from crm.core.names import name_key
from crm.enterprises.models import Enterprise
from crm.occupancy.models import MonthlyReturn, MonthlyReturnLine, Unit

SHARED = (
    "state",
    "signed_kind",
    "ends_before",
    "lease_number",
    "lease_starts_on",
    "last_day",
    "area",
    "note",
)
OF_A_TENANT = ("enterprise", "enterprise_name", "area_share", "desks")
Decision, Kind = MonthlyReturnLine.Decision, MonthlyReturnLine.Reshaping


@dataclass
class Tenant:
    """An enterprise as the operator wrote it; ``enterprise`` when it is recorded."""

    name: str
    enterprise: Enterprise | None = None
    area_share: Decimal | None = None
    desks: int | None = None

    @property
    def shown(self) -> str:
        """The recorded name, else as it was written."""
        return self.enterprise.name if self.enterprise else self.name

    @property
    def key(self) -> str:
        """Compared name: that of the recorded enterprise where there is one."""
        return self.enterprise.name_key if self.enterprise else name_key(self.name)


@dataclass
class Reported:
    """One unit from ``on`` on. ``lines`` are the stored rows, none before it is written."""

    unit: Unit
    on: dt.date
    state: str
    tenants: list[Tenant] = field(default_factory=list)
    signed_kind: str = ""
    ends_before: dt.date | None = None
    lease_number: str = ""
    lease_starts_on: dt.date | None = None
    last_day: dt.date | None = None
    area: Decimal | None = None
    note: str = ""
    lines: list[MonthlyReturnLine] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names it in forms: unit and day."""
        return f"{self.unit.pk}-{self.on:%Y%m%d}"

    @property
    def measured(self) -> Decimal:
        """The area as reported: measured, or that of the ledger."""
        return self.unit.area if self.area is None else self.area

    @property
    def tenant_keys(self) -> frozenset[str]:
        """Compared names."""
        return frozenset(one.key for one in self.tenants)

    @property
    def names(self) -> str:
        """The tenants in words."""
        return "、".join(
            one.enterprise.name if one.enterprise else one.name for one in self.tenants
        )

    @property
    def everybody(self) -> list[Tenant]:
        """All tenants that it names."""
        return self.tenants

    @property
    def decision(self) -> str:
        """What was decided about it; its lines are decided together."""
        return self.lines[0].decision if self.lines else Decision.OPEN

    @property
    def reason(self) -> str:
        """Why it was decided so."""
        return self.lines[0].decision_reason if self.lines else ""

    @property
    def is_applied(self) -> bool:
        """Whether it is in the ledger."""
        return bool(self.lines) and self.lines[0].applied_at is not None

    def as_lines(self, row: MonthlyReturn) -> list[MonthlyReturnLine]:
        """Fresh rows: one a tenant, one without where there is none."""
        return _rows_of(self, row)


def _rows_of(said: Reported, row: MonthlyReturn, **more: Any) -> list[MonthlyReturnLine]:
    shared = {name: getattr(said, name) for name in SHARED}
    return [
        MonthlyReturnLine(
            monthly_return=row,
            unit=said.unit,
            changed_on=said.on,
            enterprise=tenant.enterprise if tenant else None,
            enterprise_name=tenant.name if tenant else "",
            area_share=tenant.area_share if tenant else None,
            desks=tenant.desks if tenant else None,
            **shared,
            **more,
        )
        for tenant in (said.tenants or [None])
    ]


@dataclass
class Part(Reported):
    """A unit that begins with a split or merger: its ``number``, its ``area`` and who sits there;
    ``unit`` is the (first) one that ends.
    """

    number: str = ""


@dataclass
class Reshaping(Reported):
    """分割 (one unit, several parts) or 合并 (several units, one part) on a day. ``unit`` is the
    first of ``units``; who sits where stands in the parts.
    """

    kind: str = ""
    units: list[Unit] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def everybody(self) -> list[Tenant]:
        return [tenant for part in self.parts for tenant in part.tenants]

    @property
    def is_split(self) -> bool:
        """One becomes several; otherwise several become one."""
        return self.kind == Kind.SPLIT

    @property
    def numbers(self) -> str:
        """The units that end, in words."""
        return "、".join(unit.number for unit in self.units)

    def as_lines(self, row: MonthlyReturn) -> list[MonthlyReturnLine]:
        """Rows of each part; a merger has one more for each further unit."""
        lines = [
            line
            for part in self.parts
            for line in _rows_of(part, row, reshaping=self.kind, part=part.number)
        ]
        further = [replace(self.parts[0], unit=unit, tenants=[]) for unit in self.units[1:]]
        for part in further:
            lines += _rows_of(part, row, reshaping=self.kind, part=part.number)
        return lines


def groups(lines: Iterable[MonthlyReturnLine]) -> list[Reported]:
    """Stored lines as what they say, by unit number and day."""
    together: dict[tuple[Any, ...], list[MonthlyReturnLine]] = {}
    for line in lines:
        what: Any = line.part if line.reshaping == Kind.MERGE else line.unit_id
        together.setdefault((line.reshaping, what, line.changed_on), []).append(line)
    found = [_reshaping(rows) if rows[0].reshaping else _group(rows) for rows in together.values()]
    return sorted(found, key=lambda one: (one.unit.number, one.on))


def of_return(row: MonthlyReturn) -> list[Reported]:
    """What the return says: one query."""
    lines = row.lines.select_related(
        "unit__building", "unit__floor", "enterprise", "decided_by"
    ).order_by("pk")
    return groups(lines)


def _group(rows: Sequence[MonthlyReturnLine]) -> Reported:
    return Reported(rows[0].unit, rows[0].changed_on, lines=list(rows), **_facts(rows))


def _facts(rows: Sequence[MonthlyReturnLine]) -> dict[str, Any]:
    tenants = [
        Tenant(row.enterprise_name, row.enterprise, row.area_share, row.desks)
        for row in rows
        if row.enterprise_id is not None or row.enterprise_name
    ]
    return {"tenants": tenants, **{name: getattr(rows[0], name) for name in SHARED}}


def _reshaping(rows: Sequence[MonthlyReturnLine]) -> Reshaping:
    first = rows[0]
    by_part: dict[str, list[MonthlyReturnLine]] = {}
    for row in rows:
        by_part.setdefault(row.part, []).append(row)
    units = {row.unit_id: row.unit for row in rows}
    return Reshaping(
        first.unit,
        first.changed_on,
        "",
        note=first.note,
        lines=list(rows),
        kind=first.reshaping,
        units=list(units.values()),
        parts=[
            Part(first.unit, first.changed_on, number=number, **_facts(some))
            for number, some in by_part.items()
        ],
    )
