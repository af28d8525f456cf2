"""Restricted yearly figures by enterprise, year, kind and source."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.errors import Refused
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import RecordImporter, Row, RowRefused
from crm.enterprises.actions import check_figure, edit_figures, record_figures
from crm.enterprises.mentions import Mentions, identities_of, identity_of
from crm.enterprises.models import Enterprise, YearlyFigure

Key = tuple[int, int, str, str]
KEY = ("year", "kind", "source")
CLEANED = ("unit", "source", "authorisation")


def figures_by_key(keys: set[Key]) -> dict[Key, YearlyFigure]:
    """Fetches figures for a lookup."""
    owners, years = {key[0] for key in keys}, {key[1] for key in keys}
    rows = YearlyFigure.objects.filter(enterprise__in=owners, year__in=years)
    return {
        (row.enterprise_id, row.year, row.kind, row.source): row
        for row in rows.select_related("enterprise")
    }


class YearlyFigureImporter(RecordImporter):
    """The enterprise has to be recorded: nobody gets into the register by a list of taxes."""

    model = YearlyFigure
    key_column = "enterprise"
    attributes = {
        "year": "year",
        "kind": "kind",
        "value": "value",
        "unit": "unit",
        "source": "source",
        "authorisation": "authorisation",
    }

    def load(self, rows: Sequence[Row]) -> None:
        self._mentions = Mentions.of_run(self.run)
        self._mentions.load(identities_of(rows))
        keys = [self._key(row) for row in rows]
        self.run.lookup(figures_by_key).load(key for key in keys if key is not None)

    def _owner(self, row: Row) -> Enterprise | None:
        identity = identity_of(row)
        return None if identity is None else self._mentions.known(identity)

    def _key(self, row: Row) -> Key | None:
        try:
            owner = self._owner(row)
        except RowRefused:
            return None
        if owner is None:
            return None
        year, kind, source = (row.get(name) for name in KEY)
        return (owner.pk, year, kind, source)

    def find(self, row: Row) -> YearlyFigure | None:
        return self.run.lookup(figures_by_key).get(self._key(row))

    def values(self, row: Row) -> dict[str, Any]:
        owner = self._owner(row)
        if owner is None:
            column = "enterprise" if row.get("enterprise") or not row.get("uscc") else "uscc"
            raise RowRefused(
                column, _("No such enterprise is recorded. Record it first, or import it.")
            )
        return super().values(row) | {"enterprise": owner}

    def check(self, row: Row, record: YearlyFigure | None, values: dict[str, Any]) -> None:
        if record is not None:
            self.allow(record)
        stored = {name: getattr(record, name) for name in self.attributes.values() if record}
        figure = YearlyFigure(**{**stored, **values})
        try:
            check_figure(figure)
        except Refused as refusal:
            raise RowRefused(refusal.field or self.key_column, refusal.message) from refusal
        values |= {name: getattr(figure, name) for name in CLEANED if name in values}

    def remember(self, row: Row, record: YearlyFigure) -> None:
        key = self._key(row)
        if key is not None:
            self.run.lookup(figures_by_key).add(key, record)

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        if self.created:
            record_figures(self.created, by=by, reason=reason)
        if self.changed:
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            rows = [row for row, _names in self.changed.values()]
            edit_figures(rows, fields, by=by, reason=reason)


def figure_rows(rows: QuerySet) -> QuerySet:
    """Figures with their enterprises; those of merged ones stay out, as in the list."""
    return rows.filter(enterprise__merged_into__isnull=True).select_related("enterprise")


def figure_row(row: YearlyFigure) -> dict[str, Any]:
    """The export's values."""
    return {
        "enterprise": row.enterprise.name,
        "uscc": row.enterprise.uscc,
        **{name: getattr(row, name) for name in YearlyFigureImporter.attributes},
    }


COLUMNS = (
    Column(
        "enterprise",
        pgettext_lazy("column", "enterprise name"),
        "name",
        max_length=160,
        sample="云岚数科（演示）有限公司",
        aliases=("企业", "公司名称", "单位名称", "纳税人名称"),
    ),
    Column(
        "uscc",
        pgettext_lazy("column", "unified social credit code"),
        "reference",
        max_length=40,
        aliases=("信用代码", "统一代码", "社会信用代码", "统一信用代码", "税号", "纳税人识别号"),
    ),
    Column(
        "year",
        pgettext_lazy("column", "year"),
        "integer",
        required=True,
        positive=True,
        sample=2022,
        aliases=("年度", "所属年度"),
    ),
    Column(
        "kind",
        pgettext_lazy("column", "yearly figure"),
        "choice",
        required=True,
        choices=tuple(YearlyFigure.Kind.choices),
        aliases=("指标", "数据类型", "指标名称"),
    ),
    Column(
        "value",
        pgettext_lazy("column", "value of the year"),
        "amount",
        required=True,
        sample="1234.50",
        aliases=("数值", "金额"),
        help=pgettext_lazy("column", "A number alone; its unit stands in a column of its own."),
    ),
    Column(
        "unit",
        pgettext_lazy("column", "unit of the value"),
        required=True,
        max_length=20,
        sample="万元",
        aliases=("单位",),
        help=pgettext_lazy(
            "column", "Tax and revenue in yuan, headcount in 人, the others also in dollars."
        ),
    ),
    Column(
        "source",
        pgettext_lazy("column", "source of the figure"),
        "name",
        required=True,
        max_length=120,
        sample="企业自报",
        aliases=("来源", "数据来源"),
        help=pgettext_lazy("column", "Data of the statistics network are not taken in."),
    ),
    Column(
        "authorisation",
        pgettext_lazy("column", "authorisation number"),
        "name",
        max_length=80,
        aliases=("授权文号", "授权"),
        help=pgettext_lazy("column", "Required for tax."),
    ),
)

exchange_kinds.register(
    ExchangeKind(
        key="yearly_figures",
        label=pgettext_lazy("exchange", "yearly figures"),
        model=YearlyFigure,
        columns=COLUMNS,
        importer=YearlyFigureImporter,
        row=figure_row,
        rows=figure_rows,
        view_action="enterprises.view_figures",
        edit_action="enterprises.edit_figures",
        restricted=True,
        order=60,
    )
)
