"""The report kinds that this package brings."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import ReportKind, report_kinds
from crm.reports import places
from crm.reports.brief import addresses as brief_addresses
from crm.reports.brief import document as brief_document
from crm.reports.brief import figures as brief_figures
from crm.reports.building_sheet import addresses as sheet_addresses
from crm.reports.building_sheet import document as sheet_document
from crm.reports.building_sheet import figures as sheet_figures
from crm.reports.expiry_list import addresses as expiry_addresses
from crm.reports.expiry_list import document as expiry_document
from crm.reports.expiry_list import figures as expiry_figures
from crm.reports.occupancy_monthly.addresses import addresses, scopes
from crm.reports.occupancy_monthly.document import build as build_first
from crm.reports.occupancy_monthly.figures import KIND, RULE_VERSION, figures
from crm.reports.occupancy_monthly.second.document import build as build_second
from crm.reports.take_up_list import addresses as take_up_addresses
from crm.reports.take_up_list import document as take_up_document
from crm.reports.take_up_list import figures as take_up_figures
from crm.reports.zone_comparison import addresses as zone_addresses
from crm.reports.zone_comparison import document as zone_document
from crm.reports.zone_comparison import figures as zone_figures

report_kinds.register(
    ReportKind(
        key=KIND,
        label=_("Monthly report on occupancy"),
        number_prefix="OCC",
        rule_version=RULE_VERSION,
        figures=figures,
        documents={"1": build_first, "2": build_second},
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
report_kinds.register(
    ReportKind(
        key=zone_figures.KIND,
        label=_("Comparison of zones"),
        number_prefix="ZON",
        rule_version=zone_figures.RULE_VERSION,
        figures=zone_figures.figures,
        documents={"1": zone_document.build},
        scopes=places.whole_district,
        addresses=zone_addresses.addresses,
        action="reports.draft",
        order=30,
    )
)
report_kinds.register(
    ReportKind(
        key=brief_figures.KIND,
        label=_("One-page brief"),
        number_prefix="BRF",
        rule_version=brief_figures.RULE_VERSION,
        figures=brief_figures.figures,
        documents={"1": brief_document.build},
        scopes=places.zones_and_district,
        addresses=brief_addresses.addresses,
        action="reports.draft",
        order=15,
    )
)
report_kinds.register(
    ReportKind(
        key=expiry_figures.KIND,
        label=_("List of expiring leases"),
        number_prefix="EXP",
        rule_version=expiry_figures.RULE_VERSION,
        figures=expiry_figures.figures,
        documents={"1": expiry_document.build},
        scopes=places.every_place,
        addresses=expiry_addresses.addresses,
        action="reports.draft",
        order=40,
    )
)
report_kinds.register(
    ReportKind(
        key=take_up_figures.KIND,
        label=_("List of arrivals and departures"),
        number_prefix="MOV",
        rule_version=take_up_figures.RULE_VERSION,
        figures=take_up_figures.figures,
        documents={"1": take_up_document.build},
        scopes=places.every_place,
        addresses=take_up_addresses.addresses,
        action="reports.draft",
        order=50,
    )
)
