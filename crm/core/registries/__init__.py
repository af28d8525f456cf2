"""Where the upper apps plug in. Core autodiscovers the modules named in PLUGIN_MODULES in every
app.
"""

from crm.core.registries.checks import Check, checks
from crm.core.registries.demo import DemoBuilder, demo_builders
from crm.core.registries.documents import StaffDocument, staff_documents
from crm.core.registries.exchange import ExchangeKind, exchange_kinds
from crm.core.registries.figures import FigureDefinition, figures
from crm.core.registries.navigation import NavItem, navigation
from crm.core.registries.panels import Panel, panels
from crm.core.registries.registry import Registry
from crm.core.registries.reports import ReportKind, report_kinds
from crm.core.registries.rights import RoleDefinition, rights, roles
from crm.core.registries.seeds import Seed, seeds
from crm.core.registries.settings import SettingDefinition, dated_settings
from crm.core.registries.ticks import TickRule, ticks
from crm.core.registries.todos import Todo, TodoSource, todos

PLUGIN_MODULES = (
    "rights",
    "seeds",
    "dated",
    "database",
    "events",
    "navigation",
    "panels",
    "overlays",
    "todos",
    "figures",
    "documents",
    "exchange",
    "checks",
    "ticks",
    "merging",
    "report_kinds",
    "demo",
)

__all__ = [
    "PLUGIN_MODULES",
    "Check",
    "DemoBuilder",
    "ExchangeKind",
    "FigureDefinition",
    "NavItem",
    "Panel",
    "Registry",
    "ReportKind",
    "RoleDefinition",
    "Seed",
    "SettingDefinition",
    "StaffDocument",
    "TickRule",
    "Todo",
    "TodoSource",
    "checks",
    "dated_settings",
    "demo_builders",
    "exchange_kinds",
    "figures",
    "navigation",
    "panels",
    "report_kinds",
    "rights",
    "roles",
    "seeds",
    "staff_documents",
    "ticks",
    "todos",
]
