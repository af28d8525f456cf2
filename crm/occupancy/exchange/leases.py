"""Leases by number. Their units come with the spells."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import RecordImporter, Row, RowRefused
from crm.enterprises.mentions import Mentions, identities_of, mentioned
from crm.occupancy.actions import edit_leases, register_leases
from crm.occupancy.exchange.places import building_of, buildings_by_code
from crm.occupancy.filters import LeaseFilter
from crm.occupancy.models import Lease

LINKS = ("renews", "sublet_of")


def leases_by_number(numbers: set[str]) -> dict[str, Lease]:
    """Fetches leases for a lookup."""
    rows = Lease.objects.filter(number__in=numbers).select_related(
        "tenant", "building", "renews", "sublet_of"
    )
    return {lease.number: lease for lease in rows}


class LeaseImporter(RecordImporter):
    """``end`` is the last day, counted, as contracts say it."""

    model = Lease
    key_column = "number"
    keep = frozenset({"rent_free_months", "price_unit", "tenant_role"})
    attributes = {
        "number": "number",
        "start": "starts_on",
        "end": "last_day",
        "price": "price",
        "price_unit": "price_unit",
        "rent_free_months": "rent_free_months",
        "signed_on": "signed_on",
        "tenant_role": "tenant_role",
        "payment_months": "payment_months",
        "deposit": "deposit",
        "note": "note",
    }

    def load(self, rows: Sequence[Row]) -> None:
        self.run.lookup(leases_by_number).load(
            row.get(column) for row in rows for column in ("number", *LINKS)
        )
        self.run.lookup(buildings_by_code).load(row.get("building") for row in rows)
        self._mentions = Mentions.of_run(self.run)
        self._mentions.load(identities_of(rows, "tenant"))

    def find(self, row: Row) -> Lease | None:
        return self.run.lookup(leases_by_number).get(row.get("number"))

    def values(self, row: Row) -> dict[str, Any]:
        values = super().values(row)
        if row.get("building"):
            values["building"] = building_of(self, row)
        for column in LINKS:
            if row.has(column):
                values[column] = self._linked(row, column)
        return values

    def _linked(self, row: Row, column: str) -> Lease | None:
        """The lease that this one renews or is a sublet of; it stands before it in the file."""
        number = row.get(column)
        if number is None:
            return None
        found = self.run.lookup(leases_by_number).get(number)
        if found is None or number == row.get("number"):
            raise RowRefused(
                column,
                _("There is no other lease %(number)s, here or further up.") % {"number": number},
            )
        if column == "renews" and found.starts_on >= row.get("start"):
            raise RowRefused(
                column, _("The renewal begins after %(day)s.") % {"day": found.starts_on}
            )
        return found

    def check(self, row: Row, record: Lease | None, values: dict[str, Any]) -> None:
        start, end = row.get("start"), row.get("end")
        if end < start:
            raise RowRefused(
                "end", _("Should not lie before the first day %(day)s.") % {"day": start}
            )
        if record is not None:
            self.allow(record)
        # Last of all: it puts an unknown tenant aside.
        tenant = mentioned(self._mentions, row, self.run, "tenant")
        if tenant is None:
            raise RowRefused("tenant", _("A lease needs its tenant."))
        values["tenant"] = tenant

    def may(self, record: Any) -> bool:
        if record.pk is None:
            return True
        return super().may(record)

    def remember(self, row: Row, record: Lease) -> None:
        self.run.lookup(leases_by_number).add(record.number, record)

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        self._mentions.record(by=by, reason=reason)
        changed = [row for row, _names in self.changed.values()]
        for lease in [*self.created, *changed]:
            lease.tenant = self._mentions.recorded(lease.tenant)
        for group in in_order(self.created):
            register_leases(group, by=by, reason=reason)
        if changed:
            for lease in changed:
                join_again(lease)
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            edit_leases(changed, fields, by=by, reason=reason)


def in_order(leases: Sequence[Lease]) -> Iterator[list[Lease]]:
    """New leases in groups, each after those that it renews or is a sublet of."""
    waiting = list(leases)
    while waiting:
        ready = [lease for lease in waiting if not any(one in waiting for one in links_of(lease))]
        ready = ready or waiting  # a circle: the database will say so
        for lease in ready:
            join_again(lease)
        yield ready
        waiting = [lease for lease in waiting if lease not in ready]


def links_of(lease: Lease) -> list[Lease]:
    """What it renews and what it is a sublet of."""
    return [other for other in (lease.renews, lease.sublet_of) if other is not None]


def join_again(lease: Lease) -> None:
    """Take over the keys of leases that were stored since they were joined."""
    lease.renews, lease.sublet_of = lease.renews, lease.sublet_of


def lease_rows(rows: QuerySet) -> QuerySet:
    """Leases with tenant and building."""
    return rows.select_related("tenant", "building", "renews", "sublet_of").order_by("pk")


def lease_row(lease: Lease) -> dict[str, Any]:
    """The export's values."""
    return {
        "number": lease.number,
        "tenant": lease.tenant.name,
        "uscc": lease.tenant.uscc,
        "start": lease.starts_on,
        "end": lease.last_day,
        "price": lease.price.normalize() if lease.price is not None else None,
        "price_unit": lease.price_unit,
        "rent_free_months": lease.rent_free_months,
        "building": lease.building.code if lease.building else None,
        "signed_on": lease.signed_on,
        "tenant_role": lease.tenant_role,
        "payment_months": lease.payment_months,
        "deposit": lease.deposit,
        "renews": lease.renews.number if lease.renews else None,
        "sublet_of": lease.sublet_of.number if lease.sublet_of else None,
        "note": lease.note,
    }


USCC = Column(
    "uscc",
    pgettext_lazy("column", "unified social credit code"),
    "reference",
    max_length=40,
    aliases=("信用代码", "统一代码", "社会信用代码", "统一信用代码"),
)

exchange_kinds.register(
    ExchangeKind(
        key="leases",
        label=pgettext_lazy("exchange", "leases"),
        model=Lease,
        columns=(
            Column(
                "number",
                pgettext_lazy("column", "lease number"),
                "reference",
                required=True,
                max_length=32,
                sample="HT-2023-018",
                aliases=("合同号", "合同编号", "编号"),
            ),
            Column(
                "tenant",
                pgettext_lazy("column", "tenant"),
                "name",
                max_length=160,
                sample="云岚数科（演示）有限公司",
                aliases=("企业名称", "承租方", "承租企业", "租户"),
            ),
            USCC,
            Column(
                "start",
                pgettext_lazy("column", "first day of the lease"),
                "date",
                required=True,
                sample="2023-03-01",
                aliases=("起租", "起租日", "开始日期", "租期起"),
            ),
            Column(
                "end",
                pgettext_lazy("column", "last day of the lease"),
                "date",
                required=True,
                sample="2026-02-28",
                aliases=("止租", "止租日", "结束日期", "到期日", "租期止"),
            ),
            Column(
                "price",
                pgettext_lazy("column", "rent"),
                "number",
                places=4,
                sample="5.8",
                aliases=("单价", "租金"),
            ),
            Column(
                "price_unit",
                pgettext_lazy("column", "unit of the rent"),
                "choice",
                choices=tuple(Lease.PriceUnit.choices),
                aliases=("单位",),
            ),
            Column(
                "rent_free_months",
                pgettext_lazy("column", "rent-free months"),
                "number",
                aliases=("免租期", "免租"),
            ),
            Column(
                "building",
                pgettext_lazy("column", "building code"),
                "reference",
                aliases=("楼宇",),
            ),
            Column("signed_on", pgettext_lazy("column", "signed on"), "date"),
            Column(
                "tenant_role",
                pgettext_lazy("column", "role of the tenant"),
                "choice",
                choices=tuple(Lease.TenantRole.choices),
            ),
            Column(
                "payment_months",
                pgettext_lazy("column", "months paid at a time"),
                "integer",
                positive=True,
                aliases=("付款方式", "付款周期"),
            ),
            Column(
                "deposit",
                pgettext_lazy("column", "deposit in yuan"),
                "number",
                aliases=("押金", "保证金"),
            ),
            Column(
                "renews",
                pgettext_lazy("column", "renews the lease"),
                "reference",
                max_length=32,
                aliases=("原合同号", "续租自"),
            ),
            Column(
                "sublet_of",
                pgettext_lazy("column", "sublet of the lease"),
                "reference",
                max_length=32,
                aliases=("主合同号", "转租自"),
            ),
            Column("note", pgettext_lazy("column", "note"), max_length=500),
        ),
        importer=LeaseImporter,
        row=lease_row,
        rows=lease_rows,
        view_action="occupancy.view_leases",
        edit_action="occupancy.let",
        filterset=lambda: LeaseFilter,
        list_url="desk:occupancy:leases",
        order=70,
    )
)
