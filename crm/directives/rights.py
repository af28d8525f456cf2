"""Actions on instructions and approvals."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

rights.declare(
    {
        "directives.view": _("See approvals"),
        "directives.decide": _("Decide on approvals"),
        "directives.manage_chains": _("Change approval chains"),
    },
    {
        "manager": ["directives.view"],
        "chief": ["directives.view", "directives.decide"],
        "deputy_head": ["directives.view", "directives.decide"],
        "coordinator": ["directives.view", "directives.manage_chains"],
        "head": ["directives.view", "directives.decide"],
        "admin": ["directives.view", "directives.manage_chains"],
    },
)
