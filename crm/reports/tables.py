"""Columns of the list of reports."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.reports.models import ArchivePackage, Snapshot


def cell(name: str, kind: str = "", **options: object) -> tables.TemplateColumn:
    """A column drawn by a small template; ``kind`` is its place on a phone's card."""
    return tables.TemplateColumn(
        template_name=f"reports/_cell_{name}.html",
        attrs={"td": {"class": kind}, "th": {"class": kind if kind == "num" else ""}},
        **options,
    )


class SnapshotTable(tables.Table):
    """Everything that the list can show."""

    number = cell("number", "k-title nowrap", verbose_name=_("Number"))
    kind = cell("kind", "nowrap", verbose_name=_("Kind"))
    scope_name = tables.Column(verbose_name=pgettext_lazy("report", "Scope"))
    as_of = cell("as_of", "k-due nowrap", verbose_name=_("As of"))
    state = cell("state", "k-state nowrap", verbose_name=pgettext_lazy("report", "State"))
    issued = cell(
        "issued",
        "k-next nowrap",
        verbose_name=pgettext_lazy("report", "Issued"),
        accessor="issued_at",
    )
    pages = tables.Column(
        verbose_name=pgettext_lazy("report", "Pages"),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )
    frozen_at = cell("frozen", "nowrap muted", verbose_name=pgettext_lazy("report", "Frozen at"))
    sha256 = cell("hash", "nowrap muted", verbose_name="SHA-256")

    class Meta:
        model = Snapshot
        fields = ()


class ArchiveTable(tables.Table):
    """Packages of a year's reports."""

    number = cell("archive", "k-title nowrap", verbose_name=_("Number"))
    name = tables.Column(verbose_name=_("Name"))
    year = tables.Column(verbose_name=_("Year"))
    retention = tables.Column(verbose_name=_("Period of retention"))
    reports = cell("archive_reports", "num", verbose_name=_("Files"), accessor="manifest")
    made = cell("archive_made", "nowrap", verbose_name=_("Made on"), accessor="created_at")
    made_by = tables.Column(verbose_name=_("Made by"), accessor="created_by")

    class Meta:
        model = ArchivePackage
        fields = ()
