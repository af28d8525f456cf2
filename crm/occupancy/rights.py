"""Who may see and change places, leases and states.

Every staff role reads places and who sits where until when; what the contract says (rent, deposit,
documents, the figures made of rents) is for those who work with leases.
"""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

LOOK = ["occupancy.view", "occupancy.view_district"]
READ = [*LOOK, "occupancy.view_leases"]
LET = [*READ, "occupancy.let"]
KEEP = [*LET, "occupancy.edit"]

rights.declare(
    {
        "occupancy.view": _("See buildings, units and who sits where"),
        "occupancy.view_leases": _("See leases with their rents and documents"),
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
        "operator": ["occupancy.view", "occupancy.view_leases", "occupancy.report_month"],
        "statistician": [
            *KEEP,
            "occupancy.report_month",
            "occupancy.close_month",
            "occupancy.correct_month",
        ],
        "head": READ,
        "policy_editor": LOOK,
        "policy_reviewer": LOOK,
        "policy_publisher": LOOK,
        "admin": KEEP,
    },
)
