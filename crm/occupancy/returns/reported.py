"""What a return says about one unit from one day on: its lines with equal unit and day, as one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
Decision = MonthlyReturnLine.Decision


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
        shared = {name: getattr(self, name) for name in SHARED}
        return [
            MonthlyReturnLine(
                monthly_return=row,
                unit=self.unit,
                changed_on=self.on,
                enterprise=tenant.enterprise if tenant else None,
                enterprise_name=tenant.name if tenant else "",
                area_share=tenant.area_share if tenant else None,
                desks=tenant.desks if tenant else None,
                **shared,
            )
            for tenant in (self.tenants or [None])
        ]


def groups(lines: Iterable[MonthlyReturnLine]) -> list[Reported]:
    """Stored lines as what they say, by unit number and day."""
    together: dict[tuple[int, dt.date], list[MonthlyReturnLine]] = {}
    for line in lines:
        together.setdefault((line.unit_id, line.changed_on), []).append(line)
    found = [_group(rows) for rows in together.values()]
    return sorted(found, key=lambda one: (one.unit.number, one.on))


def of_return(row: MonthlyReturn) -> list[Reported]:
    """What the return says: one query."""
    lines = row.lines.select_related(
        "unit__building", "unit__floor", "enterprise", "decided_by"
    ).order_by("pk")
    return groups(lines)


def _group(rows: Sequence[MonthlyReturnLine]) -> Reported:
    first = rows[0]
    tenants = [
        Tenant(row.enterprise_name, row.enterprise, row.area_share, row.desks)
        for row in rows
        if row.enterprise_id is not None or row.enterprise_name
    ]
    values: dict[str, Any] = {name: getattr(first, name) for name in SHARED}
    return Reported(first.unit, first.changed_on, tenants=tenants, lines=list(rows), **values)
