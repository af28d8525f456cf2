"""Columns of the list of indicators."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.indicators.models import Indicator


def cell(name: str, kind: str = "", **options: object) -> tables.TemplateColumn:
    """A column drawn by a small template; ``kind`` is its place on a phone's card."""
    return tables.TemplateColumn(
        template_name=f"indicators/_cell_{name}.html",
        attrs={"td": {"class": kind}, "th": {"class": kind if kind == "num" else ""}},
        **options,
    )


class IndicatorTable(tables.Table):
    """Everything that the list can show."""

    name = cell("name", "k-title", verbose_name=_("Indicator"))
    code = tables.Column(
        verbose_name=pgettext_lazy("indicator", "Code"), attrs={"td": {"class": "nowrap muted"}}
    )
    latest = cell(
        "latest", "num k-state", verbose_name=pgettext_lazy("indicator", "Latest"), accessor="pk"
    )
    of = cell("period", "nowrap", verbose_name=pgettext_lazy("indicator", "Period"), accessor="pk")
    growth = cell("growth", "num", verbose_name=_("Stated growth"), accessor="pk")
    target = cell("target", "num", verbose_name=_("Target of the year"), accessor="pk")
    authority = cell("authority", "k-next", verbose_name=_("Published by"), accessor="pk")
    basis = tables.Column(verbose_name=pgettext_lazy("indicator", "Basis"))
    team = tables.Column(verbose_name=_("Section in charge"))

    class Meta:
        model = Indicator
        fields = ()
