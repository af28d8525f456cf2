"""Who may see and change places, leases and states."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

READ = ["occupancy.view", "occupancy.view_district"]
LET = [*READ, "occupancy.let"]
KEEP = [*LET, "occupancy.edit"]

rights.declare(
    {
        "occupancy.view": _("See buildings, units and leases"),
        "occupancy.view_district": _("See the buildings of every operator"),
        "occupancy.let": _("Sign and end leases, move tenants in and out, put units on hold"),
        "occupancy.edit": _("Register and correct buildings and units, split and merge"),
        "occupancy.report_month": _("Fill in and send monthly returns of own buildings"),
        "occupancy.close_month": _("Accept monthly returns and close the month"),
        "occupancy.correct_month": _("Correct a closed month in a new edition"),
    },
    {
        "manager": LET,
        "chief": LET,
        "deputy_head": LET,
        "coordinator": KEEP,
        "steward": READ,
        "operator": ["occupancy.view", "occupancy.report_month"],
        "statistician": [
            *KEEP,
            "occupancy.report_month",
            "occupancy.close_month",
            "occupancy.correct_month",
        ],
        "head": READ,
        "policy_editor": READ,
        "policy_reviewer": READ,
        "policy_publisher": READ,
        "admin": KEEP,
    },
)
