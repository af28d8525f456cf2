"""The report kinds that this package brings."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import ReportKind, report_kinds
from crm.reports.building_sheet import addresses as sheet_addresses
from crm.reports.building_sheet import document as sheet_document
from crm.reports.building_sheet import figures as sheet_figures
from crm.reports.occupancy_monthly.addresses import addresses, scopes
from crm.reports.occupancy_monthly.document import build
from crm.reports.occupancy_monthly.figures import KIND, RULE_VERSION, figures

report_kinds.register(
    ReportKind(
        key=KIND,
        label=_("Monthly report on occupancy"),
        number_prefix="OCC",
        rule_version=RULE_VERSION,
        figures=figures,
        documents={"1": build},
        scopes=scopes,
        addresses=addresses,
        action="reports.draft",
        order=10,
    )
)
report_kinds.register(
    ReportKind(
        key=sheet_figures.KIND,
        label=_("Sheet of one building"),
        number_prefix="BLD",
        rule_version=sheet_figures.RULE_VERSION,
        figures=sheet_figures.figures,
        documents={"1": sheet_document.build},
        scopes=sheet_addresses.scopes,
        addresses=sheet_addresses.addresses,
        action="reports.draft",
        order=20,
    )
)
