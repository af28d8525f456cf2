"""Who may bring spreadsheets in and take them out. Each kind asks for its own right besides."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

rights.declare(
    {
        "exchange.import": _("Import spreadsheets"),
        "exchange.export": _("Export lists"),
    },
    {
        "manager": ["exchange.import:own", "exchange.export"],
        "chief": ["exchange.import", "exchange.export"],
        "deputy_head": ["exchange.export"],
        "coordinator": ["exchange.import", "exchange.export"],
        "steward": ["exchange.export"],
        "operator": ["exchange.import:own", "exchange.export"],
        "statistician": ["exchange.import", "exchange.export"],
        "head": ["exchange.export"],
        "admin": ["exchange.import", "exchange.export"],
    },
)
